"""The ledger for a table: the ids of what is asked for, in order, then windows of lines by id."""

from array import array
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import LedgerRow, Scope
from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.ledger import CurrencySum, LedgerFilter, LedgerLineInfo, LedgerSort, Origin
from storage import scopes
from storage.earnings import entry_of, within
from storage.effects import effects, is_revenue
from storage.models import LedgerLine, Platform
from storage.scopes import Counted

_COLUMNS = {
    LedgerSort.AT: LedgerLine.at,
    LedgerSort.ACCOUNT: func.lower(Platform.name),
    LedgerSort.KIND: LedgerLine.kind,
    LedgerSort.PRODUCT: func.lower(func.coalesce(LedgerLine.product_name, LedgerLine.product, "")),
    LedgerSort.FAN: func.coalesce(LedgerLine.fan, ""),
    LedgerSort.GROSS: LedgerLine.gross_minor,
    LedgerSort.FEE: LedgerLine.fee_minor,
    LedgerSort.TAX: LedgerLine.tax_minor,
    LedgerSort.NET: LedgerLine.net_minor,
    LedgerSort.STATUS: LedgerLine.status,
}
_SUMMED = ("gross_minor", "fee_minor", "tax_minor", "net_minor")


def sums(session: Session, asked: LedgerFilter) -> list[CurrencySum]:
    """What the lines that `asked` takes come to, of those that are revenue; each currency by itself."""
    return _sums(session, _chosen(session, asked))


def ordered(session: Session, asked: LedgerFilter, sort: LedgerSort, *, descending: bool) -> "array[int]":
    """The ids of the lines that `asked` takes, in their order."""
    chosen = _chosen(session, asked)
    query = select(LedgerLine.id).where(chosen)
    if sort is LedgerSort.ACCOUNT:
        query = query.join(Platform, Platform.id == LedgerLine.platform_id)
    column = _COLUMNS[sort]
    newest = (LedgerLine.at.desc(), LedgerLine.id.desc())
    if sort is not LedgerSort.AT:
        query = query.order_by(column.desc() if descending else column.asc(), *newest)
    else:
        query = query.order_by(*newest) if descending else query.order_by(LedgerLine.at.asc(), LedgerLine.id.asc())
    return array("q", session.scalars(query))


def lines(session: Session, ids: Sequence[int]) -> list[LedgerLineInfo]:
    """The lines of these ids, in their order; one that is gone meanwhile is left out."""
    found = {row.id: row for row in session.scalars(select(LedgerLine).where(LedgerLine.id.in_(ids)))}
    accounts = _accounts(session)
    return [_info(found[one], accounts) for one in ids if one in found]


def line(session: Session, line_id: int) -> LedgerLineInfo:
    """One line with its sale, and what became of it. Raises NotFound."""
    row = session.get(LedgerLine, line_id)
    if row is None:
        raise NotFound("this line is no longer in the ledger", item="the line")
    accounts = _accounts(session)
    sale = None if row.parent_id is None else _by_remote_id(session, row.platform_id, row.parent_id)
    about = row if sale is None else sale
    undone = session.scalars(
        select(LedgerLine)
        .where(
            LedgerLine.platform_id == row.platform_id,
            LedgerLine.parent_id == about.remote_id,
            LedgerLine.id != row.id,
        )
        .order_by(LedgerLine.at)
    )
    return _info(
        row,
        accounts,
        sale=None if sale is None else _info(sale, accounts),
        undone_by=tuple(_info(one, accounts) for one in undone),
    )


def first_at(session: Session, scope: Scope) -> datetime | None:
    """When the ledger of `scope` begins (aware UTC)."""
    chosen = within(LedgerLine, scopes.accounts(session, scope), scope)
    return session.scalar(select(LedgerLine.at).where(chosen).order_by(LedgerLine.at).limit(1))


def currencies(session: Session, scope: Scope) -> list[str]:
    """The currencies that lines of `scope` are in; the most used first."""
    chosen = within(LedgerLine, scopes.accounts(session, scope), scope)
    query = select(LedgerLine.currency).where(chosen).group_by(LedgerLine.currency).order_by(func.count().desc())
    return list(session.scalars(query))


def _chosen(session: Session, asked: LedgerFilter) -> ColumnElement[bool]:
    counted = scopes.accounts(session, asked.scope)
    scope = asked.scope
    everything = not scope.account_ids and scope.client_id is None and scope.start is None and scope.end is None
    # All of it is read along the index of time; naming every account would lead past it.
    chosen = true() if everything else within(LedgerLine, counted, scope)
    if asked.kinds:
        chosen &= LedgerLine.kind.in_(asked.kinds)
    if asked.statuses:
        chosen &= LedgerLine.status.in_(asked.statuses)
    if asked.currency:
        chosen &= LedgerLine.currency == asked.currency
    if asked.product:
        chosen &= func.coalesce(LedgerLine.product, LedgerLine.product_name) == asked.product
    if asked.fan:
        chosen &= LedgerLine.fan == asked.fan
    if asked.offer:
        chosen &= LedgerLine.offer == asked.offer
    if asked.batch_id is not None:
        chosen &= LedgerLine.batch_id == asked.batch_id
    if asked.origin is not Origin.ALL:
        entered = LedgerLine.batch_id.is_not(None)
        chosen &= entered if asked.origin is Origin.ENTERED else ~entered
    for word in asked.text.split():
        chosen &= _holds(word, counted)
    return chosen


def _holds(word: str, counted: Sequence[Counted]) -> ColumnElement[bool]:
    named = [one.id for one in counted if word.casefold() in one.name.casefold()]
    found: ColumnElement[bool] = or_(
        LedgerLine.product_name.contains(word, autoescape=True),
        LedgerLine.fan.contains(word, autoescape=True),
        LedgerLine.remote_id.contains(word, autoescape=True),
    )
    return found | LedgerLine.platform_id.in_(named) if named else found


def _sums(session: Session, chosen: ColumnElement[bool]) -> list[CurrencySum]:
    found = effects()
    query = (
        select(LedgerLine.currency, *(func.sum(found[name]) for name in _SUMMED))
        .where(chosen, is_revenue())
        .group_by(LedgerLine.currency)
        .order_by(LedgerLine.currency)
    )
    return [CurrencySum(currency=row[0], **dict(zip(_SUMMED, row[1:], strict=True))) for row in session.execute(query)]


def _by_remote_id(session: Session, account_id: int, remote_id: str) -> LedgerLine | None:
    return session.scalar(
        select(LedgerLine).where(LedgerLine.platform_id == account_id, LedgerLine.remote_id == remote_id)
    )


def _accounts(session: Session) -> dict[int, Counted]:
    return {one.id: one for one in scopes.accounts(session, Scope())}


def _info(
    row: LedgerLine,
    accounts: dict[int, Counted],
    *,
    sale: LedgerLineInfo | None = None,
    undone_by: tuple[LedgerLineInfo, ...] = (),
) -> LedgerLineInfo:
    account = accounts[row.platform_id]
    return LedgerLineInfo(
        id=row.id,
        row=LedgerRow(account_id=account.id, account=account.name, entry=entry_of(row), as_of=row.as_of),
        batch_id=row.batch_id,
        zone=account.zone,
        sale=sale,
        undone_by=undone_by,
    )
