"""The library page over a real workspace: found, taken in, sorted, described, removed and taken back, put into a post."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QObject, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import insert

from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.library import MediaUse
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import PostState
from storage.models import MediaAsset, uuid7
from tests import pictures
from tests.db.test_media_finding import add_post
from tests.gui import library_stage
from tests.gui.conftest import NOON
from tests.gui.library_stage import picture
from ui.dialogs.delete_media import DeleteMedia
from ui.dialogs.media_blocked import MediaBlocked
from ui.dialogs.media_preview import MediaPreview
from ui.dialogs.media_storage import MediaStorage
from ui.dialogs.media_tags import MediaTags
from ui.dialogs.one_line import OneLine
from ui.dialogs.pick_folder import PickFolder
from ui.library_commands import write_copy
from ui.models.library import Role, carried
from ui.models.places import EVERYWHERE, Place, PlaceKind
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.media_inspector import MediaInspector
from ui.widgets.states import Banner, EmptyState, ErrorState

NAMES = ("dune.png", "beach-02.png", "beach-01.png", "film.mp4")


@pytest.fixture
def stage(tmp_path, bus, loop):
    made = library_stage.opened(tmp_path, bus, loop)
    for seed, name in enumerate(reversed(NAMES[:3])):
        made.add(name, seed)
    made.do(made.library.add(pictures.film(tmp_path / "film.mp4")))
    yield made
    made.database.close()


@pytest.fixture
def page(qtbot, desk, stage):
    made = stage.page(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.model.rowCount() == 4)
    qtbot.waitUntil(lambda: all(made.model.tile(row) for row in range(4)))
    return made


def names(page) -> list[str]:
    tiles = [page.model.tile(row) for row in range(page.model.rowCount())]
    return [tile.item.name if tile else "?" for tile in tiles]


def choose(page, *rows):
    page.view.clearSelection()
    for row in rows:
        page.view.selectionModel().select(page.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)
    page.view.setCurrentIndex(page.model.index(rows[0], 0)) if len(rows) == 1 else None


def dialog_of(page, kind):
    (found,) = [one for one in page.window().findChildren(kind) if one.isVisible()]
    return found


def test_items_come_newest_first_with_their_pictures(qtbot, page):
    assert names(page) == ["film.mp4", "dune.png", "beach-02.png", "beach-01.png"]
    for row in range(4):
        media_id = page.model.ids[row]
        qtbot.waitUntil(lambda media_id=media_id: page.pictures.picture(media_id) is not None)
    assert page.pictures.bytes_kept > 0


def test_readers_are_told_what_an_item_is(page):
    words = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "film.mp4: Film, 0:00, not used. no alternative text"


def test_words_narrow_the_grid_as_they_are_typed(qtbot, page):
    page.search.setText("bea")
    qtbot.waitUntil(lambda: names(page) == ["beach-02.png", "beach-01.png"])
    page.search.setText("nowhere")
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None)
    page.findChild(EmptyState).findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.search.text() == ""


def test_chips_narrow_and_are_kept_as_a_view(qtbot, page, stage, shell):
    page.filters.kinds[MediaKind.VIDEO].click()
    qtbot.waitUntil(lambda: names(page) == ["film.mp4"])
    page.filters.save_wanted.emit()
    dialog = dialog_of(page, OneLine)
    dialog.edit.setText("Films")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: page.filters.views.text() == "Views: Films")
    page.filters.clear_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    (view,) = stage.do(stage.views.list("library"))
    page.filters.view_chosen.emit(view)
    qtbot.waitUntil(lambda: names(page) == ["film.mp4"])
    page.filters.view_removed.emit(view)
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Removed the view Films")
    shell.undo()
    qtbot.waitUntil(lambda: len(stage.do(stage.views.list("library"))) == 1)


def test_orders(qtbot, page):
    page.filters.sorted.menu().aboutToShow.emit()
    next(act for act in page.filters.sorted.menu().actions() if act.text() == "By name").trigger()
    qtbot.waitUntil(lambda: names(page) == ["beach-01.png", "beach-02.png", "dune.png", "film.mp4"])


def test_a_dropped_file_is_taken_into_the_open_folder(qtbot, page, stage, tmp_path):
    folder = stage.do(stage.sorting.add_folder("Sets"))
    qtbot.waitUntil(lambda: len(page.folders) == 1)
    page.go_to(Place(PlaceKind.FOLDER, folder.id))
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    (tmp_path / "lighthouse.png").write_bytes(picture(9))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "lighthouse.png"))])
    page._take(files)
    qtbot.waitUntil(lambda: names(page) == ["lighthouse.png"])


def test_a_picture_is_pasted_with_the_keys(qtbot, page):
    QApplication.clipboard().setImage(QImage.fromData(picture(12)))
    page.view.setFocus()
    page.desk.commands.run("library.paste")
    qtbot.waitUntil(lambda: "pasted.png" in names(page))


def test_what_one_has_already_is_said(qtbot, page, tmp_path):
    (tmp_path / "copy.png").write_bytes(picture(0))
    (tmp_path / "small.png").write_bytes(picture(0, shown=(160, 120)))
    page.intake.add([str(tmp_path / "copy.png"), str(tmp_path / "small.png")])
    qtbot.waitUntil(lambda: len(page.findChildren(Banner)) == 2)
    assert [one.accessibleName() for one in page.findChildren(Banner)] == [
        "You already have beach-01.png.",
        "small.png looks like beach-01.png, which you already have.",
    ]
    page.go_to(Place(PlaceKind.ALIKE))
    qtbot.waitUntil(lambda: sorted(names(page)) == ["beach-01.png", "small.png"])
    assert page.model.index(0).data(Role.GROUP) == 1


def test_a_long_import_shows_how_far_it_is_and_can_be_stopped(qtbot, page, stage, tmp_path, monkeypatch):
    import asyncio

    async def held(path, *, progress, **_):
        progress(0.5)
        await asyncio.Event().wait()

    monkeypatch.setattr(stage.library, "take", held)
    shown = page.findChild(IntakeProgress)
    page.intake.add([str(tmp_path / "one.mp4"), str(tmp_path / "two.mp4")])
    assert not shown.isVisible()  # a short one flickers nothing
    qtbot.waitUntil(shown.isVisible)
    qtbot.waitUntil(lambda: shown.bar.value() == 500)
    assert shown.bar.accessibleName() == "Adding 1 of 2: one.mp4"
    assert not page.add_button.isEnabled()
    shown.cancel_button.click()
    assert not shown.isVisible()
    assert page.add_button.isEnabled()
    assert page.model.rowCount() == 4


def test_a_refused_file_is_named(qtbot, page, tmp_path):
    (tmp_path / "nothing.jpg").write_bytes(b"")
    page.intake.add([str(tmp_path / "nothing.jpg")])
    qtbot.waitUntil(lambda: any(one.text().startswith("nothing.jpg: ") for one in page.findChildren(QLabel)))


def test_several_go_into_one_post(page, shell):
    choose(page, 1, 3)
    assert page.selection.isVisible()
    page.selection.buttons["library.compose"].click()
    assert shell.composed == [{"media_ids": (page.model.ids[1], page.model.ids[3])}]


def test_many_are_removed_as_one_step_and_taken_back_as_one(qtbot, page, shell):
    choose(page, 1, 2)
    page.desk.commands.run("library.remove")
    qtbot.waitUntil(lambda: names(page) == ["film.mp4", "beach-01.png"])
    qtbot.waitUntil(lambda: shell.toasts == ["Removed 2 items"])
    page.go_to(Place(PlaceKind.BIN))
    qtbot.waitUntil(lambda: names(page) == ["dune.png", "beach-02.png"])
    shell.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.go_to(EVERYWHERE)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    shell.redo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


def test_what_is_put_back_from_the_bin_is_in_the_library_again(qtbot, page, shell, stage):
    stage.do(stage.sorting.remove([page.model.ids[0]]))
    page.go_to(Place(PlaceKind.BIN))
    qtbot.waitUntil(lambda: names(page) == ["film.mp4"])
    page.view.selectAll()
    page.selection.buttons["library.restore"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.waitUntil(lambda: shell.toasts == ["Put 1 item back"])


def test_what_a_post_needs_is_not_removed_and_the_post_is_named(qtbot, page, stage, shell):
    needed, free = page.model.ids[1], page.model.ids[2]
    post = stage.database.write_now(add_post, [needed], PostState.SCHEDULED, text="Golden hour")
    choose(page, 1, 2)
    page.desk.commands.run("library.remove")
    qtbot.waitUntil(lambda: page.window().findChild(MediaBlocked) is not None)
    dialog = dialog_of(page, MediaBlocked)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert "1 item is to go out with a post" in words
    assert any(one.startswith("Golden hour · ") for one in words)
    assert page.model.rowCount() == 4
    buttons = {one.text(): one for one in dialog.findChildren(QPushButton)}
    buttons["Remove the other 1 item"].click()
    qtbot.waitUntil(lambda: free not in page.model.ids)
    assert needed in page.model.ids
    choose(page, list(page.model.ids).index(needed))
    page.desk.commands.run("library.remove")
    qtbot.waitUntil(lambda: page.window().findChild(MediaBlocked) is not None)
    opening = [one for one in dialog_of(page, MediaBlocked).findChildren(QPushButton) if "Open" in one.text()]
    opening[0].click()
    assert shell.opened == [("calendar", {"post_id": post})]


def test_items_are_dropped_into_a_folder_and_that_is_undone(qtbot, page, stage, shell):
    folder = stage.do(stage.sorting.add_folder("Sets"))
    qtbot.waitUntil(lambda: len(page.folders) == 1)
    page.places.drop_on(Place(PlaceKind.FOLDER, folder.id), carried(page.model.ids[:2]))
    qtbot.waitUntil(lambda: shell.toasts == ["Moved 2 items to Sets"])
    page.go_to(Place(PlaceKind.FOLDER, folder.id))
    qtbot.waitUntil(lambda: names(page) == ["film.mp4", "dune.png"])
    shell.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_items_are_moved_with_the_keys_alone(qtbot, page, stage):
    stage.do(stage.sorting.folder_named("Sets/Beach", make=True))
    qtbot.waitUntil(lambda: len(page.folders) == 2)
    choose(page, 2)
    page.view.setFocus()
    page.desk.commands.run("library.move")
    dialog = dialog_of(page, PickFolder)
    qtbot.keyClicks(dialog.words, "bea")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.tile(2).item.folder_id is not None)
    (beach,) = [one for one in page.folders if one.name == "Beach"]
    assert page.model.tile(2).item.folder_id == beach.id


def test_folders_are_made_moved_renamed_removed_and_taken_back(qtbot, page, shell, stage):
    page.folder_acts.add(None)
    dialog = dialog_of(page, OneLine)
    dialog.edit.setText("Sets")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: [one.name for one in page.folders] == ["Sets"])
    page.folder_acts.rename(page.folders[0])
    dialog = dialog_of(page, OneLine)
    dialog.edit.setText("Autumn")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: [one.name for one in page.folders] == ["Autumn"])
    inner = stage.do(stage.sorting.add_folder("Beach"))
    qtbot.waitUntil(lambda: len(page.folders) == 2)
    mime = page.places.mimeData([page.places._lines[Place(PlaceKind.FOLDER, inner.id)]])
    autumn = next(one for one in page.folders if one.name == "Autumn")
    page.places.drop_on(Place(PlaceKind.FOLDER, autumn.id), mime)
    qtbot.waitUntil(lambda: any(one.parent_id == autumn.id for one in page.folders))
    page.acts.remove_folder(autumn)
    qtbot.waitUntil(lambda: page.folders == ())
    shell.undo()
    qtbot.waitUntil(lambda: {one.name for one in page.folders} == {"Autumn", "Beach"})


def test_a_search_becomes_a_smart_folder(qtbot, page, shell):
    page.search.setText("beach")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.filters.smart_wanted.emit()
    dialog = dialog_of(page, OneLine)
    dialog.edit.setText("Beaches")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: len(page.folders) == 1)
    page.search.clear()
    page.go_to(Place(PlaceKind.FOLDER, page.folders[0].id))
    qtbot.waitUntil(lambda: names(page) == ["beach-02.png", "beach-01.png"])
    page.places.rule_shown.emit(page.folders[0])
    qtbot.waitUntil(lambda: page.search.text() == "beach" and page.place == EVERYWHERE)
    page.search.setText("dune")
    qtbot.waitUntil(lambda: names(page) == ["dune.png"])
    page.places.rule_changed.emit(page.folders[0])
    qtbot.waitUntil(lambda: page.folders[0].rule.text == "dune")
    shell.undo()
    qtbot.waitUntil(lambda: page.folders[0].rule.text == "beach")


def test_many_are_tagged_as_one_step(qtbot, page, shell, stage):
    choose(page, 1, 2)
    page.desk.commands.run("library.tag")
    qtbot.waitUntil(lambda: page.window().findChild(MediaTags) is not None)
    dialog = dialog_of(page, MediaTags)
    dialog.edit.setText("autumn, set 3")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: page.model.tile(2).item.tags == ("autumn", "set 3"))
    qtbot.waitUntil(lambda: shell.toasts == ["Tagged 2 items “autumn” and “set 3”"])
    qtbot.waitUntil(lambda: page.tags == ("autumn", "set 3"))
    shell.undo()
    qtbot.waitUntil(lambda: page.model.tile(2).item.tags == ())


def test_an_item_is_described_beside_the_page_and_shows_where_it_was_used(qtbot, page, stage, shell):
    media_id = page.model.ids[1]
    post = stage.database.write_now(add_post, [media_id], PostState.POSTED, text="Sand as far as one sees")
    page.view.go_to(media_id)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    about = shell.inspected[-1]
    assert isinstance(about, MediaInspector)
    qtbot.addWidget(about)
    about.show()
    opening = lambda: [one for one in about.findChildren(QPushButton) if one.toolTip().startswith("Sand")]  # noqa: E731
    qtbot.waitUntil(lambda: len(opening()) == 1)
    opening()[0].click()
    assert shell.opened == [("calendar", {"post_id": post})]
    about.alt.setPlainText("A dune at noon")
    about.caption.setPlainText("Sylt")
    assert about.save_button.isVisible()
    about.save_button.click()
    qtbot.waitUntil(lambda: stage.do(stage.library.get(media_id)).alt_text == "A dune at noon")
    qtbot.waitUntil(lambda: not about.save_button.isVisible())
    shell.undo()
    qtbot.waitUntil(lambda: about.alt.toPlainText() == "")
    qtbot.waitUntil(lambda: page.model.tile(1).use is MediaUse.OUT)


def test_what_is_being_typed_survives_a_refresh(qtbot, page, stage, shell):
    page.opening.inspect(page.model.ids[1])
    about = shell.inspected[-1]
    qtbot.addWidget(about)
    about.show()
    qtbot.waitUntil(lambda: about._item is not None)
    about.alt.setPlainText("half a sen")
    stage.do(stage.library.describe(about.media_id, caption="from elsewhere"))
    qtbot.waitUntil(lambda: about.caption.toPlainText() == "from elsewhere")
    assert about.alt.toPlainText() == "half a sen"


def test_space_opens_the_preview_and_arrows_go_on(qtbot, page):
    page.view.go_to(page.model.ids[1])
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    dialog = dialog_of(page, MediaPreview)
    qtbot.waitUntil(lambda: dialog._name.text() == "dune.png")
    qtbot.waitUntil(lambda: not dialog._picture._picture.isNull())
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: dialog._name.text() == "beach-02.png")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert page.view.current_id() == page.model.ids[2]


def test_room_and_its_limit(qtbot, page, stage):
    page.opening.storage()
    dialog = dialog_of(page, MediaStorage)
    qtbot.waitUntil(lambda: hasattr(dialog, "limited"))
    dialog.limited.box.click()
    dialog.limit.setValue(2.5)
    dialog.limit.editingFinished.emit()
    qtbot.waitUntil(lambda: stage.do(stage.finding.storage()).quota == 2_500_000_000)
    dialog.limited.box.click()
    qtbot.waitUntil(lambda: stage.do(stage.finding.storage()).quota is None)


def test_an_item_is_shown_wherever_it_lies(qtbot, page, shell):
    wanted = page.model.ids[3]
    page.search.setText("film")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.focus(media_id=wanted)
    qtbot.waitUntil(lambda: page.view.current_id() == wanted)
    assert shell.inspected[-1].media_id == wanted


def test_a_narrow_window_shows_lines_and_hides_nothing(qtbot, page):
    page.resize(358, 700)
    qtbot.waitUntil(lambda: page.view.is_list)
    assert not page._side.isVisible()
    assert page.place_button.isVisible()
    assert not page.filters.isVisible()
    page.filter_button.click()
    assert page.filters.isVisible()
    for widget in (page.search, page.add_button, page.filter_button, page.place_button, *page.filters.kinds.values()):
        right = widget.mapTo(page, widget.rect().topRight()).x()
        assert 0 < right <= page.width(), widget.accessibleName()


def test_a_selection_survives_what_is_added(qtbot, page, stage):
    choose(page, 1, 2)
    before = page.view.chosen_ids()
    stage.add("new.png", 40)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert page.view.chosen_ids() == before


def test_an_error_is_said_in_place(qtbot, page, stage):
    stage.database.close()
    page.refresh()
    qtbot.waitUntil(lambda: page.findChild(ErrorState) is not None)


def test_twenty_thousand_items_are_read_as_far_as_they_are_looked_at(qtbot, page, stage, monkeypatch):
    def many(session):
        rows = [
            {
                "name": f"{number}.jpg",
                "kind": MediaKind.IMAGE,
                "mime": "image/jpeg",
                "width": 4,
                "height": 3,
                "alt_text": "",
                "sha256": str(number),
                "original_size": 1,
                "size": 1,
                "blob": "o",
                "upload_blob": "u",
                "tags": [],
                "caption": "",
                "created_at": NOON,
                "updated_at": NOON,
                "uid": uuid7(),
            }
            for number in range(20_000)
        ]
        session.execute(insert(MediaAsset), rows)

    stage.database.write_now(many)
    read = []
    tiles = stage.finding.tiles

    def counted(media_ids):
        read.extend(media_ids)
        return tiles(media_ids)

    monkeypatch.setattr(stage.finding, "tiles", counted)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 20_004)
    qtbot.waitUntil(lambda: page.model.tile(0) is not None)
    bar = page.view.verticalScrollBar()
    for place in range(0, bar.maximum(), bar.maximum() // 40):
        bar.setValue(place)
        page.view.viewport().repaint()
        QApplication.processEvents()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.model.tile(20_003) is not None)
    assert len(read) < 41 * 3 * 60
    assert len(page.model._pages) <= 40
    page.view.selectAll()
    assert (page.view.chosen_count(), len(page.view.chosen_ids())) == (20_004, 20_004)
    page.search.setText("beach")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.view.chosen_count() == 2


def test_arrows_go_by_line_and_column_and_shift_selects(qtbot, page):
    page.view.setFocus()
    page.view.go_to(page.model.ids[0])
    assert page.view._layout.columns >= 4
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.chosen_ids() == tuple(page.model.ids[1:3])
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.current_id() == page.model.ids[0]
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert page.view.current_id() == page.model.ids[0]  # there is one line only
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert page.view.current_id() == page.model.ids[3]


def test_a_frame_drawn_with_the_pointer_selects_what_it_touches(qtbot, page):
    last = page.view.visualRect(page.model.index(3))
    start = page.view.viewport().rect().bottomRight() - QPoint(2, 2)
    page.view.setSelection(QRect(start, last.center()), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert page.view.chosen_ids() == (page.model.ids[3],)


def test_an_open_panel_follows_the_keys_and_keeps_what_was_typed(qtbot, page, stage, shell):
    page.view.setFocus()
    page.view.go_to(page.model.ids[1])
    page.opening.inspect(page.model.ids[1])
    about = shell.inspected[-1]
    about.setParent(page)  # in the same window, as in the program
    about.show()
    qtbot.waitUntil(lambda: about._item is not None)
    about.alt.setFocus()
    about.alt.setPlainText("A dune at noon")
    about.alt.clearFocus()
    qtbot.waitUntil(lambda: stage.do(stage.library.get(page.model.ids[1])).alt_text == "A dune at noon")
    qtbot.waitUntil(lambda: shell.toasts == ["Saved the texts of dune.png"])
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shell.inspected[-1].media_id == page.model.ids[2])
    qtbot.addWidget(shell.inspected[-1])


def test_what_lies_in_the_bin_is_deleted_for_good_once_that_is_confirmed(qtbot, page, stage, shell):
    gone, carried_by_a_post = page.model.ids[0], page.model.ids[1]
    stage.database.write_now(add_post, [carried_by_a_post], PostState.POSTED)
    stage.do(stage.sorting.remove([gone, carried_by_a_post]))
    before = len(list(stage.files.folder.iterdir()))
    page.go_to(Place(PlaceKind.BIN))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.view.selectAll()
    page.selection.buttons["library.delete"].click()
    dialog = dialog_of(page, DeleteMedia)
    assert dialog.delete_button.text() == "Delete 2 items"
    dialog.delete_button.click()
    qtbot.waitUntil(lambda: list(page.model.ids) == [carried_by_a_post])
    qtbot.waitUntil(lambda: shell.toasts == ["Deleted 1 item for good · 1 belongs to a post and stays"])
    assert len(list(stage.files.folder.iterdir())) == before - 3


def test_a_copy_of_the_original_is_saved_whole(qtbot, page, stage, shell, tmp_path):
    media_id = page.model.ids[1]
    write_copy(page, media_id, tmp_path / "out.png")
    qtbot.waitUntil(lambda: shell.toasts == ["Saved out.png; outside the library it is not encrypted"])
    assert (tmp_path / "out.png").read_bytes() == picture(2)
    assert not list(tmp_path.glob(".out*"))


def test_the_lesser_copies_of_a_picture_are_selected_for_removal(qtbot, page, stage):
    small = stage.do(stage.library.add_bytes("small.png", picture(0, shown=(160, 120)))).id
    page.go_to(Place(PlaceKind.ALIKE))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.desk.commands.run("library.select_copies")
    qtbot.waitUntil(lambda: page.view.chosen_ids() == (small,))


def test_a_menu_offers_what_can_be_done_here(page):
    choose(page, 1)
    words = [act.text() for act in page.item_menu().actions()]
    assert words == [
        "Write a post with it",
        "Crop and describe…",
        "Move to a folder…",
        "Tags…",
        "Save a copy of the original…",
        "Remove from the library",
    ]


def test_a_bar_without_anything_to_scroll_is_not_pressed(page, qtbot):
    page.search.setText("beach")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert not page.view.verticalScrollBar().isEnabled()


def test_look_alikes_offer_to_choose_the_lesser_ones(qtbot, page, stage):
    stage.do(stage.library.add_bytes("small.png", picture(0, shown=(160, 120))))
    page.go_to(Place(PlaceKind.ALIKE))
    qtbot.waitUntil(page.selection.isVisible)
    page.selection.buttons["library.select_copies"].click()
    qtbot.waitUntil(lambda: page.view.chosen_count() == 1)
    assert page.selection.buttons["library.remove"].isVisible()


def test_what_changed_behind_another_page_is_read_when_this_one_is_shown(qtbot, page, stage, desk):
    told, owner = [], QObject()
    desk.events.settled(MediaChanged, owner=owner, refresh=lambda: told.append(1))
    page.hide()
    stage.add("later.png", 50)
    qtbot.waitUntil(lambda: told == [1])
    assert page.model.rowCount() == 4
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)


def test_pictures_in_memory_stay_within_their_bound(qtbot, page, monkeypatch):
    from ui import thumbnails

    for media_id in page.model.ids:
        qtbot.waitUntil(lambda media_id=media_id: page.pictures.picture(media_id) is not None)
    one = page.pictures.bytes_kept // 4
    monkeypatch.setattr(thumbnails, "_MOST_BYTES", 2 * one)
    for media_id in (*page.model.ids, *page.model.ids):
        page.pictures.forget([media_id])
        qtbot.waitUntil(lambda media_id=media_id: page.pictures.picture(media_id) is not None)
        assert page.pictures.bytes_kept <= 2 * one
    page.pictures.forget(list(page.model.ids))
    assert page.pictures.bytes_kept == 0


def test_home_has_words_for_everything_that_is_done_here(page):
    import re
    from pathlib import Path

    import storage
    from ui.models import home_words

    folder = Path(storage.__file__).parent
    said = {
        word for file in folder.glob("media*.py") for word in re.findall(r'"(media[a-z_]*\.[a-z_]+)"', file.read_text())
    }
    acts = {word for word in said if not word.endswith((".id", ".quota"))}
    assert len(acts) > 12
    assert acts <= set(home_words._ACTS)
