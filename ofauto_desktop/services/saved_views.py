"""Saved views: filters of a page under a name (B18, L7)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PlanningChanged
from ofauto_desktop.domain.planning import PlanningKind, SavedView
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.naming import cleaned
from storage import saved_views
from storage.database import Database

PAGES = ("calendar", "library", "ledger", "analytics")
_LARGEST = 20_000


class Views:
    """Keeps, arranges and drops the views of every page."""

    def __init__(self, database: Database, bus: EventBus, now: Now) -> None:
        self._database, self._bus, self._now = database, bus, now

    async def list(self, page: str) -> tuple[SavedView, ...]:
        """The views of a page, in the person's order."""
        return tuple(await self._database.read(saved_views.listed, page))

    async def add(self, page: str, name: str, filters: Mapping[str, Any]) -> SavedView:
        """Keep a page's filters. Raises BadInput for an unknown page, a bad or taken name, or what is no JSON."""
        if page not in PAGES:
            raise BadInput("this page keeps no views", item=page)
        view = await self._database.write(saved_views.add, page, cleaned(name, "a view"), _json(filters), self._now())
        self._changed()
        return view

    async def edit(
        self, view_id: int, *, name: str | None = None, filters: Mapping[str, Any] | None = None
    ) -> SavedView:
        """Rename a view, or give it other filters. Raises NotFound, and BadInput as `add` does."""
        view = await self._database.write(
            saved_views.edit,
            view_id,
            self._now(),
            name=None if name is None else cleaned(name, "a view"),
            filters=None if filters is None else _json(filters),
        )
        self._changed()
        return view

    async def arrange(self, page: str, view_ids: Sequence[int]) -> tuple[SavedView, ...]:
        """Put a page's views into this order; those not named come after."""
        await self._database.write(saved_views.arrange, page, view_ids, self._now())
        self._changed()
        return await self.list(page)

    async def remove(self, view_id: int) -> SavedView:
        """Delete a view; returns it, for `put_back`. Raises NotFound."""
        view = await self._database.write(saved_views.remove, view_id, self._now())
        self._changed()
        return view

    async def put_back(self, view: SavedView) -> SavedView:
        """Undo `remove`. Raises BadInput where its name is taken by now."""
        restored = await self._database.write(saved_views.put_back, view, self._now())
        self._changed()
        return restored

    def _changed(self) -> None:
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.VIEWS.value))


def _json(filters: Mapping[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(dict(filters))
    except (TypeError, ValueError) as error:
        raise BadInput("filters are plain JSON") from error
    if len(text) > _LARGEST:
        raise BadInput("these filters are too long to keep")
    plain: dict[str, Any] = json.loads(text)
    return plain
