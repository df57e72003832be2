"""A PostFilter as conditions on targets, their posts and accounts: the one place that says what its fields mean."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, column, exists, false, func, literal_column, select, table

from ofauto_desktop.domain.posts import PostFilter
from storage.models import Platform, PostPlatform, ScheduledPost

_LONGEST_TEXT = 200
_MOST_WORDS = 10
_INDEX = table("post_text", column("rowid"))


def narrowed(query: Any, wanted: PostFilter) -> Any:
    """`query`, which selects from PostPlatform, for what is wanted alone; joined to ScheduledPost where that is asked."""
    about_posts = of_posts(wanted)
    if about_posts:
        query = query.join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
    return query.where(*of_targets(wanted), *about_posts)


def of_targets(wanted: PostFilter) -> list[ColumnElement[bool]]:
    """Conditions on PostPlatform and Platform."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(PostPlatform.state.in_(wanted.states))
    if wanted.account_ids:
        conditions.append(PostPlatform.platform_id.in_(wanted.account_ids))
    if wanted.platforms:
        accounts = select(Platform.id).where(Platform.platform.in_(wanted.platforms))
        conditions.append(_wide(PostPlatform.platform_id).in_(accounts))
    if wanted.start is not None:
        conditions.append(PostPlatform.due_at >= wanted.start)
    if wanted.end is not None:
        conditions.append(PostPlatform.due_at < wanted.end)
    return conditions


def of_posts(wanted: PostFilter) -> list[ColumnElement[bool]]:
    """Conditions on ScheduledPost."""
    conditions: list[ColumnElement[bool]] = []
    in_time = wanted.start is not None or wanted.end is not None
    client = _wide(ScheduledPost.client_id) if in_time else ScheduledPost.client_id
    if wanted.client_id is not None:
        conditions.append(client == wanted.client_id)
    if wanted.client_ids:
        conditions.append(client.in_(wanted.client_ids))
    if wanted.authors:
        conditions.append(ScheduledPost.user_id.in_(wanted.authors))
    if wanted.queue_id is not None:
        conditions.append(ScheduledPost.queue_id == wanted.queue_id)
    if wanted.series_id is not None:
        conditions.append(ScheduledPost.series_id == wanted.series_id)
    if wanted.tags:
        each = func.json_each(ScheduledPost.tags).table_valued("value", joins_implicitly=True)
        conditions.append(exists(select(1).select_from(each).where(each.c.value.in_(wanted.tags))))
    if wanted.text.strip():
        conditions.append(_says(wanted))
    return conditions


def _wide(number: Any) -> ColumnElement[int]:
    """A column whose index SQLite is to leave alone: the choice is wide, and following it would miss that of times."""
    made: ColumnElement[int] = number + 0
    return made


def _says(wanted: PostFilter) -> ColumnElement[bool]:
    """Posts with all the words, in any place. Whatever was typed is data: each word is quoted."""
    words = [word for word in wanted.text[:_LONGEST_TEXT].split()[:_MOST_WORDS] if any(one.isalnum() for one in word)]
    if not words:
        return false()
    phrases = ['"' + word.replace('"', '""') + '"' for word in words]
    matching = select(_INDEX.c.rowid).where(literal_column("post_text").op("MATCH")(" ".join(phrases) + "*"))
    if wanted.start is not None and wanted.end is not None:
        # Words in many posts are looked for among those around the ones of this time: ids rise with time, mostly.
        there = select(PostPlatform.post_id).where(
            PostPlatform.due_at >= wanted.start, PostPlatform.due_at < wanted.end
        )
        ids = there.subquery()
        first, last = (select(pick(ids.c.post_id)).scalar_subquery() for pick in (func.min, func.max))
        matching = matching.where(_INDEX.c.rowid.between(first, last))
    return ScheduledPost.id.in_(matching.union_all(_said_by_one(words, wanted)))


def _said_by_one(words: Sequence[str], wanted: PostFilter) -> Select[int]:
    """Posts of which one account's own text holds all the words: those are few, and in no index."""
    own = [PostPlatform.text.contains(word, autoescape=True) for word in words]
    query = select(PostPlatform.post_id).where(PostPlatform.text.is_not(None), *own)
    if wanted.start is not None and wanted.end is not None:
        query = query.where(PostPlatform.due_at >= wanted.start, PostPlatform.due_at < wanted.end)
    return query
