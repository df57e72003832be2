"""clients, accounts, revoke."""

import asyncio
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ofauto_desktop.cli import rows, secrets_in
from ofauto_desktop.cli.output import FAILED, Result, document, error_row
from ofauto_desktop.domain.accounts import Account, Caution, LiveCheck
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.login_history import COUNTED
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.preferences import INBOUND_PORT
from ofauto_desktop.runtime.zone import local_zone
from ofauto_desktop.services import Services

if TYPE_CHECKING:
    from ofauto_desktop.services.browser_login import BrowserLogin


async def add_client(services: Services, given: Namespace) -> Result:
    """A creator; the reporting zone is this computer's unless one is named."""
    zone = given.zone or local_zone()
    return Result(value=rows.client(await services.clients.add(given.name, zone=zone, currency=given.currency)))


async def list_clients(services: Services, _given: Namespace) -> Result:
    return Result(value=[rows.client(one) for one in await services.clients.list()])


async def add(services: Services, given: Namespace) -> Result:
    """Check a credential live, then store it; a failed check stores nothing."""
    manifest = _manifest(services, given.platform)
    client = await services.clients.named(given.client)
    fields = secrets_in.fields(given.secret_fd, manifest.fields)
    proxy = fields.pop("proxy", None) or given.proxy
    done = await services.accounts.add(
        manifest.platform,
        client_id=client.id,
        fields=fields,
        name=given.name,
        zone=given.zone,
        proxy=proxy,
        endpoints=endpoints(given.endpoint),
        unattended=given.unattended,
    )
    return Result(value=row_of(services, done.account, done.warnings))


async def history(services: Services, given: Namespace) -> Result:
    """What became of an account's login, newest first, and how often it is used."""
    account = await services.accounts.find(given.id)
    found = await services.accounts.login_history(account.id)
    events = [{"at": rows.instant(one.at), "what": one.act.value, "version": one.version} for one in found.events]
    value = {
        "version": found.version,
        "stored_at": rows.instant(found.stored_at),
        "expires_at": rows.instant(found.expires_at),
        "kept": found.kept,
        "uses": found.uses,
        "days": COUNTED.days,
        "last_used": rows.instant(found.last_used),
        "events": events,
    }
    return Result(value=value)


# What is said of an account when it is new.
_OF_NEW = ("client", "name", "zone", "proxy", "endpoint", "unattended")


async def connect(services: Services, given: Namespace) -> Result:
    """The same through the person's own browser, or in a window; prints where to go first."""
    manifest = _manifest(services, given.platform)
    account = await services.accounts.find(given.account) if given.account is not None else None
    if account is not None and account.platform is not manifest.platform:
        raise BadInput(f"that account is on {account.platform.value}", account=account.name)
    if account is not None and (said := [one for one in _OF_NEW if getattr(given, one)]):
        raise BadInput(f"a new login leaves the account as it is; leave out --{said[0]}", account=account.name)
    if account is None and given.client is None:
        raise BadInput("whose account it is, is missing: --client NAME, or --account ID for a new login")
    client_id = account.client_id if account is not None else (await services.clients.named(given.client)).id
    if manifest.session:
        return await _in_a_window(services, given, manifest, client_id, account)
    app = secrets_in.fields(given.secret_fd, _app_fields(manifest))
    login = await services.accounts.begin_login(
        manifest.platform,
        client_id=client_id,
        app=app,
        name=given.name,
        zone=given.zone,
        proxy=app.pop("proxy", None) or given.proxy,
        endpoints=endpoints(given.endpoint),
        choices=given.ask_for,
        account_id=account.id if account is not None else None,
    )
    shown = {"authorize_url": login.authorize_url}
    print(document(shown) if given.json else f"Opening {login.authorize_url}", flush=True)
    webbrowser.open(login.authorize_url)
    done = await (login.wait() if login.returns_by_itself else _pasted(login, given))
    return Result(value=row_of(services, done.account, done.warnings))


async def _in_a_window(
    services: Services, given: Namespace, manifest: Manifest, client_id: int, account: Account | None
) -> Result:
    """The site's own page, where the person types; the password never passes this program. Ctrl+C stores nothing."""
    secret = secrets_in.fields(given.secret_fd, ()) if given.secret_fd is not None else {}
    login = await services.accounts.begin_window_login(
        manifest.platform,
        client_id=client_id,
        name=given.name,
        zone=given.zone,
        proxy=secret.get("proxy") or given.proxy,
        endpoints=endpoints(given.endpoint),
        account_id=account.id if account is not None else None,
        unattended=given.unattended,
    )
    words = f"A window opens: log in to {manifest.name} there. Ctrl+C ends it, and stores nothing."
    print(document({"window": manifest.platform.value}) if given.json else words, flush=True)
    done = await login.wait()
    return Result(value=row_of(services, done.account, done.warnings))


async def unattended(services: Services, given: Namespace) -> Result:
    """Posts go out without a person who looks."""
    return await _look_or_not(services, given, unattended=True)


async def assisted(services: Services, given: Namespace) -> Result:
    """A person looks at each post and sends it."""
    return await _look_or_not(services, given, unattended=False)


async def _look_or_not(services: Services, given: Namespace, *, unattended: bool) -> Result:
    account = await services.accounts.find(given.id)
    return Result(value=row_of(services, await services.accounts.set_unattended(account.id, unattended=unattended)))


async def _pasted(login: "BrowserLogin", given: Namespace) -> LiveCheck:
    """The browser cannot come back to this computer: the address it ended at is read as a line of the input."""
    if not given.json:
        print("Grant access there, copy the address of the page it ends on, and paste it here:", flush=True)
    line = await asyncio.to_thread(sys.stdin.readline)
    if not line.strip():
        await login.cancel()
        raise BadInput("the address that the browser ended on is needed, as a line of the input")
    return await login.paste(line)


async def listing(services: Services, _given: Namespace) -> Result:
    return Result(value=[row_of(services, one) for one in await services.accounts.list()])


async def check(services: Services, given: Namespace) -> Result:
    """Live checks; one that fails does not stop the others."""
    wanted = [await services.accounts.find(word) for word in given.id] or await services.accounts.list()
    found: list[dict[str, Any]] = []
    failed = False
    for account in wanted:
        try:
            done = await services.accounts.check(account.id)
            found.append(row_of(services, done.account, done.warnings))
        except AppError as error:
            failed = True
            told = error_row(error.about(account=account.name))
            found.append({**row_of(services, await services.accounts.get(account.id), ()), "error": told})
    return Result(value=found, code=FAILED if failed else 0)


async def remove(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.id)
    await services.accounts.remove(account.id)
    return Result(value={"id": account.id, "removed": True}, text=f"{account.name} is disconnected. Its posts stay.")


async def revoke(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    left = await services.accounts.revoke(account.id)
    return Result(value={"account": account.id, "name": account.name, "left_to_do": left})


def row_of(services: Services, account: Account, warnings: Iterable[Caution] | None = None) -> dict[str, Any]:
    """The account's row, with the address at which its platform's webhooks are taken in."""
    path = services.deliveries.path(account)
    port = services.deliveries.port or services.preferences.get(INBOUND_PORT)
    return rows.account(account, warnings, None if path is None else f"http://127.0.0.1:{port}{path}")


def endpoints(pairs: list[str]) -> Mapping[str, str]:
    """`--endpoint NAME=URL …` as a mapping. Raises BadInput."""
    found = {}
    for pair in pairs:
        name, _, url = pair.partition("=")
        if not url.startswith(("http://", "https://")):
            raise BadInput(f"--endpoint takes NAME=URL, not {pair!r}")
        found[name] = url
    return found


def _manifest(services: Services, name: str) -> Manifest:
    for manifest in services.accounts.offers():
        if manifest.platform.value == name:
            return manifest
    known = PlatformId.__members__.values()
    reason = "cannot be connected yet" if name in list(known) else "is no platform"
    raise BadInput(f"{name!r} {reason}; ofauto platforms lists those that can be")


def _app_fields(manifest: Manifest) -> tuple[Any, ...]:
    """What a browser login needs to be told: the person's own app, never a token."""
    names = manifest.oauth.app_fields if manifest.oauth is not None else ()
    return tuple(spec for spec in manifest.fields if spec.name in names)
