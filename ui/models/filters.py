"""Which posts the calendar shows, as a person chose it: kept with a saved view, asked of the services. Pure; no Qt.

Of one kind any choice will do; of several kinds all must hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import IN_FLIGHT, PostFilter, PostState

Value = str | int


class Kind(StrEnum):
    """What can be filtered by, besides the text; each is a field of `Filters`."""

    CLIENT = "clients"
    ACCOUNT = "accounts"
    PLATFORM = "platforms"
    STATE = "states"
    TAG = "tags"
    AUTHOR = "authors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`platforms` and `states` are values of PlatformId and PostState; clients, accounts and authors are ids."""

    clients: tuple[int, ...] = ()
    accounts: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[int, ...] = ()
    text: str = ""

    def of(self, kind: Kind) -> tuple[Value, ...]:
        found: tuple[Value, ...] = getattr(self, kind.value)
        return found

    def toggled(self, kind: Kind, value: Value) -> "Filters":
        """With `value` chosen, or no longer."""
        known = self.of(kind)
        wanted = tuple(one for one in known if one != value) if value in known else (*known, value)
        changes: dict[str, Any] = {kind.value: wanted}
        return replace(self, **changes)

    def chosen(self) -> tuple[tuple[Kind, Value], ...]:
        """All that is chosen, in a fixed order of kinds; the text apart."""
        return tuple((kind, value) for kind in Kind for value in self.of(kind))

    @property
    def any(self) -> bool:
        return bool(self.text.strip()) or bool(self.chosen())

    def as_json(self) -> dict[str, Any]:
        """What a saved view keeps; what is not chosen is left out."""
        kept: dict[str, Any] = {kind.value: list(self.of(kind)) for kind in Kind if self.of(kind)}
        return kept | ({"text": self.text} if self.text else {})

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Filters":
        """A saved view's filters; what is not understood, by a newer version perhaps, is left out."""
        return cls(
            clients=_ids(kept.get("clients")),
            accounts=_ids(kept.get("accounts")),
            platforms=_words(kept.get("platforms"), {one.value for one in PlatformId}),
            states=_words(kept.get("states"), {one.value for one in PostState}),
            tags=_words(kept.get("tags"), None),
            authors=_ids(kept.get("authors")),
            text=str(kept.get("text", "")),
        )

    def wanted(self, *, client_id: int | None, start: datetime | None, end: datetime | None, limit: int) -> PostFilter:
        """As the services take it; `client_id` is the client that the whole window shows."""
        states = {PostState(value) for value in self.states}
        if states & IN_FLIGHT:  # "Sending" is one word for both
            states |= IN_FLIGHT
        return PostFilter(
            states=tuple(sorted(states)),
            account_ids=self.accounts,
            client_id=client_id,
            client_ids=self.clients,
            platforms=tuple(PlatformId(value) for value in self.platforms),
            tags=self.tags,
            authors=self.authors,
            text=self.text.strip(),
            start=start,
            end=end,
            limit=limit,
        )


def _ids(kept: Any) -> tuple[int, ...]:
    return tuple(one for one in kept if isinstance(one, int)) if isinstance(kept, list) else ()


def _words(kept: Any, known: set[str] | None) -> tuple[str, ...]:
    if not isinstance(kept, list):
        return ()
    return tuple(one for one in kept if isinstance(one, str) and (known is None or one in known))
