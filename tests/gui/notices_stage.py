"""Made-up notices, and a service that keeps them in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ofauto_desktop.domain.notices import LEVELS, MilestoneOf, Notice, NoticeKind, Telling
from tests.gui.conftest import NOON


def a_notice(number: int, kind: NoticeKind, minutes: int = 5, **more) -> Notice:
    known = Notice(id=number, at=NOON - timedelta(minutes=minutes), kind=kind, level=LEVELS[kind])
    return replace(known, **more)


A_FAILURE = a_notice(
    1, NoticeKind.POST_FAILED, post_id=7, account_id=1, account="Lena X", about="Beach set", reason="too long"
)
A_LOGIN = a_notice(2, NoticeKind.LOGIN_NEEDED, 40, account_id=2, account="Mia Rose", reason="the token has ended")
SOME_MISSED = a_notice(3, NoticeKind.POST_MISSED, 50, post_id=8, account_id=2, account="Mia Rose", count=3)
A_PAYOUT = a_notice(4, NoticeKind.PAYOUT, 300, account_id=4, account="Shop", amount=150_00, currency="USD", read=True)
A_MILESTONE = a_notice(
    5, NoticeKind.MILESTONE, 900, client_id=1, client="Lena", amount=1_000, of=MilestoneOf.FOLLOWERS, read=True
)
ALL = (A_FAILURE, A_LOGIN, SOME_MISSED, A_PAYOUT, A_MILESTONE)


class StubNotices:
    def __init__(self, notices: Sequence[Notice] = ALL) -> None:
        self.known = {one.id: one for one in notices}
        self.calls: list[tuple[object, ...]] = []
        self.failing: Exception | None = None
        self.telling = Telling()
        self.ahead: list[Notice] = []
        self.asked = 0

    async def list(self, *, unread=False, kinds=(), limit=50, offset=0):
        if self.failing is not None:
            raise self.failing
        found = [one for one in self.known.values() if not (unread and one.read) and (not kinds or one.kind in kinds)]
        return tuple(sorted(found, key=lambda one: (one.read, NOON - one.at)))[offset : offset + limit]

    async def coming(self):
        return tuple(self.ahead)

    async def unread(self):
        return sum(not one.read for one in self.known.values())

    async def mark_read(self, ids=None):
        changed = [one.id for one in self.known.values() if not one.read and (ids is None or one.id in ids)]
        self._set(changed, read=True)
        return tuple(changed)

    async def mark_unread(self, ids):
        self._set(ids, read=False)

    async def remind(self, text, at, *, post_id=None, client_id=None):
        self.calls.append(("remind", text, at))
        return 9

    async def put_off(self, notice_id, at):
        self.calls.append(("put_off", notice_id, at))

    async def forget(self, notice_id):
        one = self.known.pop(notice_id)
        return one.about, one.at

    async def to_tell(self, zone):
        self.asked += 1
        now, self.telling = self.telling, Telling()
        return now

    def sounds(self, told):
        return any(one.kind is NoticeKind.REMINDER for one in told)

    def _set(self, ids, *, read):
        for one in ids:
            self.known[one] = replace(self.known[one], read=read)
