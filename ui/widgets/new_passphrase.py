"""A passphrase that is to hold: typed twice, its strength measured as it is typed."""

import asyncio

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.language import mark, tr, tr_marked
from ui.tasks import Tasks
from ui.widgets.fields import Field, SecretField
from ui.widgets.layouts import column
from ui.widgets.text import label

_STRENGTHS = (
    mark("Guessed at once"),
    mark("Guessed quickly"),
    mark("Guessed in days"),
    mark("Strong"),
    mark("Very strong"),
)
_ENOUGH = 3
_PAUSE_MS = 250


class NewPassphrase(QWidget):
    """`changed` whenever `holds` may have become something else; `entered` when Return is pressed in a line."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.strength = -1  # not measured yet
        lines = column(self, gap=16)
        chosen = column(gap=4)
        self.first, self.again = SecretField(), SecretField()
        chosen.addWidget(Field(name, self.first))
        self._bar = QProgressBar()
        self._bar.setRange(0, len(_STRENGTHS) - 1)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Strength"))
        chosen.addWidget(self._bar)
        self._verdict = label(" ", "caption")
        chosen.addWidget(self._verdict)
        lines.addLayout(chosen)
        self._again_field = Field(tr("The same once more"), self.again)
        lines.addWidget(self._again_field)
        self.setFocusProxy(self.first)
        self._patience = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._patience.timeout.connect(self._measure)
        self.first.textChanged.connect(self._typed)
        self.again.textChanged.connect(self._look)
        for edit in (self.first, self.again):
            edit.returnPressed.connect(self.entered)

    @property
    def holds(self) -> bool:
        """Whether it is strong enough, and the same twice."""
        return bool(self.again.text()) and self.first.text() == self.again.text() and self.strength >= _ENOUGH

    def text(self) -> str:
        return self.first.text()

    def _typed(self) -> None:
        self.strength = -1
        self._verdict.setText(" ")
        self._patience.start()
        self._look()

    def _measure(self) -> None:
        typed = self.first.text()
        if typed:
            self._tasks.run(
                _strength(typed), owner=self, done=lambda found: self._measured(typed, found), failed=_raise
            )
        else:
            self._bar.setValue(0)

    def _measured(self, typed: str, strength: int) -> None:
        if typed != self.first.text():
            return  # typed on meanwhile; the next measure is under way
        self.strength = strength
        self._bar.setValue(strength)
        enough = strength >= _ENOUGH
        self._verdict.setText(tr_marked(_STRENGTHS[strength]) + ("" if enough else tr(" – add another word")))
        self._look()

    def _look(self) -> None:
        differs = bool(self.again.text()) and not self.first.text().startswith(self.again.text())
        self._again_field.wrong(tr("The two differ.") if differs else "")
        self.changed.emit()


async def _strength(passphrase: str) -> int:
    """Off the GUI thread: its first call loads a dictionary."""
    from ofauto_desktop.services.lock import passphrase_strength

    return await asyncio.to_thread(passphrase_strength, passphrase)


def _raise(error: Exception) -> None:
    raise error
