"""Settings: how it looks, when it locks, what it tells, and a backup now. Each one is drawn from its declaration."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.preferences import Setting
from ui.desk import Desk
from ui.tasks import ignore
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.fields import Check, Field
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, row, scrolled
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.domain.backups import BackupManifest
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.preferences import Preferences

_GROUPS = tuple((title, tuple(one for one in settings.ALL if one.group == title)) for title in settings.GROUPS)
_WIDTH = 340  # pixels at 100 %: of a card, below which they stand under each other


class SettingsPage(QWidget):
    """A change counts at once; there is nothing to save."""

    def __init__(
        self, *, preferences: "Preferences", backups: "Backups", desk: Desk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._backups, self._desk = preferences, backups, desk
        self.edits: dict[str, QWidget] = {}
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        lines = column(content, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        cards = FlowLayout(gap=12, grow=True)
        for title, group in _GROUPS:
            if not group:
                continue
            cards.addWidget(self._card(title, group))
        cards.addWidget(self._backup_card())
        lines.addLayout(cards)
        lines.addStretch(1)
        column(self).addWidget(scrolled(content))

    def refresh(self) -> None:
        """What is stored, once more."""
        for key, edit in self.edits.items():
            setting = next(one for one in settings.ALL if one.key == key)
            _show(edit, self._preferences.get(setting))

    def focus(self, **_: object) -> None:
        """There is no single thing to show here."""

    def _card(self, title: str, group: tuple[Setting[Any], ...]) -> Card:
        card = Card(title, least_width=_WIDTH)
        for setting in group:
            edit = self._edit(setting)
            self.edits[setting.key] = edit
            if isinstance(edit, Check):
                card.body.addWidget(edit)
            else:
                card.body.addWidget(Field(setting.label, edit, setting.help))
        card.body.addStretch(1)
        return card

    def _edit(self, setting: Setting[Any]) -> QWidget:
        value = self._preferences.get(setting)
        if isinstance(setting.default, str) and not setting.choices:
            line = QLineEdit(str(value))
            line.editingFinished.connect(lambda: self._put(setting, line.text().strip()))
            return line
        if not setting.choices:
            box = Check(setting.label, setting.help)
            _show(box, value)
            box.toggled.connect(lambda on: self._put(setting, on))
            return box
        choice = QComboBox()
        for option, words in setting.choices.items():
            choice.addItem(words, option)
        _show(choice, value)
        choice.activated.connect(lambda _: self._put(setting, choice.currentData()))
        return choice

    def _put(self, setting: Setting[Any], value: Any) -> None:
        if setting is settings.THEME:
            self._desk.theme.use(mode=settings.Theme(value))
        elif setting is settings.TEXT_SIZE:
            self._desk.theme.use(percent=int(value))
        elif setting is settings.DENSITY:
            self._desk.theme.use(density=settings.Density(value))
        elif setting is settings.MOTION:
            self._desk.theme.use(motion=settings.Motion(value))
        self._desk.tasks.run(self._preferences.put(setting, value), owner=self, done=ignore, failed=self._not_put)

    def _not_put(self, error: Exception) -> None:
        self.refresh()
        self._desk.errors.show(error)

    def _backup_card(self) -> Card:
        card = Card("Backup", least_width=_WIDTH)
        card.body.addWidget(
            label(
                "One is made each day in the workspace's folder. Keep one elsewhere as well; it is encrypted.", "muted"
            )
        )
        acts = row()
        self.backup_button = button("Back up now …", self._choose_file, icon="hard-drive-download")
        acts.addWidget(self.backup_button)
        acts.addStretch(1)
        card.body.addLayout(acts)
        card.body.addStretch(1)
        return card

    def _choose_file(self) -> None:
        name = f"OFAuto {self._desk.now():%Y-%m-%d}.ofabackup"
        dialog = QFileDialog(self, "Where shall the backup go?", name, "OFAuto backup (*.ofabackup)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ofabackup")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def back_up_to(self, file: str) -> None:
        """Write a backup to `file`, and read it back."""
        self.backup_button.setEnabled(False)
        self.backup_button.setText("Backing up …")
        self._desk.tasks.run(
            self._backups.create(Path(file)), owner=self, done=self._backed_up, failed=self._not_backed_up
        )

    def _backed_up(self, made: "BackupManifest") -> None:
        self._rest()
        self._desk.shell.toast("The backup is written, and was read back")

    def _not_backed_up(self, error: Exception) -> None:
        self._rest()
        self._desk.errors.show(error)

    def _rest(self) -> None:
        self.backup_button.setEnabled(True)
        self.backup_button.setText("Back up now …")


def _show(edit: QWidget, value: Any) -> None:
    edit.blockSignals(True)
    if isinstance(edit, Check):
        edit.box.setChecked(bool(value))
    elif isinstance(edit, QComboBox):
        edit.setCurrentIndex(edit.findData(value))
    elif isinstance(edit, QLineEdit):
        edit.setText(str(value))
    edit.blockSignals(False)
