"""What of the conversations is wanted: new ones, a sort, an account, words."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.messages import ConversationFilter, ConversationKind
from ui import theme
from ui.language import tr
from ui.models.message_words import KINDS
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.fields import name_choice, narrowed
from ui.widgets.layouts import FlowLayout

_FIND_WIDE = 168  # pixels at 100 %
_TYPED_MS = 250  # a pause in typing; then the words are looked for


class MessageFilters(QWidget):
    """`changed` comes where other conversations are wanted, `reading` where the person chooses what is read at all."""

    changed = Signal()
    reading = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: list[tuple[int, str]] = []
        line = FlowLayout(self, gap=8)
        self.unread = Chip(tr("New only"), icon="mail")
        self.unread.toggled.connect(lambda _: self.changed.emit())
        self.kind = narrowed(QComboBox(), 12)
        name_choice(self.kind, tr("Sort of conversation"))
        self.kind.addItem(tr("All sorts"), None)
        for kind in ConversationKind:
            self.kind.addItem(KINDS[kind], kind.value)
        self.account = narrowed(QComboBox(), 12)
        name_choice(self.account, tr("Account"))
        self.account.addItem(tr("All accounts"), None)
        for choice in (self.kind, self.account):
            choice.activated.connect(lambda _: self.changed.emit())
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in messages"))
        self.search.setAccessibleName(tr("Find in messages"))
        self.search.setClearButtonEnabled(True)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self.reading_button = button(tr("What is read …"), self.reading.emit, icon="settings")
        for widget in (self.unread, self.kind, self.account, self.search, self.reading_button):
            line.addWidget(widget)
        theme.current().changed.connect(self._widen)
        self._widen()

    def wanted(self, client_id: int | None) -> ConversationFilter:
        """What they say, of one client or of all."""
        account, kind = self.account.currentData(), self.kind.currentData()
        return ConversationFilter(
            account_ids=() if account is None else (account,),
            client_id=client_id,
            unread=self.unread.isChecked(),
            kinds=() if kind is None else (ConversationKind(kind),),
            text=self.search.text(),
        )

    def offer(self, accounts: Sequence[Account]) -> None:
        """The accounts to choose from; among one there is nothing to choose."""
        offered = [(one.id, one.name) for one in accounts]
        if offered != self._offered:
            chosen, self._offered = self.account.currentData(), offered
            while self.account.count() > 1:
                self.account.removeItem(1)
            for account_id, name in offered:
                self.account.addItem(name, account_id)
            self.account.setCurrentIndex(max(0, self.account.findData(chosen)))
        self.account.setVisible(len(offered) > 1)

    def clear(self) -> None:
        """Let go of all of them, and tell once."""
        self.blockSignals(True)
        self.unread.setChecked(False)
        self.search.clear()
        self._typed.stop()
        for choice in (self.kind, self.account):
            choice.setCurrentIndex(0)
        self.blockSignals(False)
        self.changed.emit()

    def _widen(self) -> None:
        self.search.setMinimumWidth(theme.current().scaled(_FIND_WIDE))
