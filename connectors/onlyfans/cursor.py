"""Where pulls stand: kept as JSON beside what they read. One that cannot be read means to begin again, which is safe.

A page of the site always begins with the newest, so a pull that was cut off begins there again; a complete one says
how far the next one has to go.
"""

from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

# Payments are cleared after 7 days, or marked again; posts gain likes (platforms/onlyfans.md §5.2).
AGAIN = timedelta(days=30)


class MoneyCursor(msgspec.Struct, omit_defaults=True):
    """`read_at`: when the last complete reading began. `flips`: how often payments were undone and came back."""

    read_at: datetime | None = None
    flips: dict[str, int] = {}


class FansCursor(msgspec.Struct, omit_defaults=True):
    """`expired_at`: when those who had left were last read."""

    expired_at: datetime | None = None


class PostsCursor(msgspec.Struct, omit_defaults=True):
    read_at: datetime | None = None


class StatisticsCursor(msgspec.Struct, omit_defaults=True):
    """`visits` in all up to `until`, the end of the last day that was counted."""

    until: datetime | None = None
    visits: int = 0


class LettersCursor(msgspec.Struct, omit_defaults=True):
    """All conversations are read up to `until`; in a pull that was cut off, those after it since `since`."""

    until: datetime | None = None
    since: datetime | None = None


C = TypeVar("C", MoneyCursor, FansCursor, PostsCursor, StatisticsCursor, LettersCursor)


def loaded(text: str | None, form: type[C]) -> C:
    """The cursor in `text`, or a new one."""
    try:
        return msgspec.json.decode(text, type=form) if text else form()
    except (msgspec.DecodeError, UnicodeError):
        return form()


def saved(cursor: msgspec.Struct) -> str:
    return msgspec.json.encode(cursor).decode()


def floor(read_at: datetime | None, now: datetime) -> datetime | None:
    """What is older than this need not be read again; None: everything is wanted."""
    return min(read_at, now) - AGAIN if read_at is not None else None
