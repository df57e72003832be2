"""The editor of one item by keyboard: a part for a platform, the cover of a film, the texts; each undone."""

import pytest
from PySide6.QtCore import QPoint, Qt

from ofauto_desktop.domain.cropping import RATIOS
from ofauto_desktop.domain.media import Crop
from ofauto_desktop.domain.platforms import PlatformId
from tests import pictures
from tests.gui import library_stage
from ui.dialogs.media_editor import MediaEditor, open_editor


@pytest.fixture
def stage(tmp_path, bus, loop):
    made = library_stage.opened(tmp_path, bus, loop)
    made.add("dune.png", 3)
    made.do(made.library.add(pictures.film(tmp_path / "film.mp4", frames=25)))
    yield made
    made.database.close()


@pytest.fixture
def page(qtbot, desk, stage):
    made = stage.page(desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def editor_of(qtbot, page, row) -> MediaEditor:
    open_editor(page.model.ids[row], page)
    shown = lambda: [one for one in page.window().findChildren(MediaEditor) if one.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def forms(stage, media_id):
    return stage.do(stage.variants.of_item(media_id))


def test_a_part_is_cut_for_a_platform_by_keys_and_taken_back(qtbot, page, stage, shell):
    media_id = page.model.ids[1]
    editor = editor_of(qtbot, page, 1)
    qtbot.waitUntil(lambda: not editor.crop._picture.isNull())
    assert editor.crop.crop is None
    editor.ratio.setCurrentIndex(1 + list(RATIOS).index("1:1"))
    editor.ratio.activated.emit(editor.ratio.currentIndex())
    assert editor.crop.part == Crop(x=40, y=0, width=240, height=240)
    for _ in range(2):
        qtbot.keyClick(editor.crop, Qt.Key.Key_Left)
    qtbot.keyClick(editor.crop, Qt.Key.Key_Minus)
    assert editor.crop.part == Crop(x=16, y=8, width=224, height=224)
    assert editor.crop.accessibleName() == "Keeps 224 by 224 pixels"
    editor.save_button.click()
    qtbot.waitUntil(lambda: [one.crop for one in forms(stage, media_id)] == [Crop(x=16, y=8, width=224, height=224)])
    qtbot.waitUntil(lambda: shell.toasts == ["Saved the form of dune.png for X"])
    again = editor_of(qtbot, page, 1)
    assert again.crop.part == Crop(x=16, y=8, width=224, height=224)
    again.reset_button.click()
    again.save_button.click()
    qtbot.waitUntil(lambda: forms(stage, media_id) == ())
    qtbot.waitUntil(lambda: len(shell.toasts) == 2)
    shell.undo()
    qtbot.waitUntil(lambda: [one.width for one in forms(stage, media_id)] == [224])


def test_a_corner_is_pulled_with_the_pointer(qtbot, page):
    editor = editor_of(qtbot, page, 1)
    room = editor.crop.picture_rect()
    corner = room.bottomRight()
    qtbot.mousePress(editor.crop, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(editor.crop, room.center())
    qtbot.mouseRelease(editor.crop, Qt.MouseButton.LeftButton, pos=room.center())
    part = editor.crop.part
    assert abs(part.width - 160) <= 2
    assert abs(part.height - 120) <= 2
    middle = editor.crop._shown().center()
    qtbot.mousePress(editor.crop, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(editor.crop, middle + QPoint(5000, 5000))
    qtbot.mouseRelease(editor.crop, Qt.MouseButton.LeftButton, pos=middle)
    moved = editor.crop.part
    assert (moved.width, moved.x + moved.width, moved.y + moved.height) == (part.width, 320, 240)


def test_nothing_is_made_where_nothing_was_changed(qtbot, page, stage, shell):
    editor = editor_of(qtbot, page, 1)
    editor.save_button.click()
    qtbot.waitUntil(lambda: not page.window().findChildren(MediaEditor))
    assert shell.toasts == []
    assert forms(stage, page.model.ids[1]) == ()


def test_a_film_gets_another_cover_and_its_first_one_back(qtbot, page, stage, shell):
    media_id = page.model.ids[0]
    editor = editor_of(qtbot, page, 0)
    qtbot.waitUntil(lambda: not editor._shown._picture.isNull())
    qtbot.keyClick(editor.moment, Qt.Key.Key_Right)
    assert editor.moment.value() == 500
    editor.alt.setPlainText("Colours that change")
    editor.save_button.click()
    qtbot.waitUntil(lambda: stage.do(stage.library.get(media_id)).cover_ms == 500)
    qtbot.waitUntil(lambda: stage.do(stage.library.get(media_id)).alt_text == "Colours that change")
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Changed the cover of film.mp4" or len(shell.toasts) == 2)
    covers = [one for one in shell.toasts if "cover" in one]
    assert len(covers) == 1


def test_a_form_of_another_platform_is_no_concern_of_this_one(qtbot, page, stage):
    media_id = page.model.ids[1]
    stage.do(stage.variants.make(media_id, PlatformId.X, Crop(x=0, y=0, width=100, height=100)))
    editor = editor_of(qtbot, page, 1)
    assert editor.platform.currentData() == PlatformId.X
    assert editor.crop.part.width == 100
    editor.reject()


@pytest.mark.parametrize("width", [360, 900])
def test_nothing_is_cut_in_a_narrow_window_or_at_twice_the_size(qtbot, page, theme, width):
    theme.use(percent=200)
    page.resize(width, 760)
    editor = editor_of(qtbot, page, 1)
    for widget in (editor.platform, editor.ratio, editor.reset_button, editor.save_button, editor.crop):
        right = widget.mapTo(editor, widget.rect().topRight()).x()
        assert right <= editor.width(), type(widget)
        assert widget.width() >= widget.minimumSizeHint().width()
    editor.reject()
