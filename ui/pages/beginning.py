"""What the composer opens with: what a crash cut off, a stored post, or an empty one for the accounts used last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.planning import Queue
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ofauto_desktop.domain.tiers import Tier
from ui.language import known, tr
from ui.models.composition import Unfinished, draft_of, unfinished_from
from ui.widgets.unfinished_offers import Offer

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.unfinished import Kept
    from ofauto_desktop.services.unfinished import Unfinished as Keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is read before anything is shown.

    `closed` says for some accounts why nothing can be published there. `kept` is what to go on with: edits of the post,
    or what was being written when the program ended; `offers` are further beginnings. `rule` is how the post's series
    repeats. `media` holds every item by id, `tiers` those of each account's page.
    """

    accounts: tuple[Account, ...]
    closed: Mapping[int, str]
    last: tuple[int, ...]
    sets: tuple[AccountSet, ...]
    queues: tuple[Queue, ...]
    kept: Offer | None
    offers: tuple[Offer, ...]
    post: Post | None
    rule: Recurrence | None
    media: Mapping[int, MediaItem]
    tiers: Mapping[int, tuple[Tier, ...]]


class Beginning:
    """Reads an opening; runs on the loop."""

    def __init__(
        self,
        *,
        composing: "Composing",
        publishing: "Publishing",
        accounts: "Accounts",
        library: "Library",
        sets: "AccountSets",
        planning: "Planning",
        keeper: "Keeper",
    ) -> None:
        self._composing, self._publishing, self._accounts = composing, publishing, accounts
        self._library, self._sets, self._planning, self._keeper = library, sets, planning, keeper

    async def read(self, start: Mapping[str, Any], client_id: int | None) -> Opening:
        """`start` as `Composer.begin` takes it. Raises NotFound for a post that is gone."""
        accounts = await self._accounts.list(client_id)
        post_id = start.get("post_id")
        post = None if post_id is None else await self._publishing.get(post_id)
        kept, offers = await self._unfinished(post_id)
        wanted = list(start.get("media_ids", ()))
        for draft in (kept.unfinished.draft if kept else None, draft_of(post) if post else None):
            wanted += _media_of(draft)
        return Opening(
            accounts=accounts,
            closed={one.id: why for one in accounts if (why := known(self._composing.unavailable(one)))},
            last=await self._sets.last_used(),
            sets=await self._sets.list(),
            queues=await self._planning.queues.list(),
            kept=kept,
            offers=offers,
            post=post,
            rule=await self._rule_of(post),
            media=await self.media(wanted),
            tiers=await self._composing.tiers([one.id for one in accounts]),
        )

    async def media(self, wanted: Iterable[int]) -> dict[int, MediaItem]:
        """Those that are still in the library."""
        found = {}
        for media_id in dict.fromkeys(wanted):
            try:
                found[media_id] = await self._library.get(media_id)
            except NotFound:
                continue  # removed meanwhile; the post goes on without it
        return found

    async def _rule_of(self, post: Post | None) -> Recurrence | None:
        """How the post's series repeats."""
        if post is None or post.series_id is None:
            return None
        return (await self._planning.series.get(post.series_id)).rule

    async def media_of(self, unfinished: Unfinished) -> dict[int, MediaItem]:
        """What something unfinished carries, on whichever account."""
        return await self.media(_media_of(unfinished.draft))

    async def _unfinished(self, post_id: int | None) -> tuple[Offer | None, tuple[Offer, ...]]:
        """What to go on with at once, and what else was begun."""
        if post_id is not None:
            kept = await self._keeper.kept(post_id)
            return (None if kept is None else _offer(kept)), ()
        found = [(one, offer) for one in await self._keeper.all_new() if (offer := _offer(one)) is not None]
        cut_off = next((offer for one, offer in found if one.is_open), None)
        return cut_off, tuple(offer for _, offer in found if offer is not cut_off)


def first_draft(opening: Opening, start: Mapping[str, Any], zone: str, now: datetime) -> Draft:
    """What is to be gone on with, else the stored post, else an empty draft; at the time that was pointed at, if one was.

    A time with an offset becomes the wall time of the first account; `zone` is the viewer's, for where there is none. A
    stored post whose time has passed, as that of one that failed has, is meant for the next slot.
    """
    draft = _begun(opening, start)
    at = start.get("at") or draft.at
    first = next((one.zone for one in opening.accounts if one.id in draft.account_ids), zone)
    if isinstance(at, datetime) and at.tzinfo is not None:
        at = to_wall(at, first)
    elif isinstance(at, datetime) and to_utc(at, first) <= now:
        at = When.NEXT
    added = [one for one in start.get("media_ids", ()) if one not in draft.media_ids]
    known = tuple(one for one in (*draft.media_ids, *added) if one in opening.media)
    return replace(draft, at=at, media_ids=known)


def refusals(post: Post | None) -> tuple[str, ...]:
    """Why a post did not go out, one line an account."""
    if post is None:
        return ()
    failed = [target for target in post.targets if target.state is PostState.FAILED and target.attempts]
    return tuple(
        tr("Not sent on {account}: {why}", account=target.account, why=_why(target, post.id)) for target in failed
    )


def _why(target: Target, post_id: int) -> str:
    return known(target.attempts[-1].detail.removeprefix(f"{target.account}, post {post_id}: "))


def _begun(opening: Opening, start: Mapping[str, Any]) -> Draft:
    if opening.kept is not None:
        return opening.kept.unfinished.draft
    if opening.post is not None:
        return draft_of(opening.post)
    can = [account.id for account in opening.accounts if account.id not in opening.closed]
    last = tuple(one for one in opening.last if one in can)
    only = tuple(can) if len(can) == 1 else ()
    chosen = tuple(start.get("account_ids") or last or only)
    return Draft(
        account_ids=chosen,
        text=start.get("text", ""),
        reply_to=start.get("reply_to"),
        at=When(start.get("usual", When.NEXT)),
    )


def _media_of(draft: Draft | None) -> list[int]:
    if draft is None:
        return []
    return [*draft.media_ids, *(one for own in draft.overrides.values() for one in own.media_ids or ())]


def _offer(kept: "Kept") -> Offer | None:
    unfinished = unfinished_from(kept.written)
    if unfinished is None or unfinished.is_empty:
        return None
    return Offer(key=kept.key, at=kept.at, unfinished=unfinished)
