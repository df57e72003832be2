"""What is read of each account's messages, and what that costs: a person chooses, before anything is asked for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.messages import MessageSpec, Reads
from ui.desk import Desk
from ui.language import tr, tr_marked
from ui.models.message_words import READS
from ui.widgets.fields import Field, narrowed
from ui.widgets.layouts import clear, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.messages import Messages


class ReadingPanel(QWidget):
    """A choice for each account whose platform lets messages be read; it holds at once."""

    def __init__(self, messages: "Messages", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._desk = messages, desk
        self.choices: dict[int, QComboBox] = {}
        lines = column(self, gap=16, margin=16)
        lines.addWidget(label(tr("Messages are only read of accounts for which you choose so here."), "muted"))
        self._rows = column(gap=20)
        lines.addLayout(self._rows)
        lines.addStretch(1)
        desk.tasks.run(messages.readable(), owner=self, done=self._show, failed=desk.errors.show)

    def _show(self, accounts: Sequence[Account]) -> None:
        clear(self._rows)
        if not accounts:
            self._rows.addWidget(label(tr("No account that is connected has messages that can be read here."), "muted"))
        for account in accounts:
            spec = self._messages.spec(account.platform)
            if spec is not None:
                self._add(account, spec)

    def _add(self, account: Account, spec: MessageSpec) -> None:
        choice = narrowed(QComboBox())
        for reads in Reads:
            choice.addItem(READS[reads], reads)
        choice.setCurrentIndex(list(Reads).index(account.reads))
        self.choices[account.id] = choice
        said = [tr_marked(spec.cost.mentions), tr_marked(spec.cost.direct), _needs(account)]
        box = column(gap=4)
        box.addWidget(Field(f"{account.name} · {account.client}", choice))
        for words in said:
            if words:
                box.addWidget(label(words, "caption"))
        self._rows.addLayout(box)
        choice.activated.connect(lambda _: self._choose(account, choice))

    def _choose(self, account: Account, choice: QComboBox) -> None:
        before, wanted = account.reads, Reads(choice.currentData())

        def failed(error: Exception) -> None:
            choice.setCurrentIndex(list(Reads).index(before))
            self._desk.errors.show(error)

        self._desk.tasks.run(
            self._messages.set_reads(account.id, wanted),
            owner=self,
            done=lambda _: self._desk.shell.toast(
                tr("{name}: {what} is read from now on", name=account.name, what=READS[wanted])
            ),
            failed=failed,
        )


def _needs(account: Account) -> str:
    """What direct messages take besides; a practice account has it."""
    if account.practice:
        return ""
    return tr("Direct messages need a login that was granted them: log in again and ask for them.")
