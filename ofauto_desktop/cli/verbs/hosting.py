"""media host: the bucket in which files lie while a platform fetches them."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict

from ofauto_desktop.cli import secrets_in
from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media_host import Bucket, HostChecked
from ofauto_desktop.services import Services

_FIELDS = ("endpoint", "region", "bucket", "access_key", "secret_key")
_FURTHER = ("prefix", "path_style")


async def host(services: Services, given: Namespace) -> Result:
    """Do what was asked, then show it as it stands; exit 1 where the bucket does not do what is needed of it."""
    hosting = services.media_hosting
    checked: HostChecked | None = None
    stay = 0
    if given.secret_fd is not None:
        checked = await hosting.use(_bucket(secrets_in.fields(given.secret_fd, ())))
    elif given.check:
        checked = await hosting.check()
    elif given.none:
        stay = await hosting.stop_using()
    shown = await hosting.shown()
    host = None
    if shown is not None:
        host = {"bucket" if name == "name" else name: value for name, value in asdict(shown).items()}
    value = {"host": host, "check": None if checked is None else _row(checked), "left_behind": stay}
    return Result(value=value, code=FAILED if checked is not None and checked.failed else 0)


def _row(checked: HostChecked) -> dict[str, object]:
    failed = checked.failed.value if checked.failed else None
    return {"ok": failed is None, "failed": failed, "reason": checked.reason}


def _bucket(given: Mapping[str, str]) -> Bucket:
    missing = [name for name in _FIELDS if not given.get(name)]
    strange = sorted(set(given) - {*_FIELDS, *_FURTHER})
    if missing or strange:
        raise BadInput(f"the bucket needs {', '.join(missing)}" if missing else f"a bucket has no {strange[0]}")
    style = given.get("path_style", "yes").lower()
    if style not in ("yes", "no"):
        raise BadInput("path_style is yes or no", item="path_style")
    return Bucket(
        endpoint=given["endpoint"],
        region=given["region"],
        name=given["bucket"],
        access_key=given["access_key"],
        secret_key=given["secret_key"],
        prefix=given.get("prefix", ""),
        path_style=style == "yes",
    )
