"""Texts to use again: kept, found, filled in (C6, C7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.texts import LONGEST_TEXT, NewText, TextBlock
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.formats import clock, day, weekday
from ofauto_desktop.services.naming import cleaned
from storage import text_blocks
from storage.database import Database


class Texts:
    """Keeps templates, snippets, hashtag sets and signatures."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def list(self, client_id: int | None = None, *, words: str = "") -> tuple[TextBlock, ...]:
        """Those for every client and those of one; those last used first. `words`: only those that hold each of them."""
        wanted = words.casefold().split()
        known = await self._database.read(text_blocks.listed, client_id)
        return tuple(one for one in known if _holds(one, wanted))

    async def add(self, new: NewText) -> TextBlock:
        """Raises BadInput for a bad or taken name, or an empty or endless text."""
        return await self._database.write(text_blocks.add, _checked(new), self._now())

    async def edit(self, text_id: int, new: NewText) -> TextBlock:
        """Give it another form. Raises NotFound, and BadInput as `add` does."""
        return await self._database.write(text_blocks.edit, text_id, _checked(new), self._now())

    async def remove(self, text_id: int) -> TextBlock:
        """Delete it; returns it, for `put_back`. Raises NotFound."""
        return await self._database.write(text_blocks.remove, text_id, self._now())

    async def put_back(self, block: TextBlock) -> TextBlock:
        """Undo `remove`. Raises BadInput where its name is taken by now."""
        return await self._database.write(text_blocks.put_back, block, self._now())

    async def note_use(self, text_id: int) -> None:
        """It was put into a post: next time it comes first."""
        await self._database.write(text_blocks.note_use, text_id, self._now())


def known_values(account: Account | None, due_at: datetime | None, zone: str) -> Mapping[str, str]:
    """What is known without asking: who posts, and when (aware UTC), in the account's zone or else in `zone`."""
    values: dict[str, str] = {}
    if account is not None:
        values = {"client": account.client, "account": account.name, "handle": f"@{account.handle or account.name}"}
    if due_at is not None:
        wall = to_wall(due_at, account.zone if account is not None else zone)
        values |= {"date": day(wall.date()), "time": clock(wall), "weekday": weekday(wall, long=True)}
    return values


def _checked(new: NewText) -> NewText:
    texts = {platform: text for platform, text in new.texts.items() if text.strip() and text != new.body}
    if not new.body.strip():
        raise BadInput("it needs a text", item=new.name)
    if any(len(text) > LONGEST_TEXT for text in (new.body, *texts.values())):
        raise BadInput(f"a text has at most {LONGEST_TEXT} characters", item=new.name)
    return replace(new, name=cleaned(new.name, "a text"), texts=texts)


def _holds(block: TextBlock, words: list[str]) -> bool:
    said = " ".join((block.name, *block.bodies)).casefold()
    return all(word in said for word in words)
