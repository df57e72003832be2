"""What needs the person, in one line each, and where it is put right."""

from ofauto_desktop.domain.home import Need, NeedKind
from ui.language import Words, known, mark, tr

_LINES = Words(
    {
        NeedKind.UNKNOWN_OUTCOME: mark("It is not known whether a post went out"),
        NeedKind.FAILED: mark("A post failed"),
        NeedKind.BY_HAND: mark("A post is yours to put up"),
        NeedKind.MISSED: mark("A post missed its time"),
        NeedKind.OVERDUE: mark("A post is overdue"),
        NeedKind.LOGIN: mark("A login is needed"),
        NeedKind.CREDIT: mark("No credit left"),
        NeedKind.PAUSED: mark("An account is paused"),
        NeedKind.SYNC: mark("Numbers could not be read"),
        NeedKind.BACKUP: mark("A backup is due"),
    }
)
_SEVERAL = Words(
    {
        NeedKind.FAILED: mark("failed"),
        NeedKind.BY_HAND: mark("are yours to put up"),
        NeedKind.MISSED: mark("missed their time"),
        NeedKind.OVERDUE: mark("are overdue"),
        NeedKind.UNKNOWN_OUTCOME: mark("may have gone out or not"),
    }
)
_LONGEST = 48  # characters of a post by which it is known


def line(need: Need) -> str:
    """`need` in one line, with the account it is about."""
    words = _LINES[need.kind] if need.kind in _LINES else known(need.detail)
    if need.count > 1 and need.kind in _SEVERAL:
        words = tr("{n} posts {what}", n=need.count, what=_SEVERAL[need.kind])
    return f"{words} · {need.account}" if need.account else words


def detail(need: Need) -> str:
    """Which post, and why; the account and the post's number are told elsewhere on the line."""
    why = known(need.detail.removeprefix(f"{need.account}, post {need.post_id}: ").rstrip("."))
    about = f"“{shortened(need.about)}”" if need.about else ""
    return " · ".join(part for part in (about, f"{why[:1].upper()}{why[1:]}") if part)


def shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def place(need: Need) -> tuple[str, dict[str, object]]:
    """The page that puts it right, and what to show there."""
    if need.post_id is not None:
        return "calendar", {"post_id": need.post_id}
    if need.account_id is not None:
        return "accounts", {"account_id": need.account_id}
    return ("settings", {}) if need.kind is NeedKind.BACKUP else ("home", {})
