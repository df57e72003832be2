"""One line of the ledger by hand (F11): what no platform tells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.books import ImportBatch
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.money import LedgerKind
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.dialogs.days import date_edit, day_in
from ui.entered import Entered
from ui.language import tr
from ui.models.money_words import kind_words
from ui.widgets.buttons import button
from ui.widgets.fields import Field, narrowed
from ui.widgets.layouts import FlowLayout, column, scrolled

if TYPE_CHECKING:
    from ofauto_desktop.services.books import Books

KINDS = (
    LedgerKind.SALE,
    LedgerKind.TIP,
    LedgerKind.SUBSCRIPTION,
    LedgerKind.RENEWAL,
    LedgerKind.MESSAGE,
    LedgerKind.POST,
    LedgerKind.CUSTOM,
    LedgerKind.STREAM,
    LedgerKind.SHOP,
    LedgerKind.COMMISSION,
    LedgerKind.PAYOUT,
    LedgerKind.OTHER,
)


class EntryDialog(QDialog):
    """What is wrong is said below its field; nothing is saved then."""

    def __init__(
        self,
        books: "Books",
        desk: Desk,
        parent: QWidget,
        *,
        accounts: Sequence[Account],
        currencies: Sequence[str],
    ) -> None:
        super().__init__(parent)
        self._books, self._desk = books, desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Enter a line"))
        self.account, self.kind, self.currency = QComboBox(), QComboBox(), QComboBox()
        for one in accounts:
            self.account.addItem(f"{one.name} · {one.client}", one.id)
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), kind.value)
        for choice in (self.account, self.kind, self.currency):
            narrowed(choice, 5)
        self.currency.setEditable(True)
        self.currency.addItems(list(currencies))
        self.amount, self.fee, self.product, self.fan = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.day = date_edit(to_wall(desk.now(), desk.zone).date())
        content = QWidget()
        lines = column(content, gap=12, margin=0)
        amount = Field(
            tr("Gross amount"), self.amount, tr("Before fees, without sales tax. A refund begins with a minus.")
        )
        fee = Field(
            tr("Fee"), self.fee, tr("Empty: estimated where the platform's rates are known, else there is none.")
        )
        currency, day = Field(tr("Currency"), self.currency), Field(tr("Day"), self.day)
        self._fields = {"the amount": amount, "the fee": fee, "the currency": currency, "the date": day}
        lines.addWidget(Field(tr("Account"), self.account))
        lines.addWidget(amount)
        details = FlowLayout(gap=12, grow=True)
        for field in (currency, day, Field(tr("Kind"), self.kind)):
            details.addWidget(field)
        lines.addLayout(details)
        lines.addWidget(fee)
        lines.addWidget(Field(tr("What was sold"), self.product))
        lines.addWidget(
            Field(tr("Buyer"), self.fan, tr("A name or a number by which you know them; it may stay empty."))
        )
        lines.addStretch(1)
        whole = column(self, gap=16, margin=24)
        whole.addWidget(scrolled(content), 1)
        acts = FlowLayout(gap=8)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.enter_button = button(tr("Enter it"), self.enter, kind="primary")
        self.enter_button.setDefault(True)
        acts.addWidget(self.enter_button)
        whole.addLayout(acts)
        self.resize(min(460, parent.width() - 16), min(640, parent.height() - 16))
        self.amount.setFocus()

    def enter(self) -> None:
        """Store what stands in the fields, or say what is wrong."""
        for field in self._fields.values():
            field.wrong("")
        work = self._books.enter_written(
            self.account.currentData(),
            day_in(self.day),
            self.amount.text(),
            self.currency.currentText(),
            kind=LedgerKind(self.kind.currentData()),
            fee=self.fee.text(),
            product=self.product.text(),
            fan=self.fan.text(),
        )
        self._desk.tasks.run(work, owner=self, done=self._entered, failed=self._refused)

    def _entered(self, batch: ImportBatch) -> None:
        step = Entered(self._books, batch)
        self._desk.shell.toast(tr("Entered a line"), undo=step.undo, redo=step.redo)
        self.accept()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        item = error.item if isinstance(error, BadInput) and error.item else ""
        field = self._fields.get(item, self._fields["the currency" if "ISO 4217" in words.text else "the amount"])
        field.wrong(words.text.removesuffix(" " + tr("Nothing was saved.")))
        field.setFocus()
