"""What a person should hear of: written down as it happens, told once, by their own rules (L1 to L4)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import NoticesChanged
from ofauto_desktop.domain.notices import LONGEST_REMINDER, Notice, NoticeKind, QuietHours, Telling, Way, telling
from ofauto_desktop.domain.preferences import AFTER_QUIET, NOTICE_WAYS, QUIET_FROM, QUIET_ON, QUIET_UNTIL
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.preferences import Preferences
from storage import milestones, notices, noticing
from storage.database import Database

# Milestones rest on sums over everything; they can wait.
_MILESTONES_EVERY = timedelta(minutes=10)


class Notices:
    """`look` finds what is new; the window shows `list` and asks `to_tell` what goes to the desktop."""

    def __init__(self, database: Database, preferences: Preferences, bus: EventBus, now: Now) -> None:
        self._database, self._preferences, self._bus, self._now = database, preferences, bus, now
        self._milestones_at: datetime | None = None

    async def look(self) -> tuple[int, ...]:
        """Write down what happened since the last look; ids of the notices that came or grew."""
        now = self._now()
        wanted = [kind for kind, setting in NOTICE_WAYS.items() if self._preferences.get(setting) is not Way.OFF]
        reached = []
        if self._milestones_at is None or now - self._milestones_at >= _MILESTONES_EVERY:
            self._milestones_at = now
            await self._database.write(notices.prune, now)
            stands = await self._database.read(milestones.standing, now)
            reached = await self._database.write(milestones.crossed, stands)
        fresh = tuple(await self._database.write(noticing.collect, now, wanted, reached))
        if fresh:
            self._changed(fresh)
        return fresh

    async def list(
        self, *, unread: bool = False, kinds: Collection[NoticeKind] = (), limit: int = 50, offset: int = 0
    ) -> tuple[Notice, ...]:
        """What was told, unread first, then the newest. `kinds` none: all."""
        found = await self._database.read(
            notices.listed, self._now(), unread=unread, kinds=kinds, limit=limit, offset=offset
        )
        return tuple(found)

    async def coming(self) -> tuple[Notice, ...]:
        """Reminders that are still ahead, the next first."""
        return tuple(await self._database.read(notices.coming, self._now()))

    async def unread(self) -> int:
        return await self._database.read(notices.unread, self._now())

    async def mark_read(self, ids: Collection[int] | None = None) -> tuple[int, ...]:
        """Mark these, or all; gives those that were unread, for undo."""
        changed = tuple(await self._database.write(notices.mark_read, ids, self._now()))
        if changed:
            self._changed()
        return changed

    async def mark_unread(self, ids: Collection[int]) -> None:
        await self._database.write(notices.mark_unread, ids)
        self._changed()

    async def remind(self, text: str, at: datetime, *, post_id: int | None = None, client_id: int | None = None) -> int:
        """Keep a reminder for `at` (aware UTC). Raises BadInput without words, or for a time that has passed."""
        words = " ".join(text.split())
        if not words:
            raise BadInput("a reminder needs words")
        if len(words) > LONGEST_REMINDER:
            raise BadInput(f"a reminder has at most {LONGEST_REMINDER} characters")
        self._refuse_past(at)
        made = await self._database.write(notices.remind, words, at, self._now(), post_id=post_id, client_id=client_id)
        self._changed()
        return made

    async def put_off(self, notice_id: int, at: datetime) -> None:
        """Let a reminder come again at `at` (aware UTC). Raises BadInput for a time that has passed, NotFound."""
        self._refuse_past(at)
        await self._database.write(notices.put_off, notice_id, at, self._now())
        self._changed()

    async def forget(self, notice_id: int) -> tuple[str, datetime]:
        """Delete a reminder; what it said, and for when. Raises NotFound."""
        said = await self._database.write(notices.forget, notice_id)
        self._changed()
        return said

    async def to_tell(self, zone: str) -> Telling:
        """What goes to the desktop now; each notice is given once. `zone` is the viewer's, for quiet hours.

        In quiet hours nothing is; what they held back comes after them, as the person chose.
        """
        now, quiet = self._now(), self._quiet()
        if quiet.hold(now, zone):
            return Telling()
        fresh = await self._database.write(notices.take_untold, now, self.loud())
        return telling(fresh, lambda at: quiet.hold(at, zone), self._preferences.get(AFTER_QUIET))

    def loud(self) -> tuple[NoticeKind, ...]:
        """Kinds that reach the desktop."""
        return tuple(
            kind for kind, one in NOTICE_WAYS.items() if self._preferences.get(one) in (Way.DESKTOP, Way.SOUND)
        )

    def sounds(self, told: Sequence[Notice]) -> bool:
        """Whether one of them may be heard."""
        return any(self._preferences.get(NOTICE_WAYS[one.kind]) is Way.SOUND for one in told)

    def _quiet(self) -> QuietHours:
        if not self._preferences.get(QUIET_ON):
            return QuietHours(start=0, end=0)
        return QuietHours(start=self._preferences.get(QUIET_FROM), end=self._preferences.get(QUIET_UNTIL))

    def _refuse_past(self, at: datetime) -> None:
        if at <= self._now():
            raise BadInput("this time has passed")

    def _changed(self, fresh: tuple[int, ...] = ()) -> None:
        self._bus.publish(NoticesChanged(at=self._now(), fresh=fresh))
