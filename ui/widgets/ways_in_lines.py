"""How the workspace opens, and what changes it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.ways_in import WaysIn


class WaysInLines(QWidget):
    """Part of the settings' card on locking."""

    def __init__(self, ways_in: "WaysIn", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways_in, self._desk = ways_in, desk
        self._by_keychain = False
        lines = column(self, gap=8)
        self.told = label(" ", "muted")
        lines.addWidget(self.told)
        acts = FlowLayout(gap=8)
        self.change_button = button(tr("Passphrase …"), self._change, icon="key-round")
        self.keychain_button = button(tr("Keychain …"), self._turn)
        self.keychain_button.setEnabled(False)  # until it is known which way it would turn
        acts.addWidget(self.change_button)
        acts.addWidget(self.keychain_button)
        lines.addLayout(acts)
        self.look()

    def look(self) -> None:
        """Ask how it opens now."""
        self._desk.tasks.run(
            self._ways_in.opens_by_keychain(), owner=self, done=self._know, failed=self._desk.errors.show
        )

    def _know(self, by_keychain: bool) -> None:  # noqa: FBT001 - a result
        self._by_keychain = by_keychain
        if by_keychain:
            words = tr("The workspace opens with the passphrase, the recovery code, and by this computer's keychain.")
        else:
            words = tr("The workspace opens with the passphrase or the recovery code.")
        self.told.setText(words)
        self.keychain_button.setEnabled(True)

    def _change(self) -> None:
        from ui.dialogs.prove_it import ChangePassphrase

        ChangePassphrase(self._ways_in, self, self._desk).open()

    def _turn(self) -> None:
        from ui.dialogs.prove_it import UseKeychain

        UseKeychain(self._ways_in, self, self._desk, wanted=not self._by_keychain, changed=self.look).open()
