"""Notices of the desktop by the freedesktop protocol: each can be clicked by itself, whatever came after it.

https://specifications.freedesktop.org/notification-spec/latest/ (Notify, ActionInvoked, NotificationClosed)
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import DBusAddress
    from jeepney.io.asyncio import DBusRouter

_log = logging.getLogger(__name__)
_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_SHOWN_MS = 10_000
_PATIENCE = 3.0
_REMEMBERED = 100


class FreedesktopNotices:
    """Lives on one loop. `clicked` is called there with the tag of the notice that was pressed."""

    def __init__(self, clicked: Callable[[str], None]) -> None:
        self._clicked = clicked
        self._tags: dict[int, str] = {}
        self._listening: asyncio.Task[None] | None = None
        self._router: asyncio.Future[DBusRouter] | None = None

    async def show(self, title: str, text: str, *, tag: str, sound: bool) -> bool:
        """Show one; False where this desktop has no such service, and another way is needed."""
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                number = await self._notify(await self._connected(), title, text, sound=sound)
        except (OSError, TimeoutError, ImportError, ConnectionError) as error:
            _log.info("the desktop takes no notices: %s", type(error).__name__)
            return False
        if number is None:
            return False
        self._tags[number] = tag
        while len(self._tags) > _REMEMBERED:
            del self._tags[next(iter(self._tags))]
        return True

    async def aclose(self) -> None:
        """Hear no more clicks."""
        listening, self._listening, self._router = self._listening, None, None
        if listening is not None:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening

    async def _notify(self, router: "DBusRouter", title: str, text: str, *, sound: bool) -> int | None:
        from jeepney import MessageType, new_method_call

        hints: dict[str, tuple[str, Any]] = {
            "suppress-sound": ("b", not sound),
            "desktop-entry": ("s", "ofauto"),
            "category": ("s", "im"),
        }
        if sound:
            hints["sound-name"] = ("s", "message-new-instant")
        body = ("OFAuto", 0, "ofauto", title, text, ["default", "Open"], hints, _SHOWN_MS)
        reply = await router.send_and_get_reply(new_method_call(_address(), "Notify", "susssasa{sv}i", body))
        return int(reply.body[0]) if reply.header.message_type is MessageType.method_return else None

    async def _connected(self) -> "DBusRouter":
        """The connection, made at the first notice; a lost one is made anew at the next."""
        if self._router is None or self._listening is None or self._listening.done():
            self._router = asyncio.get_running_loop().create_future()
            self._listening = asyncio.create_task(self._listen(self._router), name="desktop-notices")
        return await asyncio.shield(self._router)

    async def _listen(self, ready: "asyncio.Future[DBusRouter]") -> None:
        from jeepney import MatchRule, message_bus
        from jeepney.io.asyncio import Proxy, open_dbus_router

        rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
        try:
            async with open_dbus_router(bus="SESSION") as router:
                await Proxy(message_bus, router).AddMatch(rule)
                with router.filter(rule, bufsize=50) as heard:
                    ready.set_result(router)
                    while True:
                        self._hear(await heard.get())
        except OSError as error:
            if not ready.done():
                ready.set_exception(error)

    def _hear(self, message: Any) -> None:
        member = message.header.fields.get(3)  # HeaderFields.member
        if member == "ActionInvoked" and (tag := self._tags.get(message.body[0])) is not None:
            self._clicked(tag)
        elif member == "NotificationClosed":
            self._tags.pop(message.body[0], None)


def _address() -> "DBusAddress":
    from jeepney import DBusAddress

    return DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
