"""Which media are carried by one account's form of a post alone (B4): they stand in JSON, not in `post_media`."""

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import PostPlatform


def of_its_own(media_id: int) -> ColumnElement[bool]:
    """Whether a target carries `media_id` in place of what its post carries."""
    each = func.json_each(PostPlatform.media_ids).table_valued("value")
    return exists(select(each.c.value).where(each.c.value == media_id).correlate(PostPlatform))


def by_any(media_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether any target does."""
    each = func.json_each(PostPlatform.media_ids).table_valued("value")
    carrying = select(PostPlatform.id).join(each, true()).where(each.c.value == media_id)
    return exists(carrying.correlate_except(PostPlatform, each))
