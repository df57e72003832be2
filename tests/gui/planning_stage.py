"""Planning over the posts of a StubPublishing, handed out as the real services do."""

from dataclasses import replace
from datetime import timedelta

from ofauto_desktop.domain.agenda import AgendaEntry
from ofauto_desktop.domain.clashes import Clash
from ofauto_desktop.domain.missed import MissedItem
from ofauto_desktop.domain.planning import CalendarMark, SavedView, WayBack
from ofauto_desktop.domain.posts import Post, PostFilter, Target
from ofauto_desktop.domain.schedule import moment, moment_at
from tests.gui.posts_stage import Refusing, StubPublishing


def light(post: Post, target: Target) -> AgendaEntry:
    return AgendaEntry(
        post_id=post.id,
        target_id=target.id,
        client_id=post.client_id,
        account_id=target.account_id,
        account=target.account,
        platform=target.platform,
        state=target.state,
        text=(post.text if target.text is None else target.text)[:200],
        parts=1 + len(post.thread),
        media=len(post.media),
        cover_id=post.media[0].id if post.media else None,
        wall=target.wall,
        zone=target.zone,
        due_at=target.due_at,
        next_try=None,
        posted_at=target.posted_at,
        tags=(),
        queue_id=None,
        series_id=None,
    )


class StubAgenda:
    def __init__(self, publishing: StubPublishing) -> None:
        self._publishing = publishing
        self.asked: list[PostFilter] = []

    async def entries(self, wanted: PostFilter) -> tuple[AgendaEntry, ...]:
        await self._publishing._begin("entries", wanted)
        self.asked.append(wanted)
        found = [
            light(post, target)
            for post in self._publishing.posts.values()
            for target in post.targets
            if _passes(post, target, wanted)
        ]
        found.sort(key=lambda one: (one.due_at is None, one.due_at or 0, one.target_id))
        return tuple(found[wanted.offset : wanted.offset + wanted.limit])

    async def count(self, wanted: PostFilter) -> int:
        posts = self._publishing.posts.values()
        return sum(_passes(post, target, wanted) for post in posts for target in post.targets)

    async def tags(self) -> tuple[()]:
        return ()

    async def authors(self) -> tuple[()]:
        return ()


def _passes(post: Post, target: Target, wanted: PostFilter) -> bool:
    return (
        wanted.client_id in (None, post.client_id)
        and (not wanted.client_ids or post.client_id in wanted.client_ids)
        and (not wanted.states or target.state in wanted.states)
        and (not wanted.account_ids or target.account_id in wanted.account_ids)
        and (not wanted.platforms or target.platform in wanted.platforms)
        and (wanted.start is None or (target.due_at is not None and target.due_at >= wanted.start))
        and (wanted.end is None or (target.due_at is not None and target.due_at < wanted.end))
        and all(word.lower() in post.text.lower() for word in wanted.text.split())
    )


class StubMarks:
    def __init__(self) -> None:
        self.all: list[CalendarMark] = []

    async def between(self, first, last, *, client_id=None) -> tuple[CalendarMark, ...]:
        return tuple(mark for mark in self.all if mark.first <= last and mark.last >= first)

    async def put(self, mark: CalendarMark) -> CalendarMark:
        stored = replace(mark, id=mark.id or len(self.all) + 1)
        self.all = [one for one in self.all if one.id != stored.id] + [stored]
        return stored

    async def remove(self, mark_id: int) -> CalendarMark:
        gone = next(one for one in self.all if one.id == mark_id)
        self.all.remove(gone)
        return gone


class StubSlots:
    async def between(self, account, start, end, *, queue_id=None):
        day = moment_at(start + timedelta(hours=1), account.zone).wall.replace(hour=15, minute=0)

        return (moment(day.isoformat(), account.zone),)

    async def list(self, account_id=None):
        return ()


class StubViews:
    def __init__(self) -> None:
        self.all: list[SavedView] = []

    async def list(self, page: str) -> tuple[SavedView, ...]:
        return tuple(self.all)

    async def add(self, page: str, name: str, filters) -> SavedView:
        view = SavedView(id=len(self.all) + 1, page=page, name=name, filters=dict(filters), position=len(self.all))
        self.all.append(view)
        return view

    async def edit(self, view_id: int, *, name=None, filters=None) -> SavedView:
        known = next(one for one in self.all if one.id == view_id)
        made = replace(known, name=name or known.name, filters=known.filters if filters is None else dict(filters))
        self.all[self.all.index(known)] = made
        return made

    async def remove(self, view_id: int) -> SavedView:
        known = next(one for one in self.all if one.id == view_id)
        self.all.remove(known)
        return known

    async def put_back(self, view: SavedView) -> SavedView:
        self.all.append(view)
        return view


class StubClashes:
    def __init__(self) -> None:
        self.all: tuple[Clash, ...] = ()

    async def between(self, start, end, wanted=None):
        return self.all


class StubMissed:
    def __init__(self) -> None:
        self.all: tuple[MissedItem, ...] = ()

    async def list(self, client_id=None):
        return self.all


class StubQueues:
    async def list(self):
        return ()


class StubMany(Refusing):
    """Changes the posts of a StubPublishing, and gives them back."""

    def __init__(self, publishing: StubPublishing) -> None:
        super().__init__()
        self._publishing = publishing
        self.before: list[dict[int, Post]] = []

    async def shift(self, post_ids, days):
        await self._begin("shift", tuple(post_ids), days)
        way = self._keep(post_ids)
        await self._publishing.shift(post_ids, timedelta(days=days))
        return way

    async def move(self, plan):
        await self._begin("move", dict(plan))
        way = self._keep(tuple(plan))
        for post_id, at in plan.items():
            await self._publishing.move(post_id, at)
        return way

    async def unplan(self, post_ids):
        await self._begin("unplan", tuple(post_ids))
        way = self._keep(post_ids)
        for post_id in post_ids:
            await self._publishing.unplan(post_id)
        return way

    async def remove(self, post_ids):
        await self._begin("remove", tuple(post_ids))
        way = self._keep(post_ids)
        for post_id in post_ids:
            await self._publishing.remove(post_id)
        return way

    async def tag(self, post_ids, *, add=(), remove=()):
        await self._begin("tag", tuple(post_ids), tuple(add), tuple(remove))
        return self._keep(post_ids)

    def _keep(self, post_ids) -> WayBack:
        rows = tuple({"post": self._publishing.posts.get(post_id)} for post_id in post_ids)
        return WayBack(post_ids=tuple(post_ids), rows=rows)


class StubPlanning(Refusing):
    def __init__(self, publishing: StubPublishing) -> None:
        super().__init__()
        self.agenda = StubAgenda(publishing)
        self.many = StubMany(publishing)
        self._publishing = publishing
        self.queues, self.clashes, self.missed = StubQueues(), StubClashes(), StubMissed()
        self.marks, self.slots, self.views = StubMarks(), StubSlots(), StubViews()

    async def take_back(self, way: WayBack) -> WayBack:
        await self._begin("take_back", way.post_ids)
        forward = self.many._keep(way.post_ids)
        for post_id, kept in zip(way.post_ids, way.rows, strict=True):
            if kept["post"] is None:
                self._publishing.posts.pop(post_id, None)
            else:
                self._publishing.posts[post_id] = kept["post"]
        return forward
