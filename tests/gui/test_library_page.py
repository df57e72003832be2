"""The library page: items found, taken in, described, removed and taken back, and put into a post."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QUrl
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from ofauto_desktop.domain.errors import DiskProblem
from tests.gui.posts_stage import StubLibrary
from ui.pages.media import LibraryPage
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.states import EmptyState, ErrorState


@pytest.fixture
def library():
    return StubLibrary()


@pytest.fixture
def page(qtbot, desk, library):
    made = LibraryPage(library=library, desk=desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.model.rowCount() == 4)
    return made


def choose(page, *rows):
    for row in rows:
        page.view.selectionModel().select(page.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)


def test_items_get_their_pictures(qtbot, page):
    qtbot.waitUntil(lambda: page.model.without_thumbnail() == ())


def test_words_narrow_the_grid(qtbot, page):
    page.search.setText("beach")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.search.setText("nowhere")
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None)


def test_a_dropped_file_is_taken_in(qtbot, page, tmp_path):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "lighthouse.jpg"))])
    page.intake.take(files)
    qtbot.waitUntil(lambda: "lighthouse.jpg" in [item.name for item in page.model.items])


def test_a_long_import_shows_how_far_it_is_and_can_be_stopped(qtbot, page, library, tmp_path):
    library.held = True
    before = page.model.rowCount()
    shown = page.findChild(IntakeProgress)
    page.intake.add([str(tmp_path / "one.mp4"), str(tmp_path / "two.mp4")])
    assert not shown.isVisible()  # a short one flickers nothing
    qtbot.waitUntil(shown.isVisible)
    qtbot.waitUntil(lambda: shown.bar.value() == 500)
    assert shown.bar.accessibleName() == "Adding 1 of 2: one.mp4"
    shown.cancel_button.click()
    assert not shown.isVisible()
    assert (page.add_button.text(), page.intake.progress()[1]) == ("Add media", 0)
    assert page.model.rowCount() == before


def test_a_refused_file_is_named(qtbot, page, library, tmp_path):
    library.failing = DiskProblem("it is empty")
    page.intake.add([str(tmp_path / "nothing.jpg")])
    qtbot.waitUntil(lambda: any(one.text().startswith("nothing.jpg: ") for one in page.findChildren(QLabel)))


def test_several_go_into_one_post(page, shell):
    choose(page, 0, 2)
    page._compose()
    assert shell.composed == [{"media_ids": (1, 3)}]


def test_removing_is_undone(qtbot, page, library, shell):
    choose(page, 1)
    page._remove()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert shell.toasts == ["Removed beach-02.jpg"]
    shell.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_an_item_is_described_beside_the_page(qtbot, page, library, shell):
    page.view.clicked.emit(page.model.index(1, 0))
    about = shell.inspected[-1]
    qtbot.addWidget(about)
    alt = about.findChild(QLineEdit)
    alt.setText("Two waves")
    alt.editingFinished.emit()
    qtbot.waitUntil(lambda: page.model.items[1].alt_text == "Two waves")
    assert {one.text() for one in about.findChildren(QPushButton)} == {"Write a post with it", "Remove"}


def test_an_error_is_said_in_place(qtbot, page, library):
    library.failing = DiskProblem("the disk is gone")
    page.refresh()
    qtbot.waitUntil(lambda: page.findChild(ErrorState) is not None)
