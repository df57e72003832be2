"""Notices outside the window. What they say is the caller's; a click comes back as an event with the caller's tag."""

from connectors.desktop import FreedesktopNotices
from ofauto_desktop.domain.events import NoticeClicked
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now


class DesktopNotices:
    """Where the desktop has a service for them; elsewhere `show` says False and the tray shows a balloon."""

    def __init__(self, bus: EventBus, now: Now) -> None:
        self._bus, self._now = bus, now
        self._desktop = FreedesktopNotices(self._clicked)

    async def show(self, title: str, text: str, *, tag: str, sound: bool = False) -> bool:
        """`tag` names it among others, as a click does later."""
        return await self._desktop.show(title, text, tag=tag, sound=sound)

    async def aclose(self) -> None:
        await self._desktop.aclose()

    def _clicked(self, tag: str) -> None:
        self._bus.publish(NoticeClicked(at=self._now(), tag=tag))
