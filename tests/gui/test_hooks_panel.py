"""How a platform reaches this computer: the address, the steps, the state; with real settings and a real door."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from connectors import registry
from ofauto_desktop.domain.deliveries import Heard
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.preferences import INBOUND_ADDRESS, INBOUND_ON, INBOUND_PORT
from tests.gui.test_accounts_page import an_account
from ui.widgets.hooks_panel import HooksPanel

KOFI = registry.platform(PlatformId.KOFI).manifest


class StubDeliveries:
    """What the door's service tells; the door itself is tried in tests/flows/test_deliveries.py."""

    def __init__(self) -> None:
        self.port: int | None = None
        self.trouble = ""
        self.told = Heard(count=0, last_at=None, unreadable=0)

    def path(self, account):
        return f"/hook/{account.id}/aSecretPath"

    async def heard(self, account_id):
        return self.told


class Kept:
    def __init__(self) -> None:
        self.values = {}

    def get(self, setting):
        return self.values.get(setting.key, setting.default)

    async def put(self, setting, value):
        self.values[setting.key] = value


@pytest.fixture
def deliveries():
    return StubDeliveries()


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def panel(qtbot, desk, deliveries, kept):
    made = HooksPanel(an_account(platform=PlatformId.KOFI), KOFI, deliveries, kept, desk)
    qtbot.addWidget(made)
    made.resize(400, 900)
    made.show()
    return made


def words(panel) -> str:
    return " ".join(one.text() for one in panel.findChildren(QLabel) if one.isVisible())


def test_it_says_that_nothing_listens_and_what_to_do(qtbot, panel):
    qtbot.waitUntil(lambda: "Nothing has come yet." in words(panel))
    assert "Not listening" in words(panel)
    assert panel.address.text() == f"http://127.0.0.1:{INBOUND_PORT.default}/hook/1/aSecretPath"
    assert "ko-fi.com/manage/webhooks" in words(panel)
    assert "3. Enter the tunnel" in words(panel)


def test_one_button_turns_it_on_and_off(qtbot, panel, kept):
    panel.turn.click()
    qtbot.waitUntil(lambda: kept.get(INBOUND_ON) and panel.turn.text() == "Stop listening")
    panel.turn.click()
    qtbot.waitUntil(lambda: not kept.get(INBOUND_ON) and panel.turn.text() == "Start listening")


def test_the_public_address_is_put_together_with_the_path(qtbot, panel, kept):
    panel.public.setText("https://hooks.example.com/")
    panel.public.editingFinished.emit()
    qtbot.waitUntil(lambda: panel.address.text() == "https://hooks.example.com/hook/1/aSecretPath")
    assert kept.get(INBOUND_ADDRESS) == "https://hooks.example.com/"
    qtbot.waitUntil(lambda: "3. Copy the address" in words(panel))


def test_what_is_no_address_is_said_and_not_kept(panel, kept):
    panel.public.setText("not an address")
    panel.public.editingFinished.emit()
    assert "This is no address; it begins with https://" in words(panel)
    assert kept.values == {}


def test_a_port_that_is_taken_is_said(qtbot, panel, deliveries, kept):
    kept.values[INBOUND_ON.key] = True
    deliveries.trouble = "another program listens on this port; choose another"
    panel.refresh()
    qtbot.waitUntil(lambda: "Cannot listen" in words(panel))
    assert "another program listens on this port" in words(panel)


def test_what_came_is_counted(qtbot, panel, deliveries, desk):
    deliveries.port = 53690
    deliveries.told = replace(deliveries.told, count=3, last_at=desk.now(), unreadable=1)
    panel.refresh()
    qtbot.waitUntil(lambda: "Listening on port 53690" in words(panel))
    assert "3 deliveries came, the last one just now; 1 could not be read" in words(panel)


def test_the_address_is_copied(panel, shell):
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == panel.address.text()
    assert shell.toasts[-1] == "The address is copied"
