"""What needs the person, in one line each, and where it is put right."""

from ofauto_desktop.domain.home import Need, NeedKind

_LINES = {
    NeedKind.UNKNOWN_OUTCOME: "It is not known whether a post went out",
    NeedKind.FAILED: "A post failed",
    NeedKind.MISSED: "A post missed its time",
    NeedKind.OVERDUE: "A post is overdue",
    NeedKind.LOGIN: "A login is needed",
    NeedKind.CREDIT: "No credit left",
    NeedKind.PAUSED: "An account is paused",
    NeedKind.SYNC: "Numbers could not be read",
    NeedKind.BACKUP: "A backup is due",
}


def line(need: Need) -> str:
    """`need` in one line, with the account it is about."""
    words = _LINES.get(need.kind, need.detail)
    return f"{words} · {need.account}" if need.account else words


def place(need: Need) -> tuple[str, dict[str, object]]:
    """The page that puts it right, and what to show there."""
    if need.post_id is not None:
        return "calendar", {"post_id": need.post_id}
    if need.account_id is not None:
        return "accounts", {"account_id": need.account_id}
    return ("settings", {}) if need.kind is NeedKind.BACKUP else ("home", {})
