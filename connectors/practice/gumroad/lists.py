"""How the practice platform cuts its lists into pages."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from connectors.practice.gumroad.records import Sale, Seller, place
from connectors.practice.gumroad.world import Settings

T = TypeVar("T")
# "20261101081040000000-123456": when the first sale of the page was made, to the microsecond, and its number.
_SALES_KEY = re.compile(r"(\d{20})-(\d{1,12})")
_MOMENT = "%Y%m%d%H%M%S%f"


class BadPage(Exception):
    """A page key that is none."""


def sales_page(
    seller: Seller,
    *,
    after: datetime | None,
    before: datetime | None,
    page_key: str | None,
    wanted: Mapping[str, str],
    settings: Settings,
) -> tuple[list[Sale], str | None]:
    """A page of sales in [after, before), newest first, and the key of the next. Raises BadPage."""
    end = len(seller.sales)
    if before is not None:
        end = bisect_left(seller.sales, (before, 0), key=place)
    if page_key is not None:
        at, number = _sales_key(page_key, settings)
        end = min(end, bisect_left(seller.sales, (at, number + 1), key=place))
    start = bisect_left(seller.sales, (after, 0), key=place) if after is not None else 0
    newest_first = (seller.sales[at] for at in range(end - 1, start - 1, -1))
    found = list(islice((one for one in newest_first if _fits(one, wanted)), settings.page_size + 1))
    page, rest = found[: settings.page_size], found[settings.page_size :]
    following = f"{rest[0].created_at.strftime(_MOMENT)}-{rest[0].number}" if rest else None
    return page, (page_key or following) if settings.repeat_pages else following


def page_of(items: Sequence[T], page_key: str | None, size: int, settings: Settings) -> tuple[Sequence[T], str | None]:
    """A page of a short list, and the key of the next. Raises BadPage."""
    if page_key is not None and (settings.forget_pages or not page_key.isdigit()):
        raise BadPage
    start = int(page_key or 0)
    following = str(start + size) if 0 < size < len(items) - start else None
    return items[start : start + size], (page_key or following) if settings.repeat_pages else following


def _sales_key(text: str, settings: Settings) -> tuple[datetime, int]:
    match = _SALES_KEY.fullmatch(text)
    if match is None or settings.forget_pages:
        raise BadPage
    try:
        return datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC), int(match[2])
    except ValueError:
        raise BadPage from None


def _fits(sale: Sale, wanted: Mapping[str, str]) -> bool:
    facts = {"product_id": sale.product.id, "email": sale.email, "order_id": str(524_000_000 + sale.number)}
    return all(facts[name] == value for name, value in wanted.items())
