"""The sections of a long page beside it: chosen to go there, and the one that is in sight is marked."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.language import tr, tr_marked

_NAME = Qt.ItemDataRole.UserRole


class SectionList(QListWidget):
    """`wanted` gives the name of the section to go to."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sections"))
        self.setProperty("role", "sections")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.wanted.emit(item.data(_NAME)))
        self.itemActivated.connect(lambda item: self.wanted.emit(item.data(_NAME)))

    def fill(self, names: Iterable[str]) -> None:
        self.clear()
        for name in names:
            self.add(name)
        self.setCurrentRow(0)

    def add(self, name: str) -> None:
        item = QListWidgetItem(tr_marked(name))
        item.setData(_NAME, name)
        self.addItem(item)
        if self.count() == 1:
            self.setCurrentRow(0)

    def mark(self, name: str) -> None:
        for at in range(self.count()):
            if self.item(at).data(_NAME) == name:
                self.setCurrentRow(at)
