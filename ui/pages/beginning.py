"""What the composer opens with: unfinished words, a stored post, or an empty one for the accounts used last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui.models.composition import Unfinished, draft_of, unfinished_from

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.unfinished import Unfinished as Keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is read before anything is shown. `accounts` are those that can publish."""

    accounts: tuple[Account, ...]
    kept: Unfinished | None
    post: Post | None
    media: tuple[MediaItem, ...]


class Beginning:
    """Reads an opening; runs on the loop."""

    def __init__(
        self,
        composing: "Composing",
        publishing: "Publishing",
        accounts: "Accounts",
        library: "Library",
        keeper: "Keeper",
    ) -> None:
        self._composing, self._publishing, self._accounts = composing, publishing, accounts
        self._library, self._keeper = library, keeper

    async def read(self, start: Mapping[str, Any], client_id: int | None) -> Opening:
        """`start` as `Composer.begin` takes it. Raises NotFound for a post that is gone."""
        every = await self._accounts.list(client_id)
        accounts = tuple(account for account in every if self._composing.measure(account, "") is not None)
        post_id = start.get("post_id")
        kept = unfinished_from(await self._keeper.kept(post_id))
        begun = kept is not None and not kept.is_empty
        post = None if post_id is None else await self._publishing.get(post_id)
        if kept is not None and begun:
            media = await self._media((*kept.draft.media_ids, *start.get("media_ids", ())))
        else:
            media = await self._media(start.get("media_ids", ())) if post is None else post.media
        return Opening(accounts=accounts, kept=kept if begun or post is None else None, post=post, media=media)

    async def _media(self, wanted: Iterable[int]) -> tuple[MediaItem, ...]:
        """Those that are still in the library."""
        found = []
        for media_id in dict.fromkeys(wanted):
            try:
                found.append(await self._library.get(media_id))
            except NotFound:
                continue  # removed meanwhile; the post goes on without it
        return tuple(found)


def first_draft(opening: Opening, start: Mapping[str, Any], zone: str, now: datetime) -> Draft:
    """What is unfinished, else the stored post, else an empty draft; at the time that was pointed at, if one was.

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
    return replace(draft, at=at)


def refusals(post: Post | None) -> tuple[str, ...]:
    """Why a post did not go out, one line an account."""
    if post is None:
        return ()
    failed = [target for target in post.targets if target.state is PostState.FAILED and target.attempts]
    return tuple(f"Not sent on {target.account}: {_why(target, post.id)}" for target in failed)


def _why(target: Target, post_id: int) -> str:
    return target.attempts[-1].detail.removeprefix(f"{target.account}, post {post_id}: ")


def _begun(opening: Opening, start: Mapping[str, Any]) -> Draft:
    if opening.kept is not None and not opening.kept.is_empty:
        return opening.kept.draft
    if opening.post is not None:
        return draft_of(opening.post)
    last = opening.kept.draft.account_ids if opening.kept is not None else ()
    only = tuple(account.id for account in opening.accounts) if len(opening.accounts) == 1 else ()
    return Draft(account_ids=tuple(start.get("account_ids") or last or only), text=start.get("text", ""), at=When.NEXT)
