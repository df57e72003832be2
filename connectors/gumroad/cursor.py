"""Where a pull stands: kept as JSON beside what it read. One that cannot be read means to begin again, which is safe."""

from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec

# Refunds and disputes come late, and Gumroad lists sales by their own date only: a pull reads old sales again. Cards allow
# a dispute for 120 days, PayPal for 180.
_WINDOW = timedelta(days=180)
# A sale may appear in the list a little after its date, and clocks differ.
_OVERLAP = timedelta(days=3)
# Reading again takes at most a tenth of the time: 90 pages of the 900 seconds between two pulls, one a second.
_FREE_PAGES = 90
_SECONDS_A_PAGE = 10
# Not at each pull either: most of them find nothing new, and that is to cost a few requests only.
_WAITS = {"all": (timedelta(days=1), timedelta(days=7)), "window": (timedelta(hours=6), timedelta(days=1))}
# Payouts change their state for some weeks: a bank may return one.
_PAYOUT_OVERLAP = timedelta(days=60)


class Walk(msgspec.Struct, omit_defaults=True):
    """A list being read from its newest entry to `after`; `page` is the key of the page to read next.

    `reach` says how far: "all", "window" or "new". `oldest` is the earliest entry so far; later pages must not be newer.
    """

    reach: str
    started: datetime
    after: date | None = None
    page: str | None = None
    oldest: datetime | None = None
    pages: int = 0
    window_pages: int = 0

    @property
    def window_start(self) -> datetime:
        return self.started - _WINDOW


class Done(msgspec.Struct):
    """A walk that came to its end: when it began, and how many pages it was."""

    at: datetime
    pages: int


class MoneyCursor(msgspec.Struct, omit_defaults=True):
    """`read_at`: when the last complete walk through the sales began. `refunds`: running totals of sales of which a
    part went back, by sale; without them a second partial refund could not be told from the first (M4). `explained`: the
    last payouts of which it was read what is in them.
    """

    read_at: datetime | None = None
    done: dict[str, Done] = {}
    sales: Walk | None = None
    refunds: dict[str, list[int | None]] = {}
    payouts_at: datetime | None = None
    payouts: Walk | None = None
    upcoming: bool = False
    explained: list[str] = []


class Asked(msgspec.Struct):
    """A product whose offer codes are still to be read; `currency` as Gumroad writes it, "" where it does not say."""

    id: str
    name: str
    currency: str


class OffersCursor(msgspec.Struct, omit_defaults=True):
    """`read_at`: when the last pass over the products began, `known` those that it found, `todo` those still to be read."""

    read_at: datetime | None = None
    known: list[str] = []
    todo: list[Asked] = []


class FansCursor(msgspec.Struct, omit_defaults=True):
    """`known`: subscriptions that were running at the last complete pass. `todo`: products still to be read in this one,
    `page` of the first of them, `seen` what was running so far; `gone` those still to be asked about. `kinds`: whether
    a product can be subscribed to, of those where the list does not say.
    """

    known: list[str] = []
    todo: list[str] | None = None
    page: str | None = None
    seen: list[str] = []
    gone: list[str] | None = None
    kinds: dict[str, bool] = {}
    offers: OffersCursor = msgspec.field(default_factory=OffersCursor)


C = TypeVar("C", MoneyCursor, FansCursor)


def loaded(text: str | None, form: type[C]) -> C:
    """The cursor in `text`, or a new one."""
    try:
        return msgspec.json.decode(text, type=form) if text else form()
    except (msgspec.DecodeError, UnicodeError):
        return form()


def saved(cursor: MoneyCursor | FansCursor) -> str:
    return msgspec.json.encode(cursor).decode()


def next_walk(cursor: MoneyCursor, now: datetime) -> Walk:
    """How far the sales are read this time: as far as is due. `now` is aware UTC."""
    if cursor.read_at is None or _due(cursor, "all", now):
        return Walk(reach="all", started=now)
    if _due(cursor, "window", now):
        return Walk(reach="window", started=now, after=min(_since(cursor.read_at, now), now - _WINDOW).date())
    return new_walk(cursor.read_at, now)


def new_walk(read_at: datetime, now: datetime) -> Walk:
    """Only what was sold since the last complete walk began, at `read_at`. Both are aware UTC."""
    return Walk(reach="new", started=now, after=_since(read_at, now).date())


def _since(read_at: datetime, now: datetime) -> datetime:
    return min(read_at, now) - _OVERLAP


def finish(cursor: MoneyCursor, walk: Walk) -> None:
    """Note that `walk` came to its end; a far one has done the nearer ones too."""
    cursor.read_at, cursor.sales = walk.started, None
    if walk.reach == "all":
        cursor.done["all"] = Done(at=walk.started, pages=walk.pages)
    if walk.reach in ("all", "window"):
        cursor.done["window"] = Done(at=walk.started, pages=walk.window_pages)


def next_payouts_walk(cursor: MoneyCursor, now: datetime) -> Walk:
    """The whole list the first time, then what may still change."""
    if cursor.payouts_at is None:
        return Walk(reach="all", started=now)
    return Walk(reach="window", started=now, after=(min(cursor.payouts_at, now) - _PAYOUT_OVERLAP).date())


def _due(cursor: MoneyCursor, reach: str, now: datetime) -> bool:
    done = cursor.done.get(reach)
    if done is None or done.at > now:
        return True
    shortest, longest = _WAITS[reach]
    wait = timedelta(seconds=done.pages * _SECONDS_A_PAGE) if done.pages > _FREE_PAGES else timedelta(0)
    return now - done.at >= min(max(shortest, wait), longest)
