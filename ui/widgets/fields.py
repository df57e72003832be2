"""Fields of forms: a label above, help below, an error in its place; secrets that can be looked at."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.tokens import Tone
from ui.widgets.layouts import column
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
        self._look = QAction("Show", self)
        self._look.triggered.connect(self._toggle)
        self.addAction(self._look, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()

    def _toggle(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._dress()

    def _dress(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self._look.setText("Show what is typed" if hidden else "Hide what is typed")
        theme.current().icons.put(self._look, "eye" if hidden else "eye-off")


class Field(QWidget):
    """One line of a form. `edit` is the widget to type into; `wrong` says why it cannot be used."""

    def __init__(self, name: str, edit: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        edit.setAccessibleName(name)
        edit.setAccessibleDescription(help_text)
        self.setFocusProxy(edit)
        lines = column(self, gap=4)
        title = label(name)
        title.setBuddy(edit)
        lines.addWidget(title)
        lines.addWidget(edit)
        self._help = label(help_text, "caption")
        self._help.setVisible(bool(help_text))
        lines.addWidget(self._help)
        self._error = label("", "note")
        self._error.setProperty("tone", Tone.DANGER.value)
        self._error.hide()
        lines.addWidget(self._error)

    def wrong(self, why: str) -> None:
        """Show `why` under the field, or nothing for an empty one."""
        self._error.setText(why)
        self._error.setVisible(bool(why))
        self.edit.setProperty("wrong", bool(why))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
