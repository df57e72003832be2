"""Notices in words: in the program, and on a desktop that others may see. Pure; no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ofauto_desktop.domain.notices import MilestoneOf, Notice, NoticeKind, NoticeLevel
from ui.format import count, money, month
from ui.language import Words, known, mark, tr, tr_n
from ui.tokens import Tone

TONES = {
    NoticeLevel.DANGER: Tone.DANGER,
    NoticeLevel.WARNING: Tone.WARNING,
    NoticeLevel.INFO: Tone.INFO,
    NoticeLevel.SUCCESS: Tone.SUCCESS,
}
ICONS = {
    NoticeKind.POST_FAILED: "circle-x",
    NoticeKind.POST_UNKNOWN: "circle-question-mark",
    NoticeKind.POST_MISSED: "triangle-alert",
    NoticeKind.POST_BY_HAND: "user",
    NoticeKind.POST_SENT: "circle-check",
    NoticeKind.LOGIN_NEEDED: "key-round",
    NoticeKind.LOGIN_ENDING: "key-round",
    NoticeKind.CREDIT: "triangle-alert",
    NoticeKind.PROXY: "unplug",
    NoticeKind.NETWORK: "cloud-off",
    NoticeKind.CREDIT_LOW: "triangle-alert",
    NoticeKind.SYNC: "cloud-off",
    NoticeKind.BACKUP: "hard-drive-download",
    NoticeKind.MESSAGE: "messages-square",
    NoticeKind.PAYOUT: "wallet",
    NoticeKind.MILESTONE: "sparkles",
    NoticeKind.REPORT: "file-text",
    NoticeKind.REMINDER: "clock",
}
_LONGEST = 64  # characters of a post by which it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice, ready to be shown. `page` is where a press leads, with what to show there; `fix` the button's words."""

    title: str
    detail: str
    icon: str
    tone: Tone
    page: str
    focus: dict[str, object] = field(default_factory=dict)
    fix: str = ""


def told(notice: Notice) -> Told:
    """`notice` in words, with the account or client that it is about."""
    page, focus = place(notice)
    whose, about = notice.account or notice.client, _about(notice)
    if notice.kind is NoticeKind.REMINDER:
        head, parts = about, (tr("Reminder"), whose, "")
    else:
        head, parts = title(notice), (whose, about, _reason(notice))
    return Told(
        title=head,
        detail=" · ".join(part for part in parts if part),
        icon=ICONS[notice.kind],
        tone=TONES[notice.level],
        page=page,
        focus=focus,
        fix=_fix(notice),
    )


def title(notice: Notice) -> str:
    """What happened, without names: a desktop shows it where anybody may look."""
    if notice.kind is NoticeKind.MILESTONE:
        return _milestone(notice)
    if notice.month is not None:
        return tr("{month} can be reported", month=month(notice.month, long=True))
    return _TITLES[notice.kind](notice.count)


_TITLES: dict[NoticeKind, Callable[[int], str]] = {
    NoticeKind.POST_FAILED: lambda n: tr_n("A post failed", "{n} posts failed", n),
    NoticeKind.POST_UNKNOWN: lambda n: tr_n("A post may have gone out or not", "{n} posts may have gone out or not", n),
    NoticeKind.POST_MISSED: lambda n: tr_n("A post missed its time", "{n} posts missed their time", n),
    NoticeKind.POST_BY_HAND: lambda n: tr_n("A post is yours to put up", "{n} posts are yours to put up", n),
    NoticeKind.POST_SENT: lambda n: tr_n("A post went out", "{n} posts went out", n),
    NoticeKind.LOGIN_NEEDED: lambda n: tr_n("An account needs a new login", "{n} accounts need a new login", n),
    NoticeKind.LOGIN_ENDING: lambda n: tr_n("A login is about to end", "{n} logins are about to end", n),
    NoticeKind.CREDIT: lambda n: tr_n("A platform's credit is used up", "The credit of {n} platforms is used up", n),
    NoticeKind.PROXY: lambda n: tr_n("An account rests: its proxy fails", "{n} accounts rest: their proxies fail", n),
    NoticeKind.NETWORK: lambda n: tr_n("A site refuses this network", "{n} sites refuse this network", n),
    NoticeKind.CREDIT_LOW: lambda n: tr_n("A platform's credit runs low", "The credit of {n} platforms runs low", n),
    NoticeKind.SYNC: lambda n: tr_n(
        "Numbers could not be read for hours", "Numbers of {n} accounts could not be read for hours", n
    ),
    NoticeKind.BACKUP: lambda _: tr("The last backup is a week old"),
    NoticeKind.MESSAGE: lambda n: tr_n("A new message", "{n} new messages", n),
    NoticeKind.PAYOUT: lambda n: tr_n("A payout arrived", "{n} payouts arrived", n),
    NoticeKind.MILESTONE: lambda n: tr_n("A milestone was reached", "{n} milestones were reached", n),
    NoticeKind.REPORT: lambda n: tr_n("A month can be reported", "{n} months can be reported", n),
    NoticeKind.REMINDER: lambda n: tr_n("A reminder is due", "{n} reminders are due", n),
}


def private(notice: Notice) -> str:
    """The title as a lock screen may show it."""
    return _TITLES[notice.kind](notice.count)


def digest(notices: Sequence[Notice]) -> tuple[str, str]:
    """Several in one: how many, and of which kinds. Names nobody."""
    kinds = list(dict.fromkeys(one.kind for one in notices))
    parts = [private(_joined([one for one in notices if one.kind is kind])) for kind in kinds]
    many = sum(one.count for one in notices)
    return tr_n("{n} notice", "{n} notices", many), " · ".join(parts)


def place(notice: Notice) -> tuple[str, dict[str, object]]:
    """The page that shows the exact thing, and what to show there."""
    if notice.post_id is not None:
        return "calendar", {"post_id": notice.post_id}
    if notice.kind is NoticeKind.PAYOUT:
        return "money", {"section": "payouts"}
    if notice.kind is NoticeKind.MESSAGE:
        return "messages", {"conversation_id": notice.conversation_id}
    if notice.kind in (NoticeKind.MILESTONE, NoticeKind.REPORT) and notice.client_id is not None:
        return "clients", {"client_id": notice.client_id}
    if notice.account_id is not None:
        proxy = {"proxy": True} if notice.kind is NoticeKind.PROXY else {}
        return "accounts", {"account_id": notice.account_id, **proxy}
    if notice.client_id is not None:
        return "clients", {"client_id": notice.client_id}
    return ("settings", {}) if notice.kind is NoticeKind.BACKUP else ("home", {})


def _joined(alike: Sequence[Notice]) -> Notice:
    return replace(alike[0], count=sum(one.count for one in alike))


def _about(notice: Notice) -> str:
    if notice.kind is NoticeKind.PAYOUT and notice.amount is not None and notice.currency is not None:
        return money(notice.amount, notice.currency)
    if not notice.about or (notice.kind is NoticeKind.POST_SENT and notice.count > 1):
        return ""
    if notice.kind is NoticeKind.REMINDER:
        return notice.about
    words = notice.about if len(notice.about) <= _LONGEST else f"{notice.about[: _LONGEST - 1].rstrip()}…"
    return f"“{words}”"


def _reason(notice: Notice) -> str:
    why = known(notice.reason.removeprefix(f"{notice.account}, post {notice.post_id}: ").rstrip("."))
    return f"{why[:1].upper()}{why[1:]}"


_POST_FIXES = Words(
    {
        NoticeKind.POST_FAILED: mark("Edit post"),
        NoticeKind.POST_UNKNOWN: mark("Settle it"),
        NoticeKind.POST_BY_HAND: mark("Put it up"),
    }
)


def _fix(notice: Notice) -> str:
    if notice.post_id is not None and notice.kind in _POST_FIXES:
        return _POST_FIXES[notice.kind]
    match notice.kind:
        case NoticeKind.POST_MISSED:
            return tr_n("Send it at the next slot", "Send the {n} that waited", notice.count)
        case NoticeKind.LOGIN_NEEDED | NoticeKind.LOGIN_ENDING:
            return tr("Log in again")
        case NoticeKind.PROXY:
            return tr("Open the proxy")
        case NoticeKind.SYNC:
            return tr("Sync now")
        case NoticeKind.BACKUP:
            return tr("Back up now")
        case NoticeKind.REPORT:
            return tr("Open the client")
        case NoticeKind.REMINDER:
            return tr("Tomorrow")
    return ""


def _milestone(notice: Notice) -> str:
    amount = notice.amount or 0
    if notice.of is MilestoneOf.REVENUE and notice.currency is not None:
        return tr("{amount} earned in all", amount=money(amount, notice.currency))
    if notice.of is MilestoneOf.FOLLOWERS:
        return tr("{n} followers reached", n=count(amount))
    return tr("{n} days in a row with a post", n=count(amount))
