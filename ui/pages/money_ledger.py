"""The ledger: every line, found by words, chips and columns; what one line is made of stands beside it."""

import asyncio
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.ledger import (
    CurrencySum,
    LedgerFilter,
    LedgerLineInfo,
    LedgerSort,
    Origin,
    from_words,
    to_words,
)
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.domain.schedule import zone_named
from ui import theme
from ui.desk import Desk
from ui.format import count
from ui.language import tr, tr_n
from ui.models.figure_rows import Row
from ui.models.ledger import LedgerModel
from ui.models.money_words import buyer, ledger_row, short_day, sums_words
from ui.pages.money_asked import Asked, Section
from ui.pages.money_line import LineSheet
from ui.widgets.badge import Chip
from ui.widgets.buttons import button, icon_button
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.saved_views import SavedViews
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.books import Books
    from ofauto_desktop.services.licences import Licences
    from ofauto_desktop.services.money import Money
    from ofauto_desktop.services.rates import Rates
    from ofauto_desktop.services.saved_views import Views

_SEARCH_AFTER_MS = 200
_DAY = timedelta(days=1)
_NARROW_BELOW = 480  # pixels at 100 %: chips become a menu
_PAGE = "ledger"
_SALES = (
    LedgerKind.SALE,
    LedgerKind.SHOP,
    LedgerKind.POST,
    LedgerKind.MESSAGE,
    LedgerKind.CUSTOM,
    LedgerKind.STREAM,
    LedgerKind.OTHER,
)
_BACK = (LedgerStatus.REFUNDED, LedgerStatus.PARTIALLY_REFUNDED, LedgerStatus.REFUND_PENDING)


class LedgerSection(Section):
    """Chips narrow it, columns sort it; ids first, lines by windows."""

    def __init__(
        self, money: "Money", books: "Books", rates: "Rates", views: "Views", licences: "Licences", desk: Desk
    ) -> None:
        self.model = LedgerModel(self._fetch)
        self.table = FigureTable(self.model, tr("Ledger"))
        super().__init__(desk, self.table, rows=12, row_height=36)
        self.model.setParent(self)
        self._money, self._books, self._rates, self._licences = money, books, rates, licences
        self._only = LedgerFilter()
        self._sort, self._descending = LedgerSort.AT, True
        self._chips: dict[Chip, tuple[tuple[LedgerKind, ...], tuple[LedgerStatus, ...]]] = {}
        self.views = SavedViews(views, desk, page=_PAGE, filters=self._words, choose=self._use)
        self._build()
        self.table.opened.connect(self._open)
        self.table.sort_wanted.connect(self._sort_by)

    def refresh(self) -> None:
        if self.asked is None:
            return
        self.views.refresh()
        asked = self.filter()
        self.read(self._money.ids(asked, self._sort, descending=self._descending), self._show)
        # The lines need not wait until all of them are added up.
        turn = self._turn
        self.desk.tasks.run(
            self._money.sums(asked),
            owner=self,
            done=lambda found: self._say_sums(found) if turn == self._turn else None,
            failed=self.desk.errors.show,
        )

    def narrow(self, asked: LedgerFilter) -> None:
        """Show only these lines; the chips say which, and let go of it."""
        self._only = asked
        self._say_filter()
        self.refresh()

    def filter(self) -> LedgerFilter:
        """What is asked for, in the page's days and client; an account that a drill named stays named."""
        scope = self._only.scope
        if self.asked is not None:
            scope = replace(self.asked.scope, account_ids=self._only.scope.account_ids)
            if self._only.scope.start is not None or self._only.scope.end is not None:
                scope = replace(scope, start=self._only.scope.start, end=self._only.scope.end)
        return replace(self._only, scope=scope)

    def _build(self) -> None:
        lines = self.layout()
        head = QWidget()
        rows = column(head, gap=8)
        first = row(gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search product, buyer, account or id"))
        self.search.setAccessibleName(tr("Search the ledger"))
        self.search.setClearButtonEnabled(True)
        soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        soon.timeout.connect(self._search)
        self.search.textEdited.connect(lambda _: soon.start())
        self.search.returnPressed.connect(self._search)
        first.addWidget(self.search, 1)
        self.filters = self._filter_button()
        first.addWidget(self.filters)
        first.addWidget(self.views.button)
        first.addWidget(self._sort_button())
        rows.addLayout(first)
        self._chip_bar = QWidget()
        column(self._chip_bar).addLayout(self._chip_row())
        rows.addWidget(self._chip_bar)
        self.only_chip = button("", self._let_go, kind="chip", icon="x")
        self.only_chip.hide()
        only = FlowLayout(gap=6)
        only.addWidget(self.only_chip)
        rows.addLayout(only)
        self._sums = label("", "caption")
        self._many = self._summed = ""
        rows.addWidget(self._sums)
        lines.insertWidget(0, head)  # type: ignore[union-attr]  # a column, as Section made it
        lines.setSpacing(8)  # type: ignore[union-attr]  # as above

    def _chip_row(self) -> FlowLayout:
        chips = FlowLayout(gap=6)
        for words, kinds, statuses in (
            (tr("Sales"), _SALES, ()),
            (tr("Subscriptions"), (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL), ()),
            (tr("Tips"), (LedgerKind.TIP,), ()),
            (tr("Affiliates"), (LedgerKind.COMMISSION,), ()),
            (tr("Refunds"), (), _BACK),
            (tr("Chargebacks"), (), (LedgerStatus.CHARGEBACK,)),
            (tr("Declined"), (), (LedgerStatus.DECLINED,)),
        ):
            chip = Chip(words)
            self._chips[chip] = (kinds, statuses)
            chip.clicked.connect(self._chosen)
            chips.addWidget(chip)
        self.entered = Chip(tr("Entered here"))
        self.entered.clicked.connect(self._chosen)
        chips.addWidget(self.entered)
        return chips

    def _filter_button(self) -> QToolButton:
        """The chips as a menu, for where they would take the room of the lines."""
        made = icon_button("list-filter", tr("Which lines"))
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: self._fill_filters(menu))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _fill_filters(self, menu: QMenu) -> None:
        menu.clear()
        for chip in (*self._chips, self.entered):
            act = menu.addAction(chip.text(), chip.click)
            act.setCheckable(True)
            act.setChecked(chip.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().scaled(_NARROW_BELOW)
        self._chip_bar.setVisible(not narrow)
        self.filters.setVisible(narrow)

    def _sort_button(self) -> QWidget:
        made = icon_button("arrow-up-down", tr("Sort by"))
        menu = QMenu(made)
        for column_ in self.model.columns:
            if column_.sort:
                menu.addAction(column_.title, partial(self._sort_by, column_.sort))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _chosen(self) -> None:
        kinds: list[LedgerKind] = []
        statuses: list[LedgerStatus] = []
        for chip, (some, states) in self._chips.items():
            if chip.isChecked():
                kinds += some
                statuses += states
        origin = Origin.ENTERED if self.entered.isChecked() else Origin.ALL
        self._only = replace(self._only, kinds=tuple(kinds), statuses=tuple(statuses), origin=origin)
        self.refresh()

    def _search(self) -> None:
        text = " ".join(self.search.text().split())
        if text != self._only.text:
            self._only = replace(self._only, text=text)
            self.refresh()

    def _let_go(self) -> None:
        """Of the product, the buyer, the import or the days that a click somewhere else led to."""
        self._only = replace(
            self._only, product=None, fan=None, batch_id=None, currency=None, scope=replace(LedgerFilter().scope)
        )
        self._say_filter()
        self.refresh()

    def _say_filter(self) -> None:
        only = self._only
        self.search.setText(only.text)
        for chip, (kinds, statuses) in self._chips.items():
            on = bool(kinds and set(kinds) <= set(only.kinds)) or bool(statuses and set(statuses) <= set(only.statuses))
            chip.setChecked(on)
        self.entered.setChecked(only.origin is Origin.ENTERED)
        words = [
            buyer(only.fan) if only.fan else "",
            tr("one product") if only.product else "",
            tr("offer code {code}", code=only.offer) if only.offer else "",
            only.currency or "",
            tr("one import") if only.batch_id is not None else "",
            tr("one account") if only.scope.account_ids else "",
            _days(only),
        ]
        said = tr("Only {what}", what=", ".join(part for part in words if part)) if any(words) else ""
        self.only_chip.setText(said)
        self.only_chip.setToolTip(tr("Show all of them again"))
        self.only_chip.setVisible(bool(said))

    def _sort_by(self, by: str) -> None:
        wanted = LedgerSort(by)
        # Words read from A, figures and days from the greatest.
        first = wanted not in (
            LedgerSort.ACCOUNT,
            LedgerSort.KIND,
            LedgerSort.PRODUCT,
            LedgerSort.FAN,
            LedgerSort.STATUS,
        )
        self._descending = not self._descending if wanted is self._sort else first
        self._sort = wanted
        self.refresh()

    def _show(self, ids: "array[int]") -> None:
        self.table.say_sorted(self._sort.value, descending=self._descending)
        chosen = self.table.current_key()
        self.model.show_ids(ids)
        self._many = tr_n("{n} line", "{n} lines", len(ids)).replace(str(len(ids)), count(len(ids)), 1)
        self._say()
        if ids:
            place = self.model.row_of(chosen) if isinstance(chosen, int) else None
            if place is not None:
                self.table.setCurrentIndex(self.model.index(place, 0))
            self.states.content()
        elif self._is_narrowed():
            self.states.empty(tr("No line is like that."), tr("Show all lines"), self._show_all)
        else:
            self.states.empty(tr("Nothing was earned or entered in these days. Choose other days, or enter a line."))

    def _say_sums(self, sums: Sequence[CurrencySum]) -> None:
        self._summed = sums_words(sums)
        self._say()

    def _say(self) -> None:
        self._sums.setText(" · ".join(part for part in (self._many, self._summed) if part))

    def _is_narrowed(self) -> bool:
        return replace(self._only, scope=LedgerFilter().scope) != LedgerFilter() or bool(self._only.scope.account_ids)

    def _show_all(self) -> None:
        self.narrow(LedgerFilter())

    def _fetch(self, window: int, ids: Sequence[int]) -> None:
        turn = self.model.turn
        self.desk.tasks.run(
            self._rows(ids),
            owner=self,
            done=partial(self.model.take, turn, window),
            failed=lambda _: self.model.missed(turn, window),
        )

    async def _rows(self, ids: Sequence[int]) -> list[Row]:
        lines = await self._money.lines(ids)
        zone, asked = self.desk.zone, self.asked
        today = asked.today if asked is not None else self.desk.now().date()
        return await asyncio.to_thread(lambda: [ledger_row(line, zone, today) for line in lines])

    def _open(self, key: object) -> None:
        if isinstance(key, int):
            self.open_line(key)

    def open_line(self, line_id: int) -> None:
        """One line beside the page."""
        self.desk.tasks.run(self._money.line(line_id), owner=self, done=self._inspect, failed=self.desk.errors.show)

    def _inspect(self, line: LedgerLineInfo) -> None:
        sheet = LineSheet(
            line,
            self.desk,
            open_line=self.open_line,
            only=self.narrow,
            take_back=self._take_back,
            licences=None if line.batch_id is not None else self._licences,
        )
        self.desk.shell.inspect(tr("Ledger line"), sheet)
        entry, asked = line.row.entry, self.asked
        if asked is None or entry.currency == asked.currency or entry.amount_unknown:
            return
        day = day_of(entry.at, zone_named(line.zone))
        self.desk.tasks.run(
            self._rates.convert(entry.net_minor, entry.currency, asked.currency, day),
            owner=sheet,
            done=lambda found: sheet.show_worth(found, asked.currency),
            failed=self.desk.errors.show,
        )

    def _take_back(self, batch_id: int) -> None:
        """Undo the import that a line came with, whole."""
        self.desk.shell.close_inspector()
        self.desk.tasks.run(
            self._books.undo(batch_id),
            owner=self,
            done=lambda _: self.desk.shell.toast(tr("Taken back"), undo=lambda: self._books.redo(batch_id)),
            failed=self.desk.errors.show,
        )

    def _words(self) -> dict[str, object]:
        return to_words(self._only)

    def _use(self, words: dict[str, object]) -> None:
        asked = self.asked
        self.narrow(
            from_words(words, LedgerFilter().scope if asked is None else replace(asked.scope, start=None, end=None))
        )

    def look(self, asked: Asked) -> None:
        """Other days let go of the single days that a chart led to."""
        if self.asked is not None and asked.scope != self.asked.scope:
            self._only = replace(self._only, scope=replace(self._only.scope, start=None, end=None))
            self._say_filter()
        super().look(asked)


def _days(only: LedgerFilter) -> str:
    start, end = only.scope.start, only.scope.end
    if start is None or end is None:
        return ""
    first = short_day(start)
    return first if (end - start).days == 1 else tr("{first} to {last}", first=first, last=short_day(end - _DAY))
