"""metrics, money."""

from argparse import Namespace
from datetime import date, datetime

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.analytics import MetricsBy, MoneyBy, Scope
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.services import Services


async def metrics(services: Services, given: Namespace) -> Result:
    wanted = tuple(_metric(word) for word in given.metric)
    found = await services.metrics.rows(
        await _scope(services, given), wanted, MetricsBy(given.by), compare=given.compare
    )
    return Result(value=[rows.metric(row) for row in found])


async def money(services: Services, given: Namespace) -> Result:
    scope = await _scope(services, given)
    if given.what == "ledger":
        return Result(value=[rows.ledger(row) for row in await services.money.ledger(scope)])
    if given.what == "payouts":
        return Result(value=[rows.payout(row) for row in await services.money.payouts(scope)])
    return Result(value=[rows.money(row, given.by) for row in await services.money.summary(scope, MoneyBy(given.by))])


async def _scope(services: Services, given: Namespace) -> Scope:
    accounts = [await services.accounts.find(word) for word in given.account]
    return Scope(account_ids=tuple(one.id for one in accounts), start=_day(given.start), end=_day(given.end))


def _metric(word: str) -> Metric:
    try:
        return Metric(word)
    except ValueError as error:
        raise BadInput(f"{word!r} is no metric; metrics are {', '.join(Metric)}") from error


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadInput(f"{text!r} is not an ISO 8601 day") from error
