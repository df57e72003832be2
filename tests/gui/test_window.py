"""The window around the pages: bars by width, navigation, inspector, client, keys, names for readers."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.preferences import Density
from tests.gui.conftest import NOON
from tests.gui.notices_stage import A_FAILURE, StubNotices
from tests.gui.posts_stage import StubMessages
from tests.gui.test_accounts_page import LENA, StubAccounts, StubClients, StubSync, an_account
from tests.gui.test_palette import BEACH, StubSearch
from tests.gui.test_settings_page import StubPreferences
from ui.commands import Commands
from ui.desk import Desk
from ui.dialogs.palette import Palette
from ui.navigation import PAGES, PageSpec
from ui.shell import WorkspaceView
from ui.widgets.notice_panel import NoticePanel


class StubPage(QWidget):
    """Writes down what it was asked."""

    def __init__(self, desk) -> None:
        super().__init__()
        self.desk, self.read, self.focused = desk, 0, []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def refresh(self):
        self.read += 1

    def focus(self, **focus):
        self.focused.append(focus)


STUB_PAGES = tuple(
    PageSpec(
        id=one.id,
        title=one.title,
        icon=one.icon,
        key=one.key,
        build=lambda _, desk: StubPage(desk),
        in_bottom_bar=one.in_bottom_bar,
    )
    for one in PAGES
)


@pytest.fixture
def view_for(qtbot, theme, tasks, errors, desk):
    def make(pages=STUB_PAGES):
        services = SimpleNamespace(
            clients=StubClients(),
            sync=StubSync(),
            messages=StubMessages(),
            accounts=StubAccounts(an_account()),
            notices=StubNotices((A_FAILURE,)),
            publishing=None,
            resending=None,
            backups=None,
            search=StubSearch(BEACH),
            preferences=StubPreferences(),
        )

        def desk_for(view):
            return Desk(
                tasks=tasks,
                errors=errors,
                commands=Commands(view),
                events=desk.events,
                theme=theme,
                shell=view,
                now=lambda: NOON,
                zone="Europe/Berlin",
                practice=True,
            )

        done = []
        view = WorkspaceView(
            services,
            desk_for,
            lock=lambda: done.append("lock"),
            leave=lambda: done.append("leave"),
            build_again=lambda: done.append("build again"),
            pages=pages,
        )
        view.asked = done
        qtbot.addWidget(view)
        view.resize(1280, 800)
        view.show()
        qtbot.waitExposed(view)
        view.open_page("home")
        return view

    return make


@pytest.mark.parametrize(
    ("width", "side", "labels", "bottom"),
    [(1280, True, True, False), (1000, True, False, False), (390, False, False, True)],
)
def test_bars_follow_the_width(view_for, width, side, labels, bottom):
    view = view_for()
    view.resize(width, 800)
    assert (view.side.isVisible(), view.bottom.isVisible()) == (side, bottom)
    if side:
        with_words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        assert (view.side.buttons["home"].toolButtonStyle() is with_words) == labels


def test_pages_are_built_once_read_and_shown_what_is_meant(view_for):
    view = view_for()
    view.open_page("calendar", post_id=7)
    page = view.stack.currentWidget()
    assert (page.read, page.focused) == (1, [{"post_id": 7}])
    view.open_page("home")
    view.open_page("calendar")
    assert view.stack.currentWidget() is page
    assert view.shown_page() == "calendar"
    assert view.side.buttons["calendar"].isChecked()


def test_g_then_a_letter_goes_to_a_page(qtbot, view_for):
    view = view_for()
    view.activateWindow()
    page = view.stack.currentWidget()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    qtbot.keyClick(page, Qt.Key.Key_G)
    qtbot.keyClick(page, Qt.Key.Key_C)
    assert view.shown_page() == "calendar"
    qtbot.keyClick(view.stack.currentWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert view.asked == ["lock"]


def test_the_bell_counts_what_is_unread_and_opens_the_centre(qtbot, view_for):
    view = view_for()
    qtbot.waitUntil(lambda: view.notices.button.accessibleName() == "Notices: 1 is unread")
    view.notices.button.click()
    panel = view.findChild(NoticePanel)
    qtbot.waitUntil(lambda: len(panel.lines) == 1)
    panel.lines[0].words.click()
    assert view.shown_page() == "calendar"
    assert view.stack.currentWidget().focused == [{"post_id": 7}]


def test_the_bell_closes_what_it_opened(qtbot, view_for):
    view = view_for()
    view.desk.commands.run("notices.open")
    qtbot.waitUntil(view.inspector.isVisible)
    view.desk.commands.run("notices.open")
    assert not view.inspector.isVisible()


def test_the_sync_button_tells_the_age(qtbot, view_for):
    view = view_for()
    qtbot.waitUntil(lambda: "5 min ago" in view.sync.button.accessibleName())


@pytest.mark.parametrize(("width", "page_stays"), [(1280, True), (390, False)])
def test_the_inspector_stands_beside_or_in_place(view_for, width, page_stays):
    view = view_for()
    view.resize(width, 800)
    view.inspect("Post 7", QLabel("details"))
    assert view.inspector.isVisible()
    assert view.stack.isVisible() == page_stays
    view.close_inspector()
    assert view.stack.isVisible()


def test_choosing_a_client_reads_every_page_again(qtbot, view_for):
    view = view_for()
    qtbot.waitUntil(lambda: view.client.count() == 2)
    view._choose_client(1)
    assert view.client_id == LENA.id
    assert view.stack.currentWidget().read == 2


def test_undo_takes_back_what_was_done_long_after_its_toast(view_for):
    view, undone = view_for(), []
    view.toast("Post moved", undo=lambda: undone.append("moved"))
    view.toast("Post deleted", undo=lambda: undone.append("deleted"))
    view.toast("Nothing to undo in this")
    assert view.desk.commands.action("undo").text() == "Undo: Post deleted"
    view.desk.commands.run("undo")
    view.desk.commands.run("undo")
    assert undone == ["deleted", "moved"]
    assert not view.desk.commands.can("undo")


def test_the_toast_says_what_was_undone_and_does_it_again(view_for):
    view, at = view_for(), []
    view.toast("Post moved", undo=lambda: at.append("Monday"), redo=lambda: at.append("Tuesday"))
    view._toast.act_button.click()
    assert view._toast.text() == "Undone: Post moved"
    assert view.desk.commands.action("redo").text() == "Redo: Post moved"
    view._toast.act_button.click()
    assert view._toast.text() == "Done again: Post moved"
    assert at == ["Monday", "Tuesday"]
    view.desk.commands.run("undo")
    assert at == ["Monday", "Tuesday", "Monday"]


def test_a_step_that_cannot_be_undone_any_more_says_why_and_makes_way(qtbot, view_for):
    async def gone():
        raise NotFound("The post was deleted meanwhile.")

    view, undone = view_for(), []
    view.toast("First", undo=lambda: undone.append("first"))
    view.toast("Moved to Monday", undo=gone)
    view.desk.commands.run("undo")
    qtbot.waitUntil(lambda: "stays as it is" in view._toast.text())
    assert view._toast.text() == "“Moved to Monday” stays as it is. The post was deleted meanwhile."
    view.desk.commands.run("undo")
    assert undone == ["first"]


def test_the_palette_opens_the_exact_thing(qtbot, view_for):
    view = view_for()
    view.desk.commands.run("palette")
    palette = view.findChild(Palette)
    qtbot.keyClicks(palette.text, "beach")
    qtbot.waitUntil(lambda: palette.titles() == ["Beach set"])
    qtbot.keyClick(palette.text, Qt.Key.Key_Return)
    assert view.shown_page() == "calendar"
    assert view.stack.currentWidget().focused == [{"post_id": 7}]


@pytest.mark.parametrize("page", STUB_PAGES, ids=lambda one: one.id)
def test_any_page_is_two_actions_away(qtbot, view_for, page):
    view = view_for()
    view.open_page("home" if page.id != "home" else "settings")
    with qtbot.waitActive(view):
        view.activateWindow()
    shown = view.stack.currentWidget()
    qtbot.keyClick(shown, Qt.Key.Key_G)
    qtbot.keyClick(shown, getattr(Qt.Key, f"Key_{'Dollar' if page.key == '$' else page.key}"))
    assert view.shown_page() == page.id


def test_practice_is_marked(view_for):
    assert any("Practice data" in one.text() for one in view_for().findChildren(QLabel))


@pytest.mark.parametrize("width", [1280, 390])
def test_every_control_has_a_name(view_for, width):
    view = view_for()
    view.resize(width, 800)
    nameless = [
        one
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for one in view.findChildren(kind)
        if one.isVisible() and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]
    assert nameless == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [390, 1000])
def test_nothing_is_wider_than_the_window(view_for, theme, percent, width):
    view = view_for()
    theme.use(percent=percent)
    view.resize(width, 800)
    assert view.minimumSizeHint().width() <= width


def test_help_opens_beside_the_page_and_closes_by_the_same_key(qtbot, view_for):
    view = view_for()
    qtbot.waitUntil(lambda: bool(view.help.topics))
    view.desk.commands.run("help")
    assert any(one.text() == "Home" for one in view.inspector.findChildren(QLabel))
    view.desk.commands.run("help")
    assert view.inspector.isHidden()


def test_help_is_found_by_the_palette(qtbot, view_for):
    view = view_for()
    qtbot.waitUntil(lambda: bool(view.help.topics))
    view.desk.commands.run("palette")
    palette = view.findChild(Palette)
    qtbot.keyClicks(palette.text, "tax year")
    qtbot.waitUntil(lambda: "Money" in palette.titles())
    qtbot.keyClick(palette.text, Qt.Key.Key_Up)
    qtbot.keyClick(palette.text, Qt.Key.Key_Return)
    assert not view.inspector.isHidden()


@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("percent", [100, 125])
def test_the_rail_has_room_for_its_icons(qtbot, view_for, theme, density, percent):
    view = view_for()
    view.resize(1000, 800)
    theme.use(density=density, percent=percent)
    button = view.side.buttons["home"]
    qtbot.waitUntil(lambda: button.isVisible() and button.width() >= button.sizeHint().width())


class TallPage(StubPage):
    """Wants more height than there is."""

    def __init__(self, desk) -> None:
        super().__init__(desk)
        lines = QVBoxLayout(self)
        lines.addWidget(QLabel("many words " * 2_000, wordWrap=True))


@pytest.mark.parametrize(("percent", "width"), [(100, 1280), (200, 390)])
def test_a_page_that_wants_to_be_taller_takes_nothing_from_the_bars(qtbot, view_for, theme, percent, width):
    pages = tuple(replace(page, build=lambda _, desk: TallPage(desk)) for page in STUB_PAGES)
    view = view_for(pages)
    theme.use(percent=percent)
    view.resize(width, 700)
    bar = view.top if width > 800 else view.bottom
    qtbot.waitUntil(lambda: bar.isVisible() and bar.height() >= bar.sizeHint().height())
