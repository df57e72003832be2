"""The recovery kit: shown once, to be saved or printed, and read back so that it is known to be right."""

import asyncio
import secrets
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from ui.error_presenter import ErrorPresenter
from ui.format import day_month
from ui.language import mark, tr, tr_marked
from ui.pages.door import Door
from ui.tasks import Tasks
from ui.tokens import FAMILY, Tone
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout
from ui.widgets.text import label

_ASKED = 2
_NAMES = (
    mark("The first group"),
    mark("The second group"),
    mark("The third group"),
    mark("The fourth group"),
    mark("The fifth group"),
    mark("The sixth group"),
    mark("The seventh group"),
    mark("The eighth group"),
)


class RecoveryKit(Door):
    """`done` once two groups were typed right. `may_skip`: practice data are no loss."""

    done = Signal()

    def __init__(
        self, code: str, tasks: Tasks, errors: ErrorPresenter, *, may_skip: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._code, self._tasks, self._errors = code, tasks, errors
        self._groups = code.split("-")
        self.body.addWidget(label(tr("Keep your recovery kit"), "title"))
        self.body.addWidget(
            label(
                tr("If you forget the passphrase, only this code opens the workspace. It is not shown again."), "muted"
            )
        )
        half = len(self._groups) // 2
        shown = label(" - ".join(self._groups[:half]) + " -\n" + " - ".join(self._groups[half:]), "code")
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Its name is all that a screen reader says of a label.
        shown.setAccessibleName(tr("Recovery code: {code}", code=" - ".join(self._groups)))
        self.body.addWidget(shown)
        acts = FlowLayout(gap=8)
        acts.addWidget(button(tr("Save as PDF …"), self._save, icon="download"))
        acts.addWidget(button(tr("Print …"), self._print, icon="printer"))
        self.body.addLayout(acts)
        self._told = label("", "note")
        self._told.setProperty("tone", Tone.SUCCESS.value)
        self._told.hide()
        self.body.addWidget(self._told)
        self.body.addWidget(label(tr("Now read two groups back from it:"), "muted"))
        self.asked = sorted(secrets.SystemRandom().sample(range(len(self._groups)), _ASKED))
        self.answers: list[QLineEdit] = []
        questions = FlowLayout(gap=12, grow=True)
        for place in self.asked:
            edit = QLineEdit()
            edit.textChanged.connect(self._look)
            edit.returnPressed.connect(self._finish)
            self.answers.append(edit)
            questions.addWidget(Field(tr_marked(_NAMES[place]), edit))
        self.body.addLayout(questions)
        ends = FlowLayout(gap=8)
        if may_skip:
            ends.addWidget(button(tr("Skip for practice"), self.done.emit, kind="plain"))
        self.finish_button = button(tr("Open workspace"), self._finish, kind="primary")
        ends.addWidget(self.finish_button)
        self.body.addLayout(ends)
        self._look()

    def busy(self, *, busy: bool, words: str = "") -> None:
        self.setEnabled(not busy)
        self.finish_button.setText(words if busy else tr("Open workspace"))

    def _look(self) -> None:
        typed = [edit.text().strip().upper() for edit in self.answers]
        self.finish_button.setEnabled(typed == [self._groups[place].upper() for place in self.asked])

    def _finish(self) -> None:
        if self.finish_button.isEnabled():
            self.done.emit()

    def _save(self) -> None:
        dialog = QFileDialog(self, tr("Save the recovery kit"), tr("OFAuto recovery kit.pdf"), tr("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Write the kit as PDF into `file`."""
        self._tasks.run(
            _write(Path(file), kit_pdf(self._code)),
            owner=self,
            done=lambda _: self._tell(tr("Saved as {name}. Move it off this computer.", name=Path(file).name)),
            failed=self._errors.show,
        )

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: _document(self._code).print_(printer))
        QDialog.open(dialog)  # its own takes a receiver

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.show()


def kit_pdf(code: str) -> bytes:
    """The kit as a page to keep: the code, the day, what it is for. No passphrase."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("OFAuto recovery kit"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    document = _document(code)
    document.print_(writer)
    del writer  # it finishes the file when it goes
    return bytes(buffer.data().data())


def _document(code: str) -> QTextDocument:
    document = QTextDocument()
    today = date.today()  # noqa: DTZ011 - a person's own day
    made = tr("Made on {day}.", day=f"{day_month(today, long=True)} {today.year}")
    use = tr(
        "This code opens your OFAuto workspace when the passphrase is forgotten: choose “Use the recovery code” where "
        "the passphrase is asked for."
    )
    keep = tr(
        "Whoever holds it and the workspace's folder can read everything. Keep it where you keep a passport, not on "
        "the same computer."
    )
    document.setHtml(
        f"<div style='font-family: {FAMILY}'><h1>{tr('OFAuto recovery kit')}</h1><p>{made}</p>"
        f"<p style='font-size: 18pt; font-family: monospace'>{code}</p><p>{use}</p><p>{keep}</p></div>"
    )
    return document


async def _write(file: Path, content: bytes) -> None:
    from ofauto_desktop.domain.errors import DiskProblem

    try:
        await asyncio.to_thread(file.write_bytes, content)
    except OSError as error:
        raise DiskProblem(f"the file cannot be written ({error.strerror})", item=file.name) from error
