"""Rows of the breakdown: every amount of M5 in its own column, and what it comes to. Pure; no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ofauto_desktop.domain.analytics import MoneyBy, MoneyRow
from ofauto_desktop.domain.money import LedgerKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.revenue import total
from ofauto_desktop.domain.worth import Split
from ui.format import UNKNOWN, count, money, percent
from ui.language import tr, tr_n
from ui.models.figure_rows import Cell, Column, Row
from ui.models.money_period import Step, step_words
from ui.models.money_words import buyer, kind_words, rates_words, worth_words
from ui.models.offer_words import Codes, offer_cells, offer_columns, unused_row

GROUPS = (
    MoneyBy.PLATFORM,
    MoneyBy.ACCOUNT,
    MoneyBy.CLIENT,
    MoneyBy.PRODUCT,
    MoneyBy.FAN,
    MoneyBy.OFFER,
    MoneyBy.KIND,
    MoneyBy.MONTH,
    MoneyBy.WEEK,
    MoneyBy.DAY,
)
_IN_TIME = frozenset({MoneyBy.DAY, MoneyBy.WEEK, MoneyBy.MONTH})
# More rows than anybody reads; the rest stands in one row, so that the table still adds up.
MOST = 500
_SAMPLE = "−$100,000.00"


@dataclass(frozen=True, slots=True)
class Offered:
    """The offer codes that accounts have, as seen at `now` (aware UTC)."""

    codes: Codes
    now: datetime


def group_words(by: MoneyBy) -> str:
    return {
        MoneyBy.PLATFORM: tr("platform"),
        MoneyBy.ACCOUNT: tr("account"),
        MoneyBy.CLIENT: tr("client"),
        MoneyBy.PRODUCT: tr("product"),
        MoneyBy.FAN: tr("buyer"),
        MoneyBy.OFFER: tr("offer code"),
        MoneyBy.KIND: tr("kind"),
        MoneyBy.MONTH: tr("month"),
        MoneyBy.WEEK: tr("week"),
        MoneyBy.DAY: tr("day"),
    }[by]


def breakdown_columns(by: MoneyBy, currency: str, *, foreign: bool) -> tuple[Column, ...]:
    """`foreign`: with what each row comes to in `currency`. The refund rate is known by month alone (M6)."""
    words = group_words(by)
    columns = [
        Column(words[:1].upper() + words[1:], grow=1),
        Column(tr("Sales"), figures=True, sample="10,000", drop=7),
        Column(tr("Gross"), figures=True, sample=_SAMPLE, drop=1),
        Column(
            tr("Fees"), figures=True, sample=_SAMPLE, drop=2, tip=tr("What the platforms take, affiliates included")
        ),
        Column(tr("Refunds"), figures=True, sample=_SAMPLE, drop=3),
        Column(tr("Chargebacks"), figures=True, sample="−$1,000.00", drop=4),
        Column(tr("Fees back"), figures=True, sample="−$1,000.00", drop=5, tip=tr("Given back with refunds")),
        Column(
            tr("Tax"), figures=True, sample="$1,000.00", drop=9, tip=tr("Collected by the platform; in no other column")
        ),
        Column(
            tr("Take"), figures=True, sample="100.0 %", drop=8, tip=tr("What the platforms really keep of the gross")
        ),
        Column(tr("Net"), figures=True, sample=_SAMPLE),
    ]
    if by is MoneyBy.MONTH:
        tip = tr("Refunded of the sales made in the month; known once it is 60 days old")
        columns.insert(9, Column(tr("Refund rate"), figures=True, sample="100.0 %", drop=6, tip=tip))
        tip = tr("Charges that were declined, and what they asked for; in no other column")
        columns.insert(10, Column(tr("Declined"), figures=True, sample="100 · $10,000.00", drop=5, tip=tip))
    if by is MoneyBy.OFFER:
        columns[1:1] = offer_columns()
    if foreign:
        columns.append(Column(tr("In {currency}", currency=currency), figures=True, sample=f"≈ {_SAMPLE}", drop=2))
    return tuple(columns)


def breakdown_rows(
    found: Sequence[MoneyRow],
    by: MoneyBy,
    currency: str,
    accounts: Mapping[int, str],
    offered: Offered | None = None,
) -> tuple[Row, ...]:
    """The rows, what brought the most first, days the newest first; then what is left of them, and the sums.

    `offered`: the codes of the accounts where it is broken down by them; those that nobody used stand last.
    """
    foreign = any(row.currency != currency for row in found)
    ordered = sorted(found, key=lambda row: row.key, reverse=True) if by in _IN_TIME else _by_worth(found)
    rows = [_row(row, by, currency, accounts, _extra(row, by, offered), foreign=foreign) for row in ordered[:MOST]]
    rest = ordered[MOST:]
    if rest:
        title = tr_n("{n} more", "{n} more", len(rest))
        rows += _sums(rest, title, currency, by, foreign=foreign)
    if len(found) > 1:
        rows += _sums(found, tr("Total"), currency, by, foreign=foreign)
    if offered is not None:
        rows += _unused(found, by, currency, offered, foreign=foreign)
    return tuple(rows)


def _extra(row: MoneyRow, by: MoneyBy, offered: Offered | None) -> list[Cell]:
    """What only this grouping tells of a row."""
    if by is MoneyBy.MONTH:
        return [Cell(words, tone="text_muted") for words in (percent(row.refund_rate), _declined([row]))]
    if by is MoneyBy.OFFER:
        codes = offered.codes.get((row.account_id or 0, row.label), ()) if offered else ()
        return offer_cells(codes, offered.now) if offered else [Cell(""), Cell("")]
    return []


def _unused(found: Sequence[MoneyRow], by: MoneyBy, currency: str, offered: Offered, *, foreign: bool) -> list[Row]:
    """The codes that nobody bought with in these days."""
    used = {(row.account_id, row.label) for row in found}
    width = len(breakdown_columns(by, currency, foreign=foreign))
    left = [offers for code, offers in offered.codes.items() if code not in used]
    return [unused_row(offers, width, offered.now) for offers in left[:MOST]]


def _by_worth(found: Sequence[MoneyRow]) -> list[MoneyRow]:
    """By what they come to; what cannot be converted stands last, by its own amount."""

    def key(row: MoneyRow) -> tuple[bool, int]:
        split = None if row.worth is None else row.worth.split
        return split is None, -(row.net_minor if split is None else split.net_minor)

    return sorted(found, key=key)


def _row(
    row: MoneyRow, by: MoneyBy, currency: str, accounts: Mapping[int, str], extra: Sequence[Cell], *, foreign: bool
) -> Row:
    name = label_of(row, by)
    whose = (
        accounts.get(row.account_id or 0, row.account) if by in (MoneyBy.PRODUCT, MoneyBy.FAN, MoneyBy.OFFER) else ""
    )
    cells = _cells(name, row.sales, row.split, row.currency, by, extra)
    tip = tr("Some of it could not be read, or is not told") if row.incomplete else ""
    if tip:
        cells[0] = Cell(f"{name} *", tip=tip)
    worth = worth_words(row.worth, row.worth.split.net_minor if row.worth.split else None) if row.worth else UNKNOWN
    if foreign:
        cells.append(Cell(worth, tip=rates_words(row.worth) if row.worth else ""))
    net = money(row.net_minor, row.currency)
    gross = tr("{gross} gross", gross=money(row.gross_minor, row.currency))
    discount = extra[0].text if by is MoneyBy.OFFER else ""
    return Row(
        cells=tuple(cells),
        lead=name,
        figure=net,
        caption=" · ".join(part for part in (whose, discount, gross) if part),
        note=worth if foreign and row.currency != currency else "",
        key=row,
    )


def _cells(name: str, sales: int, split: Split, currency: str, by: MoneyBy, extra: Sequence[Cell]) -> list[Cell]:
    cells = [
        Cell(name),
        Cell(count(sales)),
        Cell(money(split.gross_minor, currency)),
        Cell(money(-split.fee_minor, currency)),
        Cell(money(-split.refunds_minor, currency)),
        Cell(money(-split.chargebacks_minor, currency)),
        Cell(money(split.fees_returned_minor, currency)),
        Cell(money(split.tax_minor, currency), tone="text_muted"),
        Cell(percent(split.take_rate), tone="text_muted"),
        Cell(money(split.net_minor, currency)),
    ]
    at = 1 if by is MoneyBy.OFFER else 9  # as the columns
    cells[at:at] = extra
    return cells


def _declined(rows: Sequence[MoneyRow]) -> str:
    """How many charges of one currency's rows were declined, and what they asked for."""
    told = [row for row in rows if row.declined is not None]
    if not told:
        return UNKNOWN
    many = sum(row.declined or 0 for row in told)
    return f"{count(many)} · {money(sum(row.declined_minor for row in told), told[0].currency)}" if many else count(0)


def _sums(found: Sequence[MoneyRow], title: str, currency: str, by: MoneyBy, *, foreign: bool) -> list[Row]:
    """One row for each currency: they are never added unconverted (M2). The first tells what all of it comes to."""
    whole = total(found, currency)
    sales: dict[str, int] = {}
    for row in found:
        sales[row.currency] = sales.get(row.currency, 0) + row.sales
    rows = []
    for number, (own, split) in enumerate(whole.by_currency):
        name = title if len(whole.by_currency) == 1 else f"{title} ({own})"
        extra = [Cell(""), Cell("")] if by is MoneyBy.OFFER else []
        if by is MoneyBy.MONTH:
            declined = _declined([row for row in found if row.currency == own])
            extra = [Cell(""), Cell(declined, tone="text_muted")]
        cells = _cells(name, sales[own], split, own, by, extra)
        worth = worth_words(whole.worth, whole.worth.split.net_minor if whole.worth.split else None)
        if foreign:
            cells.append(Cell(worth if number == 0 else "", tip=rates_words(whole.worth)))
        rows.append(
            Row(
                cells=tuple(cells),
                lead=name,
                figure=money(split.net_minor, own),
                caption=tr("{gross} gross", gross=money(split.gross_minor, own)),
                note=worth if foreign and number == 0 else "",
                strong=True,
            )
        )
    return rows


def label_of(row: MoneyRow, by: MoneyBy) -> str:
    """What people call the group."""
    if by is MoneyBy.PLATFORM:
        return PlatformId(row.key).label
    if by is MoneyBy.KIND:
        return kind_words(LedgerKind(row.key))
    if by is MoneyBy.FAN:
        return buyer(row.label) if row.label else tr("Not known")
    if by is MoneyBy.OFFER:
        return row.label or tr("Without a code")
    if by in _IN_TIME:
        start = date.fromisoformat(f"{row.key}-01" if by is MoneyBy.MONTH else row.key)
        return step_words(Step(by.value), start)
    return row.label or tr("No name")
