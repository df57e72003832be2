"""The library's commands: they act on what is selected, from keys, menus and the palette alike."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ofauto_desktop.domain.library import Tile
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
        add("move", tr("Move to a folder…"), move, "M", "folder"),
        add("tag", tr("Tags…"), tag, "T", "tag"),
        add("edit", tr("Crop and describe…"), edit, "E", "crop"),
        add("remove", tr("Remove from the library"), remove, "Del", "trash-2"),
        add("restore", tr("Put back from the bin"), restore, "R", "undo-2", binned),
        add("next", tr("Next item"), lambda one: one.view.step(1), "J", "arrow-right", None),
        add("previous", tr("Item before"), lambda one: one.view.step(-1), "K", "arrow-left", None),
    )


def compose(page: "LibraryPage") -> None:
    page.desk.shell.compose(media_ids=page.view.chosen_ids())


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
