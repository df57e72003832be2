"""metrics, audience, comments."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.analytics import MetricsBy, Scope
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.metrics import Metric, Rate
from ofauto_desktop.services import Services


async def metrics(services: Services, given: Namespace) -> Result:
    scope, by = await scope_of(services, given), MetricsBy(given.by)
    wanted, rates = _told_apart(given.metric)
    found = []
    if wanted or not rates:
        read = await services.metrics.rows(scope, wanted, by, compare=given.compare)
        found += [rows.metric(row) for row in read]
    for rate in rates:
        found += [rows.rate(row) for row in await services.metrics.rates(scope, rate, by)]
    return Result(value=found)


async def audience(services: Services, given: Namespace) -> Result:
    """Who follows, in groups; accounts whose platform tells none have no rows."""
    found = await services.analytics.audience(await scope_of(services, given))
    return Result(value=[rows.audience(one) for one in found if given.by in (None, one.share.by.value)])


async def comments(services: Services, given: Namespace) -> Result:
    """What people wrote below a post, asked of its platform now; nothing of it is stored."""
    account = await services.accounts.find(given.account)
    return Result(value=[rows.comment(one) for one in await services.comments.of(account.id, given.remote_id)])


async def scope_of(services: Services, given: Namespace) -> Scope:
    """The accounts and days that options name."""
    accounts = [await services.accounts.find(word) for word in given.account]
    return Scope(account_ids=tuple(one.id for one in accounts), start=day(given.start), end=day(given.end))


def _told_apart(words: Sequence[str]) -> tuple[tuple[Metric, ...], tuple[Rate, ...]]:
    """What is read from platforms, and what is worked out from it."""
    for word in words:
        if word not in (*Metric, *Rate):
            raise BadInput(f"{word!r} is no metric; metrics are {', '.join((*Metric, *Rate))}")
    distinct = dict.fromkeys(words)
    return tuple(Metric(one) for one in distinct if one in set(Metric)), tuple(
        Rate(one) for one in distinct if one in set(Rate)
    )


def day(text: str | None) -> date | None:
    """An ISO 8601 day; None where none was given. Raises BadInput."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadInput(f"{text!r} is not an ISO 8601 day") from error
