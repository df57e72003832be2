"""Customers (A18): buyers with what they bought, what it came to, when it began and when it was last."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.ledger import Customer, LedgerFilter
from ui.desk import Desk
from ui.format import count
from ui.language import tr, tr_n
from ui.models.figure_rows import FigureModel, Row
from ui.models.money_words import customer_columns, customer_row
from ui.pages.money_asked import Asked, Drill, Section
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.money import Money

_SEARCH_AFTER_MS = 250
_MOST = 500


class CustomersSection(Section):
    """Those who brought the most come first; one leads to all of its lines."""

    def __init__(self, money: "Money", desk: Desk, drill: Drill) -> None:
        self.rows = FigureModel(customer_columns())
        self.table = FigureTable(self.rows, tr("Customers"))
        super().__init__(desk, self.table, rows=12, row_height=36)
        self.rows.setParent(self)
        self._money, self._drill = money, drill
        head = QWidget()
        lines = column(head, gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search buyers and what they bought"))
        self.search.setAccessibleName(tr("Search customers"))
        self.search.setClearButtonEnabled(True)
        soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        soon.timeout.connect(self.refresh)
        self.search.textEdited.connect(lambda _: soon.start())
        lines.addWidget(self.search)
        self._count = label("", "caption")
        lines.addWidget(self._count)
        self.layout().insertWidget(0, head)  # type: ignore[union-attr]  # a column, as Section made it
        self.layout().setSpacing(8)  # type: ignore[union-attr]  # as above
        self.table.opened.connect(self._open)

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(self.asked), self._show)

    async def _read(self, asked: Asked) -> Sequence[Row]:
        found = await self._money.customers(asked.scope, text=self.search.text(), limit=_MOST)
        return await asyncio.to_thread(lambda: [customer_row(one) for one in found])

    def _show(self, rows: Sequence[Row]) -> None:
        self.rows.show_rows(rows)
        many = tr("The {n} who brought the most", n=count(_MOST)) if len(rows) == _MOST else ""
        self._count.setText(many or tr_n("{n} customer", "{n} customers", len(rows)))
        if rows:
            self.states.content()
        elif self.search.text():
            self.states.empty(tr("Nobody is called so, and nobody bought that."))
        else:
            self.states.empty(tr("Nobody bought anything in these days."))

    def _open(self, key: object) -> None:
        if isinstance(key, Customer):
            scope = Scope(account_ids=(key.account_id,))
            self._drill(LedgerFilter(scope=scope, fan=key.fan, currency=key.currency))
