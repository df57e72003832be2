"""What people enter: markers on charts, lines of the ledger by hand, and lines of a file after a look at them (F11, F13)."""

import asyncio
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.books import (
    CsvTable,
    Field,
    ImportBatch,
    ImportForm,
    ImportKind,
    ImportPreview,
    LineState,
    Marker,
    MarkerKind,
    Wrong,
)
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.days import day_of, starts_at
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.events import MoneyChanged
from ofauto_desktop.domain.fees import estimated
from ofauto_desktop.domain.ledger import CurrencySum
from ofauto_desktop.domain.money import Effect, LedgerEntry, LedgerKind, LedgerStatus, effect
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import csv_files, csv_lines
from ofauto_desktop.services.accounts import Accounts
from storage import imports, markers
from storage.accounts import reporting_zone
from storage.database import Database
from storage.imports import Batch

LONGEST_TEXT = 300
_BY_HAND = "by hand"


class Books:
    """Writes what people know and platforms do not tell. All of it can be taken back."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now
        # What was taken back since the start, so that it can be entered once more.
        self._taken_back: dict[int, Batch] = {}

    async def open_file(self, file: Path) -> CsvTable:
        """A CSV file, read within bounds. Raises BadInput."""
        return await asyncio.to_thread(csv_files.read, file)

    def guess(self, table: CsvTable, account: Account, currency: str) -> ImportForm:
        """A first idea of how `table` is to be understood, by the names of its columns and what stands in them."""
        columns = csv_lines.guessed(table)
        return ImportForm(
            account_id=account.id,
            columns=columns,
            currency=currency,
            dates=csv_lines.guessed_dates(table, columns.get(Field.DATE)),
            decimal_comma=csv_lines.guessed_comma(table, columns.get(Field.GROSS)),
        )

    async def preview(self, table: CsvTable, form: ImportForm, left_out: Collection[int] = ()) -> ImportPreview:
        """What the lines of `table` would become. Saves nothing. Raises NotFound for an account that is gone."""
        account = await self._account(form.account_id)
        zone = csv_lines.zone_of(table, form, zone_named(await self._database.read(reporting_zone, account.id)))
        source = imports.source_of(ImportKind.CSV, table.name)
        reader = csv_lines.Reader(form, zone, account.platform, self._now(), source)

        def check() -> ImportPreview:
            lines = tuple(
                reader.checked(
                    table, lambda ids: self._database.read_now(imports.known, account.id, ids), frozenset(left_out)
                )
            )
            return ImportPreview(
                lines=lines,
                sums=_sums([one.entry for one in lines if one.state is LineState.NEW and one.entry is not None]),
            )

        return await asyncio.to_thread(check)

    async def accept(self, table: CsvTable, form: ImportForm, left_out: Collection[int] = ()) -> ImportBatch:
        """Enter every new line of `table`, or none. Lines that the ledger knows are passed over.

        Raises BadInput while a line is wrong, or where none is new.
        """
        preview = await self.preview(table, form, left_out)
        wrong = [line.number for line in preview.lines if line.state is LineState.WRONG]
        if wrong:
            raise BadInput(f"line {wrong[0] + 2} cannot be used, nor can {len(wrong) - 1} others", item=table.name)
        entries = tuple(one.entry for one in preview.lines if one.state is LineState.NEW and one.entry is not None)
        if not entries:
            raise BadInput("all of its lines are in the ledger already", item=table.name)
        return await self._enter(Batch(form.account_id, ImportKind.CSV, table.name, entries))

    async def enter(
        self,
        account_id: int,
        at: datetime,
        gross_minor: int,
        currency: str,
        *,
        kind: LedgerKind = LedgerKind.SALE,
        fee_minor: int | None = None,
        tax_minor: int = 0,
        product: str = "",
        fan: str = "",
    ) -> ImportBatch:
        """Enter one line by hand; `at` is aware UTC. A negative amount is a refund. Raises BadInput, NotFound.

        Without a fee, that of the platform's published rates is taken and marked as estimated (M3).
        """
        account = await self._account(account_id)
        if gross_minor == 0:
            raise BadInput("an amount of 0 changes nothing", item="the amount")
        if at > self._now():
            raise BadInput("this time is still to come", item="the date")
        guess = None if fee_minor is not None else estimated(account.platform, gross_minor, currency)
        entry = LedgerEntry(
            remote_id=f"hand:{uuid.uuid4().hex}",
            at=at,
            kind=kind,
            gross_minor=gross_minor,
            fee_minor=fee_minor if fee_minor is not None else guess or 0,
            currency=_code(currency),
            status=LedgerStatus.REFUNDED if gross_minor < 0 else LedgerStatus.SETTLED,
            source=imports.source_of(ImportKind.BY_HAND, _BY_HAND),
            tax_minor=tax_minor,
            fee_estimated=guess is not None,
            fan=_text(fan) or None,
            product_name=_text(product) or None,
        )
        return await self._enter(Batch(account_id, ImportKind.BY_HAND, _BY_HAND, (entry,)))

    async def enter_written(
        self,
        account_id: int,
        day: date,
        amount: str,
        currency: str,
        *,
        kind: LedgerKind = LedgerKind.SALE,
        fee: str = "",
        product: str = "",
        fan: str = "",
    ) -> ImportBatch:
        """`enter` with amounts as people write them, on a day of the client's: its noon, or now where that is to come.

        Raises BadInput; its `item` names the field: "the amount", "the fee", "the currency", "the date".
        """
        code = _code(currency)
        gross = _written(amount, code, "the amount")
        cost = None if not fee.strip() else abs(_written(fee, code, "the fee"))
        zone = zone_named(await self._database.read(reporting_zone, account_id))
        noon = starts_at(day, zone) + timedelta(hours=12)
        at = min(noon, self._now()) if day == day_of(self._now(), zone) else noon
        signed = None if cost is None else -cost if gross < 0 else cost
        return await self.enter(account_id, at, gross, code, kind=kind, fee_minor=signed, product=product, fan=fan)

    async def undo(self, batch_id: int) -> int:
        """Take back all that came in with a batch; returns how many lines. Raises NotFound, Conflict."""
        gone = await self._database.write(imports.take_back, batch_id, self._now())
        self._taken_back[batch_id] = gone
        self._tell("ledger")
        return len(gone.entries)

    async def redo(self, batch_id: int) -> ImportBatch:
        """Enter once more what `undo` took back; it is a batch of its own then. Raises Conflict, NotFound."""
        batch = self._taken_back.get(batch_id)
        if batch is None:
            raise NotFound("there is nothing to enter again", item="the import")
        return await self._enter(batch)

    async def batches(self, limit: int = 50) -> tuple[ImportBatch, ...]:
        """What was entered, newest first."""
        return tuple(await self._database.read(imports.listed, limit))

    async def markers(self, scope: Scope) -> tuple[Marker, ...]:
        """Markers of the client and the days of `scope`, oldest first."""
        return tuple(await self._database.read(markers.listed, scope.client_id, scope.start, scope.end))

    async def add_marker(
        self, day: date, kind: MarkerKind, text: str, *, client_id: int | None = None, account_id: int | None = None
    ) -> Marker:
        """Raises BadInput for an empty or long text."""
        words = _marker_text(text)
        made = await self._database.write(markers.add, day, kind, words, client_id, account_id, self._now())
        self._tell("markers")
        return made

    async def edit_marker(self, marker: Marker) -> Marker:
        """Store `marker` as it is now; returns what it was, for undo. Raises BadInput, NotFound."""
        before = await self._database.write(markers.edit, replace(marker, text=_marker_text(marker.text)), self._now())
        self._tell("markers")
        return before

    async def remove_marker(self, marker_id: int) -> Marker:
        """Returns what it was, for `put_back_marker`. Raises NotFound."""
        gone = await self._database.write(markers.remove, marker_id, self._now())
        self._tell("markers")
        return gone

    async def put_back_marker(self, marker: Marker) -> Marker:
        """Undo `remove_marker`; its number is another then."""
        return await self.add_marker(
            marker.day, marker.kind, marker.text, client_id=marker.client_id, account_id=marker.account_id
        )

    async def _enter(self, batch: Batch) -> ImportBatch:
        made = await self._database.write(imports.enter, batch, self._now())
        self._tell("ledger")
        return made

    async def _account(self, account_id: int) -> Account:
        found = next((one for one in await self._accounts.list() if one.id == account_id), None)
        if found is None:
            raise NotFound(f"there is no account {account_id}", item="the account")
        return found

    def _tell(self, what: str) -> None:
        self._bus.publish(MoneyChanged(at=self._now(), what=what))


def _sums(entries: Collection[LedgerEntry]) -> tuple[CurrencySum, ...]:
    found: dict[str, Effect] = {}
    for entry in entries:
        gained = effect(entry)
        if gained is not None:
            before = found.get(entry.currency, Effect(lines=0))
            found[entry.currency] = Effect(*(one + other for one, other in zip(before, gained, strict=True)))
    return tuple(
        CurrencySum(
            currency=currency,
            gross_minor=one.gross_minor,
            fee_minor=one.fee_minor,
            tax_minor=one.tax_minor,
            net_minor=one.net_minor,
        )
        for currency, one in sorted(found.items())
    )


def _written(word: str, currency: str, item: str) -> int:
    """Read with a point first, then with a comma: only one of them can be meant where both are understood."""
    for comma in (False, True):
        found = csv_lines.minor(word, currency, decimal_comma=comma)
        if not isinstance(found, Wrong):
            return found
    raise BadInput("an amount such as 12.50 is wanted", item=item)


def _marker_text(text: str) -> str:
    words = _text(text)
    if not words:
        raise BadInput("a marker needs a few words", item="the marker")
    return words


def _text(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_TEXT:
        raise BadInput(f"that is longer than {LONGEST_TEXT} characters", item="the text")
    return words


def _code(currency: str) -> str:
    code = currency.strip().upper()
    if not is_currency(code):
        raise BadInput("this is no currency of ISO 4217", item=code[:20] or "the currency")
    return code
