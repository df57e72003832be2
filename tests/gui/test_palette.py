"""The palette: commands, pages and the whole workspace in one list, by keyboard alone."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.search import Hit, HitKind, holds
from ui import finding
from ui.commands import Command
from ui.dialogs.palette import Palette

BEACH = Hit(kind=HitKind.POST, id=7, title="Beach set", detail="Lena X", state=PostState.FAILED)
ROSE = Hit(kind=HitKind.CLIENT, id=3, title="Rose")
MARIA = Hit(kind=HitKind.FAN, id="maria.k", title="maria.k", detail="Lena X")


class StubSearch:
    """Finds among the hits it is given; `gates` hold an answer back until they are opened."""

    def __init__(self, *hits, recent=(), gates=None) -> None:
        self.hits, self.kept, self.gates, self.remembered = hits, recent, gates or {}, []
        self.refuse = False

    async def find(self, words, *, limit=30):
        if self.refuse:
            raise DiskProblem("the disk cannot be read")
        if words in self.gates:
            await self.gates[words].wait()
        return tuple(hit for hit in self.hits if holds(f"{hit.title} {hit.detail}", words) is not None)

    async def recent(self):
        return tuple(self.kept)

    async def opened(self, hit):
        self.remembered.append(hit)


@pytest.fixture
def host(qtbot, desk):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def done(desk, host):
    """What the commands did."""
    made, window = [], desk.commands._window
    window.show()
    for id_, text, more in (
        ("go.home", "Go to Home", {"title": "Home", "keys": ("G, H",)}),
        ("lock", "Lock", {"words": "log out", "keys": ("Ctrl+L",)}),
        ("new", "New post", {}),
    ):
        desk.commands.add(Command(id=id_, text=text, run=lambda id_=id_: made.append(id_), **more))
    desk.commands.add(Command(id="no", text="New nothing", run=lambda: None, enabled=lambda: False))
    return made


@pytest.fixture
def palette_for(qtbot, desk, host, done):
    def make(search, shows=lambda _: True):
        sources = (finding.pages(desk.commands), finding.acts(desk.commands))
        made = Palette(desk, sources, search, shows, host)
        made.open()
        qtbot.waitUntil(lambda: made._answered)
        return made

    return make


def test_what_can_be_done_is_found_by_its_words_and_run_by_return(qtbot, palette_for, done):
    palette = palette_for(StubSearch())
    assert palette.titles() == ["Home", "Lock", "New post"]
    qtbot.keyClicks(palette.text, "log out")
    qtbot.waitUntil(lambda: palette.titles() == ["Lock"])
    qtbot.keyClick(palette.text, Qt.Key.Key_Return)
    assert done == ["lock"]


def test_arrows_go_over_headings_and_around(qtbot, palette_for, done):
    palette = palette_for(StubSearch(BEACH, ROSE))
    qtbot.keyClicks(palette.text, "o")
    qtbot.waitUntil(lambda: palette.titles() == ["Home", "Lock", "New post", "Rose"])
    assert palette.groups() == ["Pages", "Commands", "Clients"]
    for _ in range(2):
        qtbot.keyClick(palette.text, Qt.Key.Key_Down)
    assert palette.found.currentItem().text() == "New post"
    for _ in range(3):
        qtbot.keyClick(palette.text, Qt.Key.Key_Up)
    assert palette.found.currentItem().text() == "Rose"


@pytest.mark.parametrize(
    ("hit", "opened"),
    [
        (BEACH, ("calendar", {"post_id": 7})),
        (ROSE, ("clients", {"client_id": 3})),
        (MARIA, ("money", {"fan": "maria.k"})),
    ],
)
def test_a_found_thing_is_opened_and_remembered(qtbot, palette_for, shell, hit, opened):
    search = StubSearch(BEACH, ROSE, MARIA)
    palette = palette_for(search)
    qtbot.keyClicks(palette.text, hit.title)
    qtbot.waitUntil(lambda: hit.title in palette.titles())
    qtbot.keyClick(palette.text, Qt.Key.Key_Return)
    assert shell.opened == [opened]
    qtbot.waitUntil(lambda: search.remembered == [hit])


def test_what_was_opened_lately_stands_first_when_nothing_is_typed(palette_for):
    palette = palette_for(StubSearch(recent=(MARIA, BEACH)))
    assert palette.titles()[:3] == ["maria.k", "Beach set", "Home"]
    assert palette.groups() == ["Recent", "Pages", "Commands"]


def test_a_late_answer_to_other_words_is_dropped(qtbot, palette_for, loop):
    search = StubSearch(BEACH, ROSE, gates={"beach": asyncio.Event()})
    palette = palette_for(search)
    palette.text.setText("beach")
    palette.text.setText("rose")
    qtbot.waitUntil(lambda: palette.titles() == ["Rose"])
    loop.loop.call_soon_threadsafe(search.gates["beach"].set)
    palette.text.setText("rose")  # an answer that comes after the late one would have
    qtbot.waitUntil(lambda: palette._answered)
    assert palette.titles() == ["Rose"]


def test_return_waits_for_the_answer(qtbot, palette_for, shell, done, loop):
    """Never the line of an earlier word: it was "Home" that stood there."""
    search = StubSearch(BEACH, gates={"beach": asyncio.Event()})
    palette = palette_for(search)
    palette.text.setText("beach")
    qtbot.keyClick(palette.text, Qt.Key.Key_Return)
    assert (done, shell.opened) == ([], [])
    loop.loop.call_soon_threadsafe(search.gates["beach"].set)
    qtbot.waitUntil(lambda: shell.opened == [("calendar", {"post_id": 7})])


def test_things_of_pages_that_are_not_there_are_not_listed(qtbot, palette_for):
    palette = palette_for(StubSearch(ROSE, BEACH), shows=lambda page: page != "clients")
    palette.text.setText("e")
    qtbot.waitUntil(lambda: "Beach set" in palette.titles())
    assert "Rose" not in palette.titles()


def test_nothing_found_and_not_searched_are_told_apart(qtbot, palette_for):
    search = StubSearch()
    palette = palette_for(search)
    palette.text.setText("zzz")
    qtbot.waitUntil(lambda: palette._nothing.text() == "Nothing is found for “zzz”.")
    search.refuse = True
    palette.text.setText("zzzz")
    qtbot.waitUntil(lambda: "could not be searched" in palette._nothing.text())


def test_lines_are_read_aloud_with_group_and_keys(palette_for):
    palette = palette_for(StubSearch(recent=(BEACH,)))
    spoken = [palette.found.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(palette.found.count())]
    assert "Beach set, Failed · Lena X, Recent" in spoken
    assert "Lock, Ctrl+L, Commands" in spoken
    assert QAccessible.queryAccessibleInterface(palette.text).text(QAccessible.Text.Name) == "Search or go to"


@pytest.mark.parametrize("width", [390, 1200])
def test_it_fits_the_window(qtbot, palette_for, host, width):
    host.resize(width, 480)
    palette = palette_for(StubSearch(recent=(BEACH,)))
    assert palette.width() <= width
    assert palette.height() <= 480
