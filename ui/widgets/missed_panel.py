"""What missed its time while the program was off: each with what can be done about it, the same for all, and the rule (B23)."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMessageBox, QWidget

from ofauto_desktop.domain.events import PlanningChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.missed import MissedItem, MissedRule, MissedRules, MissedSettled
from ui.desk import Desk
from ui.format import listed, when, within
from ui.language import tr, tr_n
from ui.many_acts import Way
from ui.widgets.badge import PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, clear, column, row
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning

_SHOWN = 50
_SHOWN_CHARS = 160


class MissedPanel(QWidget):
    """Sending now asks first, by account; all the rest is undone."""

    opened = Signal(int)  # a post's id

    def __init__(self, planning: "Planning", desk: Desk) -> None:
        super().__init__()
        self._missed, self._planning, self._desk = planning.missed, planning, desk
        self._items: tuple[MissedItem, ...] = ()
        lines = column(self, gap=12, margin=16)
        self._told = label("", "muted")
        lines.addWidget(self._told)
        self._all = QWidget()
        flow = FlowLayout(self._all, gap=6)
        self.all_next = button(
            tr("All at their next slots"), partial(self._settle_all, MissedRule.NEXT_SLOT), icon="calendar-clock"
        )
        self.all_now = button(tr("Send all now…"), self._ask_all, icon="send")
        self.all_skip = button(tr("Skip all"), partial(self._settle_all, MissedRule.SKIP), icon="x")
        for made in (self.all_next, self.all_now, self.all_skip):
            flow.addWidget(made)
        lines.addWidget(self._all)
        self._list = column(gap=12)
        lines.addLayout(self._list)
        lines.addWidget(rule())
        self.rule = QComboBox()
        for one, words in _rule_words().items():
            self.rule.addItem(words, one)
        self.rule.activated.connect(lambda _: self._choose(self.rule.currentData()))
        told = tr("For what is missed from now on. What is over a day late is always asked about.")
        lines.addWidget(Field(tr("When a post is missed"), self.rule, told))
        lines.addStretch(1)
        desk.events.settled(PostsChanged, TargetSettled, PlanningChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._run(self._read(), self._show)

    async def _read(self) -> tuple[tuple[MissedItem, ...], MissedRules]:
        return await self._missed.list(self._desk.shell.client_id), await self._missed.rules()

    def _show(self, read: tuple[tuple[MissedItem, ...], MissedRules]) -> None:
        self._items, rules = read
        chosen = MissedRule.ASK if rules.default is None else rules.default.rule
        self.rule.setCurrentIndex(max(0, self.rule.findData(chosen)))
        clear(self._list)
        count = len(self._items)
        self._all.setVisible(count > 1)
        if count:
            said = tr_n(
                "{n} post did not go out: the program was not running at its time.",
                "{n} posts did not go out: the program was not running at their times.",
                count,
            )
        else:
            said = tr("Nothing was missed.")
        self._told.setText(said)
        for item in self._items[:_SHOWN]:
            self._list.addWidget(rule())
            self._list.addWidget(self._one(item))
        if count > _SHOWN:
            more = tr_n("and {n} more", "and {n} more", count - _SHOWN)
            self._list.addWidget(label(more, "caption"))

    def _one(self, item: MissedItem) -> QWidget:
        made = QWidget()
        lines = column(made, gap=6)
        head = row(gap=8)
        head.addWidget(PlatformDisc(item.platform, edge=20))
        head.addWidget(label(item.account, "strong"), 1)
        lines.addLayout(head)
        facts = []
        if item.due_at is not None:
            at = within(when(item.due_at, self._desk.zone, now=self._desk.now()))
            facts.append(tr("Was due {when}", when=at))
        facts.append(tr("Rule: {rule}", rule=_rule_words()[MissedRule(item.rule)]))
        lines.addWidget(label(" · ".join(facts), "caption"))
        text = " ".join(item.text.split())[:_SHOWN_CHARS]
        lines.addWidget(label(text or tr("No text")))
        flow = FlowLayout(gap=4)
        for words, icon, act in (
            (tr("Next slot"), "calendar-clock", partial(self._settle, (item,), MissedRule.NEXT_SLOT)),
            (tr("Send now…"), "send", partial(self._ask_now, (item,))),
            (tr("Skip"), "x", partial(self._settle, (item,), MissedRule.SKIP)),
            (tr("Show"), "eye", partial(self.opened.emit, item.post_id)),
        ):
            one = button(words, act, icon=icon)
            one.setAccessibleName(f"{words}: {item.account}, {text[:60]}")
            flow.addWidget(one)
        lines.addLayout(flow)
        return made

    def _settle_all(self, wanted: MissedRule) -> None:
        self._settle(self._items, wanted)

    def _ask_all(self) -> None:
        self._ask_now(self._items)

    def _settle(self, items: Sequence[MissedItem], wanted: MissedRule) -> None:
        ids = [item.target_id for item in items]
        self._run(self._missed.settle(ids, wanted), lambda settled: self._tell(wanted, settled))

    def _tell(self, wanted: MissedRule, settled: MissedSettled) -> None:
        way = Way(self._planning, settled.way_back)
        done = len(settled.sent) + len(settled.slotted) + len(settled.skipped)
        if wanted is MissedRule.SEND_NOW:
            said, undo = tr_n("{n} post is being sent", "{n} posts are being sent", done), None
        elif wanted is MissedRule.NEXT_SLOT:
            said, undo = (
                tr_n("{n} post goes out at its next slot", "{n} posts go out at their next slots", done),
                way.go,
            )
        else:
            said, undo = tr_n("Skipped {n} post", "Skipped {n} posts", done), way.go
        self._desk.shell.toast(said, undo=undo, redo=undo)
        self.refresh()

    def _ask_now(self, items: Sequence[MissedItem]) -> None:
        """Every send names its accounts before it happens."""
        names = list(dict.fromkeys(item.account for item in items))
        box = QMessageBox(self)
        box.setWindowTitle(tr("Send now"))
        text = tr_n(
            "Send this post to {accounts} now?", "Send {n} posts to {accounts} now?", len(items), accounts=listed(names)
        )
        box.setText(text)
        pace = tr("On each account they go out five minutes apart. They cannot be taken back here.")
        box.setInformativeText(pace if len(items) > 1 else tr("It goes out at once and cannot be taken back here."))
        act = tr_n("Send {n} post", "Send {n} posts", len(items))
        send = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Do not send"), QMessageBox.ButtonRole.RejectRole))
        send.clicked.connect(lambda: self._settle(items, MissedRule.SEND_NOW))
        box.finished.connect(box.deleteLater)
        box.open()

    def _choose(self, wanted: MissedRule) -> None:
        self._run(
            self._missed.choose(MissedRule(wanted)),
            lambda _: self._desk.shell.toast(tr("From now on: {rule}", rule=_rule_words()[MissedRule(wanted)])),
        )

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        self._desk.tasks.run(work, owner=self, done=lambda result: _ignored(done(result)), failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)


def _rule_words() -> dict[MissedRule, str]:
    return {
        MissedRule.ASK: tr("Ask me"),
        MissedRule.SEND_NOW: tr("Send it now"),
        MissedRule.NEXT_SLOT: tr("Send it at the next slot"),
        MissedRule.SKIP: tr("Skip it"),
    }


def _ignored(_: object) -> None:
    """What a callback gives back is of no use here."""
