"""Home's figures and activity in words. Pure; no Qt."""

from dataclasses import dataclass
from datetime import datetime

from ofauto_desktop.domain.home import Activity, Kpi, KpiCode, Need, NeedKind
from ui.format import UNKNOWN, age, count, money, percent, when

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
        age=f"{how_old} · {kpi.source}" if kpi.source else how_old,
        better=None if not kpi.change else kpi.change > 0,
        source=MEANINGS[kpi.code],
    )


def fix(need: Need) -> str:
    """The words of the button that puts it right."""
    return _FIXES[need.kind]


def activity(one: Activity) -> str:
    """A line of the trail in words: its closed vocabulary reads as English once the dot is gone."""
    what, _, done = one.action.partition(".")
    which = f" {one.object_id}" if one.object_id.isdigit() else ""
    words = f"{what}{which} {done}".replace("_", " ").strip().capitalize()
    return words if one.outcome == "ok" else f"{words}: {one.outcome.replace('_', ' ')}"


def _change(kpi: Kpi, now: datetime, zone: str) -> str:
    if kpi.code is KpiCode.NEXT_PAYOUT:
        return "" if kpi.due_at is None else f"Arrives {when(kpi.due_at, zone, now=now).partition(',')[0]}"
    if kpi.change is not None:
        words = f"{percent(kpi.change, signed=True)} on the week before"
        return f"{words}, incomplete" if kpi.incomplete else words
    return {"new": "New: nothing to compare with yet", "incomplete": "Not everything could be read"}.get(
        kpi.change_note, ""
    )
