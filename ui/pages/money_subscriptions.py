"""Subscriptions: how many, what they bring a month, and how that moved (F3; S1 to S8)."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.money import LedgerKind
from ofauto_desktop.domain.subscription_report import SubscriptionReport
from ui.desk import Desk
from ui.format import count, money, percent
from ui.language import tr
from ui.models.figure_rows import FigureModel, Row
from ui.models.money_movements import month_columns, month_rows, movement_lines, rate_words, why_unknown
from ui.models.money_period import Step, last_of, step_short, step_words
from ui.models.money_words import source_words
from ui.pages.money_asked import TILE_WIDTH, Asked, Drill, Section
from ui.tokens import Tone
from ui.widgets.card import Card, StatTile
from ui.widgets.chart import Chart, Series, Steps
from ui.widgets.chart_saving import SaveChart
from ui.widgets.figure_grid import figure_grid
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, clear, column, scrolled
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.subscriptions import Subscriptions

_CHART_HEIGHT = 220
_CHARGES = (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL)


class SubscriptionsSection(Section):
    """The days of the page for the movements, all that is known for the months."""

    def __init__(self, subscriptions: "Subscriptions", exports: "Exports", desk: Desk, drill: Drill) -> None:
        content = QWidget()
        super().__init__(desk, scrolled(content), rows=5, row_height=72)
        self._subscriptions, self._exports, self._drill = subscriptions, exports, drill
        lines = column(content, gap=16)
        self._notes = column(gap=8)
        lines.addLayout(self._notes)
        self._tiles = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._tiles)
        cards = FlowLayout(gap=12, grow=True)
        self._moved = Card(tr("How it moved"), least_width=340)
        self._worth = Card(tr("What a fan is worth"), least_width=340)
        cards.addWidget(self._moved)
        cards.addWidget(self._worth)
        lines.addLayout(cards)
        lines.addWidget(self._chart_card())
        self.rows = FigureModel(month_columns(), self)
        self.table = FigureTable(self.rows, tr("Subscriptions by month"))
        self.table.fit_rows(14)
        self.table.opened.connect(self._open_month)
        by_month = Card(tr("By month"))
        by_month.body.addWidget(self.table)
        self._source = label("", "caption")
        by_month.body.addWidget(self._source)
        lines.addWidget(by_month)
        lines.addStretch(1)

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(self.asked), self._show)

    async def _read(self, asked: Asked) -> tuple[SubscriptionReport | None, Sequence[Row]]:
        report = await self._subscriptions.report(asked.scope, asked.currency)
        if report is None:
            return None, ()
        return report, await asyncio.to_thread(month_rows, report)

    def _chart_card(self) -> Card:
        card = Card(tr("A month's recurring revenue at each month's end"))
        self.chart = Chart(tr("Recurring revenue"), kind="bar")
        self.chart.setMinimumHeight(_CHART_HEIGHT)
        self.saving = SaveChart(self.chart, self._exports, self.desk)
        card.body.addWidget(self.chart)
        return card

    def _show(self, found: tuple[SubscriptionReport | None, Sequence[Row]]) -> None:
        report, rows = found
        if report is None:
            self.states.empty(tr("There are no subscriptions here. They come with an account that sells memberships."))
            return
        self._show_notes(report)
        self._show_tiles(report)
        self._show_cards(report)
        self._show_chart(report)
        self.rows.show_rows(rows)
        self._source.setText(source_words(report.as_of, report.source, self.desk.now()))
        self.states.content()

    def _show_notes(self, report: SubscriptionReport) -> None:
        clear(self._notes)
        why = why_unknown(report)
        if why:
            self._notes.addWidget(Banner(why, Tone.INFO))
        if report.unread:
            words = tr("Never read: {accounts}", accounts=", ".join(report.unread))
            self._notes.addWidget(Banner(words, Tone.WARNING))
        if report.unnamed:
            words = tr("{n} entered charges name no subscription and are not counted here", n=count(report.unnamed))
            self._notes.addWidget(Banner(words, Tone.INFO))

    def _show_tiles(self, report: SubscriptionReport) -> None:
        clear(self._tiles)
        period, currency = report.period, report.currency
        gained = period.active_end - period.active_start
        tiles = (
            (
                tr("Active subscribers"),
                count(period.active_end),
                tr("{n} at the start", n=count(period.active_start)),
                None if not gained else gained > 0,
                tr("Fans with a paid spell that runs now. Free, trial and gifted spells are none (S)."),
            ),
            (
                tr("Recurring, a month"),
                money(period.mrr_end, currency),
                tr("{amount} at the start", amount=money(period.mrr_start, currency)),
                None,
                tr("Before fees: what running spells really cost, by the month, each fan rounded (S1)."),
            ),
            (
                tr("Subscriber churn"),
                percent(period.churn_rate),
                rate_words(period),
                None,
                tr("Of those active at the start, who is not at the end (S3). New fans are never in it."),
            ),
            (
                tr("Rebilled"),
                percent(period.rebill_rate),
                tr("{n} of {of} that came due", n=count(period.renewed), of=count(period.due))
                if period.due
                else tr("Nothing came due"),
                None,
                tr("Spells renewed of the spells that came due (S8)."),
            ),
        )
        for title, figure, detail, better, meaning in tiles:
            tile = StatTile(title, self._behind, least_width=TILE_WIDTH)
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            moved = detail if better is not None else ""
            tile.show_value(figure, change=moved, age="" if moved else detail, better=better, source=meaning)
            self._tiles.addWidget(tile)

    def _show_cards(self, report: SubscriptionReport) -> None:
        clear(self._moved.body)
        self._moved.body.addWidget(figure_grid(movement_lines(report)))
        self._moved.body.addStretch(1)
        clear(self._worth.body)
        life, currency = report.lifetime, report.currency
        month = step_words(Step.MONTH, report.last_full_month)
        lines = (
            (tr("A subscriber a month"), money(report.period.arps, currency), "", False),
            (
                tr("A paying fan, {month}", month=month),
                money(report.arppu, currency),
                tr("net, of {n} who paid", n=count(report.payers)),
                False,
            ),
            (tr("Lifetime value"), money(life.value, currency), "", True),
            (tr("At least"), money(life.low, currency), "", False),
            (
                tr("At most"),
                money(life.high, currency),
                tr("95 %, by the last three full months, 60 of keep at most"),
                False,
            ),
            (tr("Kept by platforms"), percent(report.take_rate), tr("of gross, in those months"), False),
            (
                tr("Churn by amount"),
                percent(report.period.gross_churn_rate),
                tr("of what recurred at the start"),
                False,
            ),
            (tr("Less what grew"), percent(report.period.net_churn_rate), "", False),
        )
        self._worth.body.addWidget(figure_grid(lines))
        if life.value is None and life.low is not None:
            self._worth.body.addWidget(label(tr("Nobody left in those months: only the bounds are known."), "caption"))
        self._worth.body.addStretch(1)

    def _show_chart(self, report: SubscriptionReport) -> None:
        months = tuple(reversed(report.months))
        points = tuple((one.month, None if one.moved.mrr_end is None else float(one.moved.mrr_end)) for one in months)
        self.chart.show_steps(
            [Series(tr("Recurring, a month"), points, "minor")],
            steps=Steps(
                tuple(one.month for one in months),
                words=lambda day: step_words(Step.MONTH, day),
                short=lambda day, leading: step_short(Step.MONTH, day, leading=leading),
            ),
            write=lambda value: money(round(value), report.currency),
        )
        self.chart.say_source(source_words(report.as_of, report.source, self.desk.now()))

    def _behind(self) -> None:
        self._drill(LedgerFilter(kinds=_CHARGES))

    def _open_month(self, month: object) -> None:
        """The charges of a month."""
        if isinstance(month, date):
            self._drill(LedgerFilter(scope=Scope(start=month, end=last_of(Step.MONTH, month)), kinds=_CHARGES))
