"""money: totals, ledger, payouts, balances, files that are taken in or written, exchange rates."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ofauto_desktop.cli import import_rows, money_rows
from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.cli.verbs.numbers import day, scope_of
from ofauto_desktop.domain.analytics import MoneyBy
from ofauto_desktop.domain.books import CsvTable, DateOrder, Field, ImportForm, LineState
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.members import Standing
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.services import Services

W = TypeVar("W", bound=StrEnum)
_A_PAIR = 2


async def totals(services: Services, given: Namespace) -> Result:
    """By kind, platform, product … and currency; --in adds what they come to in one."""
    to = None if given.currency is None else given.currency.strip().upper()
    found = await services.money.summary(await scope_of(services, given), MoneyBy(given.by), to=to)
    return Result(value=[money_rows.money(row, given.by) for row in found])


async def ledger(services: Services, given: Namespace) -> Result:
    scope = await scope_of(services, given)
    kinds, statuses = _words(LedgerKind, given.kind), _words(LedgerStatus, given.status)
    if not (given.text.strip() or kinds or statuses):
        return Result(value=[money_rows.ledger(row) for row in await services.money.ledger(scope)])
    ids = await services.money.ids(LedgerFilter(scope=scope, text=given.text, kinds=kinds, statuses=statuses))
    found = []
    for at in range(0, len(ids), 500):
        found += [money_rows.ledger(line.row) for line in await services.money.lines(ids[at : at + 500])]
    return Result(value=found)


async def members(services: Services, given: Namespace) -> Result:
    """Who gave the most first."""
    found = await services.money.members(
        await scope_of(services, given),
        text=given.text,
        standings=_words(Standing, given.standing),
        limit=given.limit,
    )
    return Result(value=[money_rows.member(one) for one in found])


async def offers(services: Services, given: Namespace) -> Result:
    return Result(value=[money_rows.offer(one) for one in await services.money.offers(await scope_of(services, given))])


async def licence(services: Services, given: Namespace) -> Result:
    """As it is, or after what was asked for; never its key."""
    account = await services.accounts.find(given.account)
    if given.change is None:
        found = await services.licences.of(account.id, given.sale)
    else:
        found = await services.licences.change(account.id, given.sale, given.change)
    if found is None:
        raise NotFound("this sale has no licence", item=given.sale)
    return Result(value=money_rows.licence(found, account.id))


async def payouts(services: Services, given: Namespace) -> Result:
    return Result(
        value=[money_rows.payout(row) for row in await services.money.payouts(await scope_of(services, given))]
    )


async def balances(services: Services, given: Namespace) -> Result:
    return Result(
        value=[money_rows.balance(row) for row in await services.money.balances(await scope_of(services, given))]
    )


async def rates(services: Services, given: Namespace) -> Result:
    if given.act == "list":
        return await _list_rates(services, given)
    if given.act == "add":
        first, last = day(given.day), day(given.until)
        if first is None:
            raise BadInput("a rate is of a day", item="DAY")
        taken = await services.rates.add(given.currency, given.to, first, given.rate, last)
    elif given.act == "import":
        taken = await services.rates.import_file(Path(given.file))
    else:
        taken = await services.rates.fetch(given.endpoint)
    return Result(value=asdict(taken) | {"first": money_rows.a_day(taken.first), "last": money_rows.a_day(taken.last)})


async def take_in(services: Services, given: Namespace) -> Result:
    """Enter a file's lines, all or none; --dry-run tells what would be, and exits 1 while a line is wrong."""
    account = await services.accounts.find(given.account)
    clients = {one.id: one for one in await services.clients.list()}
    table = await services.books.open_file(Path(given.file))
    form = _form(services.books.guess(table, account, clients[account.client_id].currency), table, given)
    preview = await services.books.preview(table, form)
    if given.dry_run or preview.count(LineState.WRONG):
        value = import_rows.import_preview(table, form, preview)
        return Result(value=value, code=FAILED if preview.count(LineState.WRONG) else 0)
    batch = await services.books.accept(table, form)
    return Result(value=import_rows.import_batch(batch) | {"known": preview.count(LineState.KNOWN)})


async def undo_import(services: Services, given: Namespace) -> Result:
    return Result(value={"id": given.id, "lines": await services.books.undo(given.id)})


async def export_tax(services: Services, given: Namespace) -> Result:
    if getattr(given, "start", None) or getattr(given, "end", None):
        raise BadInput("a tax year has its own first and last day", item="--from and --to")
    accounts = [(await services.accounts.find(word)).id for word in given.account] if "account" in given else []
    clients = await services.clients.list()
    own = sorted({one.currency for one in clients})
    to = (given.currency or (own[0] if len(own) == 1 else "USD")).strip().upper()
    done = await services.tax_export.export(given.year, Path(given.file), account_ids=tuple(accounts), to=to)
    value = {"file": given.file, "year": done.year.name, "from": done.year.start.isoformat()}
    return Result(value=value | {"to": done.year.end.isoformat(), "rows": done.rows, "unconverted": done.unconverted})


def _form(guess: ImportForm, table: CsvTable, given: Namespace) -> ImportForm:
    """What was guessed, with what was said laid over it."""
    columns = dict(guess.columns)
    for word in given.map:
        name, _, column = word.partition("=")
        if name not in set(Field) or not column:
            raise BadInput(f"{word!r} is not FIELD=COLUMN; fields are {', '.join(Field)}", item="--map")
        if column not in table.columns:
            raise BadInput(f"the file has no column {column!r}; it has {', '.join(table.columns)}", item="--map")
        columns[Field(name)] = table.columns.index(column)
    kind = _words(LedgerKind, [given.kind])[0] if given.kind else guess.kind
    return replace(
        guess,
        columns=columns,
        kind=kind,
        currency=(given.currency or guess.currency).strip().upper(),
        dates=DateOrder(given.dates) if given.dates else guess.dates,
    )


async def _list_rates(services: Services, given: Namespace) -> Result:
    if len(given.pair) not in (0, _A_PAIR):
        raise BadInput("give two currencies, or none")
    found = await services.rates.list(*given.pair, limit=max(0, given.limit))
    return Result(value=[money_rows.rate_of(one) for one in found])


def _words(of: type[W], given: Sequence[str]) -> tuple[W, ...]:
    for word in given:
        if word not in set(of):
            raise BadInput(f"{word!r} is none of {', '.join(of)}")
    return tuple(of(word) for word in dict.fromkeys(given))
