"""The pulls: posts, money and members, each a walk through one list."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import quote

from connectors import lists
from connectors.base import Batch, Hint, PullContext
from connectors.errors import LayoutChanged, LoginExpired
from connectors.patreon import parse, walking
from connectors.patreon.api import Api, Page
from connectors.patreon.manifest import CAMPAIGNS, MEMBERS, POSTS
from connectors.patreon.refusals import Gone
from connectors.patreon.wire import (
    Campaign,
    CampaignAttributes,
    Member,
    MemberAttributes,
    Post,
    PostAttributes,
    Resource,
)
from ofauto_desktop.domain.money import LedgerEntry
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.tiers import Tier
from ofauto_desktop.domain.words import mark

A = TypeVar("A")
_MEMBER = ",".join(MemberAttributes.__struct_fields__)
_EVENT = "type,date,amount_cents,currency_code,payment_status,tier_id,tier_title"


@dataclass(frozen=True, slots=True, kw_only=True)
class _List(Generic[A]):
    """One list of a campaign: its name, what one entry tells, and the page's size (platforms/patreon.md §3)."""

    name: str
    attributes: type[A]
    scope: str
    sort: str
    params: dict[str, str]


_POSTS = _List(
    name="posts",
    attributes=PostAttributes,
    scope=POSTS,
    sort="-published_at",
    params={"fields[post]": ",".join(PostAttributes.__struct_fields__), "page[count]": "100"},
)
_MONEY = _List(
    name="members",
    attributes=MemberAttributes,
    scope=MEMBERS,
    sort="-last_charge_date",
    params={
        "include": "pledge_history",
        "fields[member]": "last_charge_date",
        "fields[pledge-event]": _EVENT,
        "page[count]": "500",
    },
)
_FANS = _List(
    name="members",
    attributes=MemberAttributes,
    scope=MEMBERS,
    sort="-last_charge_date",
    params={"include": "currently_entitled_tiers", "fields[member]": _MEMBER, "page[count]": "1000"},
)

_ONE_POST = {"fields[post]": ",".join(PostAttributes.__struct_fields__)}
_ONE_MEMBER = {
    "include": "currently_entitled_tiers,pledge_history",
    "fields[member]": _MEMBER,
    "fields[pledge-event]": _EVENT,
}


async def campaign(api: Api) -> Campaign:
    """The creator's page. Raises LoginExpired where the login is nobody's who creates."""
    fields = ",".join(CampaignAttributes.__struct_fields__)
    page = await api.page("/campaigns", CampaignAttributes, scope=CAMPAIGNS, params={"fields[campaign]": fields})
    if not page.items:
        raise LoginExpired("this login has no creator page at Patreon; log in as the creator")
    return page.items[0]


async def tiers(api: Api, campaign_id: str) -> tuple[Tier, ...]:
    """The tiers of a page; those without a title or an amount are told by their number."""
    page = await api.single(
        f"/campaigns/{quote(campaign_id, safe='')}",
        CampaignAttributes,
        scope=CAMPAIGNS,
        params={"include": "tiers", "fields[tier]": "title,amount_cents,published"},
    )
    return parse.tiers(page.included.values())


async def refused(api: Api, campaign_id: str, scope: str) -> None:
    """Ask for one entry of what `scope` allows. Raises MissingScope where that was not granted."""
    wanted = _FANS if scope == MEMBERS else _POSTS
    await api.page(_path(campaign_id, wanted.name), wanted.attributes, scope=scope, params={"page[count]": "1"})


async def again(api: Api, hint: Hint, now: datetime) -> Batch:
    """One member, or one post, as it is now. A member who is gone without ever having paid left nothing to tell."""
    path = f"/{hint.kind}s/{quote(hint.remote_id, safe='')}"
    try:
        if hint.kind == "member":
            members = await api.single(path, MemberAttributes, scope=MEMBERS, params=_ONE_MEMBER)
            return _of_members(members, now)
        posts = await api.single(path, PostAttributes, scope=POSTS, params=_ONE_POST)
    except Gone:
        return Batch()
    return Batch(posts=tuple(one for item in posts.items if (one := parse.post(item)) is not None))


def _of_members(page: Page[MemberAttributes], now: datetime) -> Batch:
    """`now` is the best date for what went back, as nobody says when that was."""
    entries = [
        entry for item in page.items for entry in parse.movements(item, parse.charges(item, page.included), now, now)
    ]
    found = tuple(one for item in page.items if (one := parse.subscriber(item)) is not None)
    return Batch(ledger=tuple(entries), subscribers=found)


class Reader:
    """One pull, resumable after every page."""

    def __init__(self, api: Api, context: PullContext, campaign_id: str | None) -> None:
        self._api = api
        self._now = context.now
        self._cursor = walking.loaded(context.cursor)
        self._read_before: datetime | None = None
        self._campaign_id = campaign_id or self._cursor.campaign

    async def batches(self, kind: SyncKind) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.POSTS:
                async for posts in self._walked(_POSTS, _published):
                    yield self._posts(posts)
            case SyncKind.MONEY:
                async for members in self._walked(_MONEY, _charged):
                    yield self._money(members)
            case _:
                # Tiers change seldom: with each reading of the whole list.
                walk = self._cursor.walk or walking.next_walk(self._cursor, self._now)
                found: tuple[Tier, ...] | None = None
                async for members in self._walked(_FANS, _charged):
                    if found is None and walk.since is None:
                        found = await tiers(self._api, self._campaign_id or "")
                    yield replace(self._fans(members), tiers=found)

    async def _walked(self, wanted: _List[A], at: Callable[[Resource[A]], datetime | None]) -> AsyncIterator[Page[A]]:
        cursor = self._cursor
        if self._campaign_id is None:
            self._campaign_id = (await campaign(self._api)).id
        cursor.campaign = self._campaign_id
        walk = cursor.walk = cursor.walk or walking.next_walk(cursor, self._now)
        async for page in walking.walked(
            self._api,
            _path(self._campaign_id, wanted.name),
            wanted.attributes,
            scope=wanted.scope,
            walk=walk,
            sort=wanted.sort,
            at=at,
            params=wanted.params,
        ):
            self._read_before = cursor.read_at
            if walk.page is None:
                walking.finish(cursor, walk)
            yield page

    def _posts(self, page: Page[PostAttributes]) -> Batch:
        found, unreadable = lists.each(page.items, parse.post)
        gaps = lists.missing(page.unreadable + unreadable, mark("posts"), self._now)
        return Batch(cursor=walking.saved(self._cursor), posts=tuple(found), gaps=gaps)

    def _money(self, page: Page[MemberAttributes]) -> Batch:
        entries: list[LedgerEntry] = []
        unreadable = page.unreadable
        for item in page.items:
            unreadable += parse.undated(item, page.included)
            try:
                entries += parse.movements(item, parse.charges(item, page.included), self._read_before, self._now)
            except LayoutChanged:
                unreadable += 1
        return Batch(
            cursor=walking.saved(self._cursor),
            ledger=tuple(entries),
            gaps=lists.missing(unreadable, mark("charges"), self._now),
        )

    def _fans(self, page: Page[MemberAttributes]) -> Batch:
        found, unreadable = lists.each(page.items, parse.subscriber)
        unreadable += page.unreadable + sum(parse.lacks_date(item) for item in page.items)
        gaps = lists.missing(unreadable, mark("members"), self._now)
        return Batch(cursor=walking.saved(self._cursor), subscribers=tuple(found), gaps=gaps)


def _path(campaign_id: str, name: str) -> str:
    return f"/campaigns/{quote(campaign_id, safe='')}/{name}"


def _published(item: Post) -> datetime | None:
    return item.attributes.published_at if item.attributes else None


def _charged(item: Member) -> datetime | None:
    return item.attributes.last_charge_date if item.attributes else None
