"""The tray: what is next, pause, and notices that lead to the thing they are about."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QSystemTrayIcon

from ofauto_desktop.domain.events import NoticeClicked, NoticesChanged, PausedChanged
from ofauto_desktop.domain.notices import NoticeKind, Telling
from ofauto_desktop.domain.preferences import NOTICE_DETAILS
from ofauto_desktop.runtime.paths import resources_dir
from tests.gui.conftest import NOON
from tests.gui.notices_stage import A_FAILURE, A_LOGIN, SOME_MISSED, StubNotices, a_notice
from ui.commands import Command
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


class StubDesktop:
    """A desktop that shows notices itself, or has no service for them."""

    def __init__(self) -> None:
        self.shows, self.shown = False, []

    async def show(self, title, text, *, tag, sound=False):
        if self.shows:
            self.shown.append((title, text, tag, sound))
        return self.shows


class Chosen:
    details = False

    def get(self, setting):
        return self.details if setting is NOTICE_DETAILS else setting.default


@pytest.fixture
def tray(qapp, desk, monkeypatch):
    told = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, text, *_rest: told.append((title, text)))
    if QGuiApplication.platformName() == "offscreen":
        monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)  # it has no tray to stand in, and warns
    icon = QIcon(str(resources_dir() / "icons" / "app.svg"))
    made = Tray(icon, lambda: told.append("up"), lambda: told.append("leave"), qapp)
    made.told, made.sends = told, StubSends()
    made.notices, made.desktop, made.chosen = StubNotices(), StubDesktop(), Chosen()
    made.attach(
        desk,
        SimpleNamespace(publishing=made.sends, notices=made.notices, desktop=made.desktop, preferences=made.chosen),
    )
    yield made
    made.icon.hide()
    made.deleteLater()


def test_the_menu_tells_what_is_next_and_pauses(qtbot, tray):
    qtbot.waitUntil(lambda: tray.next_action.text() == "Next post: Today, 18:00")
    tray.pause_action.trigger()
    qtbot.waitUntil(lambda: tray.sends.held)
    tray.refresh()
    qtbot.waitUntil(lambda: "paused" in tray.icon.toolTip())


def tell(tray, bus, *single, digest=()):
    tray.notices.telling = Telling(single=single, digest=digest)
    bus.publish(NoticesChanged(at=NOON))


def test_a_failure_is_told_without_names_and_leads_to_its_post(qtbot, tray, bus, shell):
    tell(tray, bus, A_FAILURE)
    qtbot.waitUntil(lambda: ("A post failed", "Open OFAuto to see which.") in tray.told)
    tray.icon.messageClicked.emit()
    assert shell.opened == [("calendar", {"post_id": 7})]
    assert "up" in tray.told


def test_names_and_reasons_are_told_where_the_person_allows_it(qtbot, tray, bus):
    tray.chosen.details = True
    tell(tray, bus, A_FAILURE)
    qtbot.waitUntil(lambda: ("A post failed", "Lena X · “Beach set” · Too long") in tray.told)


def test_every_notice_of_the_desktop_leads_to_its_own_thing(qtbot, tray, bus, shell):
    tray.desktop.shows = True
    tell(tray, bus, A_FAILURE, A_LOGIN)
    qtbot.waitUntil(lambda: len(tray.desktop.shown) == 2)
    assert tray.told == []  # no balloon beside them
    bus.publish(NoticeClicked(at=NOON, tag="1"))
    qtbot.waitUntil(lambda: shell.opened == [("calendar", {"post_id": 7})])
    bus.publish(NoticeClicked(at=NOON, tag="2"))
    qtbot.waitUntil(lambda: shell.opened[1:] == [("accounts", {"account_id": 2})])
    assert tray.told == ["up", "up"]


def test_several_are_summed_up_and_lead_to_the_centre(qtbot, tray, bus, desk):
    opened = []
    desk.commands.add(Command(id="notices.open", text="Notices", run=lambda: opened.append(True)))
    tell(tray, bus, digest=(A_FAILURE, SOME_MISSED, A_LOGIN))
    words = ("5 notices", "A post failed · 3 posts missed their time · An account needs a new login")
    qtbot.waitUntil(lambda: words in tray.told)
    tray.icon.messageClicked.emit()
    assert opened == [True]


def test_nothing_is_told_while_the_window_is_locked(qtbot, tray, bus):
    qtbot.waitUntil(lambda: tray.notices.asked == 1)
    tray.cover(covered=True)
    tell(tray, bus, A_FAILURE)
    bus.publish(PausedChanged(at=NOON, paused=False))  # heard later than the notice
    qtbot.waitUntil(lambda: tray.next_action.text().startswith("Next post"))
    assert tray.notices.telling.single == (A_FAILURE,)
    tray.cover(covered=False)
    qtbot.waitUntil(lambda: len(tray.told) == 1)


def test_a_reminder_may_be_heard(qtbot, tray, bus):
    tray.desktop.shows = True
    tell(tray, bus, a_notice(8, NoticeKind.REMINDER, about="Ask Ada"), A_FAILURE)
    qtbot.waitUntil(lambda: [shown[3] for shown in tray.desktop.shown] == [True, False])


def test_a_locked_tray_tells_nothing(tray):
    tray.detach()
    assert not tray.next_action.isVisible()
    assert "locked" in tray.icon.toolTip()


@pytest.mark.x11
def test_the_icon_stands_in_a_real_tray(qtbot, tray):
    assert Tray.available()
    qtbot.waitUntil(tray.icon.isVisible)
    qtbot.waitUntil(lambda: tray.icon.geometry().width() > 0)


@pytest.mark.x11
def test_a_balloon_can_be_closed_by_name(qtbot, theme):
    tray = QSystemTrayIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
    made = Tray(tray.icon(), lambda: None, lambda: None, tray)
    made.say("A post failed", "Open OFAuto to see which.", lambda: None)
    balloons = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QBalloonTip"]
    names = [one.accessibleName() for balloon in balloons for one in balloon.findChildren(QAbstractButton)]
    assert names == ["Close"] * len(balloons)
    made.icon.hide()
