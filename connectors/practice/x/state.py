"""X as its practice platform knows it: users, posts, uploads, logins and credit, as plain data."""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import msgspec

# X's ids carry their milliseconds since this moment (platforms/x.md §3 shows such ids).
_EPOCH_MS = 1_288_834_974_657
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access", "dm.read", "dm.write")
CALLBACKS = tuple(f"http://127.0.0.1:{port}/callback" for port in (53682, 53683, 53684))
PUBLIC_APP, CONFIDENTIAL_APP, APP_SECRET = "practice-client", "practice-confidential", "practice-secret"
TOKEN, REFRESH_TOKEN = "practice-x-token", "practice-x-refresh"


class User(msgspec.Struct, kw_only=True, frozen=True):
    """One account. `followers` at `since` (aware UTC) grow by `per_day`; after `bad_day` (aware UTC) `lost` are gone."""

    id: str
    handle: str
    name: str
    since: datetime
    followers: int
    per_day: float
    bad_day: datetime | None = None
    lost: int = 0
    premium: bool = False


class Post(msgspec.Struct, kw_only=True):
    """One post. `appeal` is how many impressions it gathers in the end; `media` are media keys.

    `reply_settings` and `labels` are what its author asked for. `earlier`: the ids it had before its edits.
    """

    id: str
    author: str
    text: str
    appeal: float
    media: list[str] = []
    reply_to: str | None = None
    deleted: bool = False
    reply_settings: str | None = None
    labels: list[str] = []
    earlier: list[str] = []

    @property
    def at(self) -> datetime:
        """When it was made, aware UTC."""
        return moment(self.id)


class Fan(msgspec.Struct, kw_only=True, frozen=True):
    """Somebody who writes to users of this world, and has no login here. `closed`: takes no messages from anybody."""

    id: str
    handle: str
    name: str
    closed: bool = False


class Event(msgspec.Struct, kw_only=True):
    """Something that happened in a conversation: "a-b" of two, or a group's number. `people`: who joined or left."""

    id: str
    conversation: str
    sender: str
    text: str = ""
    kind: str = "MessageCreate"
    people: list[str] = []
    media: list[str] = []


class Upload(msgspec.Struct, kw_only=True):
    """One file on its way or arrived; `segments` are sizes by index."""

    id: str
    key: str
    owner: str
    category: str
    mime: str
    total: int
    expires_at: datetime
    segments: dict[int, int] = {}
    ready: bool = False
    checks_left: int = 0
    failed: str = ""
    alt_text: str = ""


class Access(msgspec.Struct, kw_only=True, frozen=True):
    """An access token's rights. `ends` None: it does not end by itself. `login` ties it to its renewal tokens."""

    user: str
    client_id: str
    scopes: tuple[str, ...]
    login: str
    ends: datetime | None = None


class Code(msgspec.Struct, kw_only=True, frozen=True):
    """An authorisation code, good for 30 seconds and once."""

    user: str
    client_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str
    method: str
    ends: datetime


class App(msgspec.Struct, kw_only=True, frozen=True):
    """A registered app; with a secret it is a confidential one."""

    secret: str = ""
    callbacks: tuple[str, ...] = CALLBACKS


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What can be changed while it runs (`PATCH /_practice/world`).

    `credit` in US dollars. `limits` overrides how many requests an endpoint takes in 15 minutes (`rates.LIMITS` names
    them). `dead_tokens` are refused with 401. `dialect`: answer as asked, or always in one vocabulary.
    `consent`: what the person says in the browser, who is logged in there as `browser_user`. `reuse_ends_login`: a
    renewal token that is shown a second time ends the whole login, as RFC 9700 §4.14.2 advises, and is not only refused.
    `monthly_posts`: an older plan's cap on posts that are read, instead of credit. `analytics`: whether apps are
    granted daily numbers.
    """

    credit: float = 1000.0
    rate_limits: bool = True
    limits: dict[str, int] = {}
    dead_tokens: list[str] = []
    dialect: Literal["asked", "legacy", "new"] = "asked"
    repeat_pages: bool = False
    processing_checks: int = 1
    check_after_secs: int = 1
    processing_error: str = ""
    consent: bool = True
    browser_user: str = "ada_practice"
    granted_scopes: list[str] = msgspec.field(default_factory=lambda: list(SCOPES))
    duplicate_hours: float = 24.0
    reuse_ends_login: bool = False
    monthly_posts: int | None = None
    analytics: bool = True


class XWorld:
    """The whole state. `seed` and `made_at` say which year it began with (`made_at` None: none); `now` gives aware UTC.

    `pictures` are the last ones uploaded, to look at what left the program, and `spent` the renewal tokens that were
    used, with their logins; both are not kept.
    """

    def __init__(self, *, now: Callable[[], datetime], seed: int = 0, made_at: datetime | None = None) -> None:
        self.now = now
        self.seed, self.made_at = seed, made_at
        self.settings = Settings()
        self.fans: dict[str, Fan] = {}
        self.mentions: dict[str, list[Post]] = {}
        self.events: list[Event] = []
        self.groups: dict[str, set[str]] = {}
        # What was written since the world was made, by whom it may.
        self.arrived: list[tuple[str, Post]] = []
        self.written: list[Event] = []
        self.apps = {PUBLIC_APP: App(), CONFIDENTIAL_APP: App(secret=APP_SECRET)}
        self.users: dict[str, User] = {}
        self.posts: dict[str, Post] = {}
        self.timelines: dict[str, list[Post]] = {}
        self.accepted: list[Post] = []
        self.uploads: dict[str, Upload] = {}
        self.pictures: deque[bytes] = deque(maxlen=20)
        self.access: dict[str, Access] = {}
        self.renewals: dict[str, Access] = {}
        self.spent: dict[str, str] = {}
        self.newer: dict[str, str] = {}
        self.codes: dict[str, Code] = {}
        self.issued = 0
        self.windows: dict[tuple[str, str], tuple[datetime, int]] = {}
        self.billed: tuple[str, set[str]] = ("", set())
        self.read_posts = 0
        self._last_texts: dict[tuple[str, str], datetime] = {}
        self._last_id = 0

    def add_user(self, user: User) -> None:
        """A user, who can log in with a token of their own."""
        self.users[user.id] = user
        self.timelines[user.id] = []
        self.mentions[user.id] = []
        number = f"-{len(self.users)}" if len(self.users) > 1 else ""
        rights = Access(user=user.id, client_id=PUBLIC_APP, scopes=SCOPES, login=f"first{number}")
        self.access[TOKEN + number] = rights
        self.renewals[REFRESH_TOKEN + number] = rights

    def add_post(self, post: Post) -> None:
        """A post of the past, later than those already there of its author."""
        self.posts[post.id] = post
        self.timelines[post.author].append(post)
        self._last_id = max(self._last_id, int(post.id))

    def accept(self, post: Post) -> None:
        """A post that a client sent; counted by `report`. An edit takes the place of what it changes."""
        for earlier in post.earlier:
            before = self.posts[earlier]
            self.newer[earlier] = post.id
            self.timelines[post.author] = [one for one in self.timelines[post.author] if one is not before]
        self.add_post(post)
        self.accepted.append(post)
        self._last_texts[post.author, post.text] = post.at

    def add_fan(self, fan: Fan) -> None:
        self.fans[fan.id] = fan

    def mention(self, user_id: str, fan_id: str, text: str) -> Post:
        """A fan writes about a user in public, now."""
        post = Post(id=self.new_id(), author=fan_id, text=text, appeal=0.0)
        self.arrived.append((user_id, post))
        self.add_mention(user_id, post)
        return post

    def add_mention(self, user_id: str, post: Post) -> None:
        self.posts[post.id] = post
        self.mentions[user_id].append(post)

    def write(self, conversation: str, sender: str, text: str, media: Sequence[str] = ()) -> Event:
        """A message, now."""
        event = Event(id=self.new_id(), conversation=conversation, sender=sender, text=text, media=list(media))
        self.written.append(event)
        self.events.append(event)
        return event

    def conversations(self, user_id: str) -> frozenset[str]:
        """Those that a user takes part in."""
        named = {event.conversation for event in self.events}
        return frozenset(
            one for one in named if user_id in (self.groups[one] if one in self.groups else one.split("-"))
        )

    def delete(self, post: Post) -> None:
        post.deleted = True
        self._last_texts.pop((post.author, post.text), None)

    def history(self, post: Post) -> list[str]:
        """All ids of a post, the first version's first."""
        newest = self.posts[self.newer.get(post.id, post.id)]
        return [*newest.earlier, newest.id]

    def repeats(self, author: str, text: str) -> bool:
        """Whether this author posted just this within the window in which X refuses it again."""
        last = self._last_texts.get((author, text))
        return last is not None and self.now() - last < timedelta(hours=self.settings.duplicate_hours)

    def new_id(self) -> str:
        """An id that carries the present time and is later than every one before."""
        self._last_id = max(self._last_id + 1, first_id(self.now()))
        return str(self._last_id)

    def user_named(self, handle: str) -> User:
        """Raises ValueError for a handle that nobody has."""
        for user in self.users.values():
            if user.handle == handle:
                return user
        raise ValueError(f"there is no user {handle}")

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle, for the accounts of a practice workspace; logins that ended are left out."""
        alive = {
            token: rights.user
            for token, rights in self.access.items()
            if token not in self.settings.dead_tokens and (rights.ends is None or rights.ends > self.now())
        }
        return {self.users[user].handle: {"access_token": token} for token, user in alive.items()}

    def report(self) -> Mapping[str, Any]:
        """Posts that clients sent: how many, by text, and by author and text; deleted ones count too."""
        by_account: dict[str, Counter[str]] = {user.handle: Counter() for user in self.users.values()}
        for post in self.accepted:
            by_account[self.users[post.author].handle][post.text] += 1
        return {
            "accepted": len(self.accepted),
            "posts": dict(Counter(post.text for post in self.accepted)),
            "by_account": {handle: dict(texts) for handle, texts in by_account.items() if texts},
            "deleted": sum(post.deleted for post in self.posts.values()),
            "uploads": len(self.uploads),
            "messages": dict(Counter(event.text for event in self.written if event.sender in self.users)),
            "tokens": len(self.access),
            "credit": round(self.settings.credit, 4),
        }

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name. Raises ValueError for a name or value that is none."""
        merged = msgspec.convert({**msgspec.to_builtins(self.settings), **settings}, Settings)
        self.user_named(merged.browser_user)
        self.settings = merged

    def to_json(self) -> bytes:
        return msgspec.json.encode(
            Kept(
                seed=self.seed,
                made_at=self.made_at,
                settings=self.settings,
                accepted=self.accepted,
                deleted=[post.id for post in self.posts.values() if post.deleted],
                uploads=[self.uploads[key] for key in self._attached()],
                access=self.access,
                renewals=self.renewals,
                issued=self.issued,
                arrived=self.arrived,
                written=self.written,
            )
        )

    def _attached(self) -> list[str]:
        keys = {key for post in self.accepted for key in post.media}
        return [upload.id for upload in self.uploads.values() if upload.key in keys]

    def restore(self, kept: "Kept") -> None:
        """Lay over a newly made world what changed since."""
        self.settings = kept.settings
        for post in kept.accepted:
            self.accept(post)
        for remote_id in kept.deleted:
            self.delete(self.posts[remote_id])
        self.uploads |= {upload.id: upload for upload in kept.uploads}
        self.access, self.renewals, self.issued = kept.access, kept.renewals, kept.issued
        self.arrived, self.written = kept.arrived, kept.written
        for user_id, post in kept.arrived:
            self.add_mention(user_id, post)
        self.events += kept.written


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what changed since."""

    seed: int
    made_at: datetime | None
    settings: Settings
    accepted: list[Post]
    deleted: list[str]
    uploads: list[Upload]
    access: dict[str, Access]
    renewals: dict[str, Access]
    issued: int
    arrived: list[tuple[str, Post]] = []
    written: list[Event] = []


def first_id(at: datetime) -> int:
    """The smallest id of that moment."""
    return (int(at.timestamp() * 1000) - _EPOCH_MS) << 22


def between(one: str, other: str) -> str:
    """The conversation of two, the smaller id first."""
    return "-".join(sorted((one, other), key=int))


def moment(remote_id: str) -> datetime:
    """When an id was given, aware UTC."""
    return datetime.fromtimestamp(((int(remote_id) >> 22) + _EPOCH_MS) / 1000, UTC)
