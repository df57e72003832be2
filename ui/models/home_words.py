"""Home's figures and activity in words. Pure; no Qt."""

from dataclasses import dataclass, replace
from datetime import datetime

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.home import Activity, Kpi, KpiCode, KpiRow, Need, NeedKind
from ui.format import UNKNOWN, age, count, day, money, percent, when, within
from ui.language import Words, mark, tr, tr_marked

TITLES = Words(
    {
        KpiCode.NET_REVENUE: mark("Net, last 7 days"),
        KpiCode.FOLLOWERS: mark("Followers"),
        KpiCode.SUBSCRIBERS: mark("Subscribers"),
        KpiCode.ENGAGEMENT: mark("Engagement, last 7 days"),
        KpiCode.NEXT_PAYOUT: mark("Next payout"),
    }
)
MEANINGS = Words(
    {
        KpiCode.NET_REVENUE: mark(
            "What was paid, less fees, refunds and chargebacks, today and the six days before it."
        ),
        KpiCode.FOLLOWERS: mark("The latest count of each account, added up."),
        KpiCode.SUBSCRIBERS: mark("Subscriptions that are running, by the latest reading."),
        KpiCode.ENGAGEMENT: mark("Likes, comments, shares and saves of the last 7 complete days."),
        KpiCode.NEXT_PAYOUT: mark("The amount that the platform announces."),
    }
)
_FIXES = Words(
    {
        NeedKind.UNKNOWN_OUTCOME: mark("Settle it"),
        NeedKind.FAILED: mark("Edit post"),
        NeedKind.BY_HAND: mark("Put it up"),
        NeedKind.MISSED: mark("Send at the next slot"),
        NeedKind.OVERDUE: mark("Show it"),
        NeedKind.LOGIN: mark("Log in again"),
        NeedKind.CREDIT: mark("Open account"),
        NeedKind.PAUSED: mark("Resume"),
        NeedKind.SYNC: mark("Sync now"),
        NeedKind.BACKUP: mark("Back up now"),
    }
)

_LEVELS = (KpiCode.FOLLOWERS, KpiCode.SUBSCRIBERS)
# What the trail calls it, what a person does, and an icon.
# How an act of the trail ended, where it is not simply done.
_OUTCOMES = Words(
    {
        "begun": mark("begun"),
        "unknown": mark("not known whether it went out"),
        "refused": mark("refused"),
        "denied": mark("denied"),
    }
)
_ACTS = {
    "post.added": (mark("Planned"), "calendar"),
    "post.edited": (mark("Edited"), "pencil"),
    "post.moved": (mark("Moved"), "calendar"),
    "post.unplanned": (mark("Made a draft"), "pencil"),
    "post.cancelled": (mark("Cancelled"), "x"),
    "post.restored": (mark("Planned again"), "calendar"),
    "post.removed": (mark("Deleted"), "trash-2"),
    "post.settled": (mark("Settled"), "check"),
    "post.posted": (mark("Went out"), "circle-check"),
    "post.failed": (mark("Refused"), "circle-x"),
    "post.by_hand": (mark("Ready to be put up by you"), "user"),
    "post.missed": (mark("Missed its time"), "triangle-alert"),
    "post.unknown": (mark("Not known whether it went out"), "circle-question-mark"),
    "account.added": (mark("Connected"), "plug"),
    "account.removed": (mark("Disconnected"), "plug"),
    "account.renamed": (mark("Renamed"), "plug"),
    "account.zone_set": (mark("Time zone changed"), "globe"),
    "account.reads_set": (mark("Reading of messages chosen"), "message-circle"),
    "message.broadcast": (mark("Message to many"), "send"),
    "message.unsend": (mark("Message to many taken back"), "undo-2"),
    "message.sent": (mark("Message sent"), "message-circle"),
    "licence.enabled": (mark("Licence enabled"), "key-round"),
    "licence.disabled": (mark("Licence disabled"), "key-round"),
    "licence.use_given_back": (mark("Use of a licence given back"), "key-round"),
    "account.proxy_set": (mark("Proxy set"), "plug"),
    "account.proxy_session_changed": (mark("New session at the proxy"), "refresh-cw"),
    "account.proxy_removed": (mark("Proxy removed"), "unplug"),
    "account.proxy_country_set": (mark("Country of the proxy set"), "globe"),
    "account.direct_allowed": (mark("May go without its proxy"), "triangle-alert"),
    "account.direct_forbidden": (mark("Never goes without its proxy"), "plug"),
    "account.went_direct": (mark("Went without its proxy, as allowed"), "triangle-alert"),
    "account.went_by_proxy": (mark("Goes through its proxy again"), "plug"),
    "slots.changed": (mark("Posting slots changed"), "clock"),
    "queue.added": (mark("Queue added"), "list"),
    "queue.renamed": (mark("Queue renamed"), "list"),
    "queue.removed": (mark("Queue removed"), "list"),
    "series.added": (mark("Repeats from now on"), "calendar"),
    "series.changed": (mark("Repeats otherwise"), "calendar"),
    "series.ended": (mark("Repeats no more"), "calendar"),
    "mark.added": (mark("Marked on the calendar"), "calendar"),
    "mark.edited": (mark("Mark changed"), "calendar"),
    "mark.removed": (mark("Mark removed"), "calendar"),
    "calendar.exported": (mark("Calendar exported"), "download"),
    "client.removed": (mark("Client removed"), "users"),
    "client.restored": (mark("Client back again"), "users"),
    "goal.added": (mark("Goal set"), "check"),
    "goal.edited": (mark("Goal changed"), "check"),
    "goal.removed": (mark("Goal removed"), "check"),
    "goal.restored": (mark("Goal back again"), "check"),
    "ledger.entered": (mark("Lines entered"), "wallet"),
    "ledger.taken_back": (mark("Lines taken back"), "wallet"),
    "marker.added": (mark("Marker added"), "wallet"),
    "marker.edited": (mark("Marker changed"), "wallet"),
    "marker.removed": (mark("Marker deleted"), "wallet"),
    "media.filed": (mark("Moved to a folder"), "image"),
    "media.tagged": (mark("Tags changed"), "image"),
    "media_folder.added": (mark("Folder made"), "images"),
    "media_folder.edited": (mark("Folder changed"), "images"),
    "media_folder.moved": (mark("Folder moved"), "images"),
    "media_folder.removed": (mark("Folder removed"), "images"),
    "missed.rule_chosen": (mark("Rule for missed posts chosen"), "clock"),
    "missed.settled": (mark("Missed posts settled"), "clock"),
    "posts.given_back": (mark("Posts put back as they were"), "undo-2"),
    "posts.tagged": (mark("Posts tagged"), "calendar"),
    "rates.removed": (mark("Rates removed"), "wallet"),
    "rates.stored": (mark("Rates stored"), "wallet"),
    "tax_year.exported": (mark("Tax year written"), "download"),
    "set.added": (mark("Set of accounts kept"), "plug"),
    "set.edited": (mark("Set of accounts changed"), "plug"),
    "set.removed": (mark("Set of accounts removed"), "plug"),
    "text.added": (mark("Text kept"), "file-text"),
    "text.edited": (mark("Kept text changed"), "file-text"),
    "text.removed": (mark("Kept text removed"), "file-text"),
    "view.added": (mark("View saved"), "eye"),
    "view.edited": (mark("View changed"), "eye"),
    "view.removed": (mark("View removed"), "eye"),
    "media.added": (mark("Added to the library"), "image"),
    "media.described": (mark("Described"), "image"),
    "media.removed": (mark("Removed from the library"), "image"),
    "media.restored": (mark("Back in the library"), "image"),
    "media.deleted": (mark("Deleted for good"), "image"),
    "media.cover_set": (mark("Another cover"), "image"),
    "media.variant_made": (mark("Made to fit a platform"), "image"),
    "media.variant_removed": (mark("Goes out as it is again"), "image"),
    "media.quota_set": (mark("Limit of the library changed"), "images"),
    "media_folder.put_back": (mark("Folder put back"), "images"),
    "client.added": (mark("Client added"), "users"),
    "client.edited": (mark("Client changed"), "users"),
    "media_host.stored": (mark("Media host set up"), "upload"),
    "media_host.removed": (mark("Media host given up"), "upload"),
    "workspace.passphrase_changed": (mark("Passphrase changed"), "key-round"),
    "workspace.keychain_allowed": (mark("The keychain may unlock"), "key-round"),
    "workspace.keychain_forbidden": (mark("The keychain no longer unlocks"), "key-round"),
    "backup.created": (mark("Backed up"), "hard-drive-download"),
    "backup.restored": (mark("Restored from a backup"), "hard-drive-download"),
    "audit.exported": (mark("Audit trail exported"), "download"),
}
_PLACES = {
    "post": ("calendar", "post_id"),
    "target": ("calendar", "post_id"),
    "account": ("accounts", "account_id"),
    "client": ("clients", "client_id"),
    "media": ("library", "media_id"),
    "media_folder": ("library", "folder_id"),
    "media_items": ("library", ""),
    "library": ("library", ""),
}
# A thing that is not there any more, or has no name of its own.
_GONE = Words(
    {
        "post": mark("A post"),
        "target": mark("A post"),
        "account": mark("An account"),
        "media": mark("A library item"),
        "media_folder": mark("A folder of the library"),
        "media_items": mark("Several library items"),
        "library": mark("The library"),
        "client": mark("A client"),
        "queue": mark("A queue"),
        "series": mark("A post that repeats"),
        "mark": mark("A mark on the calendar"),
        "posts": mark("Posts"),
        "workspace": mark("The workspace"),
        "backup": mark("The workspace"),
        "audit": mark("The workspace"),
    }
)


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
    how_old = tr("Never read yet") if kpi.as_of is None else _first_upper(age(kpi.as_of, now))
    return Figure(
        title=TITLES[kpi.code],
        figure=UNKNOWN if kpi.value is None else shown,
        change=_change(kpi, now, zone),
        age=f"{how_old} · {_short(kpi.source)}" if kpi.source else how_old,
        better=None if not kpi.change else kpi.change > 0,
        source=MEANINGS[kpi.code],
    )


_TILES = Words(
    {
        home_tiles.NEEDS: mark("Needs you"),
        home_tiles.TODAY: mark("Today"),
        home_tiles.RECENT: mark("Recent activity"),
        home_tiles.ACTIONS: mark("Quick actions"),
        home_tiles.GOALS: mark("Goals"),
        home_tiles.STREAK: mark("Posting streak"),
    }
)


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
    done = tr_marked(done)
    if one.action == "post.added" and one.draft:
        done, icon = tr("Draft kept"), "pencil"
    act = done or one.action.replace(".", " ").replace("_", " ").capitalize()
    if one.outcome != "ok":
        act = f"{act}: {_OUTCOMES.get(one.outcome, one.outcome.replace('_', ' '))}"
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
    parts = [
        tr_marked(one.what.replace("_", " ").capitalize()),
        at or (day(one.day, today=now.date()) if one.day else ""),
    ]
    if one.gross_minor is not None and one.fee_minor and one.currency:
        gross, fee = money(one.gross_minor, one.currency), money(abs(one.fee_minor), one.currency)
        parts.append(
            tr("{gross} less {fee} fee", gross=gross, fee=fee)
            if one.fee_minor > 0
            else tr("{gross}, {fee} fee given back", gross=gross, fee=fee)
        )
    return " · ".join(part for part in parts if part)


def row_value(one: KpiRow) -> str:
    return money(one.value, one.currency) if one.currency else count(one.value)


def _short(source: str) -> str:
    """A tile stands below the ribbon that says that all is practice; beside the page the source is told in full."""
    bare = source.replace("practice: ", "")
    return tr("made-up history") if bare == "made-up history" else bare


def _change(kpi: Kpi, now: datetime, zone: str) -> str:
    if kpi.code is KpiCode.NEXT_PAYOUT:
        return (
            ""
            if kpi.due_at is None
            else tr("Arrives {day}", day=within(when(kpi.due_at, zone, now=now)).partition(",")[0])
        )
    if kpi.change is not None:
        words = tr("{percent} in a week", percent=percent(kpi.change, signed=True))
        return tr("{words}, incomplete", words=words) if kpi.incomplete else words
    if kpi.change_note == "incomplete" and kpi.code in _LEVELS:
        return tr("No count of a week ago")
    return {"new": tr("New: nothing to compare with yet"), "incomplete": tr("Not everything could be read")}.get(
        kpi.change_note, ""
    )


def _first_upper(words: str) -> str:
    """Only the first letter: nouns inside keep theirs."""
    return words[:1].upper() + words[1:]
