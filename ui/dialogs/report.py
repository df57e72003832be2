"""Which month of a client shall be reported, and how it shall look."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.preferences import REPORT_LOGO, REPORT_PAPER, Setting
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.format import month
from ui.language import tr, tr_marked
from ui.tasks import ignore
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import Field
from ui.widgets.layouts import row
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from ofauto_desktop.services.preferences import Preferences


class ReportDialog(Sheet):
    """`chosen` gives the month's first day and "pdf" or "html"; paper and picture are kept for the next one."""

    chosen = Signal(date, str)

    def __init__(
        self, client: Client, months: Sequence[date], preferences: "Preferences", desk: Desk, parent: QWidget
    ) -> None:
        super().__init__(tr("Report of {name}", name=client.name), parent)
        self._preferences, self._desk = preferences, desk
        self.month, self.form, self.paper = QComboBox(), QComboBox(), QComboBox()
        for combo in (self.month, self.form, self.paper):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for number, at in enumerate(months):
            words = f"{month(at, long=True)} {at.year}"
            self.month.addItem(tr("{month}, still running", month=words) if number == 0 else words, at)
        self.month.setCurrentIndex(min(1, self.month.count() - 1))
        self.body.addWidget(Field(tr("Month"), self.month))
        self.form.addItem(tr("PDF"), "pdf")
        self.form.addItem(tr("Web page"), "html")
        self.body.addWidget(Field(tr("Form"), self.form))
        for value, words in REPORT_PAPER.choices.items():
            self.paper.addItem(tr_marked(words), value)
        self.paper.setCurrentIndex(self.paper.findData(preferences.get(REPORT_PAPER)))
        self.paper.activated.connect(lambda _: self._put(REPORT_PAPER, self.paper.currentData()))
        self.body.addWidget(Field(tr("Paper"), self.paper))
        self.form.currentIndexChanged.connect(lambda _: self.paper.setEnabled(self.form.currentData() == "pdf"))
        self.body.addWidget(label(tr("Logo")))
        self._logo = ElidedLabel("", "muted")
        self.body.addWidget(self._logo)
        line = row(gap=8)
        line.addWidget(button(tr("Choose …"), self._pick_logo, icon="image-plus"))
        self._no_logo = icon_button("x", tr("No logo"), lambda: self.take_logo(""))
        line.addWidget(self._no_logo)
        line.addStretch(1)
        self.body.addLayout(line)
        self._say_logo(preferences.get(REPORT_LOGO))
        self.act(button(tr("Cancel"), self.reject))
        self.save_button = self.act(button(tr("Save …"), self._save, kind="primary"))
        self.save_button.setDefault(True)
        self.month.setFocus()

    def take_logo(self, file: str) -> None:
        """The picture for the head of this report and those to come."""
        self._say_logo(file)
        self._put(REPORT_LOGO, file)

    def _say_logo(self, file: str) -> None:
        self._logo.setText(Path(file).name if file else tr("None"))
        self._no_logo.setEnabled(bool(file))

    def _pick_logo(self) -> None:
        dialog = QFileDialog(self, tr("Which picture?"), "", tr("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(self.take_logo)
        dialog.open()

    def _put(self, setting: Setting[Any], value: object) -> None:
        self._desk.tasks.run(
            self._preferences.put(setting, value), owner=self, done=ignore, failed=self._desk.errors.show
        )

    def _save(self) -> None:
        at, form = self.month.currentData(), self.form.currentData()
        self.accept()
        self.chosen.emit(at, form)
