"""What an account asked of its platform lately, beside the page: nothing secret, and what is left of its limits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.requests import AccountLog
from ui.desk import Desk
from ui.language import tr
from ui.models.figure_rows import FigureModel
from ui.models.proxy_words import budget, request_columns, request_rows
from ui.widgets.badge import TONE_COLOURS, TONE_ICONS, Picture
from ui.widgets.buttons import button
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, clear, column, row
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.requests import Requests


class RequestsPanel(QWidget):
    """Budgets above, requests below, newest first."""

    def __init__(self, account: Account, requests: "Requests", desk: Desk) -> None:
        super().__init__()
        self._account, self._requests, self._desk = account, requests, desk
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(account.name, "strong"))
        acts = FlowLayout(gap=8)
        again = button(tr("Read again"), self.refresh, icon="refresh-cw")
        acts.addWidget(again)
        lines.addLayout(acts)
        self._left = column(gap=8)
        lines.addLayout(self._left)
        self._words = label("", "caption")
        lines.addWidget(self._words)
        self.rows = FigureModel(request_columns())
        self.table = FigureTable(self.rows, tr("Requests of {name}", name=account.name))
        lines.addWidget(self.table, 1)
        self.refresh()

    def refresh(self) -> None:
        work = self._requests.of(self._account.id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._desk.errors.show)

    def _show(self, log: AccountLog) -> None:
        clear(self._left)
        if log.budgets:
            self._left.addWidget(label(tr("What the platform says is left"), "strong"))
        for one in log.budgets:
            words, tone = budget(one, self._desk.zone, self._desk.now())
            line = row(gap=8)
            line.addWidget(Picture(TONE_ICONS[tone], TONE_COLOURS[tone]), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(words), 1)
            self._left.addLayout(line)
        told = tr("The last requests, newest first. Ids are left out, and nothing that was said is kept.")
        self._words.setText(told if log.requests else tr("Nothing was asked yet."))
        self.table.setVisible(bool(log.requests))
        self.rows.show_rows(request_rows(log.requests, self._desk.zone))
