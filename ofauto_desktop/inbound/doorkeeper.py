"""Opens the door where the person, or a command, wants it open, and shuts it."""

import logging
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import DoorMoved
from ofauto_desktop.domain.preferences import INBOUND_ON, INBOUND_PORT
from ofauto_desktop.services import Services

if TYPE_CHECKING:  # a server, which a closed door does not need
    from ofauto_desktop.inbound.door import Door

_log = logging.getLogger(__name__)


class Doorkeeper:
    """One open workspace's door. All of it runs on the loop."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._door: Door | None = None
        self._by_command = False

    async def open(self, port: int) -> int:
        """Open it whatever the settings say; returns the port. Raises BadInput where another program has it."""
        self._by_command = True
        return await self._open(port)

    async def follow(self) -> None:
        """Open or shut it as the settings say. What keeps it shut is told where they are."""
        deliveries, preferences = self._services.deliveries, self._services.preferences
        if self._by_command or (preferences.get(INBOUND_ON), preferences.get(INBOUND_PORT)) == (
            self._door is not None,
            deliveries.port,
        ):
            return
        await self._shut()
        deliveries.trouble = ""
        if preferences.get(INBOUND_ON):
            try:
                await self._open(preferences.get(INBOUND_PORT))
            except AppError as error:
                deliveries.trouble = error.reason
                _log.warning("webhooks cannot be taken in: %s", error.reason)
        self._services.bus.publish(DoorMoved(at=self._services.now()))

    async def aclose(self) -> None:
        await self._shut()

    async def _open(self, port: int) -> int:
        from ofauto_desktop.inbound.door import Door

        await self._shut()
        door = Door(self._services.deliveries.accept)
        self._services.deliveries.port = await door.open(port)
        self._door = door
        return self._services.deliveries.port

    async def _shut(self) -> None:
        door, self._door = self._door, None
        self._services.deliveries.port = None
        if door is not None:
            await door.aclose()
