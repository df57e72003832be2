"""Which accounts a post is meant for."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ui.widgets.badge import Chip
from ui.widgets.layouts import FlowLayout, clear


class AccountChips(QWidget):
    """One chip an account, on where the post is meant for it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Accounts")
        self._flow = FlowLayout(self, gap=6)
        self._accounts: tuple[Account, ...] = ()
        self.chips: dict[int, Chip] = {}

    def offer(self, accounts: Sequence[Account], chosen: Iterable[int]) -> None:
        """Show `accounts`, those in `chosen` (ids) on."""
        clear(self._flow)
        self._accounts = tuple(accounts)
        on = set(chosen)
        self.chips = {account.id: self._chip(account, on=account.id in on) for account in accounts}
        for chip in self.chips.values():
            self._flow.addWidget(chip)

    def chosen(self) -> tuple[Account, ...]:
        return tuple(account for account in self._accounts if self.chips[account.id].isChecked())

    def _chip(self, account: Account, *, on: bool) -> Chip:
        chip = Chip(account.name, on=on, icon=f"brands/{account.platform.value}")
        several = len({one.client_id for one in self._accounts}) > 1
        chip.setToolTip(f"{account.client}: {account.name} on {account.platform.value}" if several else account.name)
        chip.setAccessibleName(f"Post on {account.name}")
        chip.toggled.connect(self.changed)
        return chip
