"""Customers: buyers with what they bought (A18), and members with tier, standing, lifetime and last charge (A14)."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.ledger import Customer, LedgerFilter
from ofauto_desktop.domain.members import Member, Standing
from ui.desk import Desk
from ui.format import count
from ui.language import tr, tr_n
from ui.models.figure_rows import FigureModel, Row
from ui.models.member_words import STANDINGS, member_columns, member_row
from ui.models.money_words import customer_columns, customer_row
from ui.pages.money_asked import Asked, Drill, Section
from ui.widgets.badge import Chip
from ui.widgets.fields import name_choice
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, column
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
        self._money, self._drill, self._members = money, drill, False
        head = QWidget()
        lines = column(head, gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search buyers and what they bought"))
        self.search.setAccessibleName(tr("Search customers"))
        self.search.setClearButtonEnabled(True)
        soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        soon.timeout.connect(self.refresh)
        self.search.textEdited.connect(lambda _: soon.start())
        lines.addLayout(self._chips())
        lines.addWidget(self.search)
        self._count = label("", "caption")
        lines.addWidget(self._count)
        self.layout().insertWidget(0, head)  # type: ignore[union-attr]  # a column, as Section made it
        self.layout().setSpacing(8)  # type: ignore[union-attr]  # as above
        self.table.opened.connect(self._open)

    def _chips(self) -> FlowLayout:
        flow = FlowLayout(gap=6)
        self.buyers_chip, self.members_chip = Chip(tr("Buyers"), on=True), Chip(tr("Members"))
        self.standing = QComboBox()
        name_choice(self.standing, tr("Standing"))
        self.standing.addItem(tr("However they stand"), None)
        for standing in Standing:
            self.standing.addItem(STANDINGS[standing], standing)
        self.standing.activated.connect(lambda _: self.refresh())
        self.standing.hide()
        self.buyers_chip.clicked.connect(lambda: self.choose(members=False))
        self.members_chip.clicked.connect(lambda: self.choose(members=True))
        for widget in (self.buyers_chip, self.members_chip, self.standing):
            flow.addWidget(widget)
        return flow

    def choose(self, *, members: bool) -> None:
        """Who is listed."""
        self._members = members
        self.buyers_chip.setChecked(not members)
        self.members_chip.setChecked(members)
        self.standing.setVisible(members)
        self.search.setPlaceholderText(
            tr("Search members and their tiers") if members else tr("Search buyers and what they bought")
        )
        self.states.loading()
        self.refresh()

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(self.asked), self._show)

    async def _read(self, asked: Asked) -> Sequence[Row]:
        if self._members:
            chosen = self.standing.currentData()
            standings = () if chosen is None else (chosen,)
            members = await self._money.members(asked.scope, text=self.search.text(), standings=standings, limit=_MOST)
            return await asyncio.to_thread(lambda: [member_row(one, self.desk.zone) for one in members])
        found = await self._money.customers(asked.scope, text=self.search.text(), limit=_MOST)
        return await asyncio.to_thread(lambda: [customer_row(one) for one in found])

    def _show(self, rows: Sequence[Row]) -> None:
        self.rows.show_rows(rows, member_columns() if self._members else customer_columns())
        many = tr("The {n} who brought the most", n=count(_MOST)) if len(rows) == _MOST else ""
        counted = (
            tr_n("{n} member, as they stand now", "{n} members, as they stand now", len(rows))
            if self._members
            else tr_n("{n} customer", "{n} customers", len(rows))
        )
        self._count.setText(many or counted)
        if rows:
            self.states.content()
        elif self._members:
            self.states.empty(tr("No account here has such members."))
        elif self.search.text():
            self.states.empty(tr("Nobody is called so, and nobody bought that."))
        else:
            self.states.empty(tr("Nobody bought anything in these days."))

    def _open(self, key: object) -> None:
        if isinstance(key, Member):
            scope = Scope(account_ids=(key.account_id,))
            self._drill(LedgerFilter(scope=scope, fan=key.fan or ""))
        if isinstance(key, Customer):
            scope = Scope(account_ids=(key.account_id,))
            self._drill(LedgerFilter(scope=scope, fan=key.fan, currency=key.currency))
