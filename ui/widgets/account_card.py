"""One account: whose it is, whether its login works, how fresh its numbers are, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from ofauto_desktop.domain.accounts import ENDED, Account
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.platforms import Capability
from ofauto_desktop.domain.requests import BudgetLeft
from ofauto_desktop.domain.syncing import Freshness
from ui import format as formats
from ui.capability_words import KINDS, STATES
from ui.desk import Desk
from ui.language import known, tr, tr_marked, tr_n
from ui.models.proxy_words import budget
from ui.tokens import Tone
from ui.widgets.badge import Badge, PlatformDisc
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import ElidedLabel, label

_WIDTH = 340


def _read(fresh: Sequence[Freshness], now: datetime) -> str:
    """How old the numbers are: told once where all are alike."""
    ages = {one.kind: formats.age(one.succeeded_at, now) for one in fresh if one.succeeded_at}
    if not ages:
        return tr("Nothing was read yet")
    kinds = [KINDS[kind] for kind in ages]
    if len(set(ages.values())) == 1:
        return tr("Read {age}: {kinds}", age=next(iter(ages.values())), kinds=formats.listed(kinds))
    return tr("Read: {kinds}", kinds=", ".join(f"{KINDS[kind]} {how_old}" for kind, how_old in ages.items()))


def _failed(fresh: Sequence[Freshness], zone: str, now: datetime) -> list[str]:
    """What the last reading met, once for all kinds that met the same."""
    met = {one.error.message: one.error_at for one in fresh if one.error is not None and one.error_at is not None}
    return [
        tr("Reading failed {when}: {why}", when=formats.within(formats.when(at, zone, now=now)), why=known(why))
        for why, at in met.items()
    ]


class AccountCard(Card):
    """Signals carry the account's id."""

    spoken_role = QAccessible.Role.Grouping
    check = Signal(int)
    relogin = Signal(int)
    resume = Signal(int)
    remove = Signal(int)
    proxy = Signal(int)
    requests = Signal(int)
    hooks = Signal(int)
    messages = Signal(int)
    unattended = Signal(int)
    resend = Signal(int)
    history = Signal(int)

    def __init__(
        self,
        account: Account,
        manifest: Manifest,
        fresh: Sequence[Freshness],
        desk: Desk,
        low: Sequence[BudgetLeft] = (),
        missed: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(least_width=_WIDTH, parent=parent)
        self._account, self._manifest, self._desk, self._missed = account, manifest, desk, missed
        self._busy = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words, tone = tr_marked(STATES[account.state][0]), STATES[account.state][1]
        self.setAccessibleName(f"{account.name}, {manifest.name}, {words}")
        head = row(gap=12)
        head.addWidget(PlatformDisc(account.platform, manifest.name, edge=32), 0, Qt.AlignmentFlag.AlignTop)
        names = column(gap=2)
        names.addWidget(ElidedLabel(account.name, "lead"))
        names.addWidget(ElidedLabel(self._whose(manifest), "caption"))
        head.addLayout(names, 1)
        head.addWidget(self._menu(), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        state = FlowLayout(gap=8)
        self.badge = Badge(words, tone)
        state.addWidget(self.badge)
        if account.practice:
            state.addWidget(Badge(tr("Practice"), Tone.INFO, "flask-conical"))
        self.body.addLayout(state)
        facts = column(gap=4)
        self._said = self._told(fresh, manifest, low)
        for told in self._said:
            facts.addWidget(label(told, "caption"))
        self.body.addLayout(facts)
        self.body.addStretch(1)
        self.body.addLayout(self._acts())

    def busy(self, words: str) -> None:
        """Something is under way; the answer redraws the card."""
        self._busy = True
        self.badge.say(words, Tone.INFO, "refresh-cw")

    def says(
        self, account: Account, fresh: Sequence[Freshness], low: Sequence[BudgetLeft] = (), missed: int = 0
    ) -> bool:
        """Whether the card, as it stands, shows just this."""
        stands = not self._busy and (account, missed) == (self._account, self._missed)
        return stands and self._told(fresh, self._manifest, low) == self._said

    def _whose(self, manifest: Manifest) -> str:
        handle = f"@{self._account.handle.lstrip('@')}" if self._account.handle else manifest.name
        return f"{handle} · {self._account.client}"

    def _told(self, fresh: Sequence[Freshness], manifest: Manifest, low: Sequence[BudgetLeft]) -> list[str]:
        """Why it is so, until when it lasts, how old its numbers are, and which limit is nearly used up."""
        account, now = self._account, self._desk.now()
        told = []
        if account.state_reason:
            reason = known(account.state_reason)
            if account.state in ENDED:
                since = formats.within(formats.when(account.state_since, self._desk.zone, now=now))
                reason = tr("{reason}, since {when}", reason=reason, when=since)
            told.append(f"{reason[:1].upper()}{reason[1:]}")
        if account.paused_until is not None and account.paused_until > now:
            told.append(
                tr(
                    "Paused, goes on {when}",
                    when=formats.within(formats.when(account.paused_until, self._desk.zone, now=now)),
                )
            )
        if account.expires_at is not None and account.state not in ENDED:
            told.append(
                tr(
                    "Login lasts until {when}",
                    when=formats.within(formats.when(account.expires_at, self._desk.zone, now=now)),
                )
            )
        if Capability.PUBLISH in manifest.capabilities:
            told.append(tr("Posts are planned in {place} time", place=formats.place(account.zone)))
        if manifest.session:
            told.append(
                tr("Posts go out without you looking")
                if account.unattended
                else tr("You look at each post and send it yourself")
            )
        told.append(_read(fresh, now) if manifest.pulls else tr("Hears of payments as they happen, by webhook"))
        if account.state not in ENDED and not account.is_paused(now):  # which are the reason then
            told += _failed(fresh, self._desk.zone, now)
        told += [budget(one, self._desk.zone, now)[0] for one in low]
        if account.may_go_direct:
            told.append(tr("Goes through its own proxy, and without it while that fails, as you allowed"))
        elif account.has_proxy:
            told.append(tr("Goes through its own proxy, never around it"))
        return told

    def _acts(self) -> FlowLayout:
        acts = FlowLayout(gap=8)
        account = self._account
        if account.state in ENDED:
            acts.addWidget(self._act(tr("Log in again"), self.relogin, "log-in", kind="primary"))
        elif self._missed:
            words = tr_n("Send {n} post that waited", "Send {n} posts that waited", self._missed)
            acts.addWidget(self._act(words, self.resend, "send", kind="primary"))
        if account.is_paused(self._desk.now()):
            acts.addWidget(self._act(tr("Go on now"), self.resume, "play"))
        acts.addWidget(self._act(tr("Check"), self.check, "refresh-cw"))
        return acts

    def _act(self, text: str, told: SignalInstance, icon: str, *, kind: str = "") -> QPushButton:
        """A button whose spoken name says which account it is for: every card has one of the same words."""
        made = button(text, lambda: told.emit(self._account.id), kind=kind, icon=icon)
        made.setAccessibleName(f"{text}: {self._account.name}")
        return made

    def _menu(self) -> QToolButton:
        more = icon_button("ellipsis", tr("More for {name}", name=self._account.name))
        menu = QMenu(more)
        menu.addAction(tr("Log in again …"), lambda: self.relogin.emit(self._account.id))
        if not self._account.practice:
            menu.addAction(tr("Proxy …"), lambda: self.proxy.emit(self._account.id))
        menu.addAction(tr("Login history …"), lambda: self.history.emit(self._account.id))
        menu.addAction(tr("Requests …"), lambda: self.requests.emit(self._account.id))
        if self._manifest.messages is not None:
            menu.addAction(tr("Messages …"), lambda: self.messages.emit(self._account.id))
        if Capability.WEBHOOKS in self._manifest.capabilities:
            menu.addAction(tr("Webhooks …"), lambda: self.hooks.emit(self._account.id))
        if self._manifest.session:
            words = tr("Look at posts yourself again") if self._account.unattended else tr("Post without me looking …")
            menu.addAction(words, lambda: self.unattended.emit(self._account.id))
        menu.addSeparator()
        menu.addAction(tr("Disconnect …"), lambda: self.remove.emit(self._account.id))
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return more
