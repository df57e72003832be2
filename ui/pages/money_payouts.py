"""Payouts: what comes next, what is pending and available, what left, and that it all adds up (F5, M8)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from ofauto_desktop.domain.analytics import Balance, MoneyBy, PayoutRow, Scope
from ofauto_desktop.domain.money import PayoutStatus
from ui.desk import Desk
from ui.format import UNKNOWN, money, when, within
from ui.language import tr
from ui.models.figure_rows import Cell, Column, FigureModel, Row
from ui.models.money_words import moment, source_words
from ui.pages.money_asked import TILE_WIDTH, Asked, Section
from ui.tokens import Tone
from ui.widgets.badge import Badge
from ui.widgets.card import Card, StatTile
from ui.widgets.figure_grid import figure_grid
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, clear, column, scrolled
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.money import Money

_SAMPLE = "−$100,000.00"


@dataclass(frozen=True, slots=True)
class _Read:
    balances: Sequence[Balance]
    # All net earnings by account and currency, from the ledger's totals: what the balances must add up to.
    earned: dict[tuple[int, str], int]
    coming: Sequence[PayoutRow]
    rows: Sequence[Row]
    as_of: str


class PayoutsSection(Section):
    """Balances are of now, whatever days the page is about; the history is of those days."""

    def __init__(self, money_: "Money", desk: Desk) -> None:
        content = QWidget()
        super().__init__(desk, scrolled(content), rows=5, row_height=72)
        self._money = money_
        lines = column(content, gap=16)
        self._tiles = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._tiles)
        self._cards = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._cards)
        history = Card(tr("History"))
        self.rows = FigureModel(_columns(), self)
        self.table = FigureTable(self.rows, tr("Payouts"))
        self.table.fit_rows(16)
        self._none = label(tr("No payout in these days."), "muted")
        history.body.addWidget(self._none)
        history.body.addWidget(self.table)
        self._source = label("", "caption")
        history.body.addWidget(self._source)
        lines.addWidget(history)
        lines.addStretch(1)

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(self.asked), self._show)

    async def _read(self, asked: Asked) -> _Read:
        everything = asked.days(None, None)
        balances = await self._money.balances(everything)
        earned = {
            (row.account_id or 0, row.currency): row.net_minor
            for row in await self._money.summary(everything, MoneyBy.ACCOUNT)
        }
        paid = await self._money.payouts(asked.scope)
        announced = await self._money.payouts(everything) if asked.scope != Scope() else paid
        coming = [one for one in announced if one.status == PayoutStatus.UPCOMING]
        zone, today = self.desk.zone, asked.today
        rows = await asyncio.to_thread(lambda: [_row(one, zone, today) for one in paid])
        newest = min((one.as_of for one in paid), default=None)
        sources = ", ".join(sorted({one.source for one in paid}))
        return _Read(
            balances=balances,
            earned=earned,
            coming=sorted(coming, key=lambda one: one.at),
            rows=rows,
            as_of=source_words(newest, sources, self.desk.now()) if paid else "",
        )

    def _show(self, found: _Read) -> None:
        if not found.balances and not found.rows and not found.coming:
            self.states.empty(
                tr("No payouts here. They come with an account of a platform that pays out, such as Gumroad.")
            )
            return
        self._show_tiles(found)
        clear(self._cards)
        for one in found.balances:
            self._cards.addWidget(self._card(one, found.earned.get((one.account_id, one.currency), 0)))
        self.rows.show_rows(found.rows)
        self.table.setVisible(bool(found.rows))
        self._none.setVisible(not found.rows)
        self._source.setText(found.as_of)
        self.states.content()

    def _show_tiles(self, found: _Read) -> None:
        clear(self._tiles)
        if found.coming:
            first = found.coming[0]
            at = when(first.at, self.desk.zone, now=self.desk.now())
            self._tile(
                tr("Next payout"),
                money(first.amount_minor, first.currency),
                tr("{account}, {when}", account=first.account, when=within(at).partition(",")[0]),
                tr("As its platform announces it"),
            )
        else:
            self._tile(tr("Next payout"), UNKNOWN, tr("None is announced"), "")
        for currency in sorted({one.currency for one in found.balances}):
            mine = [one for one in found.balances if one.currency == currency]
            for title, name, meaning in (
                (
                    tr("Available"),
                    "available_minor",
                    tr("Earned before the platform's hold, and not paid out yet (M8)"),
                ),
                (tr("Pending"), "pending_minor", tr("Earned within the platform's hold (M8)")),
                (
                    tr("Paid out"),
                    "paid_out_minor",
                    tr("Has left the platform, or is on its way; it is never revenue (M8)"),
                ),
            ):
                self._tile(title, money(sum(getattr(one, name) for one in mine), currency), "", meaning)

    def _tile(self, title: str, figure: str, detail: str, meaning: str) -> None:
        tile = StatTile(title, self.table.setFocus, least_width=TILE_WIDTH)
        tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        tile.show_value(figure, change="", age=detail, source=meaning)
        self._tiles.addWidget(tile)

    def _card(self, one: Balance, earned: int) -> Card:
        """One account's account: three places, and all net earnings, to the cent."""
        card = Card(one.account, least_width=300)
        together = one.pending_minor + one.available_minor + one.paid_out_minor
        card.body.addWidget(
            figure_grid(
                (
                    (tr("Pending"), money(one.pending_minor, one.currency), "", False),
                    (tr("Available"), money(one.available_minor, one.currency), "", False),
                    (tr("Paid out"), money(one.paid_out_minor, one.currency), "", False),
                    (tr("Together"), money(together, one.currency), "", True),
                    (tr("All net earnings"), money(earned, one.currency), "", False),
                )
            )
        )
        state = FlowLayout()
        if together == earned:
            state.addWidget(Badge(tr("Adds up to the cent"), Tone.SUCCESS))
        else:
            off = money(earned - together, one.currency)
            state.addWidget(Badge(tr("{amount} not explained", amount=off), Tone.DANGER))
        if one.incomplete:
            state.addWidget(Badge(tr("Incomplete"), Tone.WARNING))
        card.body.addLayout(state)
        card.body.addWidget(label(source_words(one.as_of, one.source, self.desk.now()), "caption"))
        card.body.addStretch(1)
        return card


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("When"), sample=tr("28 Sep 2026, 00:00")),
        Column(tr("Account"), grow=1, drop=2),
        Column(tr("State"), sample=tr("Processing"), drop=1),
        Column(tr("Id"), grow=1, drop=3),
        Column(tr("Amount"), figures=True, sample=_SAMPLE),
    )


def status_words(status: str) -> str:
    return {
        PayoutStatus.UPCOMING.value: tr("Announced"),
        PayoutStatus.PROCESSING.value: tr("On its way"),
        PayoutStatus.COMPLETED.value: tr("Paid"),
        PayoutStatus.FAILED.value: tr("Failed"),
        PayoutStatus.CANCELLED.value: tr("Cancelled"),
    }.get(status, tr("Unknown"))


def _row(one: PayoutRow, zone: str, today: date) -> Row:
    at = moment(one.at, zone, today)
    state = status_words(one.status)
    amount = money(one.amount_minor, one.currency)
    tone = "danger" if one.status in (PayoutStatus.FAILED, PayoutStatus.UNKNOWN) else ""
    if one.difference_minor:
        off = tr("{amount} not explained", amount=money(one.difference_minor, one.currency))
        state, tone = f"{state} · {off}", "danger"
    return Row(
        cells=(
            Cell(at),
            Cell(one.account),
            Cell(state, tone=tone),
            Cell(one.remote_id, tone="text_muted"),
            Cell(amount),
        ),
        lead=at,
        figure=amount,
        caption=one.account,
        note=state,
    )
