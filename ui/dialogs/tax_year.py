"""Which tax year goes into a file, and when it begins (F10)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.preferences import TAX_YEAR_MONTH
from ofauto_desktop.services.tax_export import tax_year
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import tr, tr_marked
from ui.models.money_words import short_day
from ui.tasks import ignore
from ui.widgets.buttons import button
from ui.widgets.fields import Field, narrowed
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.preferences import Preferences

_YEARS = 8


class TaxYearDialog(Sheet):
    """`chosen` is told the year that it begins in. The month is kept for the next time."""

    def __init__(
        self, preferences: "Preferences", desk: Desk, parent: QWidget, *, chosen: Callable[[int], None]
    ) -> None:
        super().__init__(
            tr("Write a tax year"),
            parent,
            words=tr("Income, fees, refunds and payouts by account, month and currency, as a CSV file."),
        )
        self._preferences, self._desk, self._chosen = preferences, desk, chosen
        self.month, self.year = narrowed(QComboBox()), narrowed(QComboBox())
        for number, words in TAX_YEAR_MONTH.choices.items():
            self.month.addItem(tr_marked(words), number)
        self.month.setCurrentIndex(preferences.get(TAX_YEAR_MONTH) - 1)
        self.month.activated.connect(self._put)
        self._days = label("", "muted")
        lines = self.body
        lines.addWidget(Field(tr("The tax year begins in"), self.month))
        lines.addWidget(Field(tr("Year"), self.year))
        lines.addWidget(self._days)
        self.act(button(tr("Cancel"), self.reject))
        self.act(button(tr("Choose a file …"), self._go, kind="primary")).setDefault(True)
        self.year.activated.connect(self._say)
        self._fill()

    def _fill(self) -> None:
        """The last whole year first: that is the one that is asked for."""
        month, now = self.month.currentData(), self._desk.now().date()
        current = now.year if now.month >= month else now.year - 1
        chosen = self.year.currentData() or current - 1
        self.year.clear()
        for number in range(current, current - _YEARS, -1):
            self.year.addItem(tax_year(number, month).name, number)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self._say()

    def _say(self, *_: object) -> None:
        found = tax_year(self.year.currentData(), self.month.currentData())
        last = found.end.fromordinal(found.end.toordinal() - 1)
        self._days.setText(tr("{first} to {last}", first=short_day(found.start), last=short_day(last)))

    def _put(self, *_: object) -> None:
        work = self._preferences.put(TAX_YEAR_MONTH, self.month.currentData())
        self._desk.tasks.run(work, owner=self, done=ignore, failed=self._desk.errors.show)
        self._fill()

    def _go(self) -> None:
        self._chosen(self.year.currentData())
        self.accept()
