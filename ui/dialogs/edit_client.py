"""A client's profile as a form: name, state, zone, currency, colour, ways to reach them, notes."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from ofauto_desktop.domain.clients import Client, ClientStatus, Contact
from ui import theme
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.models.client_words import status_word
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, column, row, scrolled
from ui.widgets.text import label

_TALLEST = 520  # pixels at 100 %
_COMMON = ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN")


class EditClient(Sheet):
    """`kept` gives what was typed; whoever opened it stores that, and calls `wrong` where it was refused."""

    kept = Signal(dict)

    def __init__(self, client: Client | None, zone: str, parent: QWidget) -> None:
        super().__init__(tr("New client") if client is None else tr("Edit {name}", name=client.name), parent, width=520)
        inside = QWidget()
        lines = column(inside, gap=16)
        lines.setContentsMargins(0, 0, 8, 0)
        self.name = QLineEdit("" if client is None else client.name, maxLength=80)
        self._name_field = Field(tr("Name"), self.name)
        lines.addWidget(self._name_field)
        self.status = QComboBox()
        self.status.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for status in ClientStatus:
            self.status.addItem(status_word(status), status)
        self.zone = _chosen(sorted(available_timezones()), zone if client is None else client.zone)
        self.currency = _chosen(_COMMON, "USD" if client is None else client.currency)
        if client is not None:
            self.status.setCurrentIndex(self.status.findData(client.status))
            lines.addWidget(Field(tr("Status"), self.status))
        lines.addWidget(Field(tr("Time zone"), self.zone, tr("It decides what a day is in all numbers.")))
        lines.addWidget(Field(tr("Currency"), self.currency))
        self.colours = _Colours(client)
        if client is not None:
            lines.addWidget(label(tr("Colour on the calendar")))
            lines.addWidget(self.colours)
            self.contacts = _Contacts(client.contacts)
            lines.addWidget(self.contacts)
            self.notes = QPlainTextEdit(client.notes)
            self.notes.setTabChangesFocus(True)
            self.notes.setMinimumHeight(theme.current().scaled(96))
            lines.addWidget(Field(tr("Notes"), self.notes, tr("For you alone; never sent anywhere.")))
        self._client = client
        area: QScrollArea = scrolled(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(
            min(inside.sizeHint().height(), theme.current().scaled(_TALLEST), parent.window().height() - 200)
        )
        self.body.addWidget(area, 1)
        self.act(button(tr("Cancel"), self.reject))
        self.keep_button = self.act(
            button(tr("Add client") if client is None else tr("Save"), self._keep, kind="primary")
        )
        self.keep_button.setDefault(True)
        self.name.setFocus()

    def wrong(self, why: str) -> None:
        """It was refused; everything typed stays."""
        self._name_field.wrong(why)

    def _keep(self) -> None:
        if not self.name.text().strip():
            self.wrong(tr("A client needs a name"))
            return
        given: dict[str, object] = {
            "name": self.name.text(),
            "zone": self.zone.currentText().strip(),
            "currency": self.currency.currentText().strip(),
        }
        if self._client is not None:
            given |= {
                "status": self.status.currentData(),
                "colour": self.colours.value(),
                "contacts": self.contacts.value(),
                "notes": self.notes.toPlainText(),
            }
        self.kept.emit(given)


class _Contacts(QWidget):
    """Lines of a name and what to call, write or look up; one more is always at hand."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        super().__init__()
        lines = column(self, gap=6)
        lines.addWidget(label(tr("Contacts")))
        self._lines = column(gap=6)
        lines.addLayout(self._lines)
        lines.addWidget(button(tr("Add a contact"), self.add, kind="link", icon="plus"), 0, Qt.AlignmentFlag.AlignLeft)
        self._edits: list[tuple[QLineEdit, QLineEdit, QWidget]] = []
        for one in contacts:
            self.add(one)

    def add(self, contact: Contact | None = None) -> None:
        holder = QWidget()
        line = row(holder, gap=6)
        name, value = QLineEdit(maxLength=80), QLineEdit(maxLength=200)
        name.setPlaceholderText(tr("Mail, phone, manager …"))
        name.setAccessibleName(tr("What kind of contact"))
        value.setPlaceholderText(tr("Address or number"))
        value.setAccessibleName(tr("Address or number"))
        if contact is not None:
            name.setText(contact.label)
            value.setText(contact.value)
        line.addWidget(name, 2)
        line.addWidget(value, 3)
        entry = (name, value, holder)
        line.addWidget(icon_button("x", tr("Remove this contact"), partial(self._remove, entry)))
        self._edits.append(entry)
        self._lines.addWidget(holder)
        if contact is None:
            name.setFocus()

    def value(self) -> tuple[Contact, ...]:
        return tuple(
            Contact(label=name.text(), value=value.text()) for name, value, _ in self._edits if value.text().strip()
        )

    def _remove(self, entry: tuple[QLineEdit, QLineEdit, QWidget]) -> None:
        self._edits.remove(entry)
        entry[2].hide()
        entry[2].deleteLater()


class _Colours(QWidget):
    """The theme's client colours to choose from, each with its number for those who do not see it."""

    def __init__(self, client: Client | None) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=6)
        self._group = QButtonGroup(self)
        count = len(theme.current().tokens.series)
        at = 0 if client is None else (client.id if client.colour is None else client.colour) % count
        for place in range(count):
            made = _Swatch(place)
            made.setChecked(place == at)
            self._group.addButton(made, place)
            flow.addWidget(made)

    def value(self) -> int:
        return self._group.checkedId()


class _Swatch(QPushButton):
    """One colour; a ring and a tick say that it is the one."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(tr("Colour {n}", n=place + 1))
        self.setToolTip(tr("Colour {n}", n=place + 1))
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        edge = theme.current().scaled(36)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(5, 5, -5, -5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.tokens.client(self._place)[0]))
        painter.drawEllipse(box)
        if self.isChecked():
            edge = box.width() * 6 // 10
            tick = look.icons.pixmap("check", "surface", edge, self.devicePixelRatioF())
            painter.drawPixmap(box.center().x() - edge // 2 + 1, box.center().y() - edge // 2 + 1, tick)
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus" if self.hasFocus() else "edge"), 2))
            painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))


def _chosen(words: Sequence[str], value: str) -> QComboBox:
    """A list to choose from by typing; other words may be typed too, and are checked when they are kept."""
    made = QComboBox()
    made.setEditable(True)
    # The longest zone of the world must not widen the form.
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems([value] if value not in words else [])
    made.addItems(list(words))
    made.setCurrentText(value)
    completer = made.completer() or QCompleter(list(words), made)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setCompleter(completer)
    return made
