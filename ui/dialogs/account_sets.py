"""Named sets of accounts: rename them, give them the present choice, delete them."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.accounts import Account
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.format import listed
from ui.language import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import clear, column, row
from ui.widgets.text import label
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets


class ChangeSets(Sheet):
    """`changed` after each change; every one is kept at once and can be taken back."""

    changed = Signal()

    def __init__(self, sets: "AccountSets", accounts: Sequence[Account], desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Sets of accounts"), parent, width=520)
        self._sets, self._desk = sets, desk
        self._names = {account.id: account.name for account in accounts}
        box = QWidget()
        self._lines = column(box, gap=12)
        box.setMinimumHeight(200)
        self.body.addWidget(box, 1)
        self.act(button(tr("Done"), self.accept, kind="primary"))
        self._toast = Toast(self)
        self.refresh()

    def refresh(self) -> None:
        self._desk.tasks.run(self._sets.list(), owner=self, done=self._show, failed=self._refused)

    def _show(self, sets: Sequence[AccountSet]) -> None:
        clear(self._lines)
        for one in sets:
            self._lines.addWidget(self._line(one))
        if not sets:
            self._lines.addWidget(label(tr("No sets yet. Choose accounts in a post and keep the choice."), "muted"))
        self._lines.addStretch(1)

    def _line(self, one: AccountSet) -> QWidget:
        made = QWidget()
        lines = column(made, gap=4)
        line = row(gap=8)
        name = QLineEdit(one.name)
        name.setMaxLength(80)
        name.setAccessibleName(tr("Name of the set {name}", name=one.name))
        name.editingFinished.connect(lambda: self._rename(one, name))
        line.addWidget(name, 1)
        line.addWidget(icon_button("trash-2", tr("Delete the set {name}", name=one.name), partial(self._remove, one)))
        lines.addLayout(line)
        names = [self._names[account_id] for account_id in one.account_ids if account_id in self._names]
        lines.addWidget(label(listed(names) if names else tr("None of its accounts is left."), "caption"))
        return made

    def _rename(self, one: AccountSet, edit: QLineEdit) -> None:
        if edit.text().strip() in ("", one.name):
            edit.setText(one.name)
            return
        self._run(self._sets.edit(one.id, name=edit.text()))

    def _remove(self, one: AccountSet) -> None:
        def removed(gone: AccountSet) -> None:
            self._changed()
            words = tr("Deleted the set {name}", name=gone.name)
            self._toast.say(words, undo=lambda: self._run(self._sets.put_back(gone)))

        self._desk.tasks.run(self._sets.remove(one.id), owner=self, done=removed, failed=self._refused)

    def _run(self, work: "Coroutine[Any, Any, AccountSet]") -> None:
        self._desk.tasks.run(work, owner=self, done=lambda _: self._changed(), failed=self._refused)

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._toast.say(words.text or words.title)
        self.refresh()
