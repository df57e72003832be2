"""What a person does to the books: enters lines, takes files in, marks days, writes a tax year."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.books import CsvTable, Marker
from ui.desk import Desk
from ui.format import count
from ui.language import tr, tr_n

if TYPE_CHECKING:
    from ofauto_desktop.services import Services
    from ofauto_desktop.services.tax_export import Written


class MoneyActs:
    """Dialogs stand over `page`. `offered` are the currencies to choose from, `currency` the one that totals are in."""

    def __init__(
        self,
        services: "Services",
        desk: Desk,
        page: QWidget,
        *,
        offered: Callable[[], list[str]],
        currency: Callable[[], str],
    ) -> None:
        self._services, self._desk, self._page = services, desk, page
        self._offered, self._currency = offered, currency

    def edit_marker(self, marker: Marker | None) -> None:
        """A marker of the chart, or a new one."""
        from ui.dialogs.marker import MarkerDialog

        MarkerDialog(
            self._services.books, self._desk, self._page.window(), marker=marker, client_id=self._desk.shell.client_id
        ).open()

    def enter_line(self) -> None:
        """One line by hand."""
        from ui.dialogs.money_entry import EntryDialog

        def ask(accounts: Sequence[Account]) -> None:
            EntryDialog(
                self._services.books, self._desk, self._page.window(), accounts=accounts, currencies=self._offered()
            ).open()

        self._with_accounts(ask)

    def choose_file(self) -> None:
        """A CSV file to be looked at."""
        dialog = QFileDialog(self._page, tr("A file of sales"), "", tr("Tables (*.csv *.tsv *.txt)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.look_at_file)
        dialog.open()

    def look_at_file(self, file: str) -> None:
        """Show what would become of a file's lines; nothing is saved yet."""

        def ask(table: CsvTable) -> None:
            from ui.dialogs.money_import import ImportDialog

            self._with_accounts(
                lambda accounts: ImportDialog(
                    self._services.books,
                    self._desk,
                    self._page.window(),
                    table=table,
                    accounts=accounts,
                    currencies=self._offered(),
                ).open()
            )

        work = self._services.books.open_file(Path(file))
        self._desk.tasks.run(work, owner=self._page, done=ask, failed=self._desk.errors.show)

    def choose_tax_year(self) -> None:
        """A tax year, then the file that it goes into."""
        from ui.dialogs.tax_year import TaxYearDialog

        TaxYearDialog(self._services.preferences, self._desk, self._page.window(), chosen=self._choose_tax_file).open()

    def write_tax_year(self, year: int, file: str) -> None:
        """Write the year of the client in sight, with amounts in the page's currency as well."""
        work = self._services.tax_export.export(
            year, Path(file), client_id=self._desk.shell.client_id, to=self._currency()
        )
        self._desk.tasks.run(work, owner=self._page, done=self._tax_written, failed=self._desk.errors.show)

    def _choose_tax_file(self, year: int) -> None:
        name = self._services.tax_export.year(year).name.replace("/", "-")
        dialog = QFileDialog(self._page, tr("Where shall it go?"), tr("Tax year {year}.csv", year=name), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.write_tax_year(year, file))
        dialog.open()

    def _tax_written(self, done: "Written") -> None:
        words = tr_n(
            "Tax year {year}: {n} row written", "Tax year {year}: {n} rows written", done.rows, year=done.year.name
        )
        if done.unconverted:
            words += tr("; {n} of them have no rate to be converted by", n=count(done.unconverted))
        self._desk.shell.toast(words)

    def _with_accounts(self, ask: Callable[[Sequence[Account]], None]) -> None:
        """Lines belong to an account: without one there is nothing to enter them for."""

        def found(accounts: Sequence[Account]) -> None:
            if accounts:
                ask(accounts)
            else:
                self._desk.shell.open_page("accounts")
                self._desk.shell.toast(tr("Connect an account first: every line belongs to one"))

        work = self._services.accounts.list(self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=self._page, done=found, failed=self._desk.errors.show)
