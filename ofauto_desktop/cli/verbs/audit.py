"""audit list, verify, export."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.services import Services


async def listing(services: Services, _given: Namespace) -> Result:
    return Result(
        value=[
            {
                "at": one.at.isoformat(),
                "device": one.device,
                "seq": one.seq,
                "user": one.user_id,
                "action": one.action,
                "object": f"{one.object_type} {one.object_id}",
                "outcome": one.outcome,
                "details": dict(one.details),
                "hash": one.hash,
            }
            for one in await services.audit.list()
        ]
    )


async def verify(services: Services, _given: Namespace) -> Result:
    """Exit 1 where an entry does not fit, naming the first."""
    verdict = await services.audit.verify()
    if verdict.broken is None:
        value = {"entries": verdict.entries, "broken": None}
        return Result(value=value, text=f"{verdict.entries} entries, each fits the one before.")
    return Result(value={"entries": verdict.entries, "broken": asdict(verdict.broken)}, code=FAILED)


async def export(services: Services, given: Namespace) -> Result:
    count = await services.audit.export(Path(given.file))
    return Result(value={"file": given.file, "entries": count})
