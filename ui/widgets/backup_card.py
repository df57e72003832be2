"""A backup now: where to, how far it is, and that it was read back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.layouts import row
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.domain.backups import BackupManifest
    from ofauto_desktop.services.backups import Backups


class BackupCard(Card):
    """The person picks the file; it is written and read back off the GUI thread."""

    def __init__(self, backups: "Backups", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Backup"), parent=parent)
        self._backups, self._desk = backups, desk
        words = tr("One is made each day in the workspace's folder. Keep one elsewhere as well; it is encrypted.")
        kept = tr("The newest of each of the last 7 days, 4 weeks and 6 months stay.")
        self.body.addWidget(label(f"{words} {kept}", "muted"))
        acts = row()
        self.backup_button = button(tr("Back up now …"), self._choose_file, icon="hard-drive-download")
        acts.addWidget(self.backup_button)
        acts.addStretch(1)
        self.body.addLayout(acts)

    def _choose_file(self) -> None:
        name = f"OFAuto {self._desk.now():%Y-%m-%d}.ofabackup"
        dialog = QFileDialog(self, tr("Where shall the backup go?"), name, tr("OFAuto backup") + " (*.ofabackup)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ofabackup")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def back_up_to(self, file: str) -> None:
        """Write a backup to `file`, and read it back."""
        self.backup_button.setEnabled(False)
        self.backup_button.setText(tr("Backing up …"))
        self._desk.tasks.run(
            self._backups.create(Path(file)), owner=self, done=self._backed_up, failed=self._not_backed_up
        )

    def _backed_up(self, made: "BackupManifest") -> None:
        self._rest()
        self._desk.shell.toast(tr("The backup is written, and was read back"))

    def _not_backed_up(self, error: Exception) -> None:
        self._rest()
        self._desk.errors.show(error)

    def _rest(self) -> None:
        self.backup_button.setEnabled(True)
        self.backup_button.setText(tr("Back up now …"))
