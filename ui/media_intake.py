"""Files and pictures on their way into the library: by drop, paste or dialog, from wherever they are given."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ofauto_desktop.domain.media import MediaItem
from ui.desk import Desk

if TYPE_CHECKING:
    from ofauto_desktop.services.library import Library

_TAKES = "Pictures and films (*.jpg *.jpeg *.png *.webp *.gif *.mp4 *.mov *.heic);;All files (*)"
_PASTED = "pasted.png"


def holds_media(mime: QMimeData) -> bool:
    """Whether there is anything to take: a file of this computer, or a picture."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


class MediaIntake(QObject):
    """Tells what came of each file. A refusal names its file and stops no other."""

    added = Signal(object)  # MediaItem
    refused = Signal(str, object)  # the file's name, the exception
    busy = Signal(int)  # how many are on their way

    def __init__(self, library: "Library", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._desk, self._window = library, desk, parent
        self._under_way = 0

    def take(self, mime: QMimeData) -> None:
        """What was dropped or pasted."""
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        self.add(paths)
        if not paths and mime.hasImage():
            self._paste(mime.imageData())

    def pick(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._window, "Add media", "", _TAKES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add)
        dialog.open()

    def add(self, files: list[str]) -> None:
        for path in map(Path, files):
            self._count(1)
            refused = partial(self._refused, path.name)
            self._desk.tasks.run(self._library.add(path), owner=self, done=self._added, failed=refused)

    def _paste(self, picture: object) -> None:
        if not isinstance(picture, QImage) or picture.isNull():
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know files only
        self._count(1)
        work = self._library.add_bytes(_PASTED, bytes(buffer.data().data()))
        self._desk.tasks.run(work, owner=self, done=self._added, failed=partial(self._refused, _PASTED))

    def _added(self, item: MediaItem) -> None:
        self._count(-1)
        self.added.emit(item)

    def _refused(self, name: str, error: Exception) -> None:
        self._count(-1)
        self.refused.emit(name, error)

    def _count(self, by: int) -> None:
        self._under_way += by
        self.busy.emit(self._under_way)
