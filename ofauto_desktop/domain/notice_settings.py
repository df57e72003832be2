"""The settings of notices: how far each kind reaches, and when the desktop is left in peace."""

from collections.abc import Mapping

from ofauto_desktop.domain import setting_kinds as kinds
from ofauto_desktop.domain.notices import AfterQuiet, NoticeKind, Way
from ofauto_desktop.domain.setting_kinds import NOTICES, QUIET, Setting

_WAYS = {
    Way.OFF: "Do not tell me",
    Way.PROGRAM: "In the program",
    Way.DESKTOP: "On the desktop too",
    Way.SOUND: "On the desktop, with sound",
}


def _told(kind: NoticeKind, default: Way, label: str) -> Setting[Way]:
    return Setting(key=f"notices.{kind.value}", default=default, label=label, parse=Way, choices=_WAYS, group=NOTICES)


# How far each kind reaches, in the order in which a person reads them.
NOTICE_WAYS: Mapping[NoticeKind, Setting[Way]] = {
    NoticeKind.POST_FAILED: _told(NoticeKind.POST_FAILED, Way.DESKTOP, "A post failed"),
    NoticeKind.POST_UNKNOWN: _told(NoticeKind.POST_UNKNOWN, Way.DESKTOP, "A post may have gone out or not"),
    NoticeKind.POST_MISSED: _told(NoticeKind.POST_MISSED, Way.DESKTOP, "A post missed its time"),
    NoticeKind.POST_BY_HAND: _told(NoticeKind.POST_BY_HAND, Way.DESKTOP, "A post is yours to put up"),
    NoticeKind.POST_SENT: _told(NoticeKind.POST_SENT, Way.OFF, "A post went out"),
    NoticeKind.LOGIN_NEEDED: _told(NoticeKind.LOGIN_NEEDED, Way.DESKTOP, "An account needs a new login"),
    NoticeKind.LOGIN_ENDING: _told(NoticeKind.LOGIN_ENDING, Way.PROGRAM, "A login is about to end"),
    NoticeKind.CREDIT: _told(NoticeKind.CREDIT, Way.DESKTOP, "A platform's credit is used up"),
    NoticeKind.PROXY: _told(NoticeKind.PROXY, Way.DESKTOP, "An account rests as its proxy fails"),
    NoticeKind.NETWORK: _told(NoticeKind.NETWORK, Way.DESKTOP, "A site refuses this network"),
    NoticeKind.CREDIT_LOW: _told(NoticeKind.CREDIT_LOW, Way.DESKTOP, "A platform's credit runs low"),
    NoticeKind.SYNC: _told(NoticeKind.SYNC, Way.PROGRAM, "Numbers could not be read for hours"),
    NoticeKind.BACKUP: _told(NoticeKind.BACKUP, Way.PROGRAM, "The last backup is old"),
    NoticeKind.MESSAGE: _told(NoticeKind.MESSAGE, Way.PROGRAM, "Somebody wrote"),
    NoticeKind.PAYOUT: _told(NoticeKind.PAYOUT, Way.DESKTOP, "A payout arrived"),
    NoticeKind.MILESTONE: _told(NoticeKind.MILESTONE, Way.PROGRAM, "A milestone was reached"),
    NoticeKind.REPORT: _told(NoticeKind.REPORT, Way.PROGRAM, "A client's month can be reported"),
    NoticeKind.REMINDER: _told(NoticeKind.REMINDER, Way.SOUND, "A reminder is due"),
}
NOTICE_DETAILS = Setting(
    key="notices.details",
    default=False,
    label="Show names and reasons in desktop notices",
    parse=kinds.yes_no,
    group=NOTICES,
)
_HALF_HOURS = {minute: f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, 30)}
# Minutes of the viewer's day. Both the same: no quiet hours.
QUIET_FROM = Setting(
    key="notices.quiet_from",
    default=22 * 60,
    label="Desktop notices rest from",
    parse=kinds.one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=QUIET,
)
QUIET_UNTIL = Setting(
    key="notices.quiet_until",
    default=7 * 60,
    label="Desktop notices rest until",
    parse=kinds.one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=QUIET,
)
QUIET_ON = Setting(key="notices.quiet", default=False, label="Keep quiet hours", parse=kinds.yes_no, group=QUIET)
AFTER_QUIET = Setting(
    key="notices.after_quiet",
    default=AfterQuiet.DIGEST,
    label="What came meanwhile",
    parse=AfterQuiet,
    choices={
        AfterQuiet.DIGEST: "One notice that sums it up",
        AfterQuiet.EACH: "Each by itself",
        AfterQuiet.NOTHING: "Nothing: the bell has it",
    },
    group=QUIET,
)
