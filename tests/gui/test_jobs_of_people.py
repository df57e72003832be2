"""Daily jobs of ux.md on the whole program with practice data, played by a person whose clicks are counted."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from ofauto_desktop.app import Program
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.preferences import REPORT_FOLDER
from storage import steps
from storage.key_wrap import KdfParams
from storage.models import Platform, PostPlatform
from tests.gui.practice_stage import practice_data
from tests.gui.test_door import GOOD
from ui.application import Application
from ui.dialogs.connect import ConnectDialog
from ui.pages.unlock import UnlockPage
from ui.widgets.card import StatTile
from ui.widgets.lines import NeedLine

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
HOUR = timedelta(hours=1)


class Hand:
    """A person's hand: presses what can be seen, and counts."""

    def __init__(self, qtbot, application) -> None:
        self._qtbot, self.window, self.clicks = qtbot, application.window, 0

    def shown(self, words):
        found = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        return [one for one in found if words in (one.text(), one.accessibleName())]

    def press(self, words):
        self._qtbot.waitUntil(lambda: bool(self.shown(words)), timeout=15_000)
        self._qtbot.mouseClick(self.shown(words)[0], Qt.MouseButton.LeftButton)
        self.clicks += 1


@pytest.fixture
def program(tmp_path, loop):
    return Program(tmp_path / "data", loop, kdf=LIGHT)


@pytest.fixture
def application(qapp, qtbot, loop, program, monkeypatch):
    """Practice data, unlocked, with Home in sight."""
    monkeypatch.setattr(QApplication, "quit", staticmethod(lambda: None))
    practice_data(loop, program.data_dir)
    made = Application(qapp, program)
    made.start()
    made.window.resize(1280, 840)
    qtbot.waitUntil(lambda: isinstance(made.window.view(), UnlockPage), timeout=10_000)
    page = made.window.view()
    page.passphrase.setText(GOOD)
    page.unlock_button.click()
    qtbot.waitUntil(lambda: made.view is not None, timeout=60_000)
    qtbot.waitUntil(lambda: bool(made.view.findChildren(StatTile)), timeout=20_000)
    yield made
    loop.submit(program.close()).result(30)
    made.dispose()
    program.dispose()


@pytest.fixture
def hand(qtbot, application):
    return Hand(qtbot, application)


def needs(application):
    lines = [one for one in application.view.findChildren(NeedLine) if one.isVisible()]
    return [one.accessibleName().partition(".")[0] for one in lines]


def test_what_broke_overnight_is_there_without_a_press_and_one_opens_it(qtbot, application, hand):
    qtbot.waitUntil(lambda: "A post failed · bo_practice" in needs(application), timeout=20_000)
    assert hand.clicks == 0
    hand.press("Edit post: A post failed · bo_practice")
    from ui.pages.composer import Composer

    qtbot.waitUntil(lambda: application.window.findChild(Composer) is not None, timeout=10_000)
    assert hand.clicks == 1
    application.window.findChild(Composer).done(0)


def test_yesterdays_net_and_the_next_payout_need_no_press(application):
    names = [one.accessibleName() for one in application.view.findChildren(StatTile) if one.isVisible()]
    assert any(name.startswith("Net, last 7 days, $") for name in names)
    assert any(name.startswith("Next payout, $") and "Arrives" in name for name in names)


def _break_a_login(session) -> int:
    """Overnight: Cleo's login ended, and two of her posts missed their time."""
    now = datetime.now(UTC)
    account = session.query(Platform).filter_by(name="cleo_practice").one()
    account.state, account.state_since, account.state_reason = LoginState.EXPIRED, now - 8 * HOUR, "the token has ended"
    waiting = session.query(PostPlatform).filter_by(platform_id=account.id, state=PostState.SCHEDULED).limit(2)
    for target in waiting.all():
        target.state, target.due_at = PostState.MISSED, now - 6 * HOUR
        steps.log(session, now - 6 * HOUR, target.id, "post.missed", {})
    return account.id


def test_a_dead_login_is_repaired_and_what_waited_is_sent_by_two_presses(qtbot, application, hand, loop, program):
    database = application.services.workspace.database
    account_id = loop.submit(database.write(_break_a_login)).result(30)
    program.bus.publish(AccountsChanged(at=datetime.now(UTC), account_ids=(account_id,)))
    hand.press("Log in again: A login is needed · cleo_practice")  # one; the form has the practice login in it
    qtbot.waitUntil(lambda: application.window.findChild(ConnectDialog) is not None, timeout=10_000)
    form = application.window.findChild(ConnectDialog).form
    qtbot.waitUntil(form.go_button.isEnabled, timeout=10_000)
    if not form.edits["access_token"].text():
        form.edits["access_token"].setText("practice-x-token-3")
    qtbot.keyClick(form.edits["access_token"], Qt.Key.Key_Return)  # typing, and its Return
    qtbot.waitUntil(lambda: application.window.findChild(ConnectDialog) is None, timeout=20_000)
    application.view.open_page("home")
    hand.press("Send the 2 that waited: 2 posts missed their time · cleo_practice")  # two

    def waiting(session):
        query = session.query(PostPlatform).filter_by(platform_id=account_id, state=PostState.MISSED)
        return query.count()

    qtbot.waitUntil(lambda: loop.submit(database.read(waiting)).result(30) == 0, timeout=20_000)
    assert hand.clicks == 2
    qtbot.waitUntil(lambda: "A login is needed · cleo_practice" not in needs(application), timeout=20_000)


def test_a_client_is_sent_their_month_by_two_presses(qtbot, application, hand, loop, tmp_path):
    loop.submit(application.services.preferences.put(REPORT_FOLDER, str(tmp_path))).result(30)
    application.view.open_page("clients")  # G, K
    table = application.view.stack.made["clients"].table
    qtbot.waitUntil(lambda: table.rows.rowCount() == 3, timeout=20_000)
    at = table.visualRect(table.rows.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    hand.clicks += 1
    profile = application.view.stack.made["clients"].profile
    qtbot.waitUntil(lambda: profile.report_button.isVisible() and profile.report_button.isEnabled(), timeout=20_000)
    hand.press(profile.report_button.text())
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("Ada Lindqvist *.pdf"))) == 1, timeout=30_000)
    assert hand.clicks == 2


def test_a_covered_window_tells_nothing_until_it_opens(qtbot, application, monkeypatch):
    """The tray is not there offscreen; what the application tells it is what counts."""
    told = []

    class Tray:
        def cover(self, *, covered):
            told.append(covered)

        def __getattr__(self, name) -> object:
            return lambda *_, **__: None

    monkeypatch.setattr(application, "tray", Tray())
    application.cover()
    assert told == [True]
    page = application.window.view()
    page.passphrase.setText(GOOD)
    page.unlock_button.click()
    qtbot.waitUntil(lambda: told == [True, False], timeout=20_000)
    monkeypatch.setattr(application, "tray", None)
