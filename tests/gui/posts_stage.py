"""Made-up posts, accounts and numbers, and services that hand them out as the real ones would."""

import asyncio
import base64
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ofauto_desktop.domain.accounts import Account, LoginState
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.drafts import Checked, Draft, Finding, When
from ofauto_desktop.domain.errors import AppError, NotFound
from ofauto_desktop.domain.home import (
    Activity,
    HomeSummary,
    Kpi,
    KpiCode,
    KpiRow,
    Need,
    NeedKind,
    RunningStreak,
    Started,
)
from ofauto_desktop.domain.library import Taken
from ofauto_desktop.domain.manifest import OptionSpec
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Attempt, Outcome, Post, PostFilter, PostState, RemotePost, Target
from ofauto_desktop.domain.schedule import Moment, moment, moment_at, to_utc, to_wall
from ofauto_desktop.domain.tiers import Tier

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday
ZONE = "Europe/Berlin"


def an_account(number: int = 1, name: str = "Luna Vale", **changes) -> Account:
    known = Account(
        id=number,
        platform=PlatformId.X,
        name=name,
        client_id=1,
        client="Luna Vale",
        zone=ZONE,
        state=LoginState.CONNECTED,
        state_since=NOW - timedelta(days=3),
        state_reason="",
        remote_id=str(1000 + number),
        handle="lunavale",
        expires_at=None,
        paused_until=None,
        text_limit=280,
    )
    return replace(known, **changes)


ACCOUNTS = (
    an_account(1, "Luna Vale", handle="lunavale"),
    an_account(2, "Luna after dark", handle="lunadark", zone="America/New_York"),
    an_account(3, "Mia Rose", handle="miarose", client_id=2, client="Mia Rose"),
)


def a_target(number: int = 1, account: Account = ACCOUNTS[0], state=PostState.SCHEDULED, due=None, **changes) -> Target:
    known = Target(
        id=number,
        account_id=account.id,
        account=account.name,
        platform=account.platform,
        state=state,
        text=None,
        wall=None if due is None else to_wall(due, account.zone),
        zone=account.zone,
        due_at=due,
        remote_id=None,
        url=None,
        posted_at=None,
    )
    return replace(known, **changes)


def a_post(number: int = 1, text: str = "Beach set", state=PostState.SCHEDULED, due=None, **changes) -> Post:
    known = Post(
        id=number,
        client_id=1,
        client="Luna Vale",
        text=text,
        thread=(),
        reply_to=None,
        media=(),
        targets=(a_target(number * 10, state=state, due=due),),
        created_at=NOW - timedelta(days=1),
        updated_at=NOW - timedelta(hours=2),
    )
    return replace(known, **changes)


def a_medium(number: int = 1, name: str = "beach-01.jpg", **changes) -> MediaItem:
    known = MediaItem(
        id=number,
        name=name,
        kind=MediaKind.IMAGE,
        mime="image/jpeg",
        size=842_000,
        original_size=1_204_000,
        width=1600,
        height=1200,
        duration_ms=None,
        frames=None,
        alt_text="",
        sha256=f"{number:064x}",
        tags=(),
        created_at=NOW - timedelta(days=2),
    )
    return replace(known, **changes)


def a_picture(red: int, green: int, blue: int, side: int = 96) -> bytes:
    """A small PNG with a gradient of one colour."""
    rows = b"".join(
        b"\0" + bytes(v for x in range(side) for v in _shade((red, green, blue), x + y, 2 * side)) for y in range(side)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _shade(colour: tuple[int, int, int], at: int, of: int) -> list[int]:
    return [min(255, int(part * (0.55 + 0.6 * at / of))) for part in colour]


TINY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
COLOURS = {1: (226, 122, 94), 2: (92, 138, 190), 3: (120, 168, 118), 4: (190, 140, 200)}
MEDIA = (
    a_medium(1, "beach-01.jpg", alt_text="Sunset over a quiet beach", tags=("beach", "summer")),
    a_medium(2, "beach-02.jpg", width=1200, height=1600),
    a_medium(3, "teaser.mp4", kind=MediaKind.VIDEO, mime="video/mp4", duration_ms=14_000, size=9_400_000),
    a_medium(4, "studio-portrait.jpg", alt_text="Portrait in the studio, soft light"),
)


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    """A time in the viewer's zone, so many days from today."""
    day = to_wall(NOW, ZONE).replace(hour=hour, minute=minute) + timedelta(days=days)
    return to_utc(day, ZONE)


def _posted(number: int, account: Account, due: datetime) -> Target:
    remote = f"18610042{number:08d}"
    return a_target(
        number,
        account,
        PostState.POSTED,
        due,
        remote_id=remote,
        url=f"https://x.com/{account.handle}/status/{remote}",
        posted_at=due + timedelta(seconds=3),
        attempts=(Attempt(at=due + timedelta(seconds=3), part=0, outcome=Outcome.POSTED, detail="accepted by X"),),
    )


def a_full_week() -> tuple[Post, ...]:
    """What a busy creator's week looks like: every state at least once, two accounts, drafts without a time."""
    luna, dark, mia = ACCOUNTS
    unknown = Attempt(at=_at(0, 8) + timedelta(seconds=12), part=0, outcome=Outcome.UNKNOWN, detail="no answer in 30 s")
    refused = Attempt(at=_at(-1, 18), part=0, outcome=Outcome.REFUSED, detail="X refused it: duplicate content")
    return (
        a_post(1, "Good morning from the coast. New set tonight at nine.", targets=(_posted(11, luna, _at(-2, 9)),)),
        a_post(
            2,
            "Behind the scenes of last week's shoot",
            media=MEDIA[:2],
            targets=(_posted(21, luna, _at(-2, 18)), _posted(22, dark, _at(-2, 18))),
        ),
        a_post(
            3,
            "Do you prefer film or digital? Tell me below.",
            targets=(_posted(31, luna, _at(-1, 13)), a_target(32, dark, PostState.FAILED, _at(-1, 13))),
        ),
        a_post(
            4,
            "Last day of the autumn offer",
            targets=(a_target(41, luna, PostState.FAILED, _at(-1, 18), attempts=(refused,)),),
        ),
        a_post(
            5,
            "Coffee, then the studio. What a light today!",
            targets=(a_target(51, luna, PostState.UNKNOWN, _at(0, 8), attempts=(unknown,)),),
        ),
        a_post(6, "Questions and answers at noon", targets=(a_target(61, mia, PostState.MISSED, _at(0, 6, 30)),)),
        a_post(7, "Sending this right now", targets=(a_target(71, luna, PostState.SENDING, _at(0, 10, 20)),)),
        a_post(
            8,
            "Studio portraits, part one. Which of these should become a print?",
            media=(MEDIA[3], MEDIA[0]),
            targets=(a_target(81, luna, due=_at(0, 18)), a_target(82, dark, due=_at(0, 18))),
        ),
        a_post(9, "Mia on the beach set", targets=(a_target(91, mia, due=_at(0, 18, 15)),)),
        a_post(10, "Throwback to the lighthouse", targets=(a_target(101, luna, due=_at(1, 9)),)),
        a_post(11, "Thread: how I light a portrait with one lamp", thread=("Step one", "Step two"), due=_at(1, 18)),
        a_post(12, "Friday teaser", media=(MEDIA[2],), due=_at(2, 13), state=PostState.PENDING_APPROVAL),
        a_post(13, "Weekend plans?", due=_at(3, 11), state=PostState.CANCELLED),
        a_post(14, "Sunday letter to everyone who stayed with me this year", due=_at(4, 21)),
        a_post(15, "Idea: a poll about the next location", state=PostState.DRAFT),
        a_post(16, "Christmas shop opening, needs a picture", state=PostState.DRAFT),
    )


class Refusing:
    """Mixed into a stub: raises `failing` where it is set, and waits for `gate` where there is one."""

    def __init__(self) -> None:
        self.failing: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.calls: list[tuple[object, ...]] = []

    async def _begin(self, *call: object) -> None:
        self.calls.append(call)
        if self.gate is not None:
            await self.gate.wait()
        if self.failing is not None:
            raise self.failing

    def called(self, name: str) -> list[tuple[object, ...]]:
        return [call[1:] for call in self.calls if call[0] == name]


class StubPublishing(Refusing):
    """Keeps posts in memory; moves them as the real service does."""

    def __init__(self, posts: Sequence[Post] = (), remote: Sequence[RemotePost] = ()) -> None:
        super().__init__()
        self.posts = {post.id: post for post in posts}
        self.remote = tuple(remote)
        self.paused_now = False

    async def list(self, wanted: PostFilter) -> tuple[Post, ...]:
        await self._begin("list", wanted)
        return tuple(post for post in self.posts.values() if _wanted(post, wanted))

    async def get(self, post_id: int) -> Post:
        await self._begin("get", post_id)
        return self.posts[post_id]

    async def move(self, post_id: int, at: str | datetime | When, *, account_id: int | None = None) -> Post:
        await self._begin("move", post_id, at)
        post = self.posts[post_id]
        targets = tuple(self._moved(target, at) for target in post.targets)
        return self._keep(replace(post, targets=targets))

    async def shift(self, post_ids: Sequence[int], by: timedelta) -> tuple[Post, ...]:
        await self._begin("shift", tuple(post_ids), by)
        return tuple(self._shifted(self.posts[post_id], by) for post_id in post_ids)

    async def unplan(self, post_id: int) -> Post:
        await self._begin("unplan", post_id)
        post = self.posts[post_id]
        plain = {"state": PostState.DRAFT, "due_at": None, "wall": None}
        return self._keep(replace(post, targets=tuple(replace(target, **plain) for target in post.targets)))

    async def cancel(self, post_id: int, account_id: int | None = None) -> Post:
        await self._begin("cancel", post_id)
        return self._settle(post_id, None, PostState.CANCELLED)

    async def restore(self, post_id: int) -> Post:
        await self._begin("restore", post_id)
        return self._settle(post_id, None, PostState.SCHEDULED)

    async def remove(self, post_id: int) -> None:
        await self._begin("remove", post_id)
        del self.posts[post_id]

    async def resolve(
        self, post_id: int, account_id: int, *, posted: str | None = None, not_posted=False, send_again=False
    ) -> Post:
        await self._begin("resolve", post_id, account_id, posted, not_posted, send_again)
        state = PostState.POSTED if posted else PostState.SCHEDULED if send_again else PostState.FAILED
        return self._settle(post_id, account_id, state)

    async def recent_remote(self, account_id: int) -> Sequence[RemotePost]:
        await self._begin("recent_remote", account_id)
        return self.remote

    async def pause_all(self, paused: bool) -> None:  # noqa: FBT001 - the service's own signature
        await self._begin("pause_all", paused)
        self.paused_now = paused

    def _moved(self, target: Target, at: str | datetime | When) -> Target:
        if isinstance(at, When):
            new = moment_at(NOW + timedelta(hours=3), target.zone)
        else:
            new = moment(at if isinstance(at, str) else at.isoformat(), target.zone)
        return replace(target, state=PostState.SCHEDULED, due_at=new.due_at, wall=new.wall)

    def _shifted(self, post: Post, by: timedelta) -> Post:
        targets = tuple(
            replace(target, due_at=target.due_at + by, wall=target.wall + by)
            if target.due_at and target.wall
            else target
            for target in post.targets
        )
        return self._keep(replace(post, targets=targets))

    def _settle(self, post_id: int, account_id: int | None, state: PostState) -> Post:
        post = self.posts[post_id]
        targets = tuple(
            replace(target, state=state) if account_id in (None, target.account_id) else target
            for target in post.targets
        )
        return self._keep(replace(post, targets=targets))

    def _keep(self, post: Post) -> Post:
        self.posts[post.id] = post
        return post


def _wanted(post: Post, wanted: PostFilter) -> bool:
    if wanted.client_id not in (None, post.client_id):
        return False
    return any(
        (not wanted.states or target.state in wanted.states)
        and (not wanted.account_ids or target.account_id in wanted.account_ids)
        and (wanted.start is None or (target.due_at is not None and target.due_at >= wanted.start))
        and (wanted.end is None or (target.due_at is not None and target.due_at < wanted.end))
        for target in post.targets
    )


class StubComposing(Refusing):
    """Counts one unit a character; finds text that is too long."""

    def __init__(self, publishing: StubPublishing | None = None) -> None:
        super().__init__()
        self.publishing = publishing or StubPublishing()
        self.saved: list[tuple[Draft, int | None]] = []

    def measure(self, account: Account, text: str) -> TextMeasure | None:
        limit = account.text_limit or 280
        return TextMeasure(length=len(text), limit=limit, cut=limit if len(text) > limit else None)

    async def check(self, draft: Draft, *, post_id: int | None = None) -> Checked:
        await self._begin("check", draft)
        found = [
            Finding(account_id=account.id, account=account.name, problem=Problem(text="the text is too long for X"))
            for account in ACCOUNTS
            if account.id in draft.account_ids and len(draft.content_for(account.id).parts[0]) > 280
        ]
        return Checked(moments=self._moments(draft), findings=tuple(found))

    async def save(self, draft: Draft, *, post_id: int | None = None) -> Post:
        await self._begin("save", draft, post_id)
        self.saved.append((draft, post_id))
        return a_post(
            post_id or 77, draft.text, state=PostState.DRAFT if draft.at is When.DRAFT else PostState.SCHEDULED
        )

    def unavailable(self, account: Account) -> str:
        return "Gumroad is connected for money." if account.platform is PlatformId.GUMROAD else ""

    async def tiers(self, account_ids: Sequence[int]) -> Mapping[int, tuple[Tier, ...]]:
        return {}

    def options(self, account: Account, tiers: Sequence[Tier] = ()) -> tuple[OptionSpec, ...]:
        return (OptionSpec(name="who", label="Who can reply", choices={"verified": "Verified"}, usual="Everyone"),)

    def limits(self, account: Account) -> Mapping[str, int]:
        return {"images": 4, "gifs": 1, "videos": 1}

    async def approve(self, draft: Draft, *, post_id: int | None = None) -> Checked:
        return await self.check(draft, post_id=post_id)

    async def next_slot(self, account: Account, after: datetime) -> Moment:
        await self._begin("next_slot", account.id)
        return moment("2026-11-25T18:00", account.zone)

    def _moments(self, draft: Draft) -> Mapping[int, Moment | None]:
        if isinstance(draft.at, datetime):
            return {
                account.id: moment(draft.at.isoformat(), account.zone)
                for account in ACCOUNTS
                if account.id in draft.account_ids
            }
        return dict.fromkeys(draft.account_ids, None)


class StubAccounts(Refusing):
    def __init__(self, accounts: Sequence[Account] = ACCOUNTS) -> None:
        super().__init__()
        self.all = tuple(accounts)

    async def list(self, client_id: int | None = None) -> tuple[Account, ...]:
        await self._begin("list", client_id)
        return tuple(account for account in self.all if client_id in (None, account.client_id))

    async def get(self, account_id: int) -> Account:
        await self._begin("get", account_id)
        return next(account for account in self.all if account.id == account_id)


class StubLibrary(Refusing):
    def __init__(self, items: Sequence[MediaItem] = MEDIA) -> None:
        super().__init__()
        self.items = {item.id: item for item in items}
        self.held = False  # a file that is large: half of it is read, and it goes on no further

    async def list(self, *, limit: int = 500, text: str = "") -> tuple[MediaItem, ...]:
        await self._begin("list", text)
        return tuple(item for item in self.items.values() if text.lower() in item.name.lower())

    async def add(self, path: Path, *, tags=(), alt_text="", progress=None) -> MediaItem:
        await self._begin("add", path)
        if progress:
            progress(0.5)
        if self.held:
            await asyncio.Event().wait()
        return self._keep(a_medium(len(self.items) + 1, path.name))

    async def take(self, path: Path, *, progress=None, **_) -> Taken:
        return Taken(item=await self.add(path, progress=progress), was_here=False)

    async def take_bytes(self, name: str, content: bytes, **_) -> Taken:
        return Taken(item=await self.add_bytes(name, content), was_here=False)

    async def add_bytes(self, name: str, content: bytes, **_) -> MediaItem:
        await self._begin("add_bytes", name)
        return self._keep(a_medium(len(self.items) + 1, name))

    async def get(self, media_id: int) -> MediaItem:
        await self._begin("get", media_id)
        if media_id not in self.items:
            raise NotFound("no such item")
        return self.items[media_id]

    async def describe(self, media_id: int, *, alt_text=None, tags=None, name=None) -> MediaItem:
        await self._begin("describe", media_id, alt_text)
        item = self.items[media_id]
        return self._keep(replace(item, alt_text=item.alt_text if alt_text is None else alt_text))

    async def remove(self, media_id: int) -> None:
        await self._begin("remove", media_id)
        self.removed = self.items.pop(media_id)

    async def restore(self, media_id: int) -> None:
        await self._begin("restore", media_id)
        self.items[media_id] = self.removed

    async def thumbnail(self, media_id: int) -> bytes:
        await self._begin("thumbnail", media_id)
        return a_picture(*COLOURS[media_id]) if media_id in COLOURS else TINY

    def _keep(self, item: MediaItem) -> MediaItem:
        self.items[item.id] = item
        return item


NEEDS = (
    Need(
        kind=NeedKind.UNKNOWN_OUTCOME,
        detail="X did not answer in 30 s",
        since=NOW - timedelta(minutes=78),
        account_id=1,
        account="Luna Vale",
        post_id=5,
    ),
    Need(
        kind=NeedKind.FAILED,
        detail="X refused it: duplicate content",
        since=NOW - timedelta(hours=16),
        account_id=1,
        account="Luna Vale",
        post_id=4,
    ),
    Need(
        kind=NeedKind.MISSED,
        detail="This computer was off at 06:30",
        since=NOW - timedelta(hours=4),
        account_id=3,
        account="Mia Rose",
        post_id=6,
    ),
    Need(
        kind=NeedKind.LOGIN,
        detail="The login ended; 2 posts wait for it",
        since=NOW - timedelta(hours=9),
        account_id=2,
        account="Luna after dark",
    ),
)
KPIS = (
    Kpi(
        code=KpiCode.NET_REVENUE,
        value=412_880,
        previous=378_210,
        change=0.0917,
        change_note="ok",
        currency="USD",
        as_of=NOW - timedelta(minutes=22),
        source="Gumroad",
    ),
    Kpi(
        code=KpiCode.SUBSCRIBERS,
        value=1204,
        previous=1189,
        change=0.0126,
        change_note="ok",
        currency=None,
        as_of=NOW - timedelta(minutes=22),
        source="Gumroad",
    ),
    Kpi(
        code=KpiCode.ENGAGEMENT,
        value=None,
        previous=8_120,
        change=None,
        change_note="incomplete",
        currency=None,
        as_of=NOW - timedelta(hours=30),
        source="X",
        incomplete=True,
    ),
    Kpi(
        code=KpiCode.NEXT_PAYOUT,
        value=98_430,
        previous=None,
        change=None,
        change_note="new",
        currency="USD",
        as_of=NOW - timedelta(hours=3),
        source="Gumroad",
    ),
)
KPI_ROWS = (
    KpiRow(
        account="Luna's shop",
        value=1_760,
        currency="USD",
        at=NOW - timedelta(hours=2),
        what="sale",
        gross_minor=2_000,
        fee_minor=240,
    ),
    KpiRow(account="Luna's shop", value=-900, currency="USD", at=NOW - timedelta(days=1), what="refunded"),
)
RECENT = (
    Activity(
        at=NOW - timedelta(minutes=12),
        action="post.posted",
        object_type="post",
        object_id="8",
        outcome="ok",
        about="Coffee, then the studio.",
        account="Luna Vale",
    ),
    Activity(
        at=NOW - timedelta(minutes=40),
        action="account.added",
        object_type="account",
        object_id="2",
        outcome="ok",
        about="Luna after dark",
    ),
    Activity(at=NOW - timedelta(hours=9), action="backup.created", object_type="backup", object_id="x", outcome="ok"),
    Activity(at=NOW - timedelta(hours=10), action="post.removed", object_type="post", object_id="2", outcome="ok"),
)


def a_summary(**changes) -> HomeSummary:
    today = [post for post in a_full_week() if post.id in (5, 6, 7, 8, 9)]
    known = HomeSummary(
        needs=NEEDS,
        today=tuple(today),
        kpis=KPIS,
        recent=RECENT,
        next_due=_at(0, 18),
        paused=False,
        as_of=NOW,
    )
    return replace(known, **changes)


class StubHome(Refusing):
    def __init__(self, summary: HomeSummary | None = None) -> None:
        super().__init__()
        self.now = summary or a_summary()
        self.rows = KPI_ROWS
        self.begun = Started(account=True, post=True, media=True, backup=True)
        self.running: tuple[RunningStreak, ...] = ()

    async def started(self) -> Started:
        return self.begun

    async def streaks(self, client_id: int | None = None) -> tuple[RunningStreak, ...]:
        return self.running

    async def summary(self, client_id: int | None = None, *, zone: str = "UTC") -> HomeSummary:
        await self._begin("summary", client_id, zone)
        return self.now

    async def behind(self, kpi: Kpi, client_id: int | None = None) -> tuple[KpiRow, ...]:
        await self._begin("behind", kpi.code, client_id)
        return self.rows


class StubSync(Refusing):
    async def run(self, account_ids=None, kinds=None) -> tuple[()]:
        await self._begin("run", account_ids)
        return ()


class StubMessages:
    """How many are new, by client."""

    def __init__(self) -> None:
        self.new: dict[int | None, int] = {None: 0}

    async def unread(self, client_id: int | None = None) -> int:
        return self.new[client_id]


REMOTE = (
    RemotePost(
        remote_id="1861004200000777",
        text="Coffee, then the studio. What a light today!",
        at=NOW - timedelta(minutes=79),
        url="https://x.com/lunavale/status/1861004200000777",
    ),
    RemotePost(
        remote_id="1861004200000551",
        text="Do you prefer film or digital? Tell me below.",
        at=NOW - timedelta(hours=21),
        url="https://x.com/lunavale/status/1861004200000551",
    ),
)


def failed_with(error: AppError | None = None) -> Exception:
    return error or OSError("the disk is gone")
