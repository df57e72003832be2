"""How is each creator doing? The list with key numbers, each client's profile, the month's report."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.clients import Client, ClientStatus, ClientSummary
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.events import AccountsChanged, ClientsChanged, PostsChanged, Synced
from ofauto_desktop.domain.home import Kpi
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.schedule import zone_named
from ui.commands import Command
from ui.desk import Desk
from ui.dialogs.edit_client import EditClient
from ui.dialogs.reminder import ReminderDialog
from ui.format import when, within
from ui.language import tr
from ui.models.client_words import columns, rows
from ui.models.figure_rows import FigureModel
from ui.models.home_words import figure
from ui.report_acts import ReportActs
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.client_profile import ClientProfile, Profile, ProfileActs
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, scrolled
from ui.widgets.states import PageStates

if TYPE_CHECKING:
    from ofauto_desktop.services import Services

_SHOWN = timedelta(days=90)
_DAY = timedelta(days=1)


class ClientsPage(QWidget):
    """The list, or one profile over it. With one client chosen at the side, it begins with that one."""

    def __init__(self, *, services: "Services", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._desk = services, desk
        self._client: Client | None = None
        self._wanted: int | None = None
        self._found: Sequence[ClientSummary] = ()
        self._asked = 0
        self._reports = ReportActs(services.reports, services.exports, services.preferences, desk, self)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack = QStackedWidget()
        column(self).addWidget(self._stack)
        self._stack.addWidget(self._list())
        self._stack.addWidget(self._detail())
        self._reports.busy.connect(lambda busy: self.profile.say_busy(busy=busy))
        self._add_commands()
        self._chosen_at_side = desk.shell.client_id
        changes = (ClientsChanged, AccountsChanged, Synced, PostsChanged)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)

    def refresh(self) -> None:
        """What is in sight, once more. Another client at the side opens that one's profile."""
        chosen = self._desk.shell.client_id
        if chosen != self._chosen_at_side:
            self._chosen_at_side = self._wanted = chosen
            if chosen is None:
                self.show_list()
        elif self._client is None and chosen is not None and self._wanted is None and not self._found:
            self._wanted = chosen
        self._read_list()
        if self._client is not None:
            self._read_profile(self._client.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys go to the list at once: G, K, arrows, Enter."""
        super().focusInEvent(event)
        if self._stack.currentIndex() == 0:
            self.table.setFocus(event.reason())

    def focus(self, *, client_id: int | None = None, **_: object) -> None:
        """Open one client's profile."""
        if client_id is not None:
            self.open_client(client_id)

    def open_client(self, client_id: object) -> None:
        self._detail_states.loading()
        self._stack.setCurrentIndex(1)
        self._read_profile(int(str(client_id)))

    def show_list(self) -> None:
        self._client = None
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.commands.look_again()

    # The list

    def _list(self) -> QWidget:
        made = QWidget()
        lines = column(made, gap=12, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        head = FlowLayout(gap=8)
        head.addWidget(button(tr("New client"), self.add_client, icon="plus"))
        self.archived = Chip(tr("Archived too"), icon="archive")
        self.archived.toggled.connect(lambda _: self._show_rows())
        head.addWidget(self.archived)
        lines.addLayout(head)
        self.table = FigureTable(FigureModel(columns()), tr("Clients"))
        self.table.opened.connect(self.open_client)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(lambda at: self._menu(self.table.mapToGlobal(at)))
        self._states = PageStates(self.table, rows=6, row_height=44)
        lines.addWidget(self._states, 1)
        return made

    def _read_list(self) -> None:
        self._states.loading()
        self._desk.tasks.run(self._services.clients.summaries(), owner=self, done=self._show_list, failed=self._failed)

    def _show_list(self, found: Sequence[ClientSummary]) -> None:
        self._found = found
        self.archived.setVisible(any(one.client.status is ClientStatus.ENDED for one in found))
        self._show_rows()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.open_client(wanted)

    def _show_rows(self) -> None:
        shown = [one for one in self._found if self.archived.isChecked() or one.client.status is not ClientStatus.ENDED]
        held = self.table.current_key()
        self.table.rows.show_rows(rows(shown, self._desk.now(), self._desk.zone))
        at = next((number for number, one in enumerate(shown) if one.client.id == held), None)
        if at is not None:
            self.table.setCurrentIndex(self.table.rows.index(at, 0))
        if shown:
            self._states.content()
        else:
            self._states.empty(
                tr("A client is a creator whose accounts are looked after here."), tr("New client"), self.add_client
            )

    def _menu(self, at: object) -> None:
        client = self._chosen()
        if client is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), partial(self.open_client, client.id))
        menu.addAction(tr("Month's report (PDF)"), partial(self._reports.at_once, client))
        menu.addAction(tr("Other report …"), partial(self._reports.ask, client))
        menu.addAction(tr("Edit"), partial(self.edit_client, client))
        menu.popup(at)  # type: ignore[arg-type]  # a point of the screen

    # One of them

    def _detail(self) -> QWidget:
        inside = QWidget()
        lines = column(inside, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        acts = ProfileActs(
            back=self.show_list,
            edit=lambda: self._with_client(self.edit_client),
            report=lambda: self._with_client(self._reports.at_once),
            other_report=lambda: self._with_client(self._reports.ask),
            archive=lambda: self._with_client(self._archive),
            remove=lambda: self._with_client(self._remove),
            remind=lambda: self._with_client(self._remind),
            explain=self._explain,
            add_account=partial(self._desk.shell.open_page, "accounts"),
        )
        self.profile = ClientProfile(self._desk, acts, self._reports.last_month)
        lines.addWidget(self.profile)
        lines.addStretch(1)
        self._detail_states = PageStates(scrolled(inside), rows=5, row_height=80, margin=PAGE_MARGIN)
        return self._detail_states

    def _read_profile(self, client_id: int) -> None:
        self._asked += 1
        asked = self._asked
        self._desk.tasks.run(
            self._profile(client_id),
            owner=self,
            done=lambda read: self._show_profile(read) if asked == self._asked else None,
            failed=lambda error: self._detail_states.error(
                self._desk.errors.present(error), partial(self.open_client, client_id)
            ),
        )

    async def _profile(self, client_id: int) -> Profile:
        known = self._services
        client = await known.clients.get(client_id)
        tomorrow = day_of(self._desk.now(), zone_named(client.zone)) + _DAY
        scope = Scope(client_id=client_id, start=tomorrow - _SHOWN, end=tomorrow)
        accounts, fresh, summary, money, audience = await asyncio.gather(
            known.accounts.list(client_id),
            known.sync.freshness(),
            known.home.summary(client_id, zone=self._desk.zone),
            known.money.summary(scope, MoneyBy.DAY),
            known.metrics.series(scope, Metric.FOLLOWERS),
        )
        by_currency: dict[str, int] = {}
        for row in money:
            by_currency[row.currency] = by_currency.get(row.currency, 0) + row.net_minor
        currency = max(by_currency, key=lambda one: by_currency[one], default=client.currency)
        kept = {row.key: None if row.incomplete else row.net_minor for row in money if row.currency == currency}
        days = [tomorrow - _SHOWN + _DAY * step for step in range(_SHOWN.days)]
        earned: list[tuple[date, int | None]] = [(day, kept.get(str(day), 0)) for day in days] if kept else []
        sources = sorted({row.source for row in money if row.currency == currency})
        return Profile(
            client=client,
            accounts=accounts,
            fresh=fresh,
            kpis=summary.kpis,
            earned=earned,
            currency=currency,
            followers=[(point.day, point.value) for point in audience.points],
            money_source=self._read_words(
                min((row.as_of for row in money if row.as_of), default=None), ", ".join(sources)
            ),
            audience_source=self._read_words(audience.as_of, audience.source),
        )

    def _read_words(self, at: object, source: str) -> str:
        from datetime import datetime

        if not isinstance(at, datetime):
            return ""
        return tr(
            "Read {when} from {source}", when=within(when(at, self._desk.zone, now=self._desk.now())), source=source
        )

    def _show_profile(self, read: Profile) -> None:
        self._client = read.client
        self.profile.show_profile(read)
        self._detail_states.content()
        self._desk.commands.look_again()

    def _explain(self, kpi: Kpi) -> None:
        panel = FigurePanel(kpi, self._desk)
        self._desk.shell.inspect(figure(kpi, self._desk.now(), self._desk.zone).title, panel)

        def failed(error: Exception) -> None:
            panel.show_error(self._desk.errors.present(error).words.title)

        work = self._services.home.behind(kpi, None if self._client is None else self._client.id)
        self._desk.tasks.run(work, owner=panel, done=panel.show_rows, failed=failed)

    # What is done to them

    def add_client(self) -> None:
        dialog = EditClient(None, self._desk.zone, self.window())

        def done(made: Client) -> None:
            dialog.accept()
            undo = partial(self._services.clients.remove, made.id)
            self._desk.shell.toast(tr("{name} is added", name=made.name), undo=undo)
            self.open_client(made.id)

        def keep(given: dict[str, str]) -> None:
            work = self._services.clients.add(given["name"], zone=given["zone"], currency=given["currency"])
            self._desk.tasks.run(work, owner=dialog, done=done, failed=lambda error: self._refused(dialog, error))

        dialog.kept.connect(keep)
        dialog.open()

    def edit_client(self, client: Client) -> None:
        dialog = EditClient(client, self._desk.zone, self.window())

        def done(after: Client) -> None:
            dialog.accept()
            back, again = (
                partial(self._services.clients.put_back, client),
                partial(self._services.clients.put_back, after),
            )
            self._desk.shell.toast(tr("{name} is changed", name=after.name), undo=back, redo=again)

        def keep(given: dict[str, object]) -> None:
            work = self._services.clients.edit(client.id, **given)  # type: ignore[arg-type]  # the form's own fields
            self._desk.tasks.run(work, owner=dialog, done=done, failed=lambda error: self._refused(dialog, error))

        dialog.kept.connect(keep)
        dialog.open()

    def _refused(self, dialog: EditClient, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        dialog.wrong(words.text or words.title)

    def _archive(self, client: Client) -> None:
        """Out of the way, with everything kept; or back again."""
        archived = client.status is ClientStatus.ENDED
        status = ClientStatus.ACTIVE if archived else ClientStatus.ENDED
        words = tr("{name} is back", name=client.name) if archived else tr("{name} is archived", name=client.name)
        edit = self._services.clients.edit
        self._desk.tasks.run(
            edit(client.id, status=status),
            owner=self,
            done=lambda _: self._desk.shell.toast(
                words, undo=lambda: edit(client.id, status=client.status), redo=lambda: edit(client.id, status=status)
            ),
            failed=self._desk.errors.show,
        )

    def _remove(self, client: Client) -> None:
        def done(gone: Client) -> None:
            self.show_list()
            words = tr("{name} is deleted", name=gone.name)
            self._desk.shell.toast(words, undo=partial(self._services.clients.restore, gone))

        work = self._services.clients.remove(client.id)
        self._desk.tasks.run(work, owner=self, done=done, failed=self._desk.errors.show)

    def _remind(self, client: Client) -> None:
        dialog = ReminderDialog(self._desk, self.window(), client.name)

        def keep(words: str, at: object) -> None:
            work = self._services.notices.remind(words, at, client_id=client.id)  # type: ignore[arg-type]  # an instant
            said = tr("You are reminded of {name}", name=client.name)
            self._desk.tasks.run(
                work, owner=self, done=lambda _: self._desk.shell.toast(said), failed=self._desk.errors.show
            )

        dialog.chosen.connect(keep)
        dialog.open()

    def _chosen(self) -> Client | None:
        """The one in sight, else the one under the cursor."""
        if self._client is not None:
            return self._client
        key = self.table.current_key()
        return next((one.client for one in self._found if one.client.id == key), None)

    def _with_client(self, act: "object") -> None:
        client = self._chosen()
        if client is not None and callable(act):
            act(client)

    def _add_commands(self) -> None:
        there = lambda: self._chosen() is not None  # noqa: E731 - one word for four commands
        for command in (
            Command(
                id="clients.report",
                text=tr("Month's report as PDF"),
                run=lambda: self._with_client(self._reports.at_once),
                keys=("R",),
                icon="file-down",
                group=tr("Clients"),
                enabled=there,
            ),
            Command(
                id="clients.edit",
                text=tr("Edit the client"),
                run=lambda: self._with_client(self.edit_client),
                keys=("E",),
                icon="pencil",
                group=tr("Clients"),
                enabled=there,
            ),
            Command(
                id="clients.back",
                text=tr("All clients"),
                run=self.show_list,
                keys=("Alt+Left",),
                icon="arrow-left",
                group=tr("Clients"),
                enabled=lambda: self._client is not None,
            ),
        ):
            self._desk.commands.add(command, scope=self)
        self._desk.commands.add(
            Command(id="clients.new", text=tr("New client"), run=self.add_client, icon="plus", group=tr("Clients"))
        )
        self.table.selectionModel().currentChanged.connect(lambda *_: self._desk.commands.look_again())

    def _failed(self, error: Exception) -> None:
        self._states.error(self._desk.errors.present(error), self.refresh)
