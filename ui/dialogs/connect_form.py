"""What connecting an account asks for: whose it is, a login in the browser or a pasted token, tried before it is stored."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account, LiveCheck
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.manifest import FieldSpec, Manifest, missing_fields
from ofauto_desktop.domain.messages import Reads
from ui import theme
from ui.capability_words import field_name
from ui.desk import Desk
from ui.dialogs.addresses import Addresses
from ui.dialogs.practice_login import PracticeLogin
from ui.dialogs.session_part import SessionPart
from ui.language import tr, tr_marked
from ui.widgets.badge import PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.fields import Check, Field, SecretField
from ui.widgets.layouts import clear, column, row, scrolled
from ui.widgets.states import Details
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.browser_login import BrowserLogin
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.window_login import WindowLogin

_SIDE_BY_SIDE = 300  # pixels at 100 %
_BROWSER, _WINDOW, _TOKEN = "browser", "window", "token"


class ConnectForm(QWidget):
    """The fields of one platform, made from its manifest."""

    connected = Signal(object)
    cancelled = Signal()
    turned = Signal()

    def __init__(
        self,
        accounts: "Accounts",
        clients: "Clients",
        desk: Desk,
        manifest: Manifest,
        account: Account | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._accounts, self._clients, self._desk = accounts, clients, desk
        self._manifest, self._account = manifest, account
        self._login: BrowserLogin | None = None
        self._window: WindowLogin | None = None
        self.edits: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        inner = QWidget()
        self._lines = column(inner, gap=16, margin=24)
        self._head()
        if account is None:
            self._whose()
        self.way = QComboBox()
        self._ways()
        if desk.practice:
            self._practice_logins()
        for spec in manifest.fields:
            self._add_field(spec)
        self.choices: dict[str, Check] = {}
        self._choices()
        self.session = SessionPart(manifest.name, is_new=account is None) if manifest.session else None
        if self.session is not None:
            self._lines.addWidget(self.session)
        if desk.practice:
            self._fill_in()
        elif not manifest.session:
            self._lines.addWidget(
                label(tr("Where to get it: {where_to_get}", where_to_get=tr_marked(manifest.where_to_get)), "caption")
            )
        self._lines.addWidget(label(tr("What is stored: {stores}", stores=tr_marked(manifest.stores)), "caption"))
        # An account keeps its addresses with a new login, and practice accounts reach none.
        self.addresses = Addresses(manifest) if account is None and not desk.practice else None
        if self.addresses is not None:
            self._lines.addWidget(self.addresses)
        self.proxy = SecretField() if self.addresses is not None else None
        if self.proxy is not None:
            words = tr("As host:port:user:password. The account goes through it from its first login on.")
            self._lines.addWidget(Field(tr("Proxy (optional)"), self.proxy, words))
        self._returned()
        self._trouble = column(gap=8)
        self._lines.addLayout(self._trouble)
        self._lines.addStretch(1)
        outer = column(self)
        outer.addWidget(scrolled(inner), 1)
        outer.addLayout(self._acts())
        if desk.practice and not self.practice_login.logins:
            self.go_button.setEnabled(False)
        self._turn()
        self._begin()

    def _begin(self) -> None:
        if self._account is None:
            self._desk.tasks.run(
                self._clients.list(), owner=self, done=self._show_clients, failed=self._desk.errors.show
            )
        elif self.by_window():  # whoever wants to log in again has nothing to choose: the window opens at once
            QTimer.singleShot(0, self, self._go)

    def stop(self) -> None:
        """The dialog goes: a login that waits for the person is ended."""
        login, self._login, self._window = self._login or self._window, None, None
        if login is not None:
            self._desk.tasks.run(login.cancel(), owner=self, done=lambda _: None, failed=self._desk.errors.show)

    def by_browser(self) -> bool:
        return bool(self.way.currentData() == _BROWSER)

    def by_window(self) -> bool:
        return bool(self.way.currentData() == _WINDOW)

    def _head(self) -> None:
        head = row(gap=12)
        head.addWidget(PlatformDisc(self._manifest.platform, self._manifest.name, edge=36))
        title = tr("Connect {name}", name=self._manifest.name)
        if self._account is not None:
            title = tr("Log in again: {name}", name=self._account.name)
        head.addWidget(label(title, "title"), 1)
        self._lines.addLayout(head)

    def _whose(self) -> None:
        self.client = QComboBox()
        self.client.setEditable(True)
        self.client.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._client_field = Field(
            tr("Client"), self.client, tr("The creator it belongs to. A new name adds a client.")
        )
        self._lines.addWidget(self._client_field)

    def _show_clients(self, clients: Sequence[Client]) -> None:
        for one in clients:
            self.client.addItem(one.name, one.id)

    def _ways(self) -> None:
        if self._manifest.oauth is not None and not self._desk.practice:
            self.way.addItem(tr("Log in with the browser"), _BROWSER)
        if self._manifest.session and not self._desk.practice:
            self.way.addItem(tr("Log in in a window"), _WINDOW)
        self.way.addItem(tr("Paste a saved login") if self._manifest.session else tr("Paste a token"), _TOKEN)
        self.way.currentIndexChanged.connect(self._turn)
        field = Field(tr("How"), self.way)
        self._lines.addWidget(field)
        field.setVisible(self.way.count() > 1)  # not before it has its place: it would be a window for a moment

    def _practice_logins(self) -> None:
        handle = (self._account.handle or "") if self._account is not None else ""
        self.practice_login = PracticeLogin(self._accounts.practice_logins(self._manifest.platform), handle)
        self.practice_login.currentIndexChanged.connect(self._fill_in)
        self._lines.addWidget(self.practice_login.in_form(self._manifest.name))

    def _fill_in(self) -> None:
        for name, text in (self.practice_login.currentData() or {}).items():
            self.edits[name].setText(text)

    def _add_field(self, spec: FieldSpec) -> None:
        edit = SecretField() if spec.secret else QLineEdit()
        edit.returnPressed.connect(self._go)
        self.edits[spec.name] = edit
        self._fields[spec.name] = Field(field_name(spec.name), edit, tr_marked(spec.help))
        self._lines.addWidget(self._fields[spec.name])

    def _choices(self) -> None:
        """What more the browser's login may ask for; an account whose messages are read asks for them again."""
        for choice in self._manifest.oauth.optional if self._manifest.oauth is not None else ():
            check = Check(tr_marked(choice.label), tr_marked(choice.help))
            check.box.setChecked(self._account is not None and self._account.reads is Reads.ALL)
            self.choices[choice.name] = check
            self._lines.addWidget(check)

    def _returned(self) -> None:
        """Where the browser cannot come back by itself, its last address is pasted here."""
        self.address = QLineEdit()
        self._address_field = Field(
            tr("Nothing happened in the browser?"),
            self.address,
            tr("Copy the address of the page it ended on, and paste it here."),
        )
        self.address.returnPressed.connect(self._paste)
        self._address_field.hide()
        self._lines.addWidget(self._address_field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons below each other where they do not fit side by side."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().scaled(_SIDE_BY_SIDE)
        self._foot.setDirection(QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight)

    def _acts(self) -> QBoxLayout:
        self._foot = acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        acts.setSpacing(8)
        acts.setContentsMargins(24, 12, 24, 16)
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.cancelled.emit))
        self.go_button = button(tr("Check and connect"), self._go, kind="primary")
        acts.addWidget(self.go_button)
        return acts

    def _turn(self) -> None:
        """The browser's login asks for the app's own fields alone, practice for what it has, a pasted token for all."""
        wanted = set(self._app_fields()) if self.by_browser() else set() if self.by_window() else set(self._fields)
        if self.session is not None:
            self.session.opens.setVisible(self.by_window())
        if self._desk.practice:
            wanted = {name for fields in self.practice_login.logins.values() for name in fields}
        for check in self.choices.values():
            check.setVisible(self.by_browser())
        needed = self._missing(())
        for name, field in self._fields.items():
            field.setVisible(name in wanted)
            title = field_name(name)
            field.rename(title if name in needed else tr("{name} (optional)", name=title))
        self.go_button.setText(self._go_words())
        self.turned.emit()

    def _go_words(self) -> str:
        words = {_BROWSER: tr("Open the browser"), _WINDOW: tr("Open the window")}
        return words.get(self.way.currentData(), tr("Check and connect"))

    def high(self, width: int) -> int:
        """The height that all of it takes at a width."""
        for child in self.findChildren(QWidget):
            child.ensurePolished()  # before its first showing nothing was measured in the style's own sizes
            child.updateGeometry()
        for layout in (self._lines, self._foot):
            layout.invalidate()
        return self._lines.totalHeightForWidth(width) + self._foot.totalSizeHint().height() + self._lines.spacing()

    def _go(self) -> None:
        clear(self._trouble)
        if self._login is not None:
            self._paste()
            return
        missing = self._missing({name for name, edit in self.edits.items() if edit.text().strip()})
        for name, field in self._fields.items():
            field.wrong(tr("This is needed.") if name in missing else "")
        if self._account is None:
            self._client_field.wrong("" if self.client.currentText().strip() else tr("Whose account is it?"))
        unusable = self.addresses is not None and self.addresses.refused()
        if missing or unusable or (self._account is None and not self.client.currentText().strip()):
            return
        self._busy(busy=True)
        run = self._desk.tasks.run
        if self.by_browser():
            run(self._begin_login(), owner=self, done=self._browse, failed=self._failed)
        elif self.by_window():
            run(self._begin_window(), owner=self, done=self._watch, failed=self._failed)
        else:
            run(self._check(), owner=self, done=self._found, failed=self._failed)

    def _app_fields(self) -> tuple[str, ...]:
        """What the browser login needs of the person; the tokens come back by themselves."""
        return self._manifest.oauth.app_fields if self._manifest.oauth is not None else ()

    def _missing(self, given: Collection[str]) -> set[str]:
        """What the chosen way cannot do without, of what is not `given`."""
        if self.by_window():
            return set()
        if self.by_browser() and self._manifest.oauth is not None:
            return set(self._manifest.oauth.needs).difference(given)
        return {one.name for one in missing_fields(self._manifest, given)}

    def _given(self) -> dict[str, str]:
        names = self._app_fields() if self.by_browser() else tuple(self.edits)
        return {name: text for name in names if name in self.edits and (text := self.edits[name].text().strip())}

    def _proxy(self) -> str | None:
        return (self.proxy.text().strip() or None) if self.proxy is not None else None

    def _endpoints(self) -> dict[str, str]:
        return {} if self.addresses is None else self.addresses.given()

    async def _client_id(self) -> int:
        if self._account is not None:
            return self._account.client_id
        name = self.client.currentText().strip()
        known = {one.name.casefold(): one.id for one in await self._clients.list()}
        if name.casefold() in known:
            return known[name.casefold()]
        return (await self._clients.add(name, zone=self._desk.zone)).id

    async def _check(self) -> LiveCheck:
        fields = self._given()
        if self._account is not None:
            return await self._accounts.relogin(self._account.id, fields)
        return await self._accounts.add(
            self._manifest.platform,
            client_id=await self._client_id(),
            fields=fields,
            zone=self._desk.zone,
            proxy=self._proxy(),
            endpoints=self._endpoints(),
            practice=self._desk.practice,
            unattended=self._unattended(),
        )

    def _unattended(self) -> bool:
        return self.session is not None and self.session.is_unattended()

    async def _begin_window(self) -> "WindowLogin":
        account = self._account
        return await self._accounts.begin_window_login(
            self._manifest.platform,
            client_id=await self._client_id(),
            zone=self._desk.zone,
            proxy=self._proxy(),
            endpoints=self._endpoints(),
            account_id=account.id if account is not None else None,
            practice=self._desk.practice,
            unattended=self._unattended(),
        )

    def _watch(self, login: "WindowLogin") -> None:
        """The person is in the window now; Cancel closes it."""
        self._window = login
        self.go_button.setText(tr("Waiting for your login …"))
        self._desk.tasks.run(login.wait(), owner=self, done=self._found, failed=self._failed)

    async def _begin_login(self) -> "BrowserLogin":
        account = self._account
        return await self._accounts.begin_login(
            self._manifest.platform,
            client_id=await self._client_id(),
            app=self._given(),
            zone=self._desk.zone,
            proxy=self._proxy(),
            endpoints=self._endpoints(),
            account_id=account.id if account is not None else None,
            practice=self._desk.practice,
            choices=[name for name, check in self.choices.items() if check.box.isChecked()],
        )

    def _browse(self, login: "BrowserLogin") -> None:
        self._login = login
        QDesktopServices.openUrl(QUrl(login.authorize_url))
        self._address_field.show()
        self.go_button.setText(tr("Use the pasted address"))
        self.go_button.setEnabled(True)
        self._desk.tasks.run(login.wait(), owner=self, done=self._found, failed=self._failed)

    def _paste(self) -> None:
        if self._login is not None and self.address.text().strip():
            self._desk.tasks.run(
                self._login.paste(self.address.text().strip()), owner=self, done=self._found, failed=self._failed
            )

    def _found(self, found: LiveCheck) -> None:
        self._login = self._window = None
        self.connected.emit(found)

    def _failed(self, error: Exception) -> None:
        self._login = self._window = None
        self._address_field.hide()
        self._busy(busy=False)
        presented = self._desk.errors.present(error)
        clear(self._trouble)
        title = label(presented.words.title, "strong")
        title.setProperty("tone", "danger")
        self._trouble.addWidget(title)
        self._trouble.addWidget(label(presented.words.text, "muted"))
        self._trouble.addWidget(Details(presented.details))

    def _busy(self, *, busy: bool) -> None:
        self.go_button.setEnabled(not busy)
        self.way.setEnabled(not busy)
        for edit in self.edits.values():
            edit.setEnabled(not busy)
        for check in self.choices.values():
            check.setEnabled(not busy)
        if self.addresses is not None:
            self.addresses.setEnabled(not busy)
        if self.proxy is not None:
            self.proxy.setEnabled(not busy)
        if self.session is not None and self.session.unattended is not None:
            self.session.unattended.setEnabled(not busy)
        if busy:
            self.go_button.setText(tr("Checking …") if self.way.currentData() == _TOKEN else tr("Opening …"))
        else:
            self._turn()
