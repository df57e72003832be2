"""Choose a folder with the keys: type a part of its name, arrows, Return."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ofauto_desktop.domain.library import Folder
from ui import theme
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row

_WIDTH = 420
_HEIGHT = 380
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PickFolder(QDialog):
    """`picked` with the folder, or None for no folder. Smart ones are not offered."""

    picked = Signal(object)

    def __init__(
        self, folders: Sequence[Folder], parent: QWidget, *, title: str, accept: str, nowhere: str, leave_out: int = 0
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        lines = column(self, gap=12, margin=24)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Part of a folder's name"))
        self.words.setAccessibleName(tr("Find a folder"))
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        lines.addWidget(self.words)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Folders"))
        self.list.itemActivated.connect(lambda _: self._pick())
        for path, folder in [(nowhere, None), *paths(folders, leave_out)]:
            line = QListWidgetItem(path)
            line.setData(Qt.ItemDataRole.UserRole, folder)
            self.list.addItem(line)
        self.list.setCurrentRow(1 if self.list.count() > 1 else 0)
        lines.addWidget(self.list, 1)
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.accept_button = button(accept, self._pick, kind="primary")
        self.accept_button.setDefault(True)
        acts.addWidget(self.accept_button)
        lines.addLayout(acts)
        look = theme.current()
        self.resize(min(look.scaled(_WIDTH), max(parent.width() - 32, 300)), min(look.scaled(_HEIGHT), parent.height()))
        self.words.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _STEPS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, words: str) -> None:
        wanted = words.casefold()
        shown = []
        for number in range(self.list.count()):
            line = self.list.item(number)
            line.setHidden(wanted not in line.text().casefold())
            if not line.isHidden():
                shown.append(number)
        if shown:
            self.list.setCurrentRow(shown[0])

    def _pick(self) -> None:
        line = self.list.currentItem()
        if line is None or line.isHidden():
            return
        self.accept()
        self.picked.emit(line.data(Qt.ItemDataRole.UserRole))


def paths(folders: Sequence[Folder], leave_out: int = 0) -> list[tuple[str, Folder]]:
    """Plain folders with where they lie, "Sets / Beach"; `leave_out` and what is in it are not among them."""
    by_id = {one.id: one for one in folders}

    def path(folder: Folder) -> list[Folder]:
        above = by_id.get(folder.parent_id) if folder.parent_id is not None else None
        return [*(path(above) if above else ()), folder]

    plain = [path(one) for one in folders if one.rule is None]
    kept = [one for one in plain if leave_out not in (step.id for step in one)]
    named = [(" / ".join(step.name for step in one), one[-1]) for one in kept]
    return sorted(named, key=lambda one: one[0].casefold())
