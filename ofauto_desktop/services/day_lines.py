"""From known days of accounts to lines of a chart: which accounts make one, and on which days it is unknown (G1). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ofauto_desktop.domain.measures import DayLine, SplitBy
from storage.day_sums import AccountDays
from storage.measured import Earned
from storage.scopes import Counted

_DAY = timedelta(days=1)


def lines(
    accounts: Sequence[Counted],
    days: Iterable[AccountDays],
    start: date,
    end: date,
    *,
    by: SplitBy,
    level: bool,
    most: int | None = None,
) -> tuple[tuple[DayLine, ...], int]:
    """A line for each account, platform or client that has a known day in [start, end), or one of them all.

    At most the `most` largest, the largest first; and how many there are in all.
    """
    known = {one.account_id: one for one in days}
    groups: dict[str, list[Counted]] = {}
    for account in accounts:
        if account.id in known:
            groups.setdefault(_key(account, by), []).append(account)
    shown = list(groups.items())
    if most is not None:
        size = {key: sum(_size(known[one.id], level=level) for one in members) for key, members in shown}
        shown = sorted(shown, key=lambda group: -size[group[0]])[:most]
    made = tuple(_line(key, members, known, start, end, by=by, level=level) for key, members in shown)
    return made, len(groups)


def _size(days: AccountDays, *, level: bool) -> int:
    """What was gained in all, or the last level."""
    return days.values[max(days.values)] if level else sum(days.values.values())


def _key(account: Counted, by: SplitBy) -> str:
    match by:
        case SplitBy.TOTAL:
            return ""
        case SplitBy.ACCOUNT:
            return str(account.id)
        case SplitBy.PLATFORM:
            return account.platform.value
        case SplitBy.CLIENT:
            return str(account.client_id)


def _name(account: Counted, by: SplitBy) -> str:
    """What a line is called; of a platform its id, which the window words."""
    return {
        SplitBy.TOTAL: "",
        SplitBy.ACCOUNT: account.name,
        SplitBy.PLATFORM: account.platform.value,
        SplitBy.CLIENT: account.client,
    }[by]


def _line(
    key: str,
    members: Sequence[Counted],
    known: dict[int, AccountDays],
    start: date,
    end: date,
    *,
    by: SplitBy,
    level: bool,
) -> DayLine:
    found = [known[one.id] for one in members]
    points, partial = _points([one.values for one in found], start, end, level=level)
    return DayLine(
        key=key,
        name=_name(members[0], by),
        points=points,
        account_ids=tuple(one.id for one in members),
        as_of=min(one.as_of for one in found),
        source=", ".join(sorted({one.source for one in found})),
        incomplete=partial,
    )


def _points(
    accounts: Sequence[Mapping[int, int]], start: date, end: date, *, level: bool
) -> tuple[tuple[tuple[date, float | None], ...], bool]:
    """The sum of each day, and whether an account that had begun by then is missing in one of them.

    A level is unknown on a day on which one of them is: a sum without it would show a fall that never was.
    """
    first = sorted(min(values) for values in accounts)
    if len(accounts) == 1:
        (known,) = accounts
        alone = tuple(
            (date.fromordinal(number), known.get(number)) for number in range(start.toordinal(), end.toordinal())
        )
        return alone, any(value is None for _, value in alone)
    points: list[tuple[date, float | None]] = []
    partial = False
    begun = 0
    for number in range(start.toordinal(), end.toordinal()):
        while begun < len(first) and first[begun] <= number:
            begun += 1
        values = [known[number] for known in accounts if number in known]
        missing = len(values) < max(begun, 1)
        partial |= missing
        points.append((date.fromordinal(number), None if not values or (level and missing) else sum(values)))
    return tuple(points), partial


def revenue_line(found: Earned, start: date, end: date) -> DayLine | None:
    """Net by day: a day without a sale is 0 once its account was read for money; None where none ever was (G1)."""
    if found.read_at is None:
        return None
    days = (start + _DAY * step for step in range((end - start).days))
    return DayLine(
        key="",
        name="",
        points=tuple((day, float(found.by_day.get(day, 0))) for day in days),
        account_ids=tuple(one.id for one in found.accounts),
        as_of=found.read_at,
        source=", ".join(sorted(found.sources)),
        incomplete=found.missing,
    )
