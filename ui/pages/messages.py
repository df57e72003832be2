"""Who wrote to us, and what do we answer? Conversations of all accounts, one of them beside the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.events import AccountsChanged, ClientsChanged, MessagesChanged, Synced
from ofauto_desktop.domain.messages import Conversation, ConversationFilter, Place, Reads
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Freshness
from ui import theme
from ui.commands import Command
from ui.desk import Desk
from ui.language import known, tr
from ui.models.conversations import ConversationModel
from ui.tokens import Tone
from ui.widgets.conversation_list import ConversationList
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, clear, column
from ui.widgets.message_filters import MessageFilters
from ui.widgets.message_thread import PAGE, MessageThread
from ui.widgets.reading_panel import ReadingPanel
from ui.widgets.states import Banner, PageStates

if TYPE_CHECKING:
    from ofauto_desktop.services.messages import Messages
    from ofauto_desktop.services.sync import Sync

# Pixels at 100 %: below it the list and the conversation take turns.
_SIDE_BY_SIDE = 720
_LIST_WIDE = 340
# What stands is read again as a whole up to so many rows; beyond them the list begins anew.
_MOST_AGAIN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A page of conversations, the accounts whose messages can be read, and those where that fails."""

    accounts: tuple[Account, ...]
    failing: tuple[Freshness, ...]
    found: tuple[Conversation, ...]
    limit: int


class MessagesPage(QWidget):
    """Everybody's, or those of the client that is chosen at the side."""

    def __init__(self, *, messages: "Messages", sync: "Sync", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._sync, self._desk = messages, sync, desk
        self._accounts: Sequence[Account] = ()
        self._asked = 0
        self._wanted: int | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = ConversationModel(desk.zone, desk.now, self._read_more, self)
        lines = column(self, gap=0)
        self._head = QWidget()
        head = column(self._head)
        head.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 12)
        PageMargin(self, head)
        self.filters = MessageFilters()
        self.filters.changed.connect(self._narrow)
        self.filters.reading.connect(self.choose_reading)
        head.addWidget(self.filters)
        self._warnings = column(gap=4)
        head.addLayout(self._warnings)
        lines.addWidget(self._head)
        self.list = ConversationList(self.rows)
        self.list.opened.connect(partial(self._open, write=True))
        self.list.passed.connect(self._pass)
        self.thread_view = MessageThread(messages, desk)
        self.thread_view.back.connect(self.show_list)
        self.thread_view.look.connect(lambda account_id: self._pull([account_id]))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.thread_view)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.current().scaled(_LIST_WIDE), 3 * theme.current().scaled(_LIST_WIDE)])
        self._states = PageStates(self.splitter, rows=7, row_height=64, margin=PAGE_MARGIN)
        lines.addWidget(self._states, 1)
        self._reading_thread = False
        self._add_commands()
        self._arrange()
        changes = (MessagesChanged, Synced, AccountsChanged, ClientsChanged)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)
        theme.current().changed.connect(self._arrange)

    def refresh(self) -> None:
        """The list and what is open, once more."""
        self._states.loading()
        self._asked += 1
        asked = self._asked
        limit = min(max(PAGE, self.rows.rowCount()), _MOST_AGAIN)
        self._desk.tasks.run(
            self._read(limit),
            owner=self,
            done=lambda read: self._show(read) if asked == self._asked else None,
            failed=self._failed,
        )

    def focus(self, *, conversation_id: int | None = None, reading: bool = False, **_: object) -> None:
        """Open one conversation, or the choice of what is read."""
        if reading:
            self.choose_reading()
        if conversation_id is not None:
            self._wanted = conversation_id
            self._open_wanted()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys go to the list at once: G, M, arrows, Enter."""
        super().focusInEvent(event)
        (self.thread_view if self.list.isHidden() else self.list).setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def show_list(self) -> None:
        """Back to the list, where it is not beside the conversation."""
        self._reading_thread = False
        self._arrange()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.commands.look_again()

    def choose_reading(self) -> None:
        """What is read of which account, beside the page."""
        self._desk.shell.inspect(tr("What is read"), ReadingPanel(self._messages, self._desk))

    def wanted(self) -> ConversationFilter:
        """What the filters say."""
        return self.filters.wanted(self._desk.shell.client_id)

    def _narrow(self) -> None:
        """Other filters begin at the top again."""
        self.rows.show((), complete=True)
        self.refresh()

    async def _read(self, limit: int) -> _Read:
        found = await self._messages.conversations(self.wanted(), limit=limit)
        fresh = await self._sync.freshness()
        return _Read(
            accounts=await self._messages.readable(),
            failing=tuple(one for one in fresh if one.kind is SyncKind.MESSAGES and one.error is not None),
            found=found,
            limit=limit,
        )

    def _read_more(self, after: Place) -> None:
        asked = self._asked
        self._desk.tasks.run(
            self._messages.conversations(self.wanted(), after, PAGE),
            owner=self,
            done=lambda found: self.rows.add(found, complete=len(found) < PAGE) if asked == self._asked else None,
            failed=self._missed,
        )

    def _missed(self, error: Exception) -> None:
        self.rows.missed()
        self._desk.errors.show(error)

    def _show(self, read: _Read) -> None:
        self._offer(read.accounts)
        self._warn(read.failing)
        open_one = self.thread_view.conversation
        held = open_one.id if open_one is not None else None
        self.rows.show(read.found, complete=len(read.found) < read.limit)
        self.list.choose(held)
        if not read.found and not self._holds_open():
            self._say_empty()
            return
        self._states.content()
        fresh = next((one for one in read.found if one.id == held), None)
        if fresh is not None:
            self.thread_view.open(fresh, self._messages.spec(fresh.platform))
        else:
            self.thread_view.read()
        self._open_wanted()

    def _holds_open(self) -> bool:
        """A conversation that is being read does not go because the filter no longer names it."""
        return self.thread_view.conversation is not None and (self._reading_thread or self.filters.unread.isChecked())

    def _offer(self, accounts: Sequence[Account]) -> None:
        client_id = self._desk.shell.client_id
        self._accounts = [one for one in accounts if client_id in (None, one.client_id)]
        self.filters.offer(self._accounts)

    def _warn(self, failing: Sequence[Freshness]) -> None:
        """Whose messages could not be read last, and why: what is shown of them may be old."""
        names = {one.id: one.name for one in self._accounts}
        clear(self._warnings)
        for one in failing:
            if one.error is None or one.account_id not in names:
                continue
            needs_login = one.error.kind is ErrorKind.LOGIN_EXPIRED
            log_in = partial(self._desk.shell.open_page, "accounts", account_id=one.account_id, relogin=True)
            said = tr("{account}: {reason}", account=names[one.account_id], reason=known(one.error.message))
            again = tr("Log in again") if needs_login else ""
            self._warnings.addWidget(Banner(said, Tone.WARNING, again, log_in if needs_login else None))

    def _say_empty(self) -> None:
        """What is missing: an account, the choice to read, messages, or only a fitting filter."""
        narrowed_down = self.wanted() != ConversationFilter(client_id=self._desk.shell.client_id)
        if narrowed_down:
            self._states.empty(tr("No conversation fits these filters."), tr("Show all"), self.filters.clear)
        elif not self._accounts:
            self._states.empty(
                tr("What people write to your accounts on X is read and answered here."),
                tr("Connect an account"),
                partial(self._desk.shell.open_page, "accounts"),
            )
        elif all(one.reads is Reads.NOTHING for one in self._accounts):
            self._states.empty(
                tr("Nothing is read yet: platforms may bill each message, so you choose what is read."),
                tr("Choose what is read"),
                self.choose_reading,
            )
        else:
            self._states.empty(tr("Nobody has written yet."), tr("Read now"), self._pull)

    def _pull(self, account_ids: Sequence[int] | None = None) -> None:
        """Ask the platforms now."""
        self._desk.tasks.run(
            self._sync.run(account_ids, [SyncKind.MESSAGES]),
            owner=self,
            done=lambda results: self._desk.shell.toast(
                tr("Not everything could be read: {names}", names=", ".join(sorted(broken)))
                if (broken := {one.account for one in results if one.error is not None})
                else tr("Messages are up to date")
            ),
            failed=self._desk.errors.show,
        )

    def _pass(self, conversation: Conversation) -> None:
        """The cursor came by: beside the list it is shown at once."""
        if not self._turns():
            self._open(conversation, write=False)

    def _open(self, conversation: Conversation, *, write: bool) -> None:
        self._reading_thread = True
        self._arrange()
        self.thread_view.open(conversation, self._messages.spec(conversation.platform))
        if write:
            self.thread_view.write()
        self._desk.commands.look_again()

    def _open_wanted(self) -> None:
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        self._desk.tasks.run(
            self._messages.conversation(wanted), owner=self, done=self._opened, failed=self._desk.errors.show
        )

    def _opened(self, conversation: Conversation) -> None:
        self.list.choose(conversation.id)
        self._states.content()
        self._open(conversation, write=False)

    def _turns(self) -> bool:
        """Whether there is room for only one of the two."""
        return self.width() < theme.current().scaled(_SIDE_BY_SIDE)

    def _arrange(self) -> None:
        turns = self._turns()
        self.list.setVisible(not (turns and self._reading_thread))
        self._head.setVisible(not (turns and self._reading_thread))
        self.thread_view.setVisible(not turns or self._reading_thread)
        self.thread_view.show_back(shown=turns)
        self.list.setMinimumWidth(0 if turns else theme.current().scaled(_LIST_WIDE) * 3 // 4)
        self.list.setMaximumWidth(16_777_215 if turns else theme.current().scaled(_LIST_WIDE) * 3 // 2)

    def _toggle_unread(self) -> None:
        one = self.list.chosen()
        if one is None:
            return
        self._desk.tasks.run(
            self._messages.mark(one.id, read=bool(one.unread)),
            owner=self,
            done=lambda _: None,
            failed=self._desk.errors.show,
        )

    def _add_commands(self) -> None:
        one = lambda: self.list.chosen() is not None  # noqa: E731 - one word for several commands
        for command in (
            Command(
                id="messages.send",
                text=tr("Send the answer"),
                run=self.thread_view.send,
                keys=("Ctrl+Return", "Ctrl+Enter"),
                icon="send",
                group=tr("Messages"),
                enabled=self.thread_view.can_send,
            ),
            Command(
                id="messages.next",
                text=tr("Next conversation"),
                run=partial(self.list.step, 1),
                keys=("J",),
                group=tr("Messages"),
            ),
            Command(
                id="messages.previous",
                text=tr("Previous conversation"),
                run=partial(self.list.step, -1),
                keys=("K",),
                group=tr("Messages"),
            ),
            Command(
                id="messages.unread",
                text=tr("Read, or new again"),
                run=self._toggle_unread,
                keys=("U",),
                icon="mail",
                group=tr("Messages"),
                enabled=one,
            ),
            Command(
                id="messages.back",
                text=tr("All conversations"),
                run=self.show_list,
                keys=("Alt+Left",),
                icon="arrow-left",
                group=tr("Messages"),
                enabled=lambda: self._reading_thread,
            ),
        ):
            self._desk.commands.add(command, scope=self)
        self._desk.commands.add(
            Command(
                id="messages.reading",
                text=tr("Choose which messages are read"),
                run=self.choose_reading,
                icon="settings",
                group=tr("Messages"),
            )
        )
        self.list.selectionModel().currentChanged.connect(lambda *_: self._desk.commands.look_again())

    def _failed(self, error: Exception) -> None:
        self._states.error(self._desk.errors.present(error), self.refresh)
