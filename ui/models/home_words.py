"""Home's figures and activity in words. Pure; no Qt."""

from dataclasses import dataclass, replace
from datetime import datetime

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.home import Activity, Kpi, KpiCode, KpiRow, Need, NeedKind
from ui.format import UNKNOWN, age, count, day, money, percent, when, within
from ui.language import tr

TITLES = {
    KpiCode.NET_REVENUE: "Net, last 7 days",
    KpiCode.FOLLOWERS: "Followers",
    KpiCode.SUBSCRIBERS: "Subscribers",
    KpiCode.ENGAGEMENT: "Engagement, last 7 days",
    KpiCode.NEXT_PAYOUT: "Next payout",
}
MEANINGS = {
    KpiCode.NET_REVENUE: "What was paid, less fees, refunds and chargebacks, today and the six days before it.",
    KpiCode.FOLLOWERS: "The latest count of each account, added up.",
    KpiCode.SUBSCRIBERS: "Subscriptions that are running, by the latest reading.",
    KpiCode.ENGAGEMENT: "Likes, comments, shares and saves of the last 7 complete days.",
    KpiCode.NEXT_PAYOUT: "The amount that the platform announces.",
}
_FIXES = {
    NeedKind.UNKNOWN_OUTCOME: "Settle it",
    NeedKind.FAILED: "Edit post",
    NeedKind.MISSED: "Send at the next slot",
    NeedKind.OVERDUE: "Show it",
    NeedKind.LOGIN: "Log in again",
    NeedKind.CREDIT: "Open account",
    NeedKind.PAUSED: "Resume",
    NeedKind.SYNC: "Sync now",
    NeedKind.BACKUP: "Back up now",
}

_LEVELS = (KpiCode.FOLLOWERS, KpiCode.SUBSCRIBERS)
# What the trail calls it, what a person does, and an icon.
_ACTS = {
    "post.added": ("Planned", "calendar"),
    "post.edited": ("Edited", "pencil"),
    "post.moved": ("Moved", "calendar"),
    "post.unplanned": ("Made a draft", "pencil"),
    "post.cancelled": ("Cancelled", "x"),
    "post.restored": ("Planned again", "calendar"),
    "post.removed": ("Deleted", "trash-2"),
    "post.settled": ("Settled", "check"),
    "post.posted": ("Went out", "circle-check"),
    "post.failed": ("Refused", "circle-x"),
    "post.missed": ("Missed its time", "triangle-alert"),
    "post.unknown": ("Not known whether it went out", "circle-question-mark"),
    "account.added": ("Connected", "plug"),
    "account.removed": ("Disconnected", "plug"),
    "account.renamed": ("Renamed", "plug"),
    "account.zone_set": ("Time zone changed", "globe"),
    "media.added": ("Added to the library", "image"),
    "media.described": ("Described", "image"),
    "media.removed": ("Removed from the library", "image"),
    "media.restored": ("Back in the library", "image"),
    "media.deleted": ("Deleted for good", "image"),
    "client.added": ("Client added", "users"),
    "client.edited": ("Client changed", "users"),
    "backup.created": ("Backed up", "hard-drive-download"),
    "backup.restored": ("Restored from a backup", "hard-drive-download"),
    "audit.exported": ("Audit trail exported", "download"),
}
_PLACES = {
    "post": ("calendar", "post_id"),
    "target": ("calendar", "post_id"),
    "account": ("accounts", "account_id"),
    "client": ("accounts", ""),
    "media": ("library", "media_id"),
}
# A thing that is not there any more, or has no name of its own.
_GONE = {
    "post": "A post",
    "target": "A post",
    "account": "An account",
    "media": "A library item",
    "client": "A client",
    "workspace": "The workspace",
    "backup": "The workspace",
    "audit": "The workspace",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A headline number, ready to be shown. `better` None: neither better nor worse."""

    title: str
    figure: str
    change: str
    age: str
    better: bool | None
    source: str


def figure(kpi: Kpi, now: datetime, zone: str) -> Figure:
    """A number with its comparison, its age and where it is from. Unknown is –, zero is 0."""
    shown = money(kpi.value, kpi.currency) if kpi.currency else count(kpi.value)
    how_old = "Never read yet" if kpi.as_of is None else age(kpi.as_of, now).capitalize()
    return Figure(
        title=TITLES[kpi.code],
        figure=UNKNOWN if kpi.value is None else shown,
        change=_change(kpi, now, zone),
        age=f"{how_old} · {_short(kpi.source)}" if kpi.source else how_old,
        better=None if not kpi.change else kpi.change > 0,
        source=MEANINGS[kpi.code],
    )


_TILES = {
    home_tiles.NEEDS: "Needs you",
    home_tiles.TODAY: "Today",
    home_tiles.RECENT: "Recent activity",
    home_tiles.ACTIONS: "Quick actions",
    home_tiles.STREAK: "Posting streak",
}


def tile_title(tile_id: str) -> str:
    """What a tile of Home is called."""
    code = home_tiles.kpi_of(tile_id)
    return _TILES[tile_id] if code is None else TITLES[code]


def fix(need: Need) -> str:
    """The words of the button that puts it right."""
    if need.kind is NeedKind.MISSED and need.count > 1:
        return tr("Send the {n} that waited", n=need.count)
    return _FIXES[need.kind]


def before(kpi: Kpi, now: datetime, zone: str) -> str:
    """The number of the week before, as the number itself is written."""
    return figure(replace(kpi, value=kpi.previous), now, zone).figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A line of recent activity: the thing, and what became of it. `page` is where it can be looked at, "" nowhere."""

    about: str
    act: str
    icon: str
    page: str
    focus: dict[str, object]


def activity(one: Activity) -> Happened:
    """A line of the trail in a person's words."""
    done, icon = _ACTS.get(one.action, ("", ""))
    if one.action == "post.added" and one.draft:
        done, icon = tr("Draft kept"), "pencil"
    act = done or one.action.replace(".", " ").replace("_", " ").capitalize()
    if one.outcome != "ok":
        act = f"{act}: {one.outcome.replace('_', ' ')}"
    page, name = _PLACES.get(one.object_type, ("", ""))
    there = bool(one.about) and one.object_id.isdigit()
    return Happened(
        about=one.about or _GONE.get(one.object_type, act),
        act=f"{act} · {one.account}" if one.account else act,
        icon=icon or "info",
        page=page if there else "",
        focus={name: int(one.object_id)} if there and name else {},
    )


def kind_of_row(one: KpiRow, now: datetime, zone: str) -> str:
    """When a row of a number was, and what it was: "Sale · Today, 10:12 · $9.00 less $1.40 fee"."""
    at = "" if one.at is None else when(one.at, zone, now=now)
    parts = [one.what.replace("_", " ").capitalize(), at or (day(one.day, today=now.date()) if one.day else "")]
    if one.gross_minor is not None and one.fee_minor and one.currency:
        gross, fee = money(one.gross_minor, one.currency), money(abs(one.fee_minor), one.currency)
        parts.append(f"{gross} less {fee} fee" if one.fee_minor > 0 else f"{gross}, {fee} fee given back")
    return " · ".join(part for part in parts if part)


def row_value(one: KpiRow) -> str:
    return money(one.value, one.currency) if one.currency else count(one.value)


def _short(source: str) -> str:
    """A tile stands below the ribbon that says that all is practice; beside the page the source is told in full."""
    return source.replace("practice: ", "")


def _change(kpi: Kpi, now: datetime, zone: str) -> str:
    if kpi.code is KpiCode.NEXT_PAYOUT:
        return "" if kpi.due_at is None else f"Arrives {within(when(kpi.due_at, zone, now=now)).partition(',')[0]}"
    if kpi.change is not None:
        words = f"{percent(kpi.change, signed=True)} in a week"
        return f"{words}, incomplete" if kpi.incomplete else words
    if kpi.change_note == "incomplete" and kpi.code in _LEVELS:
        return "No count of a week ago"
    return {"new": "New: nothing to compare with yet", "incomplete": "Not everything could be read"}.get(
        kpi.change_note, ""
    )
