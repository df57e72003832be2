"""Fields of forms: a label above, help below, an error in its place; secrets that can be looked at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui import theme
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.layouts import column, row
from ui.widgets.text import label


class SecretField(QLineEdit):
    """A line for a passphrase or a token. Hidden unless looked at; never offered to spelling or completion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._look = QAction(tr("Show"), self)
        self._look.triggered.connect(self._toggle)
        self.addAction(self._look, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()

    def _toggle(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._dress()

    def _dress(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self._look.setText(tr("Show what is typed") if hidden else tr("Hide what is typed"))
        theme.current().icons.put(self._look, "eye" if hidden else "eye-off")


class Check(QWidget):
    """Yes or no, with words that wrap where a check box's own would be cut."""

    toggled = Signal(bool)

    def __init__(self, words: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.setAccessibleDescription(help_text)
        self.box.toggled.connect(self.toggled)
        self.setFocusProxy(self.box)
        line = row(self, gap=4)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        lines = column(gap=2)
        lines.setContentsMargins(0, 3, 0, 0)
        lines.addWidget(label(words))
        if help_text:
            lines.addWidget(label(help_text, "caption"))
        line.addLayout(lines, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the words counts as one on the box."""
        if self.isEnabled():
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.toggle()


def narrowed(choice: QComboBox, characters: int = 8) -> QComboBox:
    """A choice that may be narrower than its longest words: they end in … there, and fold out whole."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(characters)
    return choice


def name_choice(choice: QComboBox, name: str) -> None:
    """For a choice without a title beside it. On Linux Qt tells what is chosen as its name: what it is for, apart."""
    choice.setAccessibleName(name)
    choice.setAccessibleDescription(name)


class Field(QWidget):
    """One line of a form. `edit` is the widget to type into; `wrong` says why it cannot be used."""

    def __init__(self, name: str, edit: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        edit.setAccessibleName(name)
        edit.setAccessibleDescription(help_text)
        if isinstance(edit, QComboBox) and (typed := edit.lineEdit()) is not None:
            typed.setAccessibleName(name)  # where the focus goes
        self.setFocusProxy(edit)
        lines = column(self, gap=4)
        self._title = label(name)
        self._title.setBuddy(edit)
        lines.addWidget(self._title)
        lines.addWidget(edit)
        self._help = label(help_text, "caption")
        lines.addWidget(self._help)
        self._help.setVisible(bool(help_text))  # not before it has its place: it would be a window for a moment
        self._error = label("", "note")
        self._error.setProperty("tone", Tone.DANGER.value)
        self._error.hide()
        lines.addWidget(self._error)

    def rename(self, name: str) -> None:
        self._title.setText(name)
        self.edit.setAccessibleName(name)

    def wrong(self, why: str) -> None:
        """Show `why` under the field, or nothing for an empty one."""
        self._error.setText(why)
        self._error.setVisible(bool(why))
        if bool(self.edit.property("wrong")) == bool(why):
            return  # it looks as it should
        self.edit.setProperty("wrong", bool(why))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
