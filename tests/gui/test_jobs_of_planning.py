"""Daily jobs of ux.md that plan posts, on the whole program with practice data, in as many actions as it promises."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import update

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from storage.models import Platform
from tests.gui.test_jobs_of_people import Hand, application, hand, program  # noqa: F401 - fixtures, and who uses them
from ui.dialogs.fill_week import FillWeekSheet
from ui.pages.composer import Composer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
_CONTROL, _ALT, _NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier(0)


class Keys:
    """Chords, counted; typing words is not."""

    def __init__(self) -> None:
        self.chords = 0

    def press(self, widget, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(widget, key, modifier)
        self.chords += 1


def test_a_post_for_three_accounts_takes_two_chords(qtbot, application, loop):  # noqa: F811
    """N, text, Ctrl+Enter: the last set, the next slot."""
    services = application.services
    services.workspace.database.write_now(_all_x_to_one_client)
    accounts = [one for one in loop.submit(services.accounts.list()).result(10) if one.platform is PlatformId.X]
    assert len(accounts) == 3
    loop.submit(services.account_sets.note_use([one.id for one in accounts])).result(10)
    keys = Keys()
    view = application.view
    view.stack.currentWidget().setFocus()
    keys.press(view.stack.currentWidget(), Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(_sheets(application)), timeout=10_000)
    (sheet,) = _sheets(application)
    qtbot.waitUntil(lambda: sheet._ready, timeout=10_000)
    QTest.keyClicks(sheet.focusWidget(), "Three at once")
    qtbot.waitUntil(lambda: sheet.draft().text == "Three at once" and sheet.send_button.isEnabled(), timeout=10_000)
    keys.press(sheet, Qt.Key.Key_Return, _CONTROL)
    planned = _wait_for(qtbot, loop, services, "Three at once")
    assert keys.chords == 2
    assert sorted(target.account_id for target in planned.targets) == sorted(one.id for one in accounts)
    assert {target.state for target in planned.targets} == {PostState.SCHEDULED}


def test_next_week_is_filled_from_the_library_by_three_actions(qtbot, application, hand, loop):  # noqa: F811
    view, services = application.view, application.services
    view.open_page("library")
    page = view.stack.currentWidget()
    qtbot.waitUntil(lambda: page.model.rowCount() >= 5, timeout=15_000)
    before = {post.id for post in _all(loop, services)}
    page.view.setFocus()
    keys = Keys()
    keys.press(page.view, Qt.Key.Key_A, _CONTROL)
    qtbot.waitUntil(lambda: len(page.view.chosen_ids()) >= 5)
    hand.press("Fill next week…")
    qtbot.waitUntil(lambda: bool(application.window.findChildren(FillWeekSheet)), timeout=15_000)
    (sheet,) = application.window.findChildren(FillWeekSheet)
    words = sheet.plan_button.text()
    hand.press(words)
    count = int(words.split()[1])
    qtbot.waitUntil(lambda: len({post.id for post in _all(loop, services)} - before) == count, timeout=20_000)
    made = [post for post in _all(loop, services) if post.id not in before]
    assert keys.chords + hand.clicks == 3
    assert all(post.media and post.targets[0].state is PostState.SCHEDULED for post in made)
    qtbot.waitUntil(lambda: view.history.next_undo is not None, timeout=10_000)
    view.desk.commands.run("undo")  # one step
    qtbot.waitUntil(lambda: {post.id for post in _all(loop, services)} == before, timeout=20_000)


def test_a_post_moves_by_two_days_with_two_chords(qtbot, application, loop):  # noqa: F811
    view, services = application.view, application.services
    waiting = [one for one in _all(loop, services) if one.targets[0].state is PostState.SCHEDULED]
    post = next(one for one in waiting if one.series_id is None and len(one.targets) == 1)
    due = post.targets[0].due_at
    view.open_page("calendar", post_id=post.id)
    page = view.stack.currentWidget()
    qtbot.waitUntil(lambda: page.current() is not None and page.current().post.id == post.id, timeout=15_000)
    board, keys = page.views.focused(), Keys()
    board.setFocus()
    # As fast as a hand is: the second does not wait for the first.
    keys.press(board, Qt.Key.Key_Right, _ALT)
    keys.press(board, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: _due(loop, services, post.id) == due + timedelta(days=2), timeout=15_000)
    assert keys.chords == 2


def _sheets(application):  # noqa: F811
    return [one for one in application.window.findChildren(Composer) if one.isVisible()]


def _all(loop, services):
    return loop.submit(services.publishing.list(PostFilter())).result(10)


def _due(loop, services, post_id: int) -> datetime:
    due = loop.submit(services.publishing.get(post_id)).result(10).targets[0].due_at
    assert due is not None
    return due.astimezone(UTC)


def _wait_for(qtbot, loop, services, text: str):
    qtbot.waitUntil(lambda: any(post.text == text for post in _all(loop, services)), timeout=15_000)
    return next(post for post in _all(loop, services) if post.text == text)


def _all_x_to_one_client(session) -> None:
    """Practice gives each creator one account; a set of three needs one creator."""
    session.execute(update(Platform).where(Platform.platform == PlatformId.X).values(client_id=1))
