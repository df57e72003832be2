"""Notices of the desktop, over a real message bus, against a small desktop that speaks the freedesktop protocol."""

import asyncio
import contextlib
import shutil
import subprocess

import pytest
from jeepney import DBusAddress, MatchRule, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import Proxy, open_dbus_router

from connectors.desktop import FreedesktopNotices

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no message bus on this computer"),
]


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def message_bus_address(monkeypatch):
    """A session bus of this test's own."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork"], stdout=subprocess.PIPE, text=True
    )
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


class Desktop:
    """Takes notices and gives them numbers; `press` clicks on one."""

    def __init__(self, router) -> None:
        self._router, self.shown = router, []

    async def serve(self, ready: asyncio.Event) -> None:
        with self._router.filter(MatchRule(type="method_call", interface=NAME), bufsize=9) as calls:
            await Proxy(message_bus, self._router).RequestName(NAME)
            ready.set()
            while True:
                call = await calls.get()
                self.shown.append(call.body)
                await self._router.send(new_method_return(call, "u", (len(self.shown),)))

    async def press(self, number: int) -> None:
        emitter = DBusAddress(PATH, interface=NAME)
        await self._router.send(new_signal(emitter, "ActionInvoked", "us", (number, "default")))

    async def close(self, number: int) -> None:
        emitter = DBusAddress(PATH, interface=NAME)
        await self._router.send(new_signal(emitter, "NotificationClosed", "uu", (number, 2)))


async def test_each_notice_is_pressed_by_itself(message_bus_address):
    heard: asyncio.Queue[str] = asyncio.Queue()
    notices = FreedesktopNotices(heard.put_nowait)
    async with open_dbus_router(bus="SESSION") as router:
        desktop, ready = Desktop(router), asyncio.Event()
        serving = asyncio.create_task(desktop.serve(ready))
        await ready.wait()
        assert await notices.show("A post failed", "Open OFAuto to see which.", tag="7", sound=False)
        assert await notices.show("Reminder", "", tag="8", sound=True)
        name, _, icon, title, text, actions, hints, _ = desktop.shown[0]
        assert (name, icon, title, text) == ("OFAuto", "ofauto", "A post failed", "Open OFAuto to see which.")
        assert actions[0] == "default"
        assert [body[6]["suppress-sound"] for body in desktop.shown] == [("b", True), ("b", False)]
        assert "sound-name" not in hints
        await desktop.press(1)
        assert await asyncio.wait_for(heard.get(), 10) == "7"
        await desktop.close(1)
        await desktop.press(1)  # too late: it is gone
        await desktop.press(2)
        assert await asyncio.wait_for(heard.get(), 10) == "8"
        await notices.aclose()
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def test_a_desktop_without_the_service_is_told_of(message_bus_address):
    notices = FreedesktopNotices(lambda _: None)
    assert not await notices.show("A post failed", "", tag="7", sound=False)
    await notices.aclose()


async def test_without_a_bus_nothing_is_tried(monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert not await FreedesktopNotices(lambda _: None).show("A post failed", "", tag="7", sound=False)


async def test_a_bus_that_is_gone_is_told_of(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert not await FreedesktopNotices(lambda _: None).show("A post failed", "", tag="7", sound=False)
