"""Settings: drawn from their declarations, found by words, counting at once, undone like anything else, kept for good."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.events import PreferencesChanged
from ofauto_desktop.services.preferences import Preferences
from storage.database import Database, create_schema
from tests.db.seeds import KEY
from ui import taking_up
from ui.commands import Command
from ui.pages.settings import SettingsPage


class StubPreferences:
    """For windows whose settings are not looked at."""

    def get(self, setting):
        return setting.default


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "ofauto.db", KEY, create=True)
    create_schema(made)
    yield made
    made.close()


@pytest.fixture
def preferences(database, bus):
    return Preferences(database, bus)


@pytest.fixture
def page(qtbot, desk, preferences, theme, tmp_path):
    """The page in a window that takes up what changes, as the shell does."""
    written = []

    async def create(file: Path):
        if file.parent.name == "full":
            raise DiskProblem("the disk is full", item=file.name)
        written.append(file)

    async def by_keychain():
        return False

    async def no_bucket():
        return None

    async def countries():
        return (("DE", "Germany"), ("FR", "France"))

    def take_up(_):
        taking_up.looks(theme, preferences)
        taking_up.keys(desk.commands, preferences)

    desk.events.each(PreferencesChanged, owner=desk.commands, hear=take_up)
    desk.commands.add(Command(id="posts.new", text="New post", run=lambda: None, keys=("N",), group="Posts"))
    desk.commands.add(Command(id="go.home", text="Go to Home", run=lambda: None, keys=("G, H",), group="Go"))
    made = SettingsPage(
        preferences=preferences,
        backups=SimpleNamespace(create=create),
        ways_in=SimpleNamespace(opens_by_keychain=by_keychain),
        hosting=SimpleNamespace(shown=no_bucket),
        countries=countries,
        folder=tmp_path,
        desk=replace(desk),
    )
    made.written = written
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def choose(page, setting, value):
    choice = page.fields[setting.key].edit
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def stored(database):
    again = Preferences(database)
    asyncio.run(again.load())
    return again


def test_every_setting_that_has_a_group_is_there(page):
    assert set(page.fields) == {one.key for one in settings.ALL if one.group}
    assert all(one.group in settings.GROUPS for one in settings.ALL if one.group)


def test_text_size_and_colours_change_at_once_and_are_kept(qtbot, page, theme, database):
    choose(page, settings.TEXT_SIZE, 150)
    choose(page, settings.THEME, settings.Theme.DARK)
    qtbot.waitUntil(lambda: (theme.percent, theme.tokens.name) == (150, "dark"))
    assert stored(database).get(settings.TEXT_SIZE) == 150


def test_a_choice_is_undone_and_done_again(qtbot, page, shell, theme):
    choose(page, settings.DENSITY, settings.Density.TOUCH)
    qtbot.waitUntil(lambda: shell.toasts == ["Density: Touch"])
    assert theme.density is settings.Density.TOUCH
    shell.undo()
    qtbot.waitUntil(lambda: theme.density is settings.Density.COMFORTABLE)
    assert page.fields[settings.DENSITY.key].edit.currentData() == settings.Density.COMFORTABLE
    shell.redo()
    qtbot.waitUntil(lambda: theme.density is settings.Density.TOUCH)


def test_what_was_not_kept_goes_back(qtbot, page, errors, database):
    shown = []
    errors.shown.connect(shown.append)
    database.close()
    box = page.fields[settings.CLOSE_TO_TRAY.key].edit.box
    box.click()
    assert not box.isChecked()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert box.isChecked()


def test_a_value_that_cannot_be_is_refused_under_its_line(qtbot, page, database):
    field = page.fields[settings.RATES_ENDPOINT.key]
    field.edit.setText("not an address")
    field.edit.editingFinished.emit()
    qtbot.waitUntil(lambda: "https://" in field._field._error.text())
    assert stored(database).get(settings.RATES_ENDPOINT) == ""


def test_countries_come_from_the_service(qtbot, page, database):
    choice = page.fields[settings.HOLIDAYS.key].edit
    qtbot.waitUntil(lambda: choice.findData("DE") > 0)
    choose(page, settings.HOLIDAYS, "DE")
    qtbot.waitUntil(lambda: stored(database).get(settings.HOLIDAYS) == "DE")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("dark", {settings.THEME.key}),
        ("text size", {settings.TEXT_SIZE.key}),
        ("holidays", {settings.HOLIDAYS.key}),
        ("zzzz", set()),
    ],
)
def test_only_what_answers_the_search_stays(page, typed, shown):
    page.search.setText(typed)
    assert {key for key, field in page.fields.items() if field.isVisible()} == shown
    assert page._nothing.isVisible() == (not shown)
    page.search.clear()
    assert all(field.isVisible() for field in page.fields.values())


def test_a_setting_is_brought_into_sight(qtbot, page):
    page.focus(setting=settings.AUTO_LOCK_MINUTES.key)
    field = page.fields[settings.AUTO_LOCK_MINUTES.key]
    seen = page._area.viewport().rect()
    qtbot.waitUntil(lambda: seen.contains(field.mapTo(page._area.viewport(), QPoint(1, 1))))


def test_the_wheel_scrolls_and_changes_nothing(qtbot, page, preferences):
    choice = page.fields[settings.TEXT_SIZE.key].edit
    at = QPointF(choice.rect().center())
    turn = QWheelEvent(
        at,
        QPointF(choice.mapToGlobal(at.toPoint())),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turn)
    assert choice.currentData() == 100


def test_a_command_gets_other_keys_and_its_rival_is_named(qtbot, page, desk, shell, database):
    page.keys.choose("posts.new")
    page.keys.keys.setKeySequence(QKeySequence("G"))
    assert page.keys.note() == "These keys belong to “Go to Home”, which would lose them."
    page.keys.set_button.click()
    qtbot.waitUntil(lambda: shell.toasts == ["Keys changed"])
    wanted = [QKeySequence("G")]
    qtbot.waitUntil(lambda: desk.commands.action("posts.new").shortcuts() == wanted)
    assert desk.commands.action("go.home").shortcuts() == []
    assert stored(database).get(settings.KEYS) == {"posts.new": ["G"], "go.home": []}
    shell.undo()
    qtbot.waitUntil(lambda: desk.commands.action("posts.new").shortcuts() == [QKeySequence("N")])
    assert desk.commands.action("go.home").shortcuts() == [QKeySequence("G, H")]


def test_keys_go_back_to_what_they_were(qtbot, page, desk):
    page.keys.choose("posts.new")
    page.keys.none_button.click()
    qtbot.waitUntil(lambda: desk.commands.action("posts.new").shortcuts() == [])
    assert "no keys" not in page.keys.note()
    page.keys.reset_button.click()
    qtbot.waitUntil(lambda: desk.commands.action("posts.new").shortcuts() == [QKeySequence("N")])


def test_a_command_that_comes_later_has_the_persons_keys(desk):
    desk.commands.use_keys({"page.act": ["Ctrl+7"]})
    action = desk.commands.add(Command(id="page.act", text="Act", run=lambda: None, keys=("A",)))
    assert action.shortcuts() == [QKeySequence("Ctrl+7")]
    assert "Ctrl+7" in action.toolTip()


def test_the_same_keys_on_two_pages_are_no_rivals(qtbot, desk):
    one, other = QWidget(), QWidget()
    for widget in (one, other):
        qtbot.addWidget(widget)
    desk.commands.add(Command(id="one.act", text="Act", run=lambda: None, keys=("A",)), scope=one)
    desk.commands.add(Command(id="other.act", text="Act", run=lambda: None, keys=("A",)), scope=other)
    desk.commands.add(Command(id="window.act", text="Act", run=lambda: None, keys=("B",)))
    assert desk.commands.rivals("one.act", "A") == ()
    assert [rival.id for rival in desk.commands.rivals("one.act", "B")] == ["window.act"]


@pytest.mark.parametrize(("width", "percent"), [(390, 100), (390, 200), (1280, 200)])
def test_nothing_is_wider_than_the_page(qtbot, page, theme, width, percent):
    theme.use(percent=percent)
    page.resize(width, 800)
    inner, seen = page._area.widget(), page._area.viewport()
    qtbot.waitUntil(lambda: inner.minimumSizeHint().width() <= seen.width())


def test_a_backup_is_written_where_the_person_says(qtbot, page, shell, tmp_path):
    card = page.cards[settings.BACKUP]
    card.back_up_to(str(tmp_path / "mine.ofabackup"))
    assert not card.backup_button.isEnabled()
    qtbot.waitUntil(lambda: page.written == [tmp_path / "mine.ofabackup"])
    qtbot.waitUntil(lambda: shell.toasts == ["The backup is written, and was read back"])
    assert card.backup_button.isEnabled()


def test_a_full_disk_is_told(qtbot, page, errors, tmp_path):
    card = page.cards[settings.BACKUP]
    shown = []
    errors.shown.connect(shown.append)
    card.back_up_to(str(tmp_path / "full" / "mine.ofabackup"))
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert card.backup_button.isEnabled()


def test_a_section_that_is_asked_for_before_the_page_is_whole_is_brought_into_sight(qtbot, page):
    page.focus(section=settings.LOCKING)
    card = page.cards[settings.LOCKING]
    qtbot.waitUntil(lambda: page._area.verticalScrollBar().value() == card.y() > 0)
    assert not card.visibleRegion().isEmpty()


def test_cards_that_came_unseen_follow_the_first_sight_one_by_one(qtbot, page):
    """Built ahead and then looked at: to lay out all of them at once would hold the window."""
    page.hide()
    qtbot.waitUntil(lambda: page._cards.complete)
    made = page._cards.made.values()
    assert sum(not card.isHidden() for card in made) < len(made)
    page.show()
    assert sum(not card.isHidden() for card in made) < len(made)
    qtbot.waitUntil(lambda: not any(card.isHidden() for card in made))


def test_the_list_of_keys_is_filled_anew_only_where_it_would_say_something_else(page, desk, monkeypatch):
    keys, filled = page.keys, []
    plain = keys.fill
    monkeypatch.setattr(keys, "fill", lambda typed="": (filled.append(typed), plain(typed)))
    page.refresh()
    assert filled == []
    desk.commands.use_keys({"posts.new": ["M"]})
    page.refresh()
    assert filled == [""]
    assert "M" in keys.list.findItems("New post", Qt.MatchFlag.MatchRecursive)[0].text(1)
