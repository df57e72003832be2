"""What was earned: headline numbers, a chart with markers, and one table of every grouping (F1, F2, F13)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ofauto_desktop.domain.analytics import MoneyBy, MoneyRow, Scope
from ofauto_desktop.domain.books import Marker, MarkerKind
from ofauto_desktop.domain.days import previous_period
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.metrics import Change, change
from ofauto_desktop.domain.money import LedgerKind
from ofauto_desktop.domain.revenue import Total, total
from ofauto_desktop.domain.worth import Split
from ui.desk import Desk
from ui.format import day_month, money, percent
from ui.language import tr, tr_n
from ui.models.figure_rows import FigureModel, Row
from ui.models.money_breakdown import GROUPS, Offered, breakdown_columns, breakdown_rows, group_words
from ui.models.money_period import Step, last_of, starts, step_for, step_short, step_words
from ui.models.money_words import rates_words, source_words, worth_words
from ui.models.offer_words import by_code
from ui.pages.money_asked import TILE_WIDTH, Asked, Drill, Section
from ui.tokens import Tone
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.card import Card, StatTile
from ui.widgets.chart import Chart, ChartMark, Series, Steps
from ui.widgets.chart_saving import SaveChart
from ui.widgets.elided_chip import ElidedChip
from ui.widgets.fields import name_choice
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, clear, column, row, scrolled
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.books import Books
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.money import Money

_ROWS_SHOWN = 14
_CHART_HEIGHT = 240
_DAY = timedelta(days=1)
MarkerAct = Callable[[Marker | None], None]
_STEPS = {Step.DAY: MoneyBy.DAY, Step.WEEK: MoneyBy.WEEK, Step.MONTH: MoneyBy.MONTH}


@dataclass(frozen=True, slots=True)
class _Read:
    """All that the section shows, ready to be shown."""

    whole: Total
    before: Total | None
    rows: tuple[Row, ...]
    bars: dict[date, MoneyRow | None]
    unread: frozenset[date]
    markers: tuple[Marker, ...]
    step: Step
    steps: tuple[date, ...]


class OverviewSection(Section):
    """`drill` leads to the lines behind a number; `edit_marker` opens one, None a new one."""

    def __init__(
        self,
        money: "Money",
        books: "Books",
        accounts: "Accounts",
        exports: "Exports",
        desk: Desk,
        drill: Drill,
        edit_marker: MarkerAct,
    ) -> None:
        content = QWidget()
        super().__init__(desk, scrolled(content), rows=5, row_height=72)
        self._money, self._books, self._accounts, self._exports = money, books, accounts, exports
        self._drill, self._edit_marker = drill, edit_marker
        self._step: Step | None = None
        self._gross = False
        self._by = MoneyBy.PLATFORM
        self._found: _Read | None = None
        self._build(content)

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(self.asked), self._show)

    def _build(self, content: QWidget) -> None:
        lines = column(content, gap=16)
        self._notes = column(gap=8)
        lines.addLayout(self._notes)
        self._tiles = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._tiles)
        lines.addWidget(self._chart_card())
        lines.addWidget(self._table_card())
        lines.addStretch(1)

    def _chart_card(self) -> Card:
        card = Card(tr("Revenue"))
        chips = FlowLayout(gap=6)
        self.net_chip, self.gross_chip = Chip(tr("Net"), on=True), Chip(tr("Gross"))
        self.net_chip.clicked.connect(partial(self._choose_side, gross=False))
        self.gross_chip.clicked.connect(partial(self._choose_side, gross=True))
        self.step_chips = {
            Step.DAY: Chip(tr("Days")),
            Step.WEEK: Chip(tr("Weeks")),
            Step.MONTH: Chip(tr("Months")),
        }
        for chip in (self.net_chip, self.gross_chip):
            chips.addWidget(chip)
        for step, chip in self.step_chips.items():
            chip.clicked.connect(partial(self._choose_step, step))
            chips.addWidget(chip)
        chips.addWidget(button(tr("Add a marker"), lambda: self._edit_marker(None), kind="link", icon="plus"))
        card.body.addLayout(chips)
        self.chart = Chart(tr("Revenue"), kind="bar")
        self.chart.setMinimumHeight(_CHART_HEIGHT)
        self.chart.chosen.connect(self._choose_bar)
        self.saving = SaveChart(self.chart, self._exports, self.desk)
        card.body.addWidget(self.chart)
        self._marks = FlowLayout(gap=6)
        card.body.addLayout(self._marks)
        return card

    def _table_card(self) -> Card:
        card = Card(tr("Broken down"))
        line = row(gap=8)
        self.group = QComboBox()
        name_choice(self.group, tr("Break down by"))
        self.group.setToolTip(tr("Break down by"))
        for by in GROUPS:
            self.group.addItem(tr("By {group}", group=group_words(by)), by)
        self.group.activated.connect(self._choose_group)
        line.addWidget(self.group)
        line.addStretch(1)
        card.body.addLayout(line)
        self.rows = FigureModel(breakdown_columns(MoneyBy.PLATFORM, "", foreign=False), self)
        self.table = FigureTable(self.rows, tr("Revenue, broken down"))
        self.table.fit_rows(_ROWS_SHOWN)
        self.table.opened.connect(self._open_row)
        card.body.addWidget(self.table)
        self._source = label("", "caption")
        card.body.addWidget(self._source)
        return card

    async def _read(self, asked: Asked) -> _Read:
        scope, to = asked.scope, asked.currency
        start = scope.start or await self._money.first_day(scope) or asked.today
        end = min(scope.end or asked.today + _DAY, asked.today + _DAY)
        start = min(start, end - _DAY)
        step = self._step or step_for(start, end)
        grouped = await self._money.summary(scope, self._by, to=to)
        bars = await self._money.summary(scope, _STEPS[step], to=to)
        names = {one.id: one.name for one in await self._accounts.list()}
        offered = await self._offered(scope)
        shown = await asyncio.to_thread(breakdown_rows, grouped, self._by, to, names, offered)
        return _Read(
            whole=total(bars, to),
            before=await self._before(scope, to),
            rows=shown,
            bars=_by_start(bars, step),
            unread=await self._money.unread_days(replace(scope, start=start, end=end)),
            markers=await self._books.markers(Scope(client_id=scope.client_id, start=start, end=end)),
            step=step,
            steps=starts(step, start, end),
        )

    async def _offered(self, scope: Scope) -> Offered | None:
        if self._by is not MoneyBy.OFFER:
            return None
        return Offered(by_code(await self._money.offers(scope)), self.desk.now())

    async def _before(self, scope: Scope, to: str) -> Total | None:
        """The period before (C1); none where the days are open."""
        if scope.start is None or scope.end is None:
            return None
        start, end = previous_period(scope.start, scope.end)
        return total(await self._money.summary(replace(scope, start=start, end=end), MoneyBy.PLATFORM, to=to), to)

    def _show(self, found: _Read) -> None:
        asked = self.asked
        if asked is None:
            return
        self._found = found
        if not found.whole.by_currency and not found.markers:
            self.states.empty(
                tr("Nothing was earned in these days. Connect an account that sells, or enter what you know.")
            )
            return
        self._show_notes(found.whole)
        self._show_tiles(found.whole, found.before)
        self._show_chart(found, asked.currency)
        foreign = any(currency != asked.currency for currency, _ in found.whole.by_currency)
        self.rows.show_rows(found.rows, breakdown_columns(self._by, asked.currency, foreign=foreign))
        self._source.setText(source_words(found.whole.as_of, found.whole.source, self.desk.now()))
        self.states.content()

    def _show_notes(self, whole: Total) -> None:
        clear(self._notes)
        if whole.incomplete:
            words = tr("Not everything of these days could be read: totals may be too low.")
            self._notes.addWidget(Banner(words, Tone.WARNING))
        if whole.worth.split is None:
            self._notes.addWidget(Banner(rates_words(whole.worth), Tone.INFO))

    def _show_tiles(self, whole: Total, before: Total | None) -> None:
        clear(self._tiles)
        split, currencies = whole.worth.split, whole.by_currency
        age = source_words(whole.as_of, whole.source, self.desk.now())
        estimated = tr("partly estimated") if whole.fee_estimated else ""
        take = "" if split is None or split.take_rate is None else tr("{rate} of gross", rate=percent(split.take_rate))
        tiles: Sequence[tuple[str, str, int | None, str, str]] = (
            (tr("Net"), "net_minor", None if split is None else split.net_minor, _each(currencies, "net_minor"), ""),
            (
                tr("Gross"),
                "gross_minor",
                None if split is None else split.gross_minor,
                tr_n("{n} sale", "{n} sales", whole.sales),
                "",
            ),
            (
                tr("Fees"),
                "",
                None if split is None else split.fee_minor - split.fees_returned_minor,
                " · ".join(part for part in (take, estimated) if part),
                tr(
                    "Fees less what came back with refunds. The rate is what the platforms really keep of the gross (M7)."
                ),
            ),
            (
                tr("Refunds and chargebacks"),
                "",
                None if split is None else split.refunds_minor + split.chargebacks_minor,
                "" if split is None else _parts(split, whole.worth.currency),
                tr("Booked on the day they happened; earlier days never change (M4)."),
            ),
        )
        for title, name, minor, detail, meaning in tiles:
            tile = StatTile(title, partial(self._drill, LedgerFilter()), least_width=TILE_WIDTH)
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            source = "\n".join(part for part in (meaning, rates_words(whole.worth), age) if part)
            moved = _moved(whole, before, name) if name else Change(fraction=None, note="")
            tile.show_value(
                worth_words(whole.worth, minor),
                change=""
                if moved.fraction is None
                else tr("{change} on the days before", change=percent(moved.fraction, signed=True)),
                age=detail,
                better=None if not moved.fraction else moved.fraction > 0,
                source=source,
            )
            self._tiles.addWidget(tile)

    def _show_chart(self, found: _Read, currency: str) -> None:
        gross, step = self._gross, found.step
        for one, chip in self.step_chips.items():
            chip.setChecked(one is step)
        self.net_chip.setChecked(not gross)
        self.gross_chip.setChecked(gross)
        name = tr("Gross") if gross else tr("Net")
        points = tuple((start, self._bar(found, start, gross=gross)) for start in found.steps)
        marks = [ChartMark(one.day, one.text, one.kind.value) for one in found.markers]
        self.chart.show_steps(
            [Series(name, points, "minor")],
            steps=Steps(
                found.steps,
                words=partial(step_words, step),
                short=lambda day, leading: step_short(step, day, leading=leading),
            ),
            write=lambda value: money(round(value), currency),
            marks=marks,
        )
        self.chart.say_source(source_words(found.whole.as_of, found.whole.source, self.desk.now()))
        clear(self._marks)
        for marker in found.markers[-8:]:
            words = f"{day_month(marker.day)}: {marker.text}"
            chip = ElidedChip(words, on=False, icon=_ICONS[marker.kind])
            chip.setCheckable(False)
            chip.setToolTip(words)
            chip.setAccessibleName(words)
            chip.clicked.connect(partial(self._open_marker, marker))
            self._marks.addWidget(chip)

    def _open_marker(self, marker: Marker, *_: object) -> None:
        self._edit_marker(marker)

    def _bar(self, found: _Read, start: date, *, gross: bool) -> float | None:
        """None is unknown: a day that could not be read, or one whose rate is missing."""
        row_ = found.bars.get(start)
        if found.step is Step.DAY and start in found.unread:
            return None
        if start not in found.bars:
            return 0.0
        if row_ is None or row_.worth is None or row_.worth.split is None:
            return None
        split = row_.worth.split
        return float(split.gross_minor if gross else split.net_minor)

    def _choose_side(self, *_: object, gross: bool) -> None:
        self._gross = gross
        if self._found is not None and self.asked is not None:
            self._show_chart(self._found, self.asked.currency)

    def _choose_step(self, step: Step, *_: object) -> None:
        self._step = step
        self.refresh()

    def _choose_group(self, _: int) -> None:
        self._by = MoneyBy(self.group.currentData())  # Qt gives back the plain word
        self.refresh()

    def group_by(self, by: MoneyBy) -> None:
        self.group.setCurrentIndex(self.group.findData(by))
        self._choose_group(0)

    def _choose_bar(self, _: int, day: date) -> None:
        if self._found is not None:
            self._drill(LedgerFilter(scope=Scope(start=day, end=last_of(self._found.step, day))))

    def _open_row(self, key: object) -> None:
        if isinstance(key, MoneyRow):
            self._drill(behind(key, self._by))


def behind(row_: MoneyRow, by: MoneyBy) -> LedgerFilter:
    """The lines that a row of the breakdown is made of, as far as a filter of the ledger can say it."""
    scope = Scope() if row_.account_id is None else Scope(account_ids=(row_.account_id,))
    asked = LedgerFilter(scope=scope, currency=row_.currency)
    key = row_.key.partition(":")[2]
    if by is MoneyBy.PRODUCT and key:
        return replace(asked, product=key)
    if by is MoneyBy.FAN and key:
        return replace(asked, fan=key)
    if by is MoneyBy.OFFER and key:
        return replace(asked, offer=key)
    if by is MoneyBy.KIND:
        return replace(asked, kinds=(LedgerKind(row_.key),))
    if by in (MoneyBy.DAY, MoneyBy.WEEK, MoneyBy.MONTH):
        start = date.fromisoformat(row_.key if by is not MoneyBy.MONTH else f"{row_.key}-01")
        end = last_of(Step(by.value), start)
        return replace(asked, scope=replace(scope, start=start, end=end))
    return asked


def _by_start(rows: Sequence[MoneyRow], step: Step) -> dict[date, MoneyRow | None]:
    """One row a step, all currencies together; None where one of them cannot be converted."""
    found: dict[date, MoneyRow | None] = {}
    for one in rows:
        start = date.fromisoformat(f"{one.key}-01" if step is Step.MONTH else one.key)
        if start not in found:
            found[start] = one
            continue
        before = found[start]
        found[start] = None if before is None else _both(before, one)
    return found


def _both(before: MoneyRow, one: MoneyRow) -> MoneyRow | None:
    if before.worth is None or before.worth.split is None or one.worth is None or one.worth.split is None:
        return None
    return replace(before, worth=replace(before.worth, split=before.worth.split + one.worth.split))


def _moved(whole: Total, before: Total | None, name: str) -> Change:
    """C1, of one of the amounts in the reporting currency."""
    if before is None:
        return Change(fraction=None, note="")
    now, then = (None if one.worth.split is None else getattr(one.worth.split, name) for one in (whole, before))
    return change(now, then, incomplete=whole.incomplete or before.incomplete)


def _each(currencies: Sequence[tuple[str, Split]], name: str) -> str:
    """Each currency by itself, where there are several."""
    if len(currencies) < 2:
        return ""
    return " · ".join(money(getattr(split, name), currency) for currency, split in currencies)


def _parts(split: Split, currency: str) -> str:
    if not split.chargebacks_minor:
        return ""
    return tr("{amount} of it charged back", amount=money(split.chargebacks_minor, currency))


_ICONS = {MarkerKind.PRICE: "wallet", MarkerKind.PROMOTION: "sparkles", MarkerKind.NOTE: "file-text"}
