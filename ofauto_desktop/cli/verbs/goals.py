"""goals list, add, remove; best-times."""

from argparse import Namespace
from typing import Any

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.cli.verbs.numbers import day
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.best_times import SlotEstimate
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.goals import Goal, Progress
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.services import Services


async def listing(services: Services, given: Namespace) -> Result:
    client = None if given.client is None else (await services.clients.named(given.client)).id
    return Result(value=[_row(one) for one in await services.goals.list(client)])


async def add(services: Services, given: Namespace) -> Result:
    first, last = day(given.start), day(given.end)
    if first is None or last is None:
        raise BadInput("a goal needs its first and its last day", item=given.name)
    goal = Goal(
        id=0,
        name=given.name,
        metric=given.metric,
        currency=None if given.currency is None else given.currency.upper(),
        target=given.target,
        first=first,
        last=last,
        client_id=None if given.client is None else (await services.clients.named(given.client)).id,
        account_id=None if given.account is None else (await services.accounts.find(given.account)).id,
    )
    stored = await services.goals.add(goal)
    return Result(value=_row(await services.goals.progress(stored)))


async def remove(services: Services, given: Namespace) -> Result:
    goal = await services.goals.remove(given.id)
    return Result(value={"id": goal.id, "name": goal.name})


async def best_times(services: Services, given: Namespace) -> Result:
    """Every slot with what it rests on; `stands_out` where one may be recommended (E4)."""
    if given.zone is not None:
        zone_named(given.zone)
    accounts = tuple([(await services.accounts.find(word)).id for word in given.account])
    found = await services.best_times.find(Scope(account_ids=accounts, zone=given.zone))
    return Result(value=[_slot(one, found.zone, rows.instant(found.as_of), found.source) for one in found.estimates])


def _row(of: Progress) -> dict[str, Any]:
    goal = of.goal
    return {
        "id": goal.id,
        "name": goal.name,
        "metric": goal.metric,
        "currency": goal.currency,
        "client": goal.client_id,
        "account": goal.account_id,
        "from": goal.first.isoformat(),
        "to": goal.last.isoformat(),
        "start": of.start,
        "value": of.value,
        "target": goal.target,
        "fraction": of.fraction,
        "expected": of.expected,
        "forecast": of.forecast.value,
        "reached_on": of.reached_on.isoformat() if of.reached_on else None,
        "incomplete": of.incomplete,
        "as_of": rows.instant(of.as_of),
        "source": of.source or None,
    }


def _slot(of: SlotEstimate, zone: str | None, as_of: str | None, source: str) -> dict[str, Any]:
    first, last = of.slot.hours
    return {
        "days": "weekend" if of.slot.weekend else "weekdays",
        "hours": f"{first:02d}-{last:02d}",
        "zone": zone,
        "posts": of.posts,
        "gain": of.gain,
        "probability": of.probability,
        "stands_out": of.stands_out,
        "as_of": as_of,
        "source": source or None,
    }
