"""The pages as data, and the bars that lead to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import theme
from ui.desk import Desk
from ui.language import mark, tr, tr_marked
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from ofauto_desktop.services import Services
    from ui.putting_right import PutRight


class Page(Protocol):
    """What the window asks of a page, beside being a QWidget."""

    def refresh(self) -> None:
        """Read everything again."""
        ...

    def focus(self, **focus: object) -> None:
        """Show this one thing: post_id=…, account_id=…, day=…."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """A page: where it stands, how to get there, how to build it. `title` is marked for translation; `key` follows G."""

    id: str
    title: str
    icon: str
    key: str
    build: Callable[["Services", Desk], QWidget]
    in_bottom_bar: bool = False


def _home(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.home import HomePage

    return HomePage(
        home=services.home,
        publishing=services.publishing,
        right=_right(services, desk),
        notices=services.notices,
        preferences=services.preferences,
        goals=services.goals,
        desk=desk,
    )


def _right(services: "Services", desk: Desk) -> "PutRight":
    from ui.putting_right import PutRight

    return PutRight(
        publishing=services.publishing,
        resending=services.resending,
        sync=services.sync,
        backups=services.backups,
        desk=desk,
    )


def _calendar(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.calendar import CalendarPage

    return CalendarPage(
        publishing=services.publishing,
        composing=services.composing,
        accounts=services.accounts,
        planning=services.planning,
        by_hand=services.by_hand,
        desk=desk,
    )


def _library(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.media import LibraryPage

    return LibraryPage(
        library=services.library,
        finding=services.media_finding,
        sorting=services.media_sorting,
        variants=services.media_variants,
        clients=services.clients,
        planning=services.planning,
        filling=services.filling,
        desk=desk,
    )


def _messages(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.messages import MessagesPage

    return MessagesPage(messages=services.messages, sync=services.sync, desk=desk)


def _money(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.money import MoneyPage

    return MoneyPage(services=services, desk=desk)


def _analytics(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.analytics import AnalyticsPage

    return AnalyticsPage(
        analytics=services.analytics,
        best_times=services.best_times,
        goals=services.goals,
        accounts=services.accounts,
        clients=services.clients,
        exports=services.exports,
        views=services.planning.views,
        books=services.books,
        comments=services.comments,
        desk=desk,
    )


def _clients(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.clients import ClientsPage

    return ClientsPage(services=services, desk=desk)


def _accounts(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.accounts import AccountsPage

    return AccountsPage(
        accounts=services.accounts,
        clients=services.clients,
        sync=services.sync,
        proxies=services.proxies,
        requests=services.requests,
        deliveries=services.deliveries,
        preferences=services.preferences,
        resending=services.resending,
        right=_right(services, desk),
        desk=desk,
    )


def _settings(services: "Services", desk: Desk) -> QWidget:
    from ui.pages.settings import SettingsPage

    return SettingsPage(
        preferences=services.preferences,
        backups=services.backups,
        ways_in=services.ways_in,
        hosting=services.media_hosting,
        countries=services.planning.marks.countries,
        folder=services.workspace.data_dir,
        desk=desk,
    )


PAGES = (
    PageSpec(id="home", title=mark("Home"), icon="house", key="H", build=_home, in_bottom_bar=True),
    PageSpec(id="calendar", title=mark("Calendar"), icon="calendar", key="C", build=_calendar, in_bottom_bar=True),
    PageSpec(id="library", title=mark("Library"), icon="images", key="L", build=_library),
    PageSpec(
        id="messages", title=mark("Messages"), icon="messages-square", key="M", build=_messages, in_bottom_bar=True
    ),
    PageSpec(id="analytics", title=mark("Analytics"), icon="chart-line", key="A", build=_analytics),
    PageSpec(id="money", title=mark("Money"), icon="wallet", key="$", build=_money),
    PageSpec(id="clients", title=mark("Clients"), icon="users", key="K", build=_clients),
    PageSpec(id="accounts", title=mark("Accounts"), icon="plug", key="O", build=_accounts),
    PageSpec(id="settings", title=mark("Settings"), icon="settings", key="S", build=_settings),
)


def as_page(widget: QWidget) -> Page:
    """The page side of a page's widget."""
    return cast("Page", widget)


_SIDE = 8  # pixels beside its buttons


class SideBar(QFrame):
    """Icons with labels, or icons alone in a rail. `client` is the switcher on top of it.

    `approached` tells that the pointer came over it.
    """

    chosen = Signal(str)
    approached = Signal()

    def __init__(self, pages: Sequence[PageSpec], client: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName(tr("Pages"))
        self._client = client
        lines = column(self, gap=2, margin=_SIDE)
        lines.addWidget(client)
        lines.addSpacing(8)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for page in pages:
            if page.id == "settings":
                lines.addStretch(1)
            self._add(page, lines)
        theme.current().changed.connect(self._widen)
        self._labels = True
        self._widen()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.approached.emit()

    def show_labels(self, *, labels: bool) -> None:
        self._labels = labels
        self._widen()

    def mark(self, page_id: str) -> None:
        if page_id in self.buttons:
            self.buttons[page_id].setChecked(True)

    def _add(self, page: PageSpec, lines: QVBoxLayout) -> None:
        made = _nav_button(page, lambda: self.chosen.emit(page.id))
        self._group.addButton(made)
        self.buttons[page.id] = made
        lines.addWidget(made)

    def _widen(self) -> None:
        self._client.setVisible(self._labels)
        for made in self.buttons.values():
            style = (
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if self._labels else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            made.setToolButtonStyle(style)
            _dress(made)
        # The layout's own hint is that of the style before: the buttons are asked instead.
        icons = max(made.sizeHint().width() for made in self.buttons.values()) + 2 * _SIDE + 1
        self.setFixedWidth(theme.current().scaled(216) if self._labels else icons)


class BottomBar(QFrame):
    """The few places that a narrow window leads to; the rest is behind More."""

    chosen = Signal(str)

    def __init__(
        self, pages: Sequence[PageSpec], compose: Callable[[], object], more: QToolButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bottom")
        self.setAccessibleName(tr("Pages"))
        # A page that would like to be taller takes nothing from it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = row(self, gap=2, margin=4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        shown = [page for page in pages if page.in_bottom_bar]
        for page in shown[:2]:
            line.addWidget(self._add(page))
        line.addWidget(_under(icon_button("plus", tr("New post"), compose), tr("New")))
        for page in shown[2:]:
            line.addWidget(self._add(page))
        line.addWidget(_under(more, tr("More")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that would be cut are left out; readers and tooltips keep them."""
        super().resizeEvent(event)
        words = self.findChildren(QToolButton)
        room = event.size().width() // max(1, len(words)) - 12
        fits = all(made.fontMetrics().horizontalAdvance(made.text()) <= room for made in words)
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if fits else Qt.ToolButtonStyle.ToolButtonIconOnly
        for made in words:
            made.setToolButtonStyle(style)

    def mark(self, page_id: str) -> None:
        self._group.setExclusive(page_id in self.buttons)
        for one, made in self.buttons.items():
            made.setChecked(one == page_id)

    def _add(self, page: PageSpec) -> QToolButton:
        made = _under(_nav_button(page, lambda: self.chosen.emit(page.id)), tr_marked(page.title))
        _dress(made)
        self._group.addButton(made)
        self.buttons[page.id] = made
        return made


def _nav_button(page: PageSpec, go: Callable[[], object]) -> QToolButton:
    made = icon_button(page.icon, tr("{page} (G then {key})", page=tr_marked(page.title), key=page.key), go)
    made.setProperty("kind", "nav")
    made.setAccessibleName(tr_marked(page.title))
    made.setText(tr_marked(page.title))
    made.setCheckable(True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setProperty("icon_name", page.icon)
    made.toggled.connect(lambda _: _dress(made))
    return made


def _dress(made: QToolButton) -> None:
    """The icon in the colour of its state, with room for the words where they are shown."""
    name = str(made.property("icon_name"))
    theme.current().icons.put(made, name, "accent" if made.isChecked() else "text_muted")


def _under(made: QToolButton, words: str) -> QToolButton:
    """The words go under the icon, and the button takes its share of the bar."""
    made.setProperty("kind", "tab")
    made.setText(words)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made
