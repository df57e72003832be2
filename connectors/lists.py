"""Lists of which an item cannot be read: the rest is kept, and how many are missing is told."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from connectors.errors import LayoutChanged
from ofauto_desktop.domain.metrics import Gap

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")


def of_form(given: Iterable[msgspec.Raw], form: Any) -> list[Any]:
    """The items that are of msgspec type `form`, in their order."""
    return [item for one in given if (item := _item(one, form)) is not None]


def each(items: Iterable[I], parsed: Callable[[I], R | None]) -> tuple[list[R], int]:
    """What the items are, without those that are None to us; and how many `parsed` cannot read (LayoutChanged)."""
    found: list[R] = []
    unreadable = 0
    for item in items:
        try:
            one = parsed(item)
        except LayoutChanged:
            unreadable += 1
            continue
        if one is not None:
            found.append(one)
    return found, unreadable


def missing(unreadable: int, what: str, now: datetime) -> tuple[Gap, ...]:
    """Says how many entries of a page are missing; today is marked, as of what cannot be read no day is known."""
    if not unreadable:
        return ()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (Gap(start=today, end=today + timedelta(days=1), reason=f"{unreadable} {what} could not be read"),)


def _item(raw: msgspec.Raw, form: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
