"""The tray: what is next, pause, and notices that lead to the thing they are about."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.events import AccountsChanged, TargetSettled
from ofauto_desktop.runtime.paths import resources_dir
from tests.gui.conftest import NOON
from tests.gui.test_accounts_page import an_account
from ui.tray import Tray


class StubSends:
    def __init__(self) -> None:
        self.due = NOON + timedelta(hours=4)
        self.held = False

    async def next_due(self):
        return self.due

    async def paused(self):
        return self.held

    async def pause_all(self, paused):
        self.held = paused


class StubStates:
    async def get(self, account_id):
        return an_account(id=account_id, state=LoginState.EXPIRED, state_reason="the token has ended")


class Defaults:
    def get(self, setting):
        return setting.default


@pytest.fixture
def tray(qapp, desk, monkeypatch):
    told = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, text, *_rest: told.append((title, text)))
    if QGuiApplication.platformName() == "offscreen":
        monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)  # it has no tray to stand in, and warns
    icon = QIcon(str(resources_dir() / "icons" / "app.svg"))
    made = Tray(icon, lambda: told.append("up"), lambda: told.append("leave"), qapp)
    made.told, made.sends = told, StubSends()
    made.attach(desk, made.sends, StubStates(), Defaults())
    yield made
    made.icon.hide()
    made.deleteLater()


def test_the_menu_tells_what_is_next_and_pauses(qtbot, tray):
    qtbot.waitUntil(lambda: tray.next_action.text() == "Next post: Today, 18:00")
    tray.pause_action.trigger()
    qtbot.waitUntil(lambda: tray.sends.held)
    tray.refresh()
    qtbot.waitUntil(lambda: "paused" in tray.icon.toolTip())


def test_a_failure_is_told_and_leads_to_its_post(qtbot, tray, bus, shell):
    bus.publish(TargetSettled(at=NOON, post_id=7, account_id=1, state="failed", detail="refused: too long"))
    qtbot.waitUntil(lambda: ("A post failed", "refused: too long") in tray.told)
    tray.icon.messageClicked.emit()
    assert shell.opened == [("calendar", {"post_id": 7})]
    assert "up" in tray.told


def test_what_went_out_is_told_only_where_it_is_wanted(qtbot, tray, bus):
    bus.publish(TargetSettled(at=NOON, post_id=7, account_id=1, state="posted", detail=""))
    bus.publish(TargetSettled(at=NOON, post_id=8, account_id=1, state="unknown", detail="timed out"))
    qtbot.waitUntil(lambda: len(tray.told) == 1)
    assert tray.told[0][0] == "It is not known whether a post went out"


def test_a_dead_login_is_told_once(qtbot, tray, bus, shell):
    bus.publish(AccountsChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: tray.told == [("Lena X needs a new login", "the token has ended")])
    bus.publish(AccountsChanged(at=NOON, account_ids=(1, 2)))
    qtbot.waitUntil(lambda: len(tray.told) == 2)
    tray.icon.messageClicked.emit()
    assert shell.opened == [("accounts", {"account_id": 2})]


def test_a_locked_tray_tells_nothing(tray):
    tray.detach()
    assert not tray.next_action.isVisible()
    assert "locked" in tray.icon.toolTip()


@pytest.mark.x11
def test_the_icon_stands_in_a_real_tray(qtbot, tray):
    assert Tray.available()
    qtbot.waitUntil(tray.icon.isVisible)
    qtbot.waitUntil(lambda: tray.icon.geometry().width() > 0)
