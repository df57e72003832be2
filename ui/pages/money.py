"""Money: what was earned, what is kept of it, what arrives when. Sections over one question: whose, which days, in what."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QMenu, QStackedWidget, QTabBar, QToolButton, QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.events import AccountsChanged, ClientsChanged, MoneyChanged, Synced
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.preferences import REPORTING_CURRENCY
from ui import theme
from ui.commands import Command
from ui.desk import Desk
from ui.language import tr
from ui.models.money_period import Stretch, days_of, words_of
from ui.models.money_words import short_day
from ui.money_acts import MoneyActs
from ui.pages.money_asked import Asked, Section, today_of
from ui.tasks import ignore
from ui.widgets.buttons import icon_button
from ui.widgets.fields import name_choice
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column

if TYPE_CHECKING:
    from ofauto_desktop.services import Services
    from ui.pages.money_ledger import LedgerSection

_NARROW_BELOW = 720  # pixels at 100 %: sections become a list to choose from
_COMMON = ("USD", "EUR", "GBP")


class MoneyPage(QWidget):
    """Sections are made when they are first looked at; each reads for itself."""

    def __init__(self, *, services: "Services", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._desk = services, desk
        self._clients: Sequence[Client] = ()
        self._currencies: Sequence[str] = ()
        today = today_of(desk)
        self._days = (today.replace(day=1), today + timedelta(days=1))
        self.sections: dict[str, Section] = {}
        self._asked_once = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.acts = MoneyActs(services, desk, self, offered=self._offered, currency=lambda: self.asked().currency)
        self._build()
        self._add_commands()
        desk.events.settled(AccountsChanged, ClientsChanged, MoneyChanged, Synced, owner=self, refresh=self.refresh)
        self.show_section("overview")

    def refresh(self) -> None:
        """Whose currencies there are, then the section in sight."""
        scope = Scope(client_id=self._desk.shell.client_id)
        self._desk.tasks.run(self._read(scope), owner=self, done=self._ask, failed=self._desk.errors.show)

    def focus(self, *, section: str = "", line_id: int | None = None, fan: str = "", **_: object) -> None:
        """Show a section, a line of the ledger, or all of a buyer."""
        if fan:
            self.stretch.setCurrentIndex(self.stretch.findData(Stretch.ALL))
            self.drill(LedgerFilter(fan=fan))
        elif line_id is not None:
            self.show_section("ledger")
            self._ledger().open_line(line_id)
        elif section:
            self.show_section(section)

    def drill(self, asked: LedgerFilter) -> None:
        """The lines behind a number."""
        self._ledger().narrow(asked)
        self.show_section("ledger")

    def show_section(self, name: str) -> None:
        if name not in self.sections:
            self.sections[name] = self._makers()[name]()
            self._stack.addWidget(self.sections[name])
        self._stack.setCurrentWidget(self.sections[name])
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(next(at for at, (one, _) in enumerate(_names()) if one == name))
        self.switch.setCurrentIndex(self.switch.findData(name))
        self.stretch.setVisible(name != "rates")
        self.currency.setVisible(name in ("overview", "subscriptions"))
        self._look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _table_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A table that is dropped is looked at, as one that was chosen."""
        event.acceptProposedAction()
        self.acts.look_at_file(_table_in(event.mimeData()))

    def hasHeightForWidth(self) -> bool:
        """As high as the window leaves it; its bars wrap, but ask for nothing."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where tabs would be cut, a list to choose from takes their place."""
        super().resizeEvent(event)
        narrow = event.size().width() < max(theme.current().scaled(_NARROW_BELOW), self.tabs.sizeHint().width() + 48)
        self.tabs.setVisible(not narrow)
        self.switch.setVisible(narrow)

    def _build(self) -> None:
        lines = column(self, gap=12, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        line = FlowLayout(gap=8)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Parts of the page"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.switch = QComboBox()
        name_choice(self.switch, tr("Part of the page"))
        self.switch.setToolTip(tr("Part of the page"))
        for name, words in _names():
            self.tabs.setTabData(self.tabs.addTab(words), name)
            self.switch.addItem(words, name)
        self.tabs.currentChanged.connect(lambda at: self.show_section(str(self.tabs.tabData(at))))
        self.switch.activated.connect(lambda _: self.show_section(self.switch.currentData()))
        line.addWidget(self.tabs)
        line.addWidget(self.switch)
        self._add_question(line)
        lines.addLayout(line)
        self._stack = _Parts()
        lines.addWidget(self._stack, 1)

    def _add_question(self, line: FlowLayout) -> None:
        self.stretch = QComboBox()
        name_choice(self.stretch, tr("Days"))
        self.stretch.setToolTip(tr("Days"))
        for one in Stretch:
            self.stretch.addItem(words_of(one), one)
        self.stretch.setCurrentIndex(self.stretch.findData(Stretch.LAST_12))
        self.stretch.activated.connect(self._choose_days)
        line.addWidget(self.stretch)
        self.currency = QComboBox()
        name_choice(self.currency, tr("Totals in"))
        self.currency.setToolTip(tr("What totals over several currencies are converted to"))
        self.currency.activated.connect(self._choose_currency)
        line.addWidget(self.currency)
        self.more = icon_button("ellipsis", tr("Enter, import and export"))
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line.addWidget(self.more)

    def _makers(self) -> dict[str, Callable[[], Section]]:
        services, desk = self._services, self._desk

        def overview() -> Section:
            from ui.pages.money_overview import OverviewSection

            return OverviewSection(
                services.money,
                services.books,
                services.accounts,
                services.exports,
                desk,
                self.drill,
                self.acts.edit_marker,
            )

        def ledger() -> Section:
            from ui.pages.money_ledger import LedgerSection

            return LedgerSection(
                services.money, services.books, services.rates, services.planning.views, services.licences, desk
            )

        def subscriptions() -> Section:
            from ui.pages.money_subscriptions import SubscriptionsSection

            return SubscriptionsSection(services.subscriptions, services.exports, desk, self.drill)

        def payouts() -> Section:
            from ui.pages.money_payouts import PayoutsSection

            return PayoutsSection(services.money, desk)

        def customers() -> Section:
            from ui.pages.money_customers import CustomersSection

            return CustomersSection(services.money, desk, self.drill)

        def rates() -> Section:
            from ui.pages.money_rates import RatesSection

            return RatesSection(services.rates, services.preferences, desk)

        return {
            "overview": overview,
            "ledger": ledger,
            "subscriptions": subscriptions,
            "payouts": payouts,
            "customers": customers,
            "rates": rates,
        }

    def _ledger(self) -> "LedgerSection":
        from ui.pages.money_ledger import LedgerSection

        if "ledger" not in self.sections:
            self.sections["ledger"] = self._makers()["ledger"]()
            self._stack.addWidget(self.sections["ledger"])
            self.sections["ledger"].asked = self.asked()
        found = self.sections["ledger"]
        if not isinstance(found, LedgerSection):
            raise TypeError("the ledger is a ledger")
        return found

    def asked(self) -> Asked:
        """The question as it stands."""
        today = today_of(self._desk)
        stretch = Stretch(self.stretch.currentData())  # Qt gives back the plain word
        start, end = self._days if stretch is Stretch.CUSTOM else days_of(stretch, today)
        scope = Scope(client_id=self._desk.shell.client_id, start=start, end=end)
        return Asked(scope=scope, currency=self.currency.currentData() or self._default_currency(), today=today)

    def _look(self) -> None:
        section = self._stack.currentWidget()
        if isinstance(section, Section) and self._asked_once:
            section.look(self.asked())

    async def _read(self, scope: Scope) -> tuple[Sequence[Client], Sequence[str]]:
        return await self._services.clients.list(), await self._services.money.currencies(scope)

    def _ask(self, found: tuple[Sequence[Client], Sequence[str]]) -> None:
        self._clients, self._currencies = found
        self._asked_once = True
        chosen = self._services.preferences.get(REPORTING_CURRENCY)
        offered = dict.fromkeys((*((chosen,) if chosen else ()), self._default_currency(), *self._currencies, *_COMMON))
        self.currency.clear()
        for code in offered:
            self.currency.addItem(tr("In {currency}", currency=code), code)
        self.currency.setCurrentIndex(self.currency.findData(chosen or self._default_currency()))
        self._look()

    def _default_currency(self) -> str:
        """The client's own; of several clients the one that most of them think in."""
        client_id = self._desk.shell.client_id
        own = [one.currency for one in self._clients if client_id in (None, one.id)]
        return max(sorted(set(own)), key=own.count, default="USD")

    def _choose_currency(self, _: int) -> None:
        work = self._services.preferences.put(REPORTING_CURRENCY, self.currency.currentData())
        self._desk.tasks.run(work, owner=self, done=ignore, failed=self._desk.errors.show)
        self._look()

    def _choose_days(self, _: int) -> None:
        if self.stretch.currentData() != Stretch.CUSTOM:
            self._look()
            return
        from ui.dialogs.days import DaysDialog

        start, end = self._days
        DaysDialog(start, end - timedelta(days=1), self.window(), chosen=self._use_days).open()

    def _use_days(self, first: date, last: date) -> None:
        self._days = (first, last + timedelta(days=1))
        at = self.stretch.findData(Stretch.CUSTOM)
        self.stretch.setItemText(at, tr("{first} to {last}", first=short_day(first), last=short_day(last)))
        self.stretch.setCurrentIndex(at)
        self._look()

    def _offered(self) -> list[str]:
        return list(dict.fromkeys((self._default_currency(), *self._currencies, *_COMMON)))

    def _add_commands(self) -> None:
        for command in (
            Command(
                id="money.enter",
                text=tr("Enter a line …"),
                run=self.acts.enter_line,
                keys=("Ctrl+E",),
                icon="pencil",
                group=tr("Money"),
                words=tr("manual income sale tip"),
            ),
            Command(
                id="money.import",
                text=tr("Enter a CSV file …"),
                run=self.acts.choose_file,
                icon="upload",
                group=tr("Money"),
                words=tr("import spreadsheet"),
            ),
            Command(
                id="money.tax",
                text=tr("Write a tax year …"),
                run=self.acts.choose_tax_year,
                icon="download",
                group=tr("Money"),
                words=tr("export csv accountant"),
            ),
            Command(
                id="money.marker",
                text=tr("Add a marker …"),
                run=lambda: self.acts.edit_marker(None),
                icon="plus",
                group=tr("Money"),
                words=tr("price change promotion note chart"),
            ),
            Command(
                id="money.search",
                text=tr("Search the ledger"),
                run=self._search,
                keys=("Ctrl+F",),
                icon="search",
                group=tr("Money"),
            ),
        ):
            self._menu.addAction(self._desk.commands.add(command, scope=self))

    def _search(self) -> None:
        self.show_section("ledger")
        self._ledger().search.setFocus()


def _table_in(data: QMimeData) -> str:
    """The one CSV file that is dragged; "" for none."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].lower().endswith((".csv", ".tsv")) else ""


class _Parts(QStackedWidget):
    """Takes the room that there is: what a hidden part would like must not push the window's bars together."""

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)


def _names() -> tuple[tuple[str, str], ...]:
    return (
        ("overview", tr("Overview")),
        ("ledger", tr("Ledger")),
        ("subscriptions", tr("Subscriptions")),
        ("payouts", tr("Payouts")),
        ("customers", tr("Customers")),
        ("rates", tr("Rates")),
    )
