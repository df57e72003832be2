"""An account's proxy beside the page: how it stands, what its last looks found, and what can be done with it."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.proxies import ANYWHERE, ProxyClass, ProxyStanding
from ui import theme
from ui.desk import Desk
from ui.dialogs.proxy import ProxyDialog
from ui.dialogs.sure import Sure
from ui.language import tr
from ui.models.proxy_words import breakable, facts, latencies, milliseconds, state
from ui.tokens import Tone
from ui.widgets.badge import Badge
from ui.widgets.buttons import button
from ui.widgets.chart import Chart
from ui.widgets.fields import Check
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.proxies import Proxies

_CHART_HEIGHT = 220


class ProxyPanel(QWidget):
    """Follows its account: it is read again whenever accounts change, and each look is one."""

    def __init__(self, account: Account, proxies: "Proxies", desk: Desk) -> None:
        super().__init__()
        self._account, self._proxies, self._desk = account, proxies, desk
        self._standing: ProxyStanding | None = None
        lines = column(self, gap=16, margin=16)
        lines.addWidget(label(account.name, "strong"))
        self._told = column(gap=8)
        lines.addLayout(self._told)
        self.chart = Chart(tr("Latency of the proxy"))
        self.chart.setMinimumHeight(theme.current().scaled(_CHART_HEIGHT))
        lines.addWidget(self.chart)
        self.chart.hide()
        self._rule = rule()
        lines.addWidget(self._rule)
        self.direct = Check(
            tr("May go without it while it fails"),
            tr(
                "Off: nothing of this account goes out while the proxy fails. Each time it goes without it is on record."
            ),
        )
        self.direct.toggled.connect(self._choose)
        lines.addWidget(self.direct)
        lines.addStretch(1)
        self._show(None)
        desk.events.settled(AccountsChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        work = self._proxies.standing(self._account.id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._gone)

    def check(self) -> None:
        """Look at it now."""
        self.badge.say(tr("Checking …"), Tone.INFO, "refresh-cw")
        self._desk.tasks.run(
            self._proxies.check(self._account.id), owner=self, done=lambda _: self.refresh(), failed=self._failed
        )

    def change(self) -> None:
        """Open the form for another one, or for the first."""
        dialog = ProxyDialog(self._account, self._proxies, self._desk, self.window())
        dialog.kept.connect(self._kept)
        dialog.open()

    def new_session(self) -> None:
        """Ask, then take another address of the same zone."""
        name = self._account.name
        words = tr("{name} then comes from another address of the same zone, and its platform sees that.", name=name)
        dialog = Sure(tr("Take a new session?"), words, tr("Take a new one"), self.window())
        dialog.confirmed.connect(
            lambda: self._run(self._proxies.new_session(self._account.id), tr("The proxy has a new session"))
        )
        dialog.open()

    def remove(self) -> None:
        """Ask, then take it away."""
        name = self._account.name
        words = tr("{name} then goes out from this computer's own address. Its login stays.", name=name)
        dialog = Sure(tr("Remove the proxy?"), words, tr("Remove the proxy"), self.window())
        dialog.confirmed.connect(lambda: self._run(self._proxies.remove(self._account.id), tr("The proxy is removed")))
        dialog.open()

    def _show(self, standing: ProxyStanding | None) -> None:
        self._standing = standing
        clear(self._told)
        if standing is None:
            words = tr("No proxy: this account goes out from this computer's own address.")
            self._told.addWidget(label(words, "muted"))
            acts = FlowLayout(gap=8)
            acts.addWidget(self._act(tr("Set a proxy"), self.change, "plug", kind="primary"))
            self._told.addLayout(acts)
        else:
            self._show_standing(standing)
        for part in (self._rule, self.direct):
            part.setVisible(standing is not None)
        self._show_chart(standing)

    def _show_standing(self, standing: ProxyStanding) -> None:
        words, tone = state(standing)
        badges = FlowLayout(gap=8)
        self.badge = Badge(words, tone)
        badges.addWidget(self.badge)
        self._told.addLayout(badges)
        if standing.shown:
            self._told.addWidget(label(breakable(standing.shown)))
        for fact in facts(standing, self._desk.zone, self._desk.now()):
            self._told.addWidget(label(fact, "caption"))
        acts = FlowLayout(gap=8)
        if standing.shown:
            acts.addWidget(self._act(tr("Check now"), self.check, "refresh-cw"))
        last = standing.last
        if last is not None and last.verdict is ProxyClass.EXIT:
            acts.addWidget(self._act(tr("Any country"), self._anywhere, "check"))
        if standing.session:
            acts.addWidget(self._act(tr("New session …"), self.new_session, "refresh-cw"))
        acts.addWidget(self._act(tr("Change …"), self.change, "pencil"))
        acts.addWidget(self._act(tr("Remove …"), self.remove, "trash-2"))
        self._told.addLayout(acts)
        self.direct.box.blockSignals(True)
        self.direct.box.setChecked(standing.may_go_direct)
        self.direct.box.blockSignals(False)

    def _show_chart(self, standing: ProxyStanding | None) -> None:
        drawn = standing is not None and len(standing.checks) > 1
        self.chart.setVisible(drawn)
        if standing is not None and drawn:
            series, steps, marks = latencies(standing, self._desk.zone)
            self.chart.show_steps(series, steps=steps, write=milliseconds, marks=marks)
            self.chart.say_source(tr("Whole requests, each the median of those made; a gap is a check that failed"))

    def _choose(self, allowed: bool) -> None:  # noqa: FBT001 - the signal's signature
        if not allowed:
            self._allow(allowed=False)
            return
        name = self._account.name
        words = tr(
            "While the proxy fails, {name} goes out from this computer's own address, and its platform sees that.",
            name=name,
        )
        dialog = Sure(tr("Go without the proxy?"), words, tr("Allow it for this account"), self.window())
        dialog.confirmed.connect(lambda: self._allow(allowed=True))
        dialog.rejected.connect(lambda: self._show(self._standing))
        dialog.open()

    def _allow(self, *, allowed: bool) -> None:
        said = tr("It may go without its proxy while that fails") if allowed else tr("It never goes without its proxy")
        self._run(self._proxies.allow_direct(self._account.id, allowed=allowed), said)

    def _anywhere(self) -> None:
        self._run(self._proxies.set_country(self._account.id, ANYWHERE), tr("It may come out anywhere now"))

    def _run(self, work: Coroutine[Any, Any, object], said: str) -> None:
        def done(_: object) -> None:
            self._desk.shell.toast(said)
            self.refresh()

        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def _kept(self, _: ProxyStanding) -> None:
        self._desk.shell.toast(tr("{name} goes through its proxy now", name=self._account.name))
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.refresh()

    def _gone(self, _: Exception) -> None:
        self._desk.shell.close_inspector()  # the account was removed, or the workspace is locked

    def _act(self, text: str, run: Callable[[], None], icon: str, *, kind: str = "") -> QWidget:
        """A button that says whose proxy it is about."""
        made = button(text, run, kind=kind, icon=icon)
        made.setAccessibleName(f"{text}: {self._account.name}")
        return made
