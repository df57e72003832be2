"""What can be done with items of the library, one or many: each is one step, said in a toast and undone with Ctrl+Z."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.library import Blocked, Filed, Folder, MediaFilter, RemovedFolder, Tagged
from ui.desk import Desk
from ui.format import listed
from ui.language import tr, tr_n

if TYPE_CHECKING:
    from ofauto_desktop.services.media_finding import MediaFinding
    from ofauto_desktop.services.media_sorting import MediaSorting


class MediaActs(QObject):
    """Acts on ids; `changed` once one is done. The events of the bus tell pages of it as well."""

    changed = Signal()

    def __init__(self, sorting: "MediaSorting", finding: "MediaFinding", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._sorting, self._finding, self._desk, self._window = sorting, finding, desk, parent

    def file(self, media_ids: Sequence[int], folder: Folder | None) -> None:
        """Into a folder, None for none."""
        place = None if folder is None else folder.id

        def done(filed: Filed) -> None:
            where = tr("no folder") if folder is None else folder.name
            words = tr_n("Moved {n} item to {folder}", "Moved {n} items to {folder}", len(media_ids), folder=where)
            self._say(words, lambda: self._sorting.file_back(filed), lambda: self._sorting.file(media_ids, place))

        self._run(self._sorting.file(media_ids, place), done)

    def tag(self, media_ids: Sequence[int], add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        def done(tagged: Tagged) -> None:
            many = len(tagged.before)
            if not many:
                return
            if add:
                words = tr_n(
                    "Tagged {n} item {tags}", "Tagged {n} items {tags}", many, tags=listed([f"“{one}”" for one in add])
                )
            else:
                words = tr_n("Took tags off {n} item", "Took tags off {n} items", many)
            again = self._sorting.tag
            self._say(words, lambda: self._sorting.tag_back(tagged), lambda: again(media_ids, add=add, drop=drop))

        self._run(self._sorting.tag(media_ids, add=add, drop=drop), done)

    def remove(self, media_ids: Sequence[int]) -> None:
        """Into the bin; where posts that are to go out carry some, those are named, and the rest can go."""
        self._run(self._finding.blocked(media_ids), lambda blocked: self._ask_or_remove(media_ids, blocked))

    def restore(self, media_ids: Sequence[int]) -> None:
        def done(_: object) -> None:
            words = tr_n("Put {n} item back", "Put {n} items back", len(media_ids))
            self._say(words, lambda: self._sorting.remove(media_ids), lambda: self._sorting.restore(media_ids))

        self._run(self._sorting.restore(media_ids), done)

    def add_folder(self, name: str, parent_id: int | None, rule: MediaFilter | None) -> None:
        def done(made: Folder) -> None:
            self._say(tr("Made the folder {name}", name=made.name), lambda: self._sorting.remove_folder(made.id))

        self._run(self._sorting.add_folder(name, parent_id=parent_id, rule=rule), done)

    def edit_folder(self, folder: Folder, name: str, rule: MediaFilter | None) -> None:
        def done(before: Folder) -> None:
            back = self._sorting.edit_folder
            self._say(
                tr("Changed the folder {name}", name=name),
                lambda: back(folder.id, before.name, before.rule),
                lambda: back(folder.id, name, rule),
            )

        self._run(self._sorting.edit_folder(folder.id, name, rule), done)

    def move_folder(self, folder: Folder, parent_id: int | None) -> None:
        def done(before: int | None) -> None:
            move = self._sorting.move_folder
            self._say(
                tr("Moved the folder {name}", name=folder.name),
                lambda: move(folder.id, before),
                lambda: move(folder.id, parent_id),
            )

        self._run(self._sorting.move_folder(folder.id, parent_id), done)

    def remove_folder(self, folder: Folder) -> None:
        """Its items stay in the library."""

        def done(removed: RemovedFolder) -> None:
            words = tr("Removed the folder {name}; its items stay in the library", name=folder.name)
            self._say(words, lambda: self._sorting.put_folder_back(removed))

        self._run(self._sorting.remove_folder(folder.id), done)

    def _ask_or_remove(self, media_ids: Sequence[int], blocked: Sequence[Blocked]) -> None:
        if not blocked:
            self._remove(media_ids)
            return
        from ui.dialogs.media_blocked import MediaBlocked

        held = {one.media_id for one in blocked}
        free = [one for one in media_ids if one not in held]
        dialog = MediaBlocked(blocked, len(free), self._desk, self._window.window())
        dialog.rest_wanted.connect(lambda: self._remove(free))
        dialog.open()

    def _remove(self, media_ids: Sequence[int]) -> None:
        def done(gone: tuple[int, ...]) -> None:
            words = tr_n("Removed {n} item", "Removed {n} items", len(gone))
            self._say(words, lambda: self._sorting.restore(gone), lambda: self._sorting.remove(gone))

        self._run(self._sorting.remove(media_ids), done)

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._desk.errors.show)

    def _say(
        self,
        words: str,
        undo: Callable[[], Coroutine[Any, Any, object]],
        redo: Callable[[], Coroutine[Any, Any, object]] | None = None,
    ) -> None:
        self._desk.shell.toast(words, undo=undo, redo=redo)
        self.changed.emit()
