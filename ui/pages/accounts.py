"""The connections: what stands between each client and each platform, how healthy it is, and how to mend it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ofauto_desktop.domain.accounts import Account, LiveCheck, LoginState
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import AccountsChanged, ClientsChanged, PostsChanged, Synced, TargetSettled
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.requests import BudgetLeft
from ofauto_desktop.domain.syncing import Freshness
from ui.capability_words import STATES
from ui.commands import Command
from ui.desk import Desk
from ui.dialogs.connect import ConnectDialog
from ui.dialogs.remove_account import RemoveAccount
from ui.dialogs.sure import Sure
from ui.language import known, tr, tr_marked
from ui.slices import Slices
from ui.widgets.account_card import AccountCard
from ui.widgets.buttons import button
from ui.widgets.hooks_panel import HooksPanel
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, scrolled
from ui.widgets.platform_card import PlatformCard
from ui.widgets.states import PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.deliveries import Deliveries
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.proxies import Proxies
    from ofauto_desktop.services.requests import Requests
    from ofauto_desktop.services.resending import Resending
    from ofauto_desktop.services.sync import Sync
    from ui.putting_right import PutRight

# So many cards fill the window; the others come while they are looked at.
_IN_SIGHT = 11
Low = Mapping[int, Sequence[BudgetLeft]]
Missed = Mapping[int, int]
Read = tuple[Sequence[Account], Sequence[Client], Sequence[Freshness], Low, Missed]


class AccountsPage(QWidget):
    """Accounts first, those that need something before the rest; then what can be connected."""

    def __init__(
        self,
        *,
        accounts: "Accounts",
        clients: "Clients",
        sync: "Sync",
        proxies: "Proxies",
        requests: "Requests",
        deliveries: "Deliveries",
        preferences: "Preferences",
        resending: "Resending",
        right: "PutRight",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._proxies, self._requests = proxies, requests
        self._resending, self._right = resending, right
        right.after = self.refresh
        self._deliveries, self._preferences = deliveries, preferences
        self._accounts, self._clients, self._sync, self._desk = accounts, clients, sync, desk
        self._known: Sequence[Account] = ()
        self._creators: Sequence[Client] = ()
        self._wanted: int | None = None
        self._then: Callable[[int], None] | None = None  # what follows once the wanted one is in sight
        self.cards: dict[int, AccountCard] = {}
        self._slices, self._showing = Slices(self), Slices(self)
        self._unseen: list[AccountCard] = []  # came while nobody saw the page, and below what fills the window
        self._manifests = {one.platform: one for one in accounts.offers()}
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        self._area = scrolled(content)
        self._states = PageStates(self._area, rows=3, row_height=120, margin=PAGE_MARGIN)
        column(self).addWidget(self._states)
        self._lay_out(content)
        desk.commands.add(
            Command(
                id="accounts.connect",
                text=tr("Connect an account"),
                run=self.connect_account,
                icon="plug",
                group=tr("Accounts"),
            )
        )
        desk.errors.offer("accounts.relogin", self._mend)
        desk.errors.offer("accounts.open", self._go_to)
        desk.errors.offer("accounts.connect", lambda _: self.connect_account())
        changes = (AccountsChanged, ClientsChanged, Synced, PostsChanged, TargetSettled)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)

    def refresh(self) -> None:
        self._states.loading()
        self._desk.tasks.run(self._read(), owner=self, done=self._show, failed=self._failed)

    def focus(self, *, account_id: int | None = None, relogin: bool = False, proxy: bool = False, **_: object) -> None:
        """Bring one account into sight; `relogin` opens its login at once, `proxy` its proxy."""
        self._wanted = account_id
        self._then = self._relogin if relogin else self.show_proxy if proxy else None
        self._bring_into_sight()

    def connect_account(self, manifest: Manifest | None = None, account: Account | None = None) -> None:
        """Open the dialog: for a platform, or for a new login of an account."""
        chosen = manifest or (self._manifests[account.platform] if account else None)
        dialog = ConnectDialog(self._accounts, self._clients, self._desk, chosen, account, self.window())
        dialog.connected.connect(self._connected)
        dialog.open()

    def show_proxy(self, account_id: int) -> None:
        """An account's proxy, beside the page."""
        from ui.widgets.proxy_panel import ProxyPanel  # with charts, which the page itself has none of

        account = self._account(account_id)
        self._desk.shell.inspect(tr("Proxy"), ProxyPanel(account, self._proxies, self._desk))

    def show_login(self, account_id: int) -> None:
        """What became of the account's login, beside the page."""
        from ui.widgets.login_panel import LoginPanel

        account = self._account(account_id)
        self._desk.shell.inspect(tr("Login history"), LoginPanel(account, self._accounts, self._desk))

    def show_requests(self, account_id: int) -> None:
        """What the account asked lately, beside the page."""
        from ui.widgets.requests_panel import RequestsPanel

        account = self._account(account_id)
        self._desk.shell.inspect(tr("Requests"), RequestsPanel(account, self._requests, self._desk))

    def show_hooks(self, account_id: int) -> None:
        """How the account's platform reaches this computer, beside the page."""
        account = self._account(account_id)
        panel = HooksPanel(account, self._manifests[account.platform], self._deliveries, self._preferences, self._desk)
        self._desk.shell.inspect(tr("Webhooks"), panel)

    async def _read(self) -> Read:
        return (
            await self._accounts.list(self._desk.shell.client_id),
            await self._clients.list(),
            await self._sync.freshness(),
            await self._requests.low(),
            await self._resending.counts(),
        )

    def _lay_out(self, content: QWidget) -> None:
        lines = column(content, gap=24, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        self._own = QWidget()
        own = column(self._own, gap=12)
        head = FlowLayout(gap=8)
        head.addWidget(button(tr("Connect an account"), self.connect_account, icon="plug"))
        self.check_all = button(tr("Check all"), self._check_all, icon="refresh-cw")
        head.addWidget(self.check_all)
        own.addLayout(head)
        self._account_cards = FlowLayout(gap=12, grow=True)
        own.addLayout(self._account_cards)
        lines.addWidget(self._own)
        lines.addWidget(label(tr("Connect a platform"), "lead"))
        offered = FlowLayout(gap=12, grow=True)
        lines.addLayout(offered)
        lines.addStretch(1)
        Slices(self).run(self._offered(offered))

    def _offered(self, place: FlowLayout) -> Iterator[None]:
        """What can be connected, platform by platform."""
        for manifest in self._manifests.values():
            place.addWidget(PlatformCard(manifest, partial(self.connect_account, manifest)))
            yield

    def _show(self, read: Read) -> None:
        self._known, self._creators, fresh, low, missed = read
        self._slices.run(self._taken_in(sorted(self._known, key=_place), fresh, low, missed))

    def _taken_in(
        self, accounts: Sequence[Account], fresh: Sequence[Freshness], low: Low, missed: Missed
    ) -> Iterator[None]:
        """Card by card: forty that change at once would hold the window. Those that go are there until all stand."""
        made: dict[int, AccountCard] = {}
        for number, account in enumerate(accounts):
            old = self.cards.get(account.id)
            card = made[account.id] = self._card(account, fresh, low.get(account.id, ()), missed.get(account.id, 0))
            if card is not old:
                self._account_cards.put(card, in_place_of=old)
                self._wait_to_be_seen(card, old, number)
            if number == _IN_SIGHT:
                self._seen()
            yield
        gone = [card for card in self.cards.values() if card not in made.values()]
        self._unseen = [card for card in self._unseen if card not in gone]
        if list(self.cards.values()) != list(made.values()):
            self.cards = made
            yield from self._put_in_order(gone)
        self._seen()
        self._bring_into_sight()
        for card in gone:
            yield
            card.deleteLater()

    def _wait_to_be_seen(self, card: AccountCard, old: AccountCard | None, number: int) -> None:
        """To lay out forty new ones at the first sight would hold the window."""
        self._unseen = [one for one in self._unseen if one is not old]
        if number > _IN_SIGHT and not self.isVisible():
            card.hide()
            self._unseen.append(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._showing.run(self._shown())

    def _shown(self) -> Iterator[None]:
        """Those that wait, one after another."""
        yield
        while self._unseen:
            self._unseen.pop(0).show()
            yield

    def _seen(self) -> None:
        self._own.setVisible(bool(self._known))
        self._states.content()

    def _card(
        self, account: Account, fresh: Sequence[Freshness], low: Sequence[BudgetLeft], missed: int
    ) -> AccountCard:
        """The account's card; the one that stands says the same still where nothing about the account changed."""
        mine = [one for one in fresh if one.account_id == account.id]
        card = self.cards.get(account.id)
        if card is not None and card.says(account, mine, low, missed):
            return card
        card = AccountCard(account, self._manifests[account.platform], mine, self._desk, low, missed)
        card.check.connect(self._check)
        card.relogin.connect(self._relogin)
        card.resume.connect(self._resume)
        card.remove.connect(self._remove)
        card.proxy.connect(self.show_proxy)
        card.requests.connect(self.show_requests)
        card.hooks.connect(self.show_hooks)
        card.unattended.connect(self._look_or_not)
        card.resend.connect(self._right.send_waiting)
        card.history.connect(self.show_login)
        card.messages.connect(lambda _: self._desk.shell.open_page("messages", reading=True))
        return card

    def _put_in_order(self, gone: Sequence[QWidget]) -> Iterator[None]:
        """Lay the cards out as `cards` names them, by Tab and for a screen reader too."""
        for old in gone:
            self._account_cards.removeWidget(old)
            old.hide()
        wanted = list(self.cards.values())
        self._account_cards.arrange(wanted)
        before: QWidget = self.check_all
        for card in wanted:
            card.raise_()  # a screen reader goes by the order among the children
            for stop in (card, *card.findChildren(QAbstractButton)):
                self.setTabOrder(before, stop)  # a card that was made anew is younger than those that it comes before
                before = stop
            yield

    def _bring_into_sight(self) -> None:
        card = self.cards.get(self._wanted) if self._wanted is not None else None
        if card is not None:
            card.show()
            self._area.ensureWidgetVisible(card)
            card.setFocus()
            wanted, self._wanted = self._wanted, None
            then, self._then = self._then, None
            if then is not None and wanted is not None:
                then(wanted)

    def _check(self, account_id: int) -> None:
        self.cards[account_id].busy(tr("Checking …"))
        self._desk.tasks.run(self._accounts.check(account_id), owner=self, done=self._checked, failed=self._act_failed)

    def _check_all(self) -> None:
        for account_id in self.cards:
            self._check(account_id)

    def _checked(self, found: LiveCheck) -> None:
        words = tr("{name} works", name=found.account.name)
        if found.account.state is not LoginState.CONNECTED:
            words = f"{found.account.name}: {known(found.account.state_reason) or tr_marked(STATES[found.account.state][0])}"
        elif found.warnings:
            words = tr("{words}, but {message}", words=words, message=known(found.warnings[0].message))
        self._desk.shell.toast(words)
        self.refresh()

    def _relogin(self, account_id: int) -> None:
        self.connect_account(account=self._account(account_id))

    def _resume(self, account_id: int) -> None:
        self._desk.tasks.run(
            self._accounts.resume(account_id), owner=self, done=lambda _: self.refresh(), failed=self._act_failed
        )

    def _look_or_not(self, account_id: int) -> None:
        """Back to looking at once; away from it after the risk was said."""
        account = self._account(account_id)
        if account.unattended:
            self._set_unattended(account_id, unattended=False)
            return
        name = self._manifests[account.platform].name
        words = tr(
            "Posts then go out at their time while nobody looks. The terms of sites like {name} are reported to forbid"
            " automation, and accounts were closed for it. The choice is written into the audit log. You can go back at any"
            " time.",
            name=name,
        )
        title = tr("Let posts of {name} go out without you looking?", name=account.name)
        dialog = Sure(title, words, tr("Post without me looking"), self.window())
        dialog.confirmed.connect(partial(self._set_unattended, account_id, unattended=True))
        dialog.open()

    def _set_unattended(self, account_id: int, *, unattended: bool) -> None:
        self._desk.tasks.run(
            self._accounts.set_unattended(account_id, unattended=unattended),
            owner=self,
            done=lambda _: self.refresh(),
            failed=self._act_failed,
        )

    def _remove(self, account_id: int) -> None:
        dialog = RemoveAccount(self._account(account_id), self.window())
        dialog.confirmed.connect(lambda: self._removed(account_id))
        dialog.open()

    def _removed(self, account_id: int) -> None:
        name = self._account(account_id).name
        self._desk.tasks.run(
            self._accounts.remove(account_id),
            owner=self,
            done=lambda _: self._desk.shell.toast(tr("{name} is disconnected; its history stays", name=name)),
            failed=self._act_failed,
        )

    def _connected(self, found: LiveCheck) -> None:
        self._wanted = found.account.id
        self._desk.shell.toast(tr("{name} is connected", name=found.account.name))
        # What only sends is of no use before it knows where to.
        self._then = None if self._manifests[found.account.platform].pulls else self.show_hooks
        self.refresh()

    def _account(self, account_id: int) -> Account:
        return next(one for one in self._known if one.id == account_id)

    def _named(self, error: Exception) -> Account | None:
        name = error.account if isinstance(error, AppError) else None
        return next((one for one in self._known if one.name == name), None)

    def _mend(self, error: Exception) -> None:
        self._desk.shell.open_page("accounts")
        account = self._named(error)
        if account is not None:
            self.connect_account(account=account)

    def _go_to(self, error: Exception) -> None:
        account = self._named(error)
        self._desk.shell.open_page("accounts", account_id=account.id if account else None)

    def _act_failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._states.error(self._desk.errors.present(error), again=self.refresh)


def _place(account: Account) -> tuple[bool, str, str]:
    """Those that need something come first."""
    return account.state is LoginState.CONNECTED, account.client, account.name
