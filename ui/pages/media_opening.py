"""What the library opens: an item beside the page or over it, and the room that all of them take."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer

from ui.language import tr

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage
    from ui.widgets.media_inspector import MediaInspector

_FOLLOW_AFTER_MS = 120


class Opening(QObject):
    """Listens to the view; an inspector that is open goes where the keys go."""

    def __init__(self, page: "LibraryPage") -> None:
        super().__init__(page)
        self._page = page
        self._inspector: MediaInspector | None = None
        self._soon = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._soon.timeout.connect(self._follow)
        page.view.opened.connect(self.inspect)
        page.view.clicked.connect(lambda index: self._clicked(page.model.ids[index.row()]))
        page.view.previewed.connect(self._preview)

    def inspect(self, media_id: int) -> None:
        from ui.widgets.media_inspector import MediaInspector

        self._inspector = MediaInspector(media_id, self._page)
        self._page.desk.shell.inspect(tr("Media"), self._inspector)

    def storage(self) -> None:
        from ui.dialogs.media_storage import MediaStorage

        MediaStorage(self._page.finding, self._page.desk, self._page.window()).open()

    def follow_soon(self) -> None:
        """Once the keys have come to rest."""
        self._soon.start()

    def _follow(self) -> None:
        """An open inspector shows what the keys go to, and leaves them where they are."""
        view = self._page.view
        current, open_now = view.current_id(), self._inspector
        if current is None or open_now is None or not shiboken6.isValid(open_now) or not open_now.isVisible():
            return
        if view.chosen_count() == 1 and open_now.media_id != current:
            self.inspect(current)
            view.setFocus()

    def _clicked(self, media_id: int) -> None:
        """A click shows it; with Shift or Ctrl many are being chosen."""
        if self._page.view.chosen_count() == 1:
            self.inspect(media_id)
            self._page.view.setFocus()

    def _preview(self, media_id: int) -> None:
        from ui.dialogs.media_preview import MediaPreview

        MediaPreview(media_id, self._page).open()
