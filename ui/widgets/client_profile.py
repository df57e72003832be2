"""One client: state, how it goes, accounts, contacts, notes. Drawn anew from what was read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.clients import Client, ClientStatus
from ofauto_desktop.domain.home import Kpi
from ofauto_desktop.domain.home_tiles import TileSize
from ofauto_desktop.domain.syncing import Freshness
from ui.capability_words import STATES
from ui.desk import Desk
from ui.format import age, count, money, month, place
from ui.language import tr
from ui.models.charting import Series
from ui.models.client_words import ICONS, TONES, status_word
from ui.models.home_words import figure
from ui.widgets.badge import Badge, PlatformDisc
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card, StatTile
from ui.widgets.chart import Chart
from ui.widgets.client_dot import ClientDot
from ui.widgets.layouts import FlowLayout, clear, column, row
from ui.widgets.lines import LINE_SIDE, PressLine
from ui.widgets.text import ElidedLabel, label
from ui.widgets.tile_grid import TileGrid


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is shown. `earned` by day in `currency`, None where it could not be read."""

    client: Client
    accounts: Sequence[Account]
    fresh: Sequence[Freshness]
    kpis: Sequence[Kpi]
    earned: Sequence[tuple[date, int | None]]
    currency: str
    followers: Sequence[tuple[date, int | None]]
    money_source: str
    audience_source: str


@dataclass(frozen=True, slots=True)
class ProfileActs:
    """What its buttons do."""

    back: Callable[[], object]
    edit: Callable[[], object]
    report: Callable[[], object]
    other_report: Callable[[], object]
    archive: Callable[[], object]
    remove: Callable[[], object]
    remind: Callable[[], object]
    explain: Callable[[Kpi], object]
    add_account: Callable[[], object]


class ClientProfile(QWidget):
    """Charts stay when it is drawn again: they keep what was zoomed into."""

    def __init__(self, desk: Desk, acts: ProfileActs, report_month: Callable[[Client], date]) -> None:
        super().__init__()
        self._desk, self._acts, self._report_month = desk, acts, report_month
        lines = column(self, gap=16)
        self._head = column(gap=8)
        lines.addLayout(self._head)
        self._tiles = TileGrid(gap=12)
        lines.addLayout(self._tiles)
        charts = FlowLayout(gap=12, grow=True)
        self.money_chart, self.audience_chart = Chart(tr("Net revenue by day"), kind="bar"), Chart(tr("Followers"))
        self._money_card = _chart_card(tr("Net revenue, 90 days"), self.money_chart)
        self._audience_card = _chart_card(tr("Followers, 90 days"), self.audience_chart)
        charts.addWidget(self._money_card)
        charts.addWidget(self._audience_card)
        lines.addLayout(charts)
        self._cards = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._cards)
        self.report_button = button("")

    def show_profile(self, read: Profile) -> None:
        clear(self._head)
        self._show_head(read.client)
        clear(self._tiles)
        for kpi in read.kpis:
            told = figure(kpi, self._desk.now(), self._desk.zone)
            tile = StatTile(told.title, partial(self._acts.explain, kpi))
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            tile.show_value(told.figure, change=told.change, age=told.age, better=told.better, source=told.source)
            self._tiles.put(tile, TileSize.SMALL)
        self._show_charts(read)
        clear(self._cards)
        self._cards.addWidget(self._accounts(read))
        self._cards.addWidget(self._contacts(read.client))
        self._cards.addWidget(self._notes(read.client))

    def say_busy(self, *, busy: bool) -> None:
        self.report_button.setEnabled(not busy)
        self.report_button.setText(tr("Making it …") if busy else self._report_words)

    def _show_head(self, client: Client) -> None:
        back = button(tr("All clients"), self._acts.back, kind="link", icon="arrow-left")
        self._head.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        names = row(gap=10)
        names.addWidget(ClientDot(client))
        names.addWidget(label(client.name, "title"), 1)
        badge = Badge(status_word(client.status), TONES[client.status], ICONS[client.status])
        names.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(names)
        days = tr("Days in {zone} time · {currency}", zone=place(client.zone), currency=client.currency)
        self._head.addWidget(label(days, "muted"))
        self._head.addLayout(self._buttons(client))

    def _buttons(self, client: Client) -> QHBoxLayout | FlowLayout:
        flow = FlowLayout(gap=8)
        at = self._report_month(client)
        self._report_words = tr("{month}'s report (PDF)", month=month(at, long=True))
        self.report_button = button(self._report_words, self._acts.report, kind="primary", icon="file-down")
        flow.addWidget(self.report_button)
        flow.addWidget(button(tr("Other report …"), self._acts.other_report, icon="file-text"))
        flow.addWidget(button(tr("Edit"), self._acts.edit, icon="pencil"))
        more = icon_button("ellipsis", tr("More for {name}", name=client.name))
        menu = QMenu(more)
        archived = client.status is ClientStatus.ENDED
        menu.addAction(tr("Bring back") if archived else tr("Archive"), self._acts.archive)
        menu.addAction(tr("Remind me …"), self._acts.remind)
        menu.addSeparator()
        menu.addAction(tr("Delete"), self._acts.remove)
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        flow.addWidget(more)
        return flow

    def _show_charts(self, read: Profile) -> None:
        self._money_card.setVisible(any(value is not None for _, value in read.earned))
        self._audience_card.setVisible(any(value is not None for _, value in read.followers))
        line = Series(
            tr("Net"), tuple((day, None if value is None else float(value)) for day, value in read.earned), "minor"
        )
        self.money_chart.show_series([line], write=lambda value: money(round(value), read.currency))
        self.money_chart.say_source(read.money_source)
        people = Series(
            tr("Followers"), tuple((day, None if value is None else float(value)) for day, value in read.followers)
        )
        self.audience_chart.show_series([people], write=lambda value: count(round(value)))
        self.audience_chart.say_source(read.audience_source)

    def _accounts(self, read: Profile) -> Card:
        card = _card(tr("Accounts"))
        connect = button(tr("Connect"), self._acts.add_account, kind="link")
        card.heading.addWidget(connect, 0, Qt.AlignmentFlag.AlignTop)
        if not read.accounts:
            card.body.addWidget(_note(tr("No account is connected yet.")))
        for one in read.accounts:
            card.body.addWidget(self._account(one, [fresh for fresh in read.fresh if fresh.account_id == one.id]))
        card.body.addStretch(1)
        return card

    def _account(self, one: Account, fresh: Sequence[Freshness]) -> PressLine:
        words, tone = STATES[one.state]
        ages = [at.succeeded_at for at in fresh if at.succeeded_at is not None]
        read = tr("Read {ago}", ago=age(min(ages), self._desk.now())) if ages else tr("Nothing was read yet")
        line = PressLine(
            f"{one.name}, {words}, {read}", partial(self._desk.shell.open_page, "accounts", account_id=one.id)
        )
        line.line.addWidget(PlatformDisc(one.platform))
        names = column(gap=2)
        names.addWidget(ElidedLabel(one.name))
        names.addWidget(ElidedLabel(one.state_reason or read, "caption"))
        line.line.addLayout(names, 1)
        line.line.addWidget(Badge(words, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        line.settle()
        return line

    def _contacts(self, client: Client) -> Card:
        card = _card(tr("Contacts"))
        if not client.contacts:
            card.body.addWidget(_note(tr("No contacts are kept.")))
        for one in client.contacts:
            line = column(gap=0)
            line.setContentsMargins(LINE_SIDE, 4, LINE_SIDE, 4)
            line.addWidget(label(one.label or tr("Contact"), "caption"))
            value = label(one.value)
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            value.setTextInteractionFlags(flags)
            value.setAccessibleName(f"{one.label}: {one.value}")
            line.addWidget(value)
            card.body.addLayout(line)
        card.body.addStretch(1)
        return card

    def _notes(self, client: Client) -> Card:
        card = _card(tr("Notes"))
        card.body.addWidget(_note(client.notes or tr("No notes are kept."), "" if client.notes else "muted"))
        card.body.addStretch(1)
        return card


def _chart_card(title: str, chart: Chart) -> Card:
    card = Card(title, least_width=380)
    chart.setMinimumHeight(220)
    card.body.addWidget(chart)
    return card


def _card(title: str) -> Card:
    card = Card(title, least_width=260)
    card.hold_lines(LINE_SIDE)
    return card


def _note(words: str, role: str = "muted") -> QWidget:
    made = label(words, role)
    made.setContentsMargins(LINE_SIDE, 4, LINE_SIDE, 4)
    return made
