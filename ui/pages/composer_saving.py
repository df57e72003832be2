"""What becomes of a finished post: stored, lined up, told of, with the way back."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ui.desk import Desk
from ui.format import when, within
from ui.language import tr
from ui.models.composition import draft_of
from ui.undo import Act

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.unfinished import Unfinished as Keeper


class Saving:
    """Stores a draft. `post_id` is the post it becomes: a second try after a refusal makes no second post."""

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
        self._before: Post | None = None
        self._way_back: WayBack | None = None

    def begin(self, post: Post | None) -> None:
        """For a new post, or for one that is stored already."""
        self._before = post
        self.post_id = None if post is None else post.id

    async def store(self, draft: Draft, queue_id: int | None, key: str) -> Post:
        """Keep it as a post, at its time or in a queue, and forget what was kept under `key`. Raises BadInput, Conflict …"""
        if queue_id is not None:
            await self._composing.approve(replace(draft, at=When.NEXT), post_id=self.post_id)
        post = await self._composing.save(draft, post_id=self.post_id)
        self.post_id = post.id
        if queue_id is not None:
            self._way_back = (await self._planning.queues.put((post.id,), queue_id)).way_back
            post = await self._publishing.get(post.id)
        await self._sets.note_use(draft.account_ids)
        await self._keeper.drop(key)
        return post

    def tell(self, draft: Draft, post: Post, queue: str) -> None:
        """Say when it goes out, with Undo where that can still be undone."""
        undo, redo = self._ways(draft, post)
        self._desk.shell.toast(self._said(draft, post, queue), undo=undo, redo=redo)

    def _said(self, draft: Draft, post: Post, queue: str) -> str:
        due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
        if draft.at is When.NOW:
            return tr("It is going out now")
        if due is None:
            return tr("Kept as a draft")
        first = next(target for target in post.targets if target.due_at == due)
        at = within(when(due, first.zone, now=self._desk.now(), viewer=self._desk.zone))
        return tr("In {queue}: goes out {when}", queue=queue, when=at) if queue else tr("Goes out {when}", when=at)

    def _ways(self, draft: Draft, post: Post) -> tuple[Act | None, Act | None]:
        """A new post becomes a draft again, an edited one what it was; what goes out at once has no way back."""
        before, way_back = self._before, self._way_back
        if draft.at is When.NOW:
            return None, None
        if before is not None:
            stored = draft_of(before)
            return (
                lambda: self._composing.save(stored, post_id=post.id),
                lambda: self._composing.save(draft_of(post), post_id=post.id),
            )
        if way_back is not None:
            return (lambda: self._planning.take_back(way_back)), None
        if all(target.due_at is None for target in post.targets):
            return None, None
        return (
            lambda: self._publishing.unplan(post.id),
            lambda: self._composing.save(draft_of(post), post_id=post.id),
        )
