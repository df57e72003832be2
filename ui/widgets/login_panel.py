"""What became of an account's login, beside the page: since when it is stored, its uses, and each change of it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.login_history import LoginHistory
from ui.desk import Desk
from ui.language import tr
from ui.models import login_words
from ui.models.figure_rows import FigureModel
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import clear, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts


class LoginPanel(QWidget):
    """What counts now above, what happened below, newest first. Nothing of the login itself is read for it."""

    def __init__(self, account: Account, accounts: "Accounts", desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(account.name, "strong"))
        self._facts = column(gap=4)
        lines.addLayout(self._facts)
        self._words = label("", "caption")
        lines.addWidget(self._words)
        self.rows = FigureModel(login_words.columns())
        self.table = FigureTable(self.rows, tr("Login of {name}", name=account.name))
        lines.addWidget(self.table, 1)
        desk.tasks.run(accounts.login_history(account.id), owner=self, done=self._show, failed=desk.errors.show)

    def _show(self, history: LoginHistory) -> None:
        clear(self._facts)
        for told in login_words.facts(history, self._desk):
            self._facts.addWidget(label(told))
        told = tr("What became of it, newest first, as the audit log has it.")
        self._words.setText(told if history.events else tr("Nothing happened to it yet."))
        self.table.setVisible(bool(history.events))
        self.rows.show_rows(login_words.rows(history.events, self._desk))
