"""One item over the whole window: Space opens and closes it, arrows go through what the library shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog

from ofauto_desktop.domain.library import Tile
from ui.language import tr
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row
from ui.widgets.media_picture import MediaPicture
from ui.widgets.media_tiles import facts_of
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage


class MediaPreview(QDialog):
    """Follows the view's own order; the item that was looked at last is the current one there afterwards."""

    def __init__(self, media_id: int, page: "LibraryPage") -> None:
        window = page.window()
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Preview"))
        self._page = page
        lines = column(self, gap=8, margin=16)
        head = row(gap=8)
        self._name = ElidedLabel("", "lead")
        head.addWidget(self._name, 1)
        head.addWidget(icon_button("arrow-left", tr("Item before (Left)"), lambda: self._step(-1)))
        head.addWidget(icon_button("arrow-right", tr("Next item (Right)"), lambda: self._step(1)))
        head.addWidget(icon_button("x", tr("Close (Esc)"), self.reject))
        lines.addLayout(head)
        self._picture = MediaPicture(page.variants, page.desk)
        self._picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that Space closes, and presses no button
        lines.addWidget(self._picture, 1)
        self._facts = label("", "caption")
        lines.addWidget(self._facts)
        self.resize(max(300, window.width() - 48), max(300, window.height() - 48))
        self._picture.setFocus()
        self._show(media_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.reject()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_K):
            self._step(-1)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_J):
            self._step(1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        self._page.view.step(by)
        current = self._page.view.current_id()
        if current is not None:
            self._show(current)

    def _show(self, media_id: int) -> None:
        work = self._page.finding.tiles([media_id])
        self._page.desk.tasks.run(work, owner=self, done=self._fill, failed=self._page.desk.errors.show)

    def _fill(self, tiles: tuple[Tile, ...]) -> None:
        for tile in tiles:
            self._name.setText(tile.item.name)
            alt = f" · {tile.item.alt_text}" if tile.item.alt_text else ""
            self._facts.setText(facts_of(tile) + alt)
            self._picture.show_item(tile.item)
