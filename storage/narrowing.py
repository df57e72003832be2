"""A PostFilter as conditions on targets, their posts and accounts: the one place that says what its fields mean."""

from typing import Any

from sqlalchemy import ColumnElement, column, exists, func, literal_column, select, table

from ofauto_desktop.domain.posts import PostFilter
from storage.models import Platform, PostPlatform, ScheduledPost

_LONGEST_TEXT = 200
_MOST_WORDS = 10
_INDEX = table("post_text", column("rowid"))


def narrowed(query: Any, wanted: PostFilter) -> Any:
    """`query`, which selects from PostPlatform joined to ScheduledPost and Platform, for what is wanted alone."""
    return query.where(*of_targets(wanted), *of_posts(wanted))


def of_targets(wanted: PostFilter) -> list[ColumnElement[bool]]:
    """Conditions on PostPlatform and Platform."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(PostPlatform.state.in_(wanted.states))
    if wanted.account_ids:
        conditions.append(PostPlatform.platform_id.in_(wanted.account_ids))
    if wanted.platforms:
        conditions.append(
            PostPlatform.platform_id.in_(select(Platform.id).where(Platform.platform.in_(wanted.platforms)))
        )
    if wanted.start is not None:
        conditions.append(PostPlatform.due_at >= wanted.start)
    if wanted.end is not None:
        conditions.append(PostPlatform.due_at < wanted.end)
    return conditions


def of_posts(wanted: PostFilter) -> list[ColumnElement[bool]]:
    """Conditions on ScheduledPost."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.client_id is not None:
        conditions.append(ScheduledPost.client_id == wanted.client_id)
    if wanted.client_ids:
        conditions.append(ScheduledPost.client_id.in_(wanted.client_ids))
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
        conditions.append(_says(wanted.text))
    return conditions


def _says(typed: str) -> ColumnElement[bool]:
    """Posts with all the words, in any place. Whatever was typed is data: each word is quoted."""
    words = [word for word in typed[:_LONGEST_TEXT].split()[:_MOST_WORDS] if any(one.isalnum() for one in word)]
    if not words:
        return literal_column("0") == 1
    phrases = ['"' + word.replace('"', '""') + '"' for word in words]
    match = literal_column("post_text").op("MATCH")(" ".join(phrases) + "*")
    return ScheduledPost.id.in_(select(_INDEX.c.rowid).where(match))
