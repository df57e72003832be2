"""One line of the ledger beside the page: every amount, where it is from and how old it is, its sale and its refunds."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.ledger import LedgerFilter, LedgerLineInfo
from ofauto_desktop.domain.money import LedgerStatus, counts
from ofauto_desktop.domain.rates import Converted
from ui.desk import Desk
from ui.format import UNKNOWN, money, when
from ui.language import tr
from ui.models.money_words import (
    amount,
    buyer,
    kind_words,
    short_day,
    source_words,
    status_words,
    what_happened,
)
from ui.tokens import Tone
from ui.widgets.badge import Badge
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.licence_part import LicencePart
from ui.widgets.text import ElidedLabel, label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.licences import Licences

_TONES = {
    LedgerStatus.SETTLED: Tone.SUCCESS,
    LedgerStatus.REFUNDED: Tone.WARNING,
    LedgerStatus.PARTIALLY_REFUNDED: Tone.WARNING,
    LedgerStatus.REFUND_PENDING: Tone.WARNING,
    LedgerStatus.CHARGEBACK: Tone.DANGER,
    LedgerStatus.UNKNOWN: Tone.DANGER,
}


class LineSheet(QWidget):
    """`open_line` shows another line, `only` narrows the ledger, `take_back` undoes the import it came with.

    `licences` gives what the buyer was given a key for; not there where nothing was sold.
    """

    def __init__(
        self,
        line: LedgerLineInfo,
        desk: Desk,
        *,
        open_line: Callable[[int], None],
        only: Callable[[LedgerFilter], None],
        take_back: Callable[[int], None],
        licences: "Licences | None" = None,
    ) -> None:
        super().__init__()
        self._line, self._desk = line, desk
        entry = line.row.entry
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(amount(entry, entry.net_minor), "figure"))
        self._worth = label("", "muted")
        self._worth.hide()
        lines.addWidget(self._worth)
        lines.addWidget(label(f"{what_happened(entry)} · {entry.product_name or kind_words(entry.kind)}", "lead"))
        state = FlowLayout()
        state.addWidget(Badge(status_words(entry.status), _TONES.get(entry.status, Tone.NEUTRAL)))
        lines.addLayout(state)
        lines.addWidget(rule())
        lines.addLayout(self._amounts())
        lines.addWidget(rule())
        lines.addLayout(self._facts())
        acts = FlowLayout(gap=8)
        if entry.fan:
            scope = Scope(account_ids=(line.row.account_id,))
            acts.addWidget(
                button(tr("All of this buyer"), lambda: only(LedgerFilter(scope=scope, fan=entry.fan)), icon="user")
            )
        if line.batch_id is not None:
            batch = line.batch_id
            acts.addWidget(button(tr("Take the import back"), lambda: take_back(batch), icon="undo-2"))
        lines.addLayout(acts)
        if licences is not None:
            # What undoes a sale, and an affiliate's part, are of the sale that they name.
            self.licence = LicencePart(line.row.account_id, entry.parent_id or entry.remote_id, licences, desk)
            lines.addWidget(self.licence)
        self._others(lines, open_line)
        lines.addStretch(1)

    def show_worth(self, found: Converted | None, currency: str) -> None:
        """What its net comes to in the page's currency, and by which rate; or that there is none (M2)."""
        if found is None:
            words = tr("No rate is stored for its day, so it has no amount in {currency}.", currency=currency)
        else:
            words = tr(
                "≈ {amount} by {rate} of {day}, {source}",
                amount=money(found.minor, found.currency),
                rate=format(found.rate.shown, "f"),
                day=short_day(found.rate.day),
                source=found.rate.source,
            )
        self._worth.setText(words)
        self._worth.show()

    def _amounts(self) -> QGridLayout:
        entry = self._line.row.entry
        rows = [
            (tr("Gross"), amount(entry, entry.gross_minor), ""),
            (
                tr("Fee"),
                amount(entry, -entry.fee_minor),
                tr("Estimated by the platform's published rates") if entry.fee_estimated else "",
            ),
            (tr("Net"), amount(entry, entry.net_minor), ""),
        ]
        grid = _grid()
        for number, (name, value, note) in enumerate(rows):
            _pair(grid, number * 2, name, value, strong=number == len(rows) - 1)
            if note:
                grid.addWidget(label(note, "caption"), number * 2 + 1, 0, 1, 2)
        if entry.tax_minor:
            at = len(rows) * 2
            _pair(grid, at, tr("Tax, in neither"), money(entry.tax_minor, entry.currency))
        if not counts(entry.kind, entry.status):
            words = tr("It is in no total: it is no revenue, or nobody has confirmed it.")
            grid.addWidget(label(words, "caption"), len(rows) * 2 + 1, 0, 1, 2)
        return grid

    def _facts(self) -> QGridLayout:
        told, desk = self._line.row, self._desk
        entry = told.entry
        at = when(entry.at, self._line.zone, now=desk.now(), viewer=desk.zone)
        facts = [
            (tr("When"), tr("{when} at the latest", when=at) if entry.at_estimated else at),
            (tr("Account"), told.account),
            (tr("Buyer"), buyer(entry.fan)),
            (tr("Currency"), entry.currency),
            (tr("Read"), source_words(told.as_of, entry.source, desk.now())),
        ]
        grid = _grid()
        grid.setColumnStretch(0, 0)
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "muted", wrap=False), number, 0, Qt.AlignmentFlag.AlignTop)
            said = label(value or UNKNOWN)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, number, 1)
        grid.addWidget(label(tr("Id"), "muted", wrap=False), len(facts), 0)
        grid.addLayout(self._id(), len(facts), 1)
        return grid

    def _id(self) -> QHBoxLayout:
        """One long word, which may be wider than the page: it ends in …, and is copied whole."""
        line = row(gap=4)
        line.addWidget(ElidedLabel(self._line.row.entry.remote_id), 1)
        line.addWidget(icon_button("copy", tr("Copy the id"), self._copy_id))
        return line

    def _copy_id(self) -> None:
        QGuiApplication.clipboard().setText(self._line.row.entry.remote_id)
        self._desk.shell.toast(tr("Copied"))

    def _others(self, lines: "object", open_line: Callable[[int], None]) -> None:
        """The sale that it undoes, and what else became of that sale."""
        groups = [
            (tr("Its sale"), [self._line.sale] if self._line.sale is not None else []),
            (tr("What became of it"), list(self._line.undone_by)),
        ]
        for title, found in groups:
            if not found:
                continue
            lines.addWidget(rule())  # type: ignore[attr-defined]  # a column
            lines.addWidget(label(title, "strong"))  # type: ignore[attr-defined]  # as above
            for one in found:
                lines.addWidget(self._link(one, open_line))  # type: ignore[attr-defined]  # as above

    def _link(self, one: LedgerLineInfo, open_line: Callable[[int], None]) -> QWidget:
        entry = one.row.entry
        at = when(entry.at, one.zone, now=self._desk.now())
        words = f"{what_happened(entry)} · {at} · {amount(entry, entry.net_minor)}"
        return button(words, lambda: open_line(one.id), kind="link", icon="arrow-right")


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    return grid


def _pair(grid: QGridLayout, at: int, name: str, value: str, *, strong: bool = False) -> None:
    grid.addWidget(label(name, "strong" if strong else "muted", wrap=False), at, 0)
    figure = label(value, "strong" if strong else "", wrap=False)
    grid.addWidget(figure, at, 1, Qt.AlignmentFlag.AlignRight)
