"""Files and pictures on their way into the library: by drop, paste or dialog, from wherever they are given."""

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ofauto_desktop.domain.library import Taken
from ui.desk import Desk
from ui.language import mark, tr, tr_marked

if TYPE_CHECKING:
    from ofauto_desktop.services.library import Library

_TAKES = mark("Pictures and films (*.jpg *.jpeg *.png *.webp *.gif *.mp4 *.mov *.heic);;All files (*)")
_PASTED = "pasted.png"


def holds_media(mime: QMimeData) -> bool:
    """Whether there is anything to take: a file of this computer, or a picture."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


@dataclass(slots=True)
class _Coming:
    """One file on its way. `done` is a fraction, written by the loop's thread and read by the window's."""

    name: str
    done: float = 0.0
    future: "Future[Any] | None" = None

    def note(self, done: float) -> None:
        self.done = done


class MediaIntake(QObject):
    """Tells what came of each file. A refusal names its file and stops no other."""

    added = Signal(object)  # MediaItem
    taken = Signal(object)  # Taken: the same, with what the library had of it before
    refused = Signal(str, object)  # the file's name, the exception
    busy = Signal(int)  # how many are on their way

    def __init__(self, library: "Library", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._desk, self._window = library, desk, parent
        self._coming: list[_Coming] = []
        self._ended = 0
        self.folder_id: int | None = None  # where new items go

    def take(self, mime: QMimeData) -> None:
        """What was dropped or pasted."""
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        self.add(paths)
        if not paths and mime.hasImage():
            self._paste(mime.imageData())

    def pick(self) -> None:
        """Ask for files."""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._window, tr("Add media"), pictures, tr_marked(_TAKES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add)
        dialog.open()

    def add(self, files: list[str]) -> None:
        for path in map(Path, files):
            coming = _Coming(path.name)
            work = self._library.take(path, folder_id=self.folder_id, progress=coming.note)
            self._begin(coming, work)

    def progress(self) -> tuple[str, int, int, float]:
        """What is being taken in: its name, the how-manieth it is of how many, and the fraction of them all."""
        many = self._ended + len(self._coming)
        if not self._coming:
            return "", many, many, 1.0
        whole = (self._ended + sum(one.done for one in self._coming)) / many
        return self._coming[0].name, self._ended + 1, many, whole

    def cancel(self) -> None:
        """Stop; what is in the library already stays there."""
        coming, self._coming = self._coming, []
        for one in coming:
            if one.future is not None:
                one.future.cancel()
        self._tell()

    def _paste(self, picture: object) -> None:
        if not isinstance(picture, QImage) or picture.isNull():
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know files only
        content = bytes(buffer.data().data())
        self._begin(_Coming(_PASTED), self._library.take_bytes(_PASTED, content, folder_id=self.folder_id))

    def _begin(self, coming: _Coming, work: Any) -> None:
        self._coming.append(coming)
        self._tell()
        done, failed = partial(self._added, coming), partial(self._refused, coming)
        coming.future = self._desk.tasks.run(work, owner=self, done=done, failed=failed)

    def _added(self, coming: _Coming, taken: Taken) -> None:
        self._end(coming)
        self.added.emit(taken.item)
        self.taken.emit(taken)

    def _refused(self, coming: _Coming, error: Exception) -> None:
        self._end(coming)
        self.refused.emit(coming.name, error)

    def _end(self, coming: _Coming) -> None:
        if coming in self._coming:
            self._coming.remove(coming)
            self._ended += 1
            self._tell()

    def _tell(self) -> None:
        if not self._coming:
            self._ended = 0
        self.busy.emit(len(self._coming))
