"""Posts that were begun and left: each can be gone on with, or thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.format import age
from ui.language import tr, tr_n
from ui.models.composition import Unfinished
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import clear, column, row
from ui.widgets.text import ElidedLabel, label

_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One of them, by the key under which it is kept; `at` is when, aware UTC."""

    key: str
    at: datetime | None
    unfinished: Unfinished


class UnfinishedOffers(QFrame):
    """Folded to one line, so that they are in nobody's way."""

    chosen = Signal(object)  # Offer
    dropped = Signal(object)  # Offer

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        lines = column(self, gap=4)
        self.fold = button("", self._toggle, kind="link", icon="file-text")
        lines.addWidget(self.fold)
        self._box = QWidget()
        self._lines = column(self._box, gap=2)
        self._box.hide()
        lines.addWidget(self._box)
        self.offers: tuple[Offer, ...] = ()
        self.hide()

    def offer(self, offers: Sequence[Offer]) -> None:
        self.offers = tuple(offers)
        self.setVisible(bool(offers))
        words = tr_n("{n} unfinished post", "{n} unfinished posts", len(offers))
        self.fold.setText(words)
        clear(self._lines)
        for one in offers:
            self._lines.addWidget(self._line(one))

    def _line(self, one: Offer) -> QWidget:
        made = QWidget()
        line = row(made, gap=8)
        words = headline(one.unfinished)
        line.addWidget(ElidedLabel(words), 1)
        line.addWidget(label(age(one.at, self._now) if one.at else "", "caption", wrap=False))
        go_on = button(tr("Go on"), lambda: self.chosen.emit(one), kind="link")
        go_on.setAccessibleName(tr("Go on with {words}", words=words))
        line.addWidget(go_on)
        drop = icon_button("trash-2", tr("Throw away {words}", words=words), lambda: self.dropped.emit(one))
        line.addWidget(drop)
        return made

    def _toggle(self) -> None:
        self._box.setVisible(self._box.isHidden())


def headline(unfinished: Unfinished) -> str:
    """The first words of something unfinished, or what else there is of it."""
    draft = unfinished.draft
    own = [one.text for one in draft.overrides.values() if one.text]
    words = " ".join(next((text for text in (draft.text, *draft.thread, *own) if text.strip()), "").split())
    if words:
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return tr_n("{n} attached", "{n} attached", len(draft.media_ids))
