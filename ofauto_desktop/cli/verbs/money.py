"""money: totals, ledger, payouts, balances, files that are taken in or written, exchange rates."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.cli.verbs.numbers import day, scope_of
from ofauto_desktop.domain.analytics import MoneyBy
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.services import Services

W = TypeVar("W", bound=StrEnum)
_A_PAIR = 2


async def totals(services: Services, given: Namespace) -> Result:
    """By kind, platform, product … and currency; --in adds what they come to in one."""
    to = None if given.currency is None else given.currency.strip().upper()
    found = await services.money.summary(await scope_of(services, given), MoneyBy(given.by), to=to)
    return Result(value=[rows.money(row, given.by) for row in found])


async def ledger(services: Services, given: Namespace) -> Result:
    scope = await scope_of(services, given)
    kinds, statuses = _words(LedgerKind, given.kind), _words(LedgerStatus, given.status)
    if not (given.text.strip() or kinds or statuses):
        return Result(value=[rows.ledger(row) for row in await services.money.ledger(scope)])
    view = await services.money.view(LedgerFilter(scope=scope, text=given.text, kinds=kinds, statuses=statuses))
    found = []
    for at in range(0, len(view.ids), 500):
        found += [rows.ledger(line.row) for line in await services.money.lines(view.ids[at : at + 500])]
    return Result(value=found)


async def payouts(services: Services, given: Namespace) -> Result:
    return Result(value=[rows.payout(row) for row in await services.money.payouts(await scope_of(services, given))])


async def balances(services: Services, given: Namespace) -> Result:
    return Result(value=[rows.balance(row) for row in await services.money.balances(await scope_of(services, given))])


async def rates(services: Services, given: Namespace) -> Result:
    if given.act == "list":
        return await _list_rates(services, given)
    if given.act == "add":
        first, last = day(given.day), day(given.until)
        if first is None:
            raise BadInput("a rate is of a day", item="DAY")
        taken = await services.rates.add(given.currency, given.to, first, given.rate, last)
    elif given.act == "import":
        taken = await services.rates.import_file(Path(given.file))
    else:
        taken = await services.rates.fetch(given.endpoint)
    return Result(value=asdict(taken) | {"first": rows.a_day(taken.first), "last": rows.a_day(taken.last)})


async def _list_rates(services: Services, given: Namespace) -> Result:
    if len(given.pair) not in (0, _A_PAIR):
        raise BadInput("give two currencies, or none")
    found = await services.rates.list(*given.pair, limit=max(0, given.limit))
    return Result(value=[rows.rate_of(one) for one in found])


def _words(of: type[W], given: Sequence[str]) -> tuple[W, ...]:
    for word in given:
        if word not in set(of):
            raise BadInput(f"{word!r} is none of {', '.join(of)}")
    return tuple(of(word) for word in dict.fromkeys(given))
