"""What is being written, kept until it is stored as a post: a crash or a closed window loses no word."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ofauto_desktop.runtime.clock import Now
from storage import settings
from storage.database import Database

_KEY = "composer.unfinished."
_NEW = _KEY + "new"
# Older ones are what nobody will go on with.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something unfinished. `is_open`: nobody closed its sheet, so the program ended while it was written (aware UTC)."""

    key: str
    at: datetime | None
    is_open: bool
    written: Any = field(repr=False)


class Unfinished:
    """One for each post that is edited and several for new ones, in the encrypted database.

    What it holds is the writer's affair, as JSON.
    """

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now
        self._open: set[str] = set()  # by sheets of this process, which still write there

    def key_of(self, post_id: int | None) -> str:
        """Where the edits of a post are kept; a place of its own for a new one."""
        return f"{_NEW}.{secrets.token_hex(8)}" if post_id is None else f"{_KEY}{post_id}"

    async def kept(self, post_id: int) -> Kept | None:
        """The edits of a post, None where there are none."""
        found = await self._database.read(settings.get, self.key_of(post_id))
        return None if found is None else _kept(self.key_of(post_id), found)

    async def all_new(self) -> tuple[Kept, ...]:
        """New posts that were begun, the latest first; not those that a sheet of this process has open."""
        found = await self._database.read(settings.under, _NEW)
        kept = [_kept(_NEW + rest, value) for rest, value in found.items() if _NEW + rest not in self._open]
        return tuple(sorted(kept, key=_age, reverse=True))

    async def keep(self, key: str, written: Mapping[str, Any], *, is_open: bool) -> None:
        """In place of what was kept there before."""
        (self._open.add if is_open else self._open.discard)(key)
        value = {"kept_at": self._now().isoformat(), "is_open": is_open, "written": dict(written)}
        await self._database.write(_put, key, value)

    async def drop(self, key: str) -> None:
        """It is stored as a post, or not wanted any more."""
        self._open.discard(key)
        await self._database.write(settings.remove, key)


def _put(session: Any, key: str, value: Any) -> None:
    settings.put(session, key, value)
    if key.startswith(_NEW):
        known = [_kept(_NEW + rest, one) for rest, one in settings.under(session, _NEW).items()]
        for old in sorted(known, key=_age, reverse=True)[_MOST:]:
            settings.remove(session, old.key)


def _kept(key: str, value: Any) -> Kept:
    if "written" not in value:  # as the version before kept it, one for all
        return Kept(key=key, at=None, is_open=False, written=value)
    at = datetime.fromisoformat(value["kept_at"])
    return Kept(key=key, at=at, is_open=bool(value["is_open"]), written=value["written"])


def _age(one: Kept) -> tuple[bool, float]:
    return one.at is not None, one.at.timestamp() if one.at is not None else 0.0
