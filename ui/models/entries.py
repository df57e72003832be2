"""How posts stand in a week or a list: one entry for each time at which a post goes out. Pure; no Qt."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.agenda import AgendaEntry
from ofauto_desktop.domain.posts import EDITABLE, IN_FLIGHT, Post, PostState, Target
from ofauto_desktop.domain.schedule import to_wall, zone_named
from ofauto_desktop.services.formats import conventions
from ui.language import mark, tr, tr_marked, tr_n
from ui.tokens import Tone


class Status(StrEnum):
    """What an entry shows: the states of a target, with those of several accounts told in one word."""

    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    BY_HAND = "by_hand"
    AT_SITE = "at_site"
    POSTED = "posted"
    PARTLY = "partly"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown: an icon's name, a word (marked for translation), a tone."""

    icon: str
    marked: str
    tone: Tone

    @property
    def word(self) -> str:
        """In the person's language."""
        return tr_marked(self.marked)


LOOKS = {
    Status.DRAFT: Look("pencil", mark("Draft"), Tone.NEUTRAL),
    Status.PENDING_APPROVAL: Look("circle-pause", mark("Waits for approval"), Tone.WARNING),
    Status.SCHEDULED: Look("clock", mark("Scheduled"), Tone.ACCENT),
    Status.SENDING: Look("send", mark("Sending"), Tone.INFO),
    Status.BY_HAND: Look("user", mark("Your turn"), Tone.WARNING),
    Status.AT_SITE: Look("clock", mark("In the site's queue"), Tone.ACCENT),
    Status.POSTED: Look("circle-check", mark("Posted"), Tone.SUCCESS),
    Status.PARTLY: Look("circle-alert", mark("Partly posted"), Tone.WARNING),
    Status.FAILED: Look("circle-x", mark("Failed"), Tone.DANGER),
    Status.UNKNOWN: Look("circle-question-mark", mark("Unknown"), Tone.DANGER),
    Status.CANCELLED: Look("x", mark("Cancelled"), Tone.NEUTRAL),
    Status.MISSED: Look("triangle-alert", mark("Missed"), Tone.WARNING),
}
# Where the accounts of one post differ, the one that most needs a person speaks for all.
_URGENCY = (
    Status.UNKNOWN,
    Status.SENDING,
    Status.BY_HAND,
    Status.PARTLY,
    Status.FAILED,
    Status.MISSED,
    Status.PENDING_APPROVAL,
    Status.SCHEDULED,
    Status.AT_SITE,
    Status.DRAFT,
    Status.CANCELLED,
    Status.POSTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post at one time, on the accounts of `targets`.

    `due_at` is aware UTC; `local` is the same as naive wall time in the viewer's zone. Both None: it has no time yet.
    """

    post: Post
    targets: tuple[Target, ...]
    due_at: datetime | None
    local: datetime | None
    status: Status
    attached: int = 0
    tags: tuple[str, ...] = ()
    queue_id: int | None = None
    series_id: int | None = None
    line: str = ""  # the text in one line, where it has been made already

    @property
    def look(self) -> Look:
        return LOOKS[self.status]

    @property
    def clock(self) -> str:
        """The time of day, "18:00"; empty where it has none. Asked for thousands of times, which strftime is too slow for."""
        return "" if self.local is None else f"{self.local.hour:02}:{self.local.minute:02}"

    @property
    def accounts(self) -> str:
        return ", ".join(target.account for target in self.targets)

    @property
    def headline(self) -> str:
        """Its text in one line, or what else there is to see."""
        if self.line:
            return self.line
        text = " ".join((self.targets[0].text or self.post.text).split()) if self.targets else self.post.text
        if text:
            return text
        if self.post.media:
            return self.post.media[0].name
        return (
            tr_n("{n} attached, no text", "{n} attached, no text", self.attached)
            if self.attached
            else tr("No text yet")
        )

    @property
    def is_out(self) -> bool:
        """It went out on one of its accounts, and nothing of it is being sent or unknown. It is copied, never moved (B3)."""
        states = {target.state for target in self.post.targets}
        return PostState.POSTED in states and not states & IN_FLIGHT and PostState.UNKNOWN not in states

    @property
    def is_locked(self) -> bool:
        """It is being sent right now: nothing can be done with it until that has ended."""
        return self.status is Status.SENDING

    @property
    def zones(self) -> tuple[str, ...]:
        """The IANA zones in which its accounts plan."""
        return tuple(dict.fromkeys(target.zone for target in self.targets))

    @property
    def stuck(self) -> str | None:
        """Why a person cannot move it now, in a sentence; None where they can. A post moves with all its accounts."""
        states = {target.state for target in self.post.targets}
        if states & IN_FLIGHT:
            return tr("It is being sent, so it cannot be moved.")
        if PostState.UNKNOWN in states:
            return tr("Settle first whether it is out, then it can be moved.")
        if PostState.AT_SITE in states:
            return tr("It lies in the site's own queue: move it there.")
        if not states <= EDITABLE:
            return tr("It is out already, so it cannot be moved.")
        return None


def status_of(state: PostState) -> Status:
    return Status.SENDING if state in IN_FLIGHT else Status(state.value)


def together(targets: Iterable[Target]) -> Status:
    """One word for several accounts: alike, partly posted, or whichever needs a person most."""
    statuses = {status_of(target.state) for target in targets}
    if len(statuses) > 1 and Status.POSTED in statuses and not statuses & {Status.UNKNOWN, Status.SENDING}:
        return Status.PARTLY
    return next((status for status in _URGENCY if status in statuses), Status.DRAFT)


def entries(posts: Iterable[Post], zone: str) -> tuple[Entry, ...]:
    """All entries of `posts`, by time; those without a time come last. `zone` is the viewer's."""
    found = [entry for post in posts for entry in _of(post, zone)]
    return tuple(sorted(found, key=lambda entry: (entry.due_at is None, entry.due_at or entry.post.created_at)))


def on_day(all_entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    return tuple(entry for entry in all_entries if entry.local is not None and entry.local.date() == day)


def without_time(all_entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in all_entries if entry.local is None)


def week_of(day: date) -> date:
    """The first day of the week in which `day` lies: Monday, or the one that the person wishes for."""
    return day - timedelta(days=(day.weekday() - conventions().first_day) % 7)


def _of(post: Post, zone: str) -> list[Entry]:
    at: dict[datetime | None, list[Target]] = defaultdict(list)
    for target in post.targets:
        at[target.due_at].append(target)
    return [
        Entry(
            post=post,
            targets=tuple(targets),
            due_at=due,
            local=None if due is None else to_wall(due, zone),
            status=together(targets),
            attached=len(post.media),
        )
        for due, targets in (at or {None: []}).items()
    ]


def light_entries(found: Iterable[AgendaEntry], zone: str) -> tuple[Entry, ...]:
    """As `entries`, from what the calendar's own query gives. Their posts hold what is drawn, and only those targets
    that were asked for: whoever changes one reads it whole.
    """
    walls = _Walls(zone)
    of_post: dict[int, list[AgendaEntry]] = {}
    for one in found:
        of_post.setdefault(one.post_id, []).append(one)
    made: list[Entry] = []
    for mine in of_post.values():
        targets = tuple(_light_target(one) for one in mine)
        post = _light_post(mine[0], targets)
        at: dict[datetime | None, list[int]] = {}
        for number, target in enumerate(targets):
            at.setdefault(target.due_at, []).append(number)
        for due, numbers in at.items():
            first = mine[numbers[0]]
            together_now = tuple(targets[number] for number in numbers)
            made.append(
                Entry(
                    post=post,
                    targets=together_now,
                    due_at=due,
                    local=None if due is None else walls.at(due),
                    status=together(together_now),
                    attached=first.media,
                    tags=first.tags,
                    queue_id=first.queue_id,
                    series_id=first.series_id,
                    line=" ".join(first.text.split()),
                )
            )
    return tuple(sorted(made, key=lambda entry: (entry.due_at is None, entry.due_at or entry.post.created_at)))


class _Walls:
    """Wall times of one zone; the zone is looked up once, since thousands are asked for."""

    def __init__(self, zone: str) -> None:
        self._zone = zone_named(zone)

    def at(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone).replace(tzinfo=None)


def _light_target(one: AgendaEntry) -> Target:
    return Target(
        id=one.target_id,
        account_id=one.account_id,
        account=one.account,
        platform=one.platform,
        state=one.state,
        text=None,
        wall=one.wall,
        zone=one.zone,
        due_at=one.next_try or one.due_at,
        remote_id=None,
        url=None,
        posted_at=one.posted_at,
    )


_UNTOLD = datetime.fromtimestamp(0, UTC)  # light posts do not tell when they were written


def _light_post(one: AgendaEntry, targets: tuple[Target, ...]) -> Post:
    return Post(
        id=one.post_id,
        client_id=one.client_id,
        client="",
        text=one.text,
        thread=("",) * (one.parts - 1),
        reply_to=None,
        media=(),
        targets=targets,
        created_at=_UNTOLD,
        updated_at=_UNTOLD,
    )
