"""A marker on the revenue chart: a price change, a promotion, a note (F13)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from ofauto_desktop.domain.books import Marker, MarkerKind
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.dialogs.days import date_edit, day_in
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, column

if TYPE_CHECKING:
    from ofauto_desktop.services.books import Books


class MarkerDialog(QDialog):
    """`marker` None makes a new one, of the client in sight."""

    def __init__(
        self, books: "Books", desk: Desk, parent: QWidget, *, marker: Marker | None, client_id: int | None
    ) -> None:
        super().__init__(parent)
        self._books, self._desk, self._marker, self._client_id = books, desk, marker, client_id
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add a marker") if marker is None else tr("Marker"))
        self.kind = QComboBox()
        for kind, words in (
            (MarkerKind.PRICE, tr("Price change")),
            (MarkerKind.PROMOTION, tr("Promotion")),
            (MarkerKind.NOTE, tr("Note")),
        ):
            self.kind.addItem(words, kind)
        self.day = date_edit(to_wall(desk.now(), desk.zone).date() if marker is None else marker.day)
        self.words = QLineEdit("" if marker is None else marker.text)
        self.words.setMaxLength(300)
        if marker is not None:
            self.kind.setCurrentIndex(self.kind.findData(marker.kind))
        lines = column(self, gap=12, margin=24)
        self._words_field = Field(
            tr("What happened"), self.words, tr("It stands on the chart, such as “Club is $9 now”.")
        )
        lines.addWidget(self._words_field)
        lines.addWidget(Field(tr("Day"), self.day))
        lines.addWidget(Field(tr("Kind"), self.kind))
        acts = FlowLayout(gap=8)
        if marker is not None:
            acts.addWidget(button(tr("Delete"), self.remove, icon="trash-2"))
        acts.addWidget(button(tr("Cancel"), self.reject))
        keep = button(tr("Add it") if marker is None else tr("Keep"), self.keep, kind="primary")
        keep.setDefault(True)
        acts.addWidget(keep)
        lines.addLayout(acts)
        self.words.setFocus()

    def keep(self) -> None:
        """Store what stands in the fields."""
        day, kind, words = day_in(self.day), MarkerKind(self.kind.currentData()), self.words.text()
        if self._marker is None:
            work = self._books.add_marker(day, kind, words, client_id=self._client_id)
            self._desk.tasks.run(work, owner=self, done=self._added, failed=self._refused)
        else:
            changed = replace(self._marker, day=day, kind=kind, text=words)
            self._desk.tasks.run(self._books.edit_marker(changed), owner=self, done=self._edited, failed=self._refused)

    def remove(self) -> None:
        """Take it off the chart; undo puts it back."""
        if self._marker is not None:
            work = self._books.remove_marker(self._marker.id)
            self._desk.tasks.run(work, owner=self, done=self._removed, failed=self._desk.errors.show)

    def _added(self, made: Marker) -> None:
        books = self._books
        self._desk.shell.toast(tr("Marker added"), undo=lambda: books.remove_marker(made.id))
        self.accept()

    def _edited(self, before: Marker) -> None:
        books = self._books
        self._desk.shell.toast(tr("Marker changed"), undo=lambda: books.edit_marker(before))
        self.accept()

    def _removed(self, gone: Marker) -> None:
        books = self._books
        self._desk.shell.toast(tr("Marker deleted"), undo=lambda: books.put_back_marker(gone))
        self.accept()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._words_field.wrong(words.text or words.title)
