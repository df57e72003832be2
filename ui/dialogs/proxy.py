"""An account's proxy: an address in whatever form it was handed over, or Bright Data's zone, from which the name is built."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.proxies import ProxyStanding
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import known, tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field, SecretField
from ui.widgets.layouts import clear, column
from ui.widgets.states import Details
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.proxies import Proxies

_PASTED, _BRIGHT = "pasted", "bright"
_NEEDED = ("customer", "zone", "password")


class ProxyDialog(Sheet):
    """`kept` once the proxy was looked at and stored. What is wrong is said in the form, and nothing is kept."""

    kept = Signal(object)

    def __init__(self, account: Account, proxies: "Proxies", desk: Desk, parent: QWidget) -> None:
        title = tr("Change the proxy") if account.has_proxy else tr("Set a proxy")
        super().__init__(title, parent, words=tr("{name} goes out through it, or not at all.", name=account.name))
        self._account, self._proxies, self._desk = account, proxies, desk
        self.way = QComboBox()
        self.way.addItem(tr("Paste an address"), _PASTED)
        self.way.addItem(tr("Bright Data zone"), _BRIGHT)
        self.body.addWidget(Field(tr("How"), self.way))
        self.edits: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._make_fields()
        self._built = label("", "caption")
        self.body.addWidget(self._built)
        self._trouble = column(gap=8)
        self.body.addLayout(self._trouble)
        self.act(button(tr("Cancel"), self.reject))
        self.go_button = self.act(button(tr("Check and keep"), self.keep, kind="primary"))
        self.go_button.setDefault(True)
        self.way.currentIndexChanged.connect(self._turn)
        self._turn()

    def keep(self) -> None:
        """Look at it and store it."""
        clear(self._trouble)
        missing = {name for name in self._needed() if not self.edits[name].text().strip()}
        for name, field in self._fields.items():
            field.wrong(tr("This is needed.") if name in missing else "")
        if missing:
            return
        self._busy(busy=True)
        country = self.edits["country"].text().strip()
        fields = self.given()
        work = self._proxies.set_from(self._account.id, fields, country="" if self._is_bright else country)
        self._desk.tasks.run(work, owner=self, done=self._done, failed=self._failed)

    def given(self) -> dict[str, str]:
        """What was typed, by the names that the service knows."""
        names = self._shown() - (set() if self._is_bright else {"country"})
        typed = {name: self.edits[name].text().strip() for name in sorted(names)}
        return {name: text for name, text in typed.items() if text}

    @property
    def _is_bright(self) -> bool:
        return bool(self.way.currentData() == _BRIGHT)

    def _make_fields(self) -> None:
        add = self._add
        add("proxy", SecretField(), tr("Address"), tr("As host:port:user:password, or http://user:password@host:port"))
        add("customer", QLineEdit(), tr("Customer"), tr("Such as hl_12ab34cd; it is shown masked from then on."))
        add("zone", QLineEdit(), tr("Zone"), tr("An ISP zone is best: it keeps its address."))
        add("password", SecretField(), tr("Password of the zone"), "")
        add("country", QLineEdit(), tr("Country"), tr("Two letters, such as DE. Empty: where it comes out first."))
        add("session", QLineEdit(), tr("Session"), tr("Letters and digits. Empty: one of its own, always the same."))
        add("ip", QLineEdit(), tr("Address of the zone"), tr("Only where the zone has addresses of its own."))

    def _add(self, name: str, edit: QLineEdit, title: str, words: str) -> None:
        edit.textChanged.connect(self._show_built)
        self.edits[name] = edit
        self._fields[name] = Field(title, edit, words)
        self.body.addWidget(self._fields[name])

    def _needed(self) -> tuple[str, ...]:
        return _NEEDED if self._is_bright else ("proxy",)

    def _shown(self) -> set[str]:
        return set(self.edits) - {"proxy"} if self._is_bright else {"proxy", "country"}

    def _turn(self) -> None:
        for name, field in self._fields.items():
            field.setVisible(name in self._shown())
        if self._is_bright and not self.edits["country"].text():
            self.edits["country"].setText(self._proxies.home_country(self._account))
        self._show_built()
        if self.isVisible():
            self.fit()

    def _show_built(self) -> None:
        """The name that is built, as it is typed, or what keeps it from being one."""
        words = ""
        if self._is_bright and all(self.edits[name].text().strip() for name in ("customer", "zone")):
            fields = {name: text for name, text in self.given().items() if name != "password"}
            try:
                words = self._proxies.built_name(self._account, fields)
            except BadInput as error:
                words = known(error.reason)
        self._built.setText(words)
        self._built.setVisible(bool(words))

    def _done(self, kept: tuple[ProxyStanding, tuple[str, ...]]) -> None:
        standing, notes = kept
        self.kept.emit(standing)
        for note in notes:
            self._desk.shell.toast(known(note))
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        presented = self._desk.errors.present(error)
        title = label(presented.words.title, "strong")
        title.setProperty("tone", "danger")
        self._trouble.addWidget(title)
        self._trouble.addWidget(label(presented.words.text, "muted"))
        self._trouble.addWidget(Details(presented.details))
        self.fit()

    def _busy(self, *, busy: bool) -> None:
        self.go_button.setEnabled(not busy)
        self.go_button.setText(tr("Checking …") if busy else tr("Check and keep"))
