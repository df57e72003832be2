"""The library's commands: they act on what is selected, from keys, menus and the palette alike."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from ofauto_desktop.domain.library import MediaUse, Tile
from ui.commands import Command
from ui.language import tr, tr_n
from ui.models.places import PlaceKind

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage

_Act = Callable[["LibraryPage"], object]
_Enabled = Callable[[], bool]
# Tags of more items than these are not listed one by one; new ones can still be given to all.
_TAGS_OF = 500


def commands_of(page: "LibraryPage") -> tuple[Command, ...]:
    """Scoped to the view, so that typing in the search field presses none of them."""

    def some() -> bool:
        return page.view.selectionModel().hasSelection() and page.place.kind is not PlaceKind.BIN

    def binned() -> bool:
        return page.view.selectionModel().hasSelection() and page.place.kind is PlaceKind.BIN

    def alike() -> bool:
        return page.place.kind is PlaceKind.ALIKE and bool(page.model.ids)

    def add(name: str, words: str, act: _Act, keys: str, icon: str, enabled: _Enabled | None = some) -> Command:
        return Command(
            id=f"library.{name}",
            text=words,
            run=partial(act, page),
            keys=(keys,),
            icon=icon,
            group=tr("Library"),
            enabled=enabled,
        )

    page.selection.act.connect(page.desk.commands.run)
    return (
        add("compose", tr("Write a post with it"), compose, "Ctrl+Return", "plus"),
        add("fill_week", tr("Fill next week with it…"), fill_week, "W", "calendar-range"),
        add("move", tr("Move to a folder…"), move, "M", "folder"),
        add("tag", tr("Tags…"), tag, "T", "tag"),
        add("edit", tr("Crop and describe…"), edit, "E", "crop"),
        add("remove", tr("Remove from the library"), remove, "Del", "trash-2"),
        add("restore", tr("Put back from the bin"), restore, "R", "undo-2", binned),
        add("delete", tr("Delete for good…"), delete, "Shift+Del", "trash-2", binned),
        add("save_copy", tr("Save a copy of the original…"), save_copy, "Ctrl+S", "download"),
        add("select_copies", tr("Select all but the best of each"), select_copies, "S", "copy", alike),
        add("next", tr("Next item"), lambda one: one.view.step(1), "J", "arrow-right", None),
        add("previous", tr("Item before"), lambda one: one.view.step(-1), "K", "arrow-left", None),
    )


def compose(page: "LibraryPage") -> None:
    page.desk.shell.compose(media_ids=page.view.chosen_ids())


def fill_week(page: "LibraryPage") -> None:
    page.filling.propose(page.view.chosen_ids())


def move(page: "LibraryPage") -> None:
    from ui.dialogs.pick_folder import PickFolder

    chosen = page.view.chosen_ids()
    dialog = PickFolder(
        page.folders,
        page.window(),
        title=tr_n("Move {n} item", "Move {n} items", len(chosen)),
        accept=tr("Move here"),
        nowhere=tr("In no folder"),
    )
    dialog.picked.connect(lambda folder: page.acts.file(chosen, folder))
    dialog.open()


def tag(page: "LibraryPage") -> None:
    chosen = page.view.chosen_ids()
    page.desk.tasks.run(
        page.finding.tiles(chosen[:_TAGS_OF]),
        owner=page,
        done=lambda tiles: _ask_tags(page, chosen, tiles),
        failed=page.desk.errors.show,
    )


def _ask_tags(page: "LibraryPage", chosen: Sequence[int], tiles: Sequence[Tile]) -> None:
    from ui.dialogs.media_tags import MediaTags

    dialog = MediaTags([tile.item for tile in tiles], len(chosen), page.tags, page.window())
    dialog.wanted.connect(lambda add, drop: page.acts.tag(chosen, add, drop))
    dialog.open()


def edit(page: "LibraryPage") -> None:
    from ui.dialogs.media_editor import open_editor

    current = page.view.current_id()
    if current is not None:
        open_editor(current, page)


def remove(page: "LibraryPage") -> None:
    page.acts.remove(page.view.chosen_ids())


def restore(page: "LibraryPage") -> None:
    page.acts.restore(page.view.chosen_ids())


def delete(page: "LibraryPage") -> None:
    """Asks: it cannot be undone."""
    from ui.dialogs.delete_media import DeleteMedia

    chosen = page.view.chosen_ids()
    dialog = DeleteMedia(len(chosen), page.window())
    dialog.confirmed.connect(lambda: _delete(page, chosen))
    dialog.open()


def _delete(page: "LibraryPage", chosen: Sequence[int]) -> None:
    def done(gone: Sequence[int]) -> None:
        words = tr_n("Deleted {n} item for good", "Deleted {n} items for good", len(gone))
        kept = len(chosen) - len(gone)
        more = tr_n("{n} belongs to a post and stays", "{n} belong to posts and stay", kept) if kept else ""
        page.desk.shell.toast(f"{words} · {more}" if more else words)

    work = page.library.delete_for_good(chosen)
    page.desk.tasks.run(work, owner=page, done=done, failed=page.desk.errors.show)


def save_copy(page: "LibraryPage") -> None:
    """The original, as it came, into a file that is picked."""
    current = page.view.current_id()
    tile = None if current is None else page.model.tile(page.model.row_of(current))
    if tile is None:
        return
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(page.window(), tr("Save a copy of the original"), place)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.selectFile(Path(tile.item.name).name)
    dialog.fileSelected.connect(lambda file: write_copy(page, tile.item.id, Path(file)))
    dialog.open()


def write_copy(page: "LibraryPage", media_id: int, target: Path) -> None:
    words = tr("Saved {name}; outside the library it is not encrypted", name=target.name)
    page.desk.tasks.run(
        page.library.save_copy(media_id, target),
        owner=page,
        done=lambda _: page.desk.shell.toast(words),
        failed=page.desk.errors.show,
    )


def select_copies(page: "LibraryPage") -> None:
    """Of every group of look-alikes all but the one with most pixels, ready to be looked at and removed."""
    work = page.finding.tiles(page.model.ids)
    page.desk.tasks.run(
        work, owner=page, done=lambda tiles: page.view.choose(_copies(page, tiles)), failed=page.desk.errors.show
    )


def _copies(page: "LibraryPage", tiles: Sequence[Tile]) -> tuple[int, ...]:
    """The one with most pixels is best, of several the largest file, then one that a post carries."""
    best: dict[int | None, Tile] = {}
    for tile in tiles:
        group = page.model.group(tile.item.id)
        if group not in best or _worth(tile) > _worth(best[group]):
            best[group] = tile
    kept = {tile.item.id for tile in best.values()}
    return tuple(tile.item.id for tile in tiles if tile.item.id not in kept)


def _worth(tile: Tile) -> tuple[int, int, bool]:
    return tile.item.width * tile.item.height, tile.item.original_size, tile.use is not MediaUse.UNUSED
