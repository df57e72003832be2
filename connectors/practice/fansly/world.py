"""Fansly as its practice platform knows it: creators, sessions, and how the two servers (page and interface) behave."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from connectors.practice.fansly.records import (
    AccountMedia,
    Creator,
    Fan,
    Group,
    Message,
    Post,
    Scheduled,
    Subscription,
    Transaction,
    Upload,
    snowflake,
)
from connectors.practice.fansly.year import TIP, live, people

PASSWORD, CODE = "practice-password", "123456"
# As long as what is earned stays pending there (platforms/fansly.md §4.2, "about a week").
PENDING_FOR = timedelta(days=7)
_FANS = {"ada_practice": 90, "bo_practice": 60, "cleo_practice": 25}


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the servers behave (`PATCH /_practice/world`).

    `page_size` caps lists. `dead_tokens` have ended; `refused_in_body`: they are told so in the body of a 200.
    `missing_account` so many answers of /account/me lack it; `hollow` are paths that answer success and nothing in it.
    `client_headers`: which requests want the page's own headers ("writes", "all" or "none"); `build` is what a page that
    was loaded signs with, so that a new one makes those of older pages stale. `throttled`: 429. `blocked`: a challenge.
    `repeats`: the same page again and again. `shuffled`: subscribers in no order. `twofa`, `email_check`: of a login.
    `polls`: how often an upload is looked at before it is done. Of the page: `enabled_after` seconds the submit button
    works, `longest` is what the text field takes, `overlays` stand in the way, `asks_again`: a last question before it
    posts, `loses_media`: cards of files do not appear, `alone`: the composer has a page of its own. `forgets`: what becomes
    of a post's "schedule", "walls", "media" or "permissions" against what was asked.
    """

    page_size: int = 100
    timeline_page: int = 12
    dead_tokens: list[str] = []
    refused_in_body: bool = False
    missing_account: int = 0
    hollow: list[str] = []
    client_headers: str = "writes"
    build: str = "b1"
    throttled: bool = False
    blocked: bool = False
    repeats: bool = False
    shuffled: bool = False
    twofa: bool = False
    email_check: bool = False
    polls: int = 2
    enabled_after: float = 5.0
    longest: int = 2048
    overlays: bool = True
    asks_again: bool = True
    loses_media: bool = False
    alone: bool = True
    forgets: list[str] = []


class Session(msgspec.Struct, kw_only=True):
    """A login: `token` is the whole of it."""

    id: str
    token: str
    creator: str


class Change(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something that happens to a creator: a "tip" or another row of the wallet of `mills` net, a "letter" of a fan, a
    new "subscriber". `at` None: now. `row` overrides what a wallet's row says by its names.
    """

    creator: str
    do: str
    mills: int = 8000
    type: int = TIP
    fan: str = ""
    text: str = "Hello again"
    at: datetime | None = None
    row: dict[str, Any] = {}


class Made(msgspec.Struct, kw_only=True):
    """What a creator's page has made since the beginning."""

    posts: list[Post] = []
    scheduled: list[Scheduled] = []
    media: list[AccountMedia] = []
    messages: list[tuple[str, Message]] = []
    gone: list[str] = []


class World:
    """The whole state. `seed` and `made_at` say which year it began with, None for none; `now` gives aware UTC.

    `waiting` are logins that want a code, by their token; `pages` counts what was loaded of the site.
    """

    def __init__(
        self, *, now: Callable[[], datetime], seed: int | None = None, made_at: datetime | None = None
    ) -> None:
        self.now, self.seed, self.made_at = now, seed, made_at
        self.settings = Settings()
        self.creators = {one.handle: one for one in people()}
        self.sessions = [
            Session(id=f"77{one.id[2:]}", token=one.token, creator=one.handle) for one in self.creators.values()
        ]
        self.made = {handle: Made() for handle in self.creators}
        self.changes: list[Change] = []
        self.uploads: dict[str, Upload] = {}
        self.waiting: dict[str, str] = {}
        self.issued = 0
        if seed is not None and made_at is not None:
            for handle, fans in _FANS.items():
                live(self.creators[handle], seed, made_at, fans=fans)

    def session(self, token: str) -> Session | None:
        if token in self.settings.dead_tokens:
            return None
        return next((one for one in self.sessions if one.token == token), None)

    def by_id(self, account_id: str) -> Creator | None:
        return next((one for one in self.creators.values() if one.id == account_id), None)

    def new_id(self) -> str:
        """Of now, and no other's."""
        self.issued += 1
        return snowflake(self.ms(), self.issued + (1 << 20))

    def page_ms(self) -> int:
        """What a page takes for now: its own clock, which no test moves."""
        return int(datetime.now(UTC).timestamp() * 1000)

    def ms(self) -> int:
        return int(self.now().timestamp() * 1000)

    def open_session(self, handle: str) -> Session:
        self.issued += 1
        made = Session(id=self.new_id(), token=f"practice-fansly-{handle}-{self.issued:032x}", creator=handle)
        self.sessions.append(made)
        return made

    def pass_time(self) -> None:
        """What was scheduled and is due becomes a post."""
        now = self.ms()
        for creator in self.creators.values():
            for one in [one for one in creator.scheduled if one.for_ms <= now]:
                creator.scheduled.remove(one)
                made = posted(one.template, one.id, one.for_ms / 1000)
                creator.posts.append(made)
                self.made[creator.handle].posts.append(made)

    def publish(self, creator: Creator, template: dict[str, Any]) -> str:
        """What the page posted, at once or at its time; gives the post's id."""
        made, told = self.new_id(), self._as_kept(template)
        if told.get("scheduledFor"):
            waiting = Scheduled(id=made, template=told, for_ms=int(told["scheduledFor"]))
            creator.scheduled.append(waiting)
        else:
            post = posted(told, made, self.ms() / 1000)
            creator.posts.append(post)
            self.made[creator.handle].posts.append(post)
        return made

    def _as_kept(self, template: dict[str, Any]) -> dict[str, Any]:
        told, forgets = dict(template), self.settings.forgets
        if "schedule" in forgets and told.get("scheduledFor"):
            told["scheduledFor"] += 3_600_000
        if "walls" in forgets:
            told["wallIds"] = []
        if "media" in forgets:
            told["attachments"] = told.get("attachments", [])[:-1]
        return told

    def delete(self, creator: Creator, post_id: str) -> bool:
        found = [one for one in creator.posts if one.id == post_id]
        waiting = [one for one in creator.scheduled if one.id == post_id]
        creator.posts = [one for one in creator.posts if one.id != post_id]
        creator.scheduled = [one for one in creator.scheduled if one.id != post_id]
        self.made[creator.handle].posts = [one for one in self.made[creator.handle].posts if one.id != post_id]
        self.made[creator.handle].gone += [one.id for one in found]
        return bool(found or waiting)

    def carry(self, creator: Creator, upload: Upload, permissions: list[dict[str, Any]]) -> AccountMedia:
        """A file that is there, to be named by posts."""
        forgotten = "permissions" in self.settings.forgets
        made = AccountMedia(
            id=self.new_id(),
            media=upload.media or "",
            mime=upload.mime,
            name=upload.name,
            size=upload.size,
            permissions=[] if forgotten else permissions,
            price=next((one.get("price", 0) for one in permissions if one.get("price")), 0),
        )
        creator.media[made.id] = made
        self.made[creator.handle].media.append(made)
        return made

    def say(self, creator: Creator, group: Group, message: Message) -> Message:
        group.messages.append(message)
        self.made[creator.handle].messages.append((group.id, message))
        return message

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle."""
        return {
            one.creator: {"authorization": one.token, "session_id": one.id}
            for one in self.sessions
            if one.token not in self.settings.dead_tokens
        }

    def do(self, change: Change) -> None:
        """Make something happen, and remember it. Raises ValueError where it cannot."""
        done = msgspec.structs.replace(change, at=change.at or self.now())
        creator = self.creators.get(done.creator)
        if creator is None or done.at is None:
            raise ValueError("there is no such creator")
        ms = int(done.at.timestamp() * 1000)
        fan = creator.fans.get(done.fan) or next(iter(creator.fans.values()), None) or _newcomer(creator, ms)
        match done.do:
            case "row":
                _row(creator, fan, done, ms)
            case "letter":
                _letter(creator, fan, done.text, ms)
            case "subscriber":
                _subscribe(creator, fan, ms)
            case _:
                raise ValueError("a change is a row, a letter or a subscriber")
        self.changes.append(done)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name; `do` is a list of changes. Raises ValueError."""
        rest = dict(settings)
        changes = msgspec.convert(rest.pop("do", []), list[Change])
        self.settings = msgspec.convert({**msgspec.to_builtins(self.settings), **rest}, Settings)
        for change in changes:
            self.do(change)

    def report(self) -> Mapping[str, Any]:
        """What each creator has, so that a test or a person can compare it with what the program shows."""
        self.pass_time()
        return {"creators": {handle: _report(creator) for handle, creator in self.creators.items()}}

    def to_json(self) -> bytes:
        for handle, creator in self.creators.items():
            self.made[handle].scheduled = creator.scheduled
        kept = {name: getattr(self, name) for name in Kept.__struct_fields__}
        return msgspec.json.encode(Kept(**kept))


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what happened since."""

    seed: int | None
    made_at: datetime | None
    settings: Settings
    sessions: list[Session]
    made: dict[str, Made]
    changes: list[Change]
    issued: int


def posted(template: Mapping[str, Any], post_id: str, seconds: float) -> Post:
    """The post that a template of the page becomes."""
    attachments = sorted(template.get("attachments", []), key=lambda one: one.get("pos", 0))
    return Post(
        id=post_id,
        text=template.get("content", ""),
        seconds=seconds,
        media=[one["contentId"] for one in attachments if one.get("contentType") == 1],
        walls=list(template.get("wallIds", [])),
    )


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def empty(now: Callable[[], datetime] = wall_clock) -> World:
    """Three creators whom nobody pays yet."""
    return World(now=now)


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> World:
    """Three creators after a year, the same for the same `seed` and `now` (aware UTC)."""
    return World(now=clock, seed=seed, made_at=now)


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> World:
    """The world that `to_json` kept. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=Kept)
    world = World(now=clock, seed=kept.seed, made_at=kept.made_at)
    world.settings, world.sessions, world.issued = kept.settings, kept.sessions, kept.issued
    for change in kept.changes:
        world.do(change)
    for handle, made in kept.made.items():
        creator = world.creators[handle]
        creator.posts = [one for one in creator.posts if one.id not in made.gone] + made.posts
        creator.scheduled = made.scheduled
        creator.media |= {one.id: one for one in made.media}
        for group_id, message in made.messages:
            if (group := creator.group(group_id)) is not None:
                group.messages.append(message)
    world.made = kept.made
    return world


def _newcomer(creator: Creator, ms: int) -> Fan:
    made = Fan(id=snowflake(ms, 7), username=f"newcomer_{len(creator.fans)}", name="Newcomer")
    creator.fans[made.id] = made
    return made


def _row(creator: Creator, fan: Fan, change: Change, ms: int) -> None:
    row: dict[str, Any] = {
        "id": snowflake(ms, len(creator.transactions) + 1),
        "type": change.type,
        "net": change.mills,
        "ms": ms,
        "sender": fan.id,
        "receiver": creator.id,
        "correlation": fan.id,
        **change.row,
    }
    creator.transactions.append(msgspec.convert(row, Transaction))
    creator.transactions.sort(key=lambda one: int(one.id))


def _letter(creator: Creator, fan: Fan, text: str, ms: int) -> None:
    group = next((one for one in creator.groups if one.partner == fan.id), None)
    if group is None:
        group = Group(id=snowflake(ms, 3), partner=fan.id)
        creator.groups.append(group)
    made = Message(id=snowflake(ms, 4 + len(group.messages)), sender=fan.id, text=text, seconds=ms / 1000, read=False)
    group.messages.append(made)


def _subscribe(creator: Creator, fan: Fan, ms: int) -> None:
    tier, ends = creator.tiers[0], ms + 30 * 86_400_000
    creator.subscriptions.append(
        Subscription(
            id=snowflake(ms, 5),
            history=snowflake(ms, 6),
            fan=fan.id,
            tier=tier.id,
            status=3,
            price=tier.price,
            renew_price=tier.price,
            auto_renew=1,
            created_ms=ms,
            ends_ms=ends,
            renews=ends,
        )
    )


def _report(creator: Creator) -> Mapping[str, Any]:
    return {
        "posts": len(creator.posts),
        "scheduled": [[one.template.get("content", ""), one.for_ms] for one in creator.scheduled],
        "latest": [one.text for one in creator.posts[-20:]],
        "active": sum(one.status == 3 for one in creator.subscriptions),
        "transactions": len(creator.transactions),
        "messages": sum(len(one.messages) for one in creator.groups),
        "said": [one.text for group in creator.groups for one in group.messages if one.sender == creator.id][-20:],
    }
