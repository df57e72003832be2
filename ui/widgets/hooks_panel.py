"""How an account's platform reaches this computer, beside the page: the address, what has to be done, what came."""

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.deliveries import Heard
from ofauto_desktop.domain.events import Delivered, DoorMoved, PreferencesChanged, Synced
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.preferences import INBOUND_ADDRESS, INBOUND_ON, INBOUND_PORT, Setting
from ui import format as formats
from ui.desk import Desk
from ui.language import known, tr, tr_marked, tr_n
from ui.tokens import Tone
from ui.widgets.badge import Badge
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.deliveries import Deliveries
    from ofauto_desktop.services.preferences import Preferences


T = TypeVar("T")


class HooksPanel(QWidget):
    """Follows the settings and what comes in."""

    def __init__(
        self, account: Account, manifest: Manifest, deliveries: "Deliveries", preferences: "Preferences", desk: Desk
    ) -> None:
        super().__init__()
        self._account, self._manifest, self._desk = account, manifest, desk
        self._deliveries, self._preferences = deliveries, preferences
        lines = column(self, gap=16, margin=16)
        lines.addWidget(label(account.name, "strong"))
        self._state = column(gap=8)
        lines.addLayout(self._state)
        self.address = QLineEdit(readOnly=True)
        field = Field(
            tr("Address for {platform}", platform=manifest.name),
            self.address,
            tr("Whoever knows it can send to it, so give it to {platform} alone.", platform=manifest.name),
        )
        lines.addWidget(field)
        acts = FlowLayout(gap=8)
        self.copy_button = button(tr("Copy the address"), self._copy, icon="copy")
        acts.addWidget(self.copy_button)
        lines.addLayout(acts)
        lines.addWidget(rule())
        lines.addWidget(label(tr("So that it arrives"), "strong"))
        self._steps = column(gap=8)
        lines.addLayout(self._steps)
        self.public = QLineEdit(preferences.get(INBOUND_ADDRESS))
        self.public.setPlaceholderText("https://hooks.example.com")
        self._public = Field(tr_marked(INBOUND_ADDRESS.label), self.public, tr_marked(INBOUND_ADDRESS.help))
        self.public.editingFinished.connect(self._keep_public)
        lines.addWidget(self._public)
        lines.addStretch(1)
        self._show(None)
        desk.events.settled(Delivered, DoorMoved, Synced, PreferencesChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        work = self._deliveries.heard(self._account.id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._desk.errors.show)

    def _show(self, heard: Heard | None) -> None:
        self._show_state(heard)
        base = self._preferences.get(INBOUND_ADDRESS).rstrip("/")
        path = self._deliveries.path(self._account) or ""
        port = self._deliveries.port or self._preferences.get(INBOUND_PORT)
        self.address.setText(f"{base or f'http://127.0.0.1:{port}'}{path}")
        self.address.setCursorPosition(0)
        clear(self._steps)
        for number, words in enumerate(self._what_to_do(port, public=bool(base)), 1):
            self._steps.addWidget(label(f"{number}. {words}"))

    def _show_state(self, heard: Heard | None) -> None:
        clear(self._state)
        on, trouble = self._preferences.get(INBOUND_ON), self._deliveries.trouble
        badges = FlowLayout(gap=8)
        if self._deliveries.port is not None:
            badges.addWidget(Badge(tr("Listening on port {port}", port=self._deliveries.port), Tone.SUCCESS))
        elif on and trouble:
            badges.addWidget(Badge(tr("Cannot listen"), Tone.DANGER))
        else:
            badges.addWidget(Badge(tr("Not listening"), Tone.WARNING))
        self._state.addLayout(badges)
        if on and trouble:
            self._state.addWidget(label(known(trouble), "muted"))
        if heard is not None:
            self._state.addWidget(label(self._came(heard), "caption"))
        acts = FlowLayout(gap=8)
        words = tr("Stop listening") if on else tr("Start listening")
        self.turn = button(words, self._turn, kind="" if on else "primary")
        acts.addWidget(self.turn)
        self._state.addLayout(acts)

    def _came(self, heard: Heard) -> str:
        if not heard.count:
            return tr("Nothing has come yet.")
        words = tr_n("{n} delivery came", "{n} deliveries came", heard.count)
        if heard.last_at is not None:
            words = tr("{words}, the last one {age}", words=words, age=formats.age(heard.last_at, self._desk.now()))
        if heard.unreadable:
            unread = tr_n("{n} could not be read", "{n} could not be read", heard.unreadable)
            words = f"{words}; {unread}"
        return words

    def _what_to_do(self, port: int, *, public: bool) -> list[str]:
        """The person's own steps; the first two are needed once for all accounts."""
        tunnel = tr(
            "{platform} is out on the internet and this computer is not. Let a tunnel of your own lead to 127.0.0.1:{port}: "
            "cloudflared, ngrok, or a server of yours.",
            platform=self._manifest.name,
            port=port,
        )
        steps = [tr("Start listening, above."), tunnel]
        if not public:
            steps.append(tr("Enter the tunnel's public address below."))
        place = tr_marked(self._manifest.hook_place)
        steps.append(tr("Copy the address above and take it to {place}.", place=place))
        return steps

    def _turn(self) -> None:
        self._keep(INBOUND_ON, not self._preferences.get(INBOUND_ON))

    def _keep_public(self) -> None:
        typed = self.public.text().strip()
        if typed == self._preferences.get(INBOUND_ADDRESS):
            return
        try:
            address = INBOUND_ADDRESS.parse(typed)
        except ValueError:
            self._public.wrong(tr("This is no address; it begins with https://"))
            return
        self._public.wrong("")
        self._keep(INBOUND_ADDRESS, address)

    def _keep(self, setting: Setting[T], value: T) -> None:
        work = self._preferences.put(setting, value)
        self._desk.tasks.run(work, owner=self, done=lambda _: self.refresh(), failed=self._desk.errors.show)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())
        self._desk.shell.toast(tr("The address is copied"))
