"""Which accounts a post is meant for: one by one, or a named set at once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.accounts import Account
from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.elided_chip import ElidedChip
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label


class AccountChips(QWidget):
    """One chip an account, on where the post is meant for it; grey, with the reason, where nothing can be published."""

    changed = Signal()
    saving = Signal()  # keep this choice as a set
    managing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Accounts"))
        lines = column(self, gap=4)
        self._flow = FlowLayout(gap=6)
        lines.addLayout(self._flow)
        more = FlowLayout(gap=12)
        self.sets_button = button(tr("Sets"), kind="link", icon="users")
        self.sets_button.setAccessibleName(tr("Sets of accounts"))
        more.addWidget(self.sets_button)
        self.closed_button = button("", self._toggle_closed, kind="link", icon="info")
        more.addWidget(self.closed_button)
        lines.addLayout(more)
        self._closed_box = QWidget()
        closed = column(self._closed_box, gap=4)
        self._closed = FlowLayout(gap=6)
        closed.addLayout(self._closed)
        self._why = label("", "caption")
        closed.addWidget(self._why)
        self._closed_box.hide()
        lines.addWidget(self._closed_box)
        self._accounts: tuple[Account, ...] = ()
        self._sets: tuple[AccountSet, ...] = ()
        self.chips: dict[int, ElidedChip] = {}
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.sets_button.setMenu(self.menu)

    def offer(self, accounts: Sequence[Account], chosen: Iterable[int], closed: Mapping[int, str]) -> None:
        """Show `accounts`, those in `chosen` (ids) on; `closed` says for some why nothing can be published there."""
        clear(self._flow)
        clear(self._closed)
        self._accounts = tuple(sorted(accounts, key=lambda one: one.id in closed))
        on = set(chosen)
        self.chips = {one.id: self._chip(one, closed.get(one.id, ""), on=one.id in on) for one in self._accounts}
        for chip in self.chips.values():
            (self._flow if chip.isEnabled() else self._closed).addWidget(chip)
        self.sets_button.setVisible(len(self.open_ids()) > 1)
        for before, after in pairwise((*self.chips.values(), self.sets_button, self.closed_button)):
            self.setTabOrder(before, after)  # chips are made anew, the buttons below them are older
        self.closed_button.setText(tr_n("{n} takes no posts", "{n} take no posts", len(closed)))
        said = tr_n("{n} account takes no posts", "{n} accounts take no posts", len(closed))
        self.closed_button.setAccessibleName(said)
        self.closed_button.setVisible(bool(closed))
        self._why.setText(" ".join(dict.fromkeys(closed.values())))

    def offer_sets(self, sets: Sequence[AccountSet]) -> None:
        """Only what of them can be chosen here."""
        self._sets = tuple(sets)

    def open_ids(self) -> tuple[int, ...]:
        """Accounts that can be chosen."""
        return tuple(one for one, chip in self.chips.items() if chip.isEnabled())

    def chosen(self) -> tuple[Account, ...]:
        return tuple(account for account in self._accounts if self.chips[account.id].isChecked())

    def choose(self, account_ids: Iterable[int]) -> None:
        """These and no others."""
        wanted = set(account_ids)
        for account_id in self.open_ids():
            chip = self.chips[account_id]
            chip.blockSignals(True)
            chip.setChecked(account_id in wanted)
            chip.blockSignals(False)
        self.changed.emit()

    def _toggle_closed(self) -> None:
        """Why, for whoever asks: the reason of a button that cannot be pressed is reached by no key."""
        self._closed_box.setVisible(self._closed_box.isHidden())

    def _fill_menu(self) -> None:
        self.menu.clear()
        chosen = {account.id for account in self.chosen()}
        for one in self._sets:
            here = [account_id for account_id in one.account_ids if account_id in self.open_ids()]
            if not here:
                continue
            many = tr_n("{n} account", "{n} accounts", len(here))
            act = self.menu.addAction(f"{one.name} · {many}", partial(self.choose, tuple(here)))
            act.setCheckable(True)
            act.setChecked(set(here) == chosen)
        self.menu.addAction(tr("All accounts"), lambda: self.choose(self.open_ids()))
        self.menu.addSeparator()
        save = self.menu.addAction(tr("Save this choice as a set…"), self.saving.emit)
        save.setEnabled(bool(chosen))
        manage = self.menu.addAction(tr("Change sets…"), self.managing.emit)
        manage.setEnabled(bool(self._sets))

    def _chip(self, account: Account, closed: str, *, on: bool) -> ElidedChip:
        chip = ElidedChip(account.name, on=on and not closed, icon=f"brands/{account.platform.value}")
        several = len({one.client_id for one in self._accounts}) > 1
        whose = f"{account.client}: {account.name}" if several else account.name
        chip.setToolTip(f"{whose}. {closed}" if closed else whose)
        chip.setAccessibleName(tr("Post on {account}", account=account.name))
        chip.setAccessibleDescription(closed)
        chip.setEnabled(not closed)
        chip.toggled.connect(self.changed)
        return chip
