"""Money in words: kinds and states of lines, totals with what they were converted by, rows of tables. Pure; no Qt."""

from collections.abc import Sequence
from datetime import date, datetime

from ofauto_desktop.domain.ledger import CurrencySum, Customer, LedgerLineInfo
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.worth import Worth
from ui.format import UNKNOWN, age, clock, count, day_month, money, when
from ui.language import tr
from ui.models.figure_rows import Cell, Column, Row

_GUEST = "guest-"
_GUEST_SHOWN = 6


def kind_words(kind: LedgerKind) -> str:
    return {
        LedgerKind.SALE: tr("Sale"),
        LedgerKind.TIP: tr("Tip"),
        LedgerKind.MESSAGE: tr("Paid message"),
        LedgerKind.POST: tr("Paid post"),
        LedgerKind.STREAM: tr("Stream"),
        LedgerKind.CUSTOM: tr("Custom work"),
        LedgerKind.SUBSCRIPTION: tr("Subscription"),
        LedgerKind.RENEWAL: tr("Renewal"),
        LedgerKind.SHOP: tr("Shop"),
        LedgerKind.COMMISSION: tr("Affiliate's share"),
        LedgerKind.PAYOUT: tr("Payout"),
        LedgerKind.TRANSFER: tr("Transfer"),
        LedgerKind.OTHER: tr("Other"),
    }[kind]


def status_words(status: LedgerStatus) -> str:
    return {
        LedgerStatus.PENDING: tr("Pending"),
        LedgerStatus.SETTLED: tr("Settled"),
        LedgerStatus.REFUNDED: tr("Refunded"),
        LedgerStatus.PARTIALLY_REFUNDED: tr("Partly refunded"),
        LedgerStatus.CHARGEBACK: tr("Chargeback"),
        LedgerStatus.REFUND_PENDING: tr("Refund pending"),
        LedgerStatus.UNKNOWN: tr("Unknown"),
        LedgerStatus.TEST: tr("Test"),
        LedgerStatus.DECLINED: tr("Declined"),
        LedgerStatus.UNVERIFIED: tr("Not confirmed"),
    }[status]


def what_happened(entry: LedgerEntry) -> str:
    """A line in a word or two: what was sold, or what became of a sale."""
    kind = kind_words(entry.kind)
    if entry.parent_id is None or entry.kind is LedgerKind.COMMISSION:
        return kind
    if entry.status is LedgerStatus.CHARGEBACK:
        return tr("Chargeback")
    if entry.status in (LedgerStatus.REFUNDED, LedgerStatus.PARTIALLY_REFUNDED):
        return tr("Refund") if entry.status is LedgerStatus.REFUNDED else tr("Part refund")
    return tr("Won dispute") if entry.gross_minor > 0 else kind


def tone_of(status: LedgerStatus) -> str:
    if status in (LedgerStatus.CHARGEBACK, LedgerStatus.UNKNOWN):
        return "danger"
    if status in (LedgerStatus.REFUNDED, LedgerStatus.PARTIALLY_REFUNDED, LedgerStatus.REFUND_PENDING):
        return "warning"
    return "" if status is LedgerStatus.SETTLED else "text_muted"


def buyer(fan: str | None) -> str:
    """A buyer as people can tell one from another; a guest's mark is long and says nothing."""
    if not fan:
        return UNKNOWN
    return tr("Guest {mark}", mark=fan[len(_GUEST) :][:_GUEST_SHOWN]) if fan.startswith(_GUEST) else fan


LEDGER_COLUMNS = (
    ("at", False, "28 Sep 2026, 00:00", 0, 0),
    ("account", False, "", 1, 5),
    ("kind", False, "Affiliate's share", 0, 4),
    ("product", False, "", 2, 1),
    ("fan", False, "5550321500213", 0, 7),
    ("gross", True, "−$10,000.00", 0, 2),
    ("fee", True, "−$1,000.00", 0, 6),
    ("net", True, "−$10,000.00", 0, 0),
    ("status", False, "Partly refunded", 0, 3),
)


def ledger_columns() -> tuple[Column, ...]:
    titles = {
        "at": tr("When"),
        "account": tr("Account"),
        "kind": tr("Kind"),
        "product": tr("What"),
        "fan": tr("Buyer"),
        "gross": tr("Gross"),
        "fee": tr("Fee"),
        "net": tr("Net"),
        "status": tr("State"),
    }
    return tuple(
        Column(titles[name], figures=figures, sample=sample, grow=grow, drop=drop, sort=name)
        for name, figures, sample, grow, drop in LEDGER_COLUMNS
    )


def ledger_row(line: LedgerLineInfo, zone: str, today: date) -> Row:
    """A line of the ledger; an amount that its platform keeps to itself is unknown, not 0."""
    entry = line.row.entry
    at = moment(entry.at, zone, today)
    gross, fee, net = (amount(entry, value) for value in (entry.gross_minor, entry.fee_minor, entry.net_minor))
    if entry.fee_estimated and not entry.amount_unknown:
        fee = f"~{fee}"
    what, about = what_happened(entry), entry.product_name or kind_words(entry.kind)
    state = status_words(entry.status)
    return Row(
        cells=(
            Cell(at),
            Cell(line.row.account),
            Cell(what),
            Cell(about),
            Cell(buyer(entry.fan), tone="text_muted"),
            Cell(gross),
            Cell(fee, tip=tr("Estimated by the platform's published rates") if entry.fee_estimated else ""),
            Cell(net),
            Cell(state, tone=tone_of(entry.status)),
        ),
        lead=about if about == what else f"{about} · {what}",
        figure=net,
        caption=f"{at} · {line.row.account}",
        note="" if entry.status is LedgerStatus.SETTLED else state,
        key=line.id,
    )


def moment(at: datetime, zone: str, today: date) -> str:
    """When, short enough for a column: without the year while it is this one."""
    wall = to_wall(at, zone)
    said = day_month(wall.date()) if wall.year == today.year else short_day(wall.date())
    return f"{said}, {clock(wall)}"


def amount(entry: LedgerEntry, minor: int) -> str:
    return UNKNOWN if entry.amount_unknown else money(minor, entry.currency)


def sums_words(sums: Sequence[CurrencySum]) -> str:
    """What the lines in sight come to, each currency by itself."""
    return " · ".join(
        tr(
            "{net} net of {gross} gross",
            net=money(one.net_minor, one.currency),
            gross=money(one.gross_minor, one.currency),
        )
        for one in sums
    )


def worth_words(worth: Worth, minor: int | None) -> str:
    """An amount in the reporting currency: marked where it was converted, a dash where a rate is missing."""
    if worth.split is None or minor is None:
        return UNKNOWN
    said = money(minor, worth.currency)
    return f"≈ {said}" if worth.approximate else said


def rates_words(worth: Worth) -> str:
    """What it was converted by, or what is missing for it."""
    if worth.split is None:
        return missing_words(worth)
    if not worth.approximate:
        return ""
    lines = [
        tr(
            "1 {currency} = {rate} {to} on {day}, {source}",
            currency=one.currency,
            rate=format(one.rate, "f"),
            to=worth.currency,
            day=short_day(one.day),
            source=one.source,
        )
        for one in worth.rates
    ]
    return "\n".join([tr("Each line at the rate of its day, for example:"), *lines])


def missing_words(worth: Worth) -> str:
    if not worth.missing:
        return tr("It cannot be converted: no rates are stored.")
    days = ", ".join(f"{currency} {short_day(one)}" for currency, one in worth.missing)
    return tr("No total: a rate is missing for {days}", days=days)


def source_words(as_of: datetime | None, source: str, now: datetime) -> str:
    """Where a number is from and how old it is."""
    if as_of is None:
        return tr("Never read · {source}", source=source) if source else tr("Never read yet")
    return tr("{age}, from {source}", age=age(as_of, now).capitalize(), source=source) if source else age(as_of, now)


def customer_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Buyer"), sample="5550321500213"),
        Column(tr("Account"), grow=1, drop=4),
        Column(tr("Bought"), grow=2, drop=3),
        Column(tr("Times"), figures=True, sample="1,000", drop=5),
        Column(tr("Gross"), figures=True, sample="−$10,000.00", drop=2),
        Column(tr("Net"), figures=True, sample="−$10,000.00"),
        Column(tr("First"), sample="28 Sep 2026", drop=6),
        Column(tr("Last"), sample="28 Sep 2026", drop=1),
    )


def customer_row(one: Customer) -> Row:
    net = money(one.net_minor, one.currency)
    last = short_day(one.last)
    return Row(
        cells=(
            Cell(buyer(one.fan)),
            Cell(one.account),
            Cell(", ".join(one.products) or UNKNOWN),
            Cell(count(one.purchases)),
            Cell(money(one.gross_minor, one.currency)),
            Cell(net),
            Cell(short_day(one.first)),
            Cell(last),
        ),
        lead=buyer(one.fan),
        figure=net,
        caption=", ".join(one.products) or one.account,
        note=tr("last {day}", day=last),
        key=one,
    )


def short_day(of: date) -> str:
    """A day with its year, in as few characters as the person's way of writing has."""
    words = day_month(of)
    return words if str(of.year) in words else f"{words} {of.year}"


def full_moment(at: datetime, zone: str, now: datetime, viewer: str) -> str:
    """When, with the zone where it is not the viewer's."""
    return when(at, zone, now=now, viewer=viewer)
