"""The whole window over a real workspace: unlock, lock, cover, tray and the way out."""

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from ofauto_desktop.app import Program
from ofauto_desktop.domain.preferences import CLOSE_TO_TRAY, LANGUAGE
from ofauto_desktop.runtime.paths import resources_dir
from ofauto_desktop.services import formats
from storage.key_wrap import KdfParams
from tests.gui.test_door import GOOD
from ui import remembered
from ui.application import Application
from ui.language import speak
from ui.pages.first_run import FirstRun
from ui.pages.unlock import UnlockPage

LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)


@pytest.fixture
def left(monkeypatch):
    """`quit` would end the test run's own application; it is written down instead."""
    asked = []
    monkeypatch.setattr(QApplication, "quit", staticmethod(lambda: asked.append(True)))
    return asked


@pytest.fixture
def program(tmp_path, loop):
    return Program(tmp_path, loop, kdf=LIGHT)


@pytest.fixture
def application(qapp, loop, program, left):
    """Started on a workspace that is locked."""
    loop.submit(program.lock.create(GOOD, use_keychain=False)).result(30)
    made = Application(qapp, program)
    made.start()
    yield made
    loop.submit(program.close()).result(30)
    made.dispose()
    program.dispose()


def _unlock(qtbot, application, passphrase=GOOD):
    qtbot.waitUntil(lambda: isinstance(application.window.view(), UnlockPage), timeout=10_000)
    page = application.window.view()
    page.passphrase.setText(passphrase)
    page.unlock_button.click()
    return page


def test_a_folder_without_a_workspace_begins_with_the_first_run(qapp, qtbot, program, left):
    made = Application(qapp, program)
    made.start()
    assert isinstance(made.window.view(), FirstRun)
    made.leave()
    qtbot.waitUntil(lambda: left == [True])
    made.dispose()
    program.dispose()
    assert not shiboken6.isValid(made.window)  # what Python would end with itself could not answer Qt any more


@pytest.mark.timeout(60)
def test_unlock_lock_and_unlock_again(qtbot, application, program):
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.view is not None, timeout=20_000)
    assert application.view.shown_page() == "home"
    application.view.desk.commands.run("workspace.lock")
    qtbot.waitUntil(lambda: program.services is None, timeout=10_000)
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.view is not None, timeout=20_000)
    assert program.services is application.services


@pytest.mark.timeout(60)
def test_a_covered_window_keeps_the_workspace_open_and_asks_for_the_passphrase(qtbot, application, program):
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.view is not None, timeout=20_000)
    view, services = application.view, program.services
    application.cover()
    assert program.services is services
    assert not view.isVisible()
    wrong = _unlock(qtbot, application, "wrong")
    qtbot.waitUntil(lambda: not wrong._busy, timeout=10_000)
    assert application.window.view() is wrong
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.window.view() is view, timeout=10_000)


@pytest.mark.timeout(60)
def test_the_close_button_leaves_where_there_is_no_tray(qtbot, application, program, left):
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.view is not None, timeout=20_000)
    assert application.services.preferences.get(CLOSE_TO_TRAY)
    application.theme.use(percent=125)
    application.window.close()
    qtbot.waitUntil(lambda: left == [True], timeout=10_000)
    assert program.services is None
    assert remembered.read(program.data_dir).text_size == 125


def test_what_cannot_be_read_is_forgotten(tmp_path):
    (tmp_path / remembered.FILE).write_text("{")
    assert remembered.read(tmp_path) == remembered.Remembered()


def test_another_language_is_shown_at_once_kept_and_undone(qtbot, application, program):
    _unlock(qtbot, application)
    qtbot.waitUntil(lambda: application.view is not None, timeout=20_000)
    first = application.view
    first.open_page("settings")
    try:
        choice = first.stack.currentWidget().fields[LANGUAGE.key].edit
        choice.setCurrentIndex(choice.findData("de"))
        choice.activated.emit(choice.currentIndex())
        qtbot.waitUntil(lambda: application.view is not first, timeout=10_000)
        second = application.view
        assert second.top.title.text() == "Einstellungen"
        assert second.desk.commands.action("posts.new").text() == "Neuer Beitrag"
        qtbot.waitUntil(lambda: remembered.read(program.data_dir).language == "de")
        qtbot.waitUntil(lambda: second.history.next_undo is not None)
        second.desk.commands.run("undo")
        qtbot.waitUntil(lambda: application.view.top.title.text() == "Settings", timeout=10_000)
    finally:
        speak("en", resources_dir() / "i18n")
        formats.follow(formats.Conventions())
