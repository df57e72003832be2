"""Settings: each counts at once, and a backup says that it was read back."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import DiskProblem
from ui.pages.settings import SettingsPage


class StubPreferences:
    def __init__(self) -> None:
        self.chosen = {}
        self.refuse = False

    def get(self, setting):
        return self.chosen.get(setting.key, setting.default)

    async def put(self, setting, value):
        if self.refuse:
            raise DiskProblem("the disk is full")
        self.chosen[setting.key] = value


@pytest.fixture
def page(qtbot, desk):
    written = []

    async def create(file: Path):
        if file.parent.name == "full":
            raise DiskProblem("the disk is full", item=file.name)
        written.append(file)

    made = SettingsPage(preferences=StubPreferences(), backups=SimpleNamespace(create=create), desk=desk)
    made.written = written
    qtbot.addWidget(made)
    made.show()
    return made


def _choose(page, setting, value):
    choice = page.edits[setting.key]
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_text_size_and_colours_change_at_once_and_are_kept(qtbot, page, theme):
    _choose(page, settings.TEXT_SIZE, 150)
    _choose(page, settings.THEME, settings.Theme.DARK)
    assert (theme.percent, theme.tokens.name) == (150, "dark")
    wanted = {settings.TEXT_SIZE.key: 150, settings.THEME.key: settings.Theme.DARK}
    qtbot.waitUntil(lambda: page._preferences.chosen == wanted)


def test_what_was_not_kept_goes_back(qtbot, page, errors):
    shown = []
    errors.shown.connect(shown.append)
    page._preferences.refuse = True
    box = page.edits[settings.CLOSE_TO_TRAY.key].box
    box.click()
    assert not box.isChecked()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert box.isChecked()


def test_a_backup_is_written_where_the_person_says(qtbot, page, shell, tmp_path):
    page.back_up_to(str(tmp_path / "mine.ofabackup"))
    assert not page.backup_button.isEnabled()
    qtbot.waitUntil(lambda: page.written == [tmp_path / "mine.ofabackup"])
    qtbot.waitUntil(lambda: shell.toasts == ["The backup is written, and was read back"])
    assert page.backup_button.isEnabled()


def test_a_full_disk_is_told(qtbot, page, errors, tmp_path):
    shown = []
    errors.shown.connect(shown.append)
    page.back_up_to(str(tmp_path / "full" / "mine.ofabackup"))
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert page.backup_button.isEnabled()
