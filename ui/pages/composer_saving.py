"""What becomes of a finished post: stored, lined up, repeated, told of, with the way back."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Scope, SeriesChanged
from ui.desk import Desk
from ui.format import when, within
from ui.language import tr, tr_n
from ui.models.composition import draft_of
from ui.undo import Act

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.unfinished import Unfinished as Keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants of a post: what it says, and whether it joins a queue or comes again.

    `scope` says which posts of a series an edit means; None for a post of no series.
    """

    draft: Draft
    queue_id: int | None = None
    queue: str = ""
    rule: Recurrence | None = None
    scope: Scope | None = None


class Saving:
    """Stores a wish. `post_id` is the post it becomes: a second try after a refusal makes no second post."""

    def __init__(
        self,
        *,
        composing: "Composing",
        publishing: "Publishing",
        planning: "Planning",
        sets: "AccountSets",
        keeper: "Keeper",
        desk: Desk,
    ) -> None:
        self._composing, self._publishing, self._planning = composing, publishing, planning
        self._sets, self._keeper, self._desk = sets, keeper, desk
        self.post_id: int | None = None
        self.before: Post | None = None
        self._way_back: WayBack | None = None
        self._many = 1

    def begin(self, post: Post | None) -> None:
        """For a new post, or for one that is stored already."""
        self.before = post
        self.post_id = None if post is None else post.id

    async def store(self, wish: Wish, key: str) -> Post:
        """Keep it as a post, and forget what was kept under `key`. Raises BadInput, Conflict …"""
        self._way_back, self._many = None, 1
        post = await self._stored(wish)
        await self._sets.note_use(wish.draft.account_ids)
        await self._keeper.drop(key)
        return post

    def tell(self, wish: Wish, post: Post) -> None:
        """Say when it goes out, with Undo where that can still be undone."""
        undo, redo = self._ways(wish, post)
        self._desk.shell.toast(self._said(wish, post), undo=undo, redo=redo)

    async def _stored(self, wish: Wish) -> Post:
        if wish.queue_id is not None:
            return await self._in_queue(wish, wish.queue_id)
        if wish.scope is not None and self.post_id is not None:
            draft = wish.draft if wish.scope is Scope.THIS else _in_step(wish.draft)
            changed = await self._planning.series.edit(self.post_id, draft, wish.scope, rule=wish.rule)
            return await self._of_series(changed)
        if wish.rule is not None and self.post_id is None:
            return await self._of_series(await self._planning.series.start(_in_step(wish.draft), wish.rule))
        post = await self._composing.save(wish.draft, post_id=self.post_id)
        self.post_id = post.id
        if wish.rule is not None:
            return await self._of_series(await self._planning.series.repeat(post.id, wish.rule))
        return post

    async def _in_queue(self, wish: Wish, queue_id: int) -> Post:
        """Nothing is stored of what its platforms would refuse."""
        await self._composing.approve(replace(wish.draft, at=When.NEXT), post_id=self.post_id)
        post = await self._composing.save(replace(wish.draft, at=When.DRAFT), post_id=self.post_id)
        self.post_id = post.id
        self._way_back = (await self._planning.queues.put((post.id,), queue_id)).way_back
        return await self._publishing.get(post.id)

    async def _of_series(self, changed: SeriesChanged) -> Post:
        self._way_back, self._many = changed.way_back, len(changed.changed)
        return await self._publishing.get(self.post_id if self.post_id is not None else min(changed.changed))

    def _said(self, wish: Wish, post: Post) -> str:
        due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
        if wish.draft.at is When.NOW:
            return tr("It is going out now")
        if due is None:
            return tr("Kept as a draft")
        first = next(target for target in post.targets if target.due_at == due)
        at = within(when(due, first.zone, now=self._desk.now(), viewer=self._desk.zone))
        if self._many > 1:
            return tr_n("{n} post planned, first {when}", "{n} posts planned, first {when}", self._many, when=at)
        return (
            tr("In {queue}: goes out {when}", queue=wish.queue, when=at)
            if wish.queue
            else tr("Goes out {when}", when=at)
        )

    def _ways(self, wish: Wish, post: Post) -> tuple[Act | None, Act | None]:
        """A new post becomes a draft again, an edited one what it was; what goes out at once has no way back."""
        before, way_back = self.before, self._way_back
        if wish.draft.at is When.NOW:
            return None, None
        if way_back is not None:
            return (lambda: self._planning.take_back(way_back)), None
        if before is not None:
            stored = draft_of(before)
            return (
                lambda: self._composing.save(stored, post_id=post.id),
                lambda: self._composing.save(draft_of(post), post_id=post.id),
            )
        if all(target.due_at is None for target in post.targets):
            return None, None
        return (
            lambda: self._publishing.unplan(post.id),
            lambda: self._composing.save(draft_of(post), post_id=post.id),
        )


def _in_step(draft: Draft) -> Draft:
    """All accounts at one time: a series has no others."""
    return replace(draft, overrides={one: replace(own, at=None) for one, own in draft.overrides.items()})
