"""Reads a list page by page, newest first, so that it can stop after any page and go on there another day."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TypeVar

from connectors.errors import LayoutChanged
from connectors.gumroad.api import Api, Listed, Page
from connectors.gumroad.cursor import Walk
from connectors.gumroad.parse import span
from connectors.gumroad.refusals import PageForgotten

T = TypeVar("T")


async def walked(
    api: Api, path: str, listed: Listed[T], *, scope: str, walk: Walk, at: Callable[[T], datetime | None], **more: str
) -> AsyncIterator[Page[T]]:
    """The pages of a list from where `walk` stands; `at` says when an item was made.

    `walk` already points behind a page when that is yielded, and `walk.page` is None after the last. A list that goes
    round in circles raises LayoutChanged.
    """
    resumed = walk.page is not None
    while True:
        after = walk.after.isoformat() if walk.after else None
        try:
            page = await api.page(path, listed, scope=scope, params={"after": after, "page_key": walk.page, **more})
        except PageForgotten:
            if not resumed:
                raise
            # A key kept over night may be forgotten: from the top again, which repeats rows and loses none.
            resumed, walk.page, walk.oldest = False, None, None
            continue
        resumed = False
        _advance(walk, page, [made for item in page.items if (made := at(item)) is not None])
        yield page
        if walk.page is None:
            return


def _advance(walk: Walk, page: Page[T], made: list[datetime]) -> None:
    stretch = span(made)
    if stretch is not None:
        if walk.oldest is not None and stretch[0] > walk.oldest:
            raise LayoutChanged("the list is not in order: it may go round in circles")
        walk.oldest = stretch[0]
    if page.next_key is not None and page.next_key == walk.page:
        raise LayoutChanged("the list names the same page again and again")
    walk.page = page.next_key
    walk.pages += 1
