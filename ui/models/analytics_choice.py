"""What a person looks at on the Analytics page; kept as a saved view. Pure; no Qt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.measures import ENGAGED, Measure, SplitBy, measure
from ofauto_desktop.domain.periods import Against, Period, compared_with, days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One measure, whose, when, against what, in whose days. `platform` and `account_id` narrow; `zone` None: the clients'."""

    measure_id: str = ENGAGED.id
    platform: str | None = None
    account_id: int | None = None
    period: Period = Period.FOUR_WEEKS
    first: date | None = None
    last: date | None = None
    against: Against = Against.BEFORE
    zone: str | None = None
    split: SplitBy = SplitBy.PLATFORM
    indexed: bool = False

    @property
    def measure(self) -> Measure:
        return measure(self.measure_id)

    def days(self, today: date) -> tuple[date, date]:
        """The half-open days looked at."""
        if self.period is not Period.CUSTOM:
            return days_of(self.period, today)
        first = self.first or today - timedelta(days=28)
        last = self.last or today
        return min(first, last), max(first, last) + timedelta(days=1)

    def before(self, today: date) -> tuple[date, date] | None:
        """The days compared with (C1)."""
        return compared_with(*self.days(today), self.against)

    def scope(self, today: date, client_id: int | None, account_ids: tuple[int, ...] = ()) -> Scope:
        """`account_ids`: those of the chosen platform."""
        start, end = self.days(today)
        ids = (self.account_id,) if self.account_id is not None else account_ids
        return Scope(account_ids=ids, client_id=client_id, start=start, end=end, zone=self.zone)

    def kept(self) -> dict[str, Any]:
        """As JSON, for a saved view."""
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self).items()
            if value is not None
        }


def from_kept(filters: Mapping[str, Any]) -> Choice:
    """A kept view as a choice; what it does not know, or what is no longer known, is as at first."""
    found: dict[str, Any] = {}
    readers = {
        "measure_id": lambda value: measure(value).id,
        "platform": str,
        "account_id": int,
        "period": Period,
        "first": date.fromisoformat,
        "last": date.fromisoformat,
        "against": Against,
        "zone": str,
        "split": SplitBy,
        "indexed": bool,
    }
    for key, read in readers.items():
        if filters.get(key) is None:
            continue
        try:
            found[key] = read(filters[key])  # type: ignore[operator]  # each takes what JSON has for it
        except (ValueError, KeyError, TypeError):
            continue
    return Choice(**found)
