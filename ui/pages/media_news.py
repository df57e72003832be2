"""What is to be known of files that were taken in: that one was here already, looks like another, or cannot be used."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.library import Taken
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row
from ui.widgets.states import Banner

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage

_MOST_BANNERS = 4


class IntakeNews(QObject):
    """Says it in `lines`, which the page lays over its items."""

    def __init__(self, page: "LibraryPage") -> None:
        super().__init__(page)
        self._page = page
        self.lines = column(gap=8)
        page.intake.taken.connect(self._taken)
        page.intake.refused.connect(self._refused)

    def _taken(self, taken: Taken) -> None:
        if taken.was_here:
            self._tell(tr("You already have {name}.", name=taken.item.name), Tone.INFO, tr("Show it"), taken.item.id)
        elif taken.alike:
            words = tr(
                "{name} looks like {other}, which you already have.", name=taken.item.name, other=taken.alike[0].name
            )
            self._tell(words, Tone.INFO, tr("Compare"), taken.item.id)

    def _refused(self, name: str, error: Exception) -> None:
        words = self._page.desk.errors.present(error).words
        self._tell(f"{name}: {words.text or words.title}", Tone.DANGER)

    def _tell(self, words: str, tone: Tone, action: str = "", media_id: int | None = None) -> None:
        """A line over the items, until it is closed or too many came after it."""
        while self.lines.count() >= _MOST_BANNERS:
            oldest = self.lines.takeAt(0)
            if oldest is not None and (widget := oldest.widget()) is not None:
                widget.deleteLater()

        told = QWidget()
        line = row(told, gap=4)

        def act() -> None:
            told.deleteLater()
            if media_id is not None:
                self._page.focus(media_id=media_id)

        line.addWidget(Banner(words, tone, action or tr("Close"), act), 1)
        if action:
            line.addWidget(icon_button("x", tr("Close: {words}", words=words), told.deleteLater))
        self.lines.addWidget(told)
