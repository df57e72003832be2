"""Movements of recurring revenue in words and rows. Pure; no Qt."""

from ofauto_desktop.domain.recurring import Movements
from ofauto_desktop.domain.subscription_report import SubscriptionMonth, SubscriptionReport
from ui.format import count, money, percent
from ui.language import tr, tr_n
from ui.models.figure_rows import Cell, Column, Row
from ui.models.money_period import Step, step_words
from ui.models.money_words import short_day

_SAMPLE = "−$100,000.00"


def why_unknown(report: SubscriptionReport) -> str:
    """Why amounts show a dash; "" where they are known."""
    period = report.period
    if period.missing_rate:
        day = short_day(period.start.date())
        return tr(
            "Amounts are unknown: {currency} has no stored rate for {day}.", currency=period.missing_rate, day=day
        )
    if period.unknown_prices:
        return tr_n(
            "Amounts are unknown: of {n} fan it is not told what is paid, or for how long.",
            "Amounts are unknown: of {n} fans it is not told what is paid, or for how long.",
            period.unknown_prices,
        )
    return ""


def rate_words(period: Movements) -> str:
    """How a churn rate comes about, with its interval where few were there."""
    if not period.active_start:
        return tr("Nobody was there at the start")
    words = tr("{n} of {of}", n=count(period.lost), of=count(period.active_start))
    interval = period.churn_interval
    if interval is None:
        return words
    low, high = percent(interval.low), percent(interval.high)
    return tr("{words}: between {low} and {high}", words=words, low=low, high=high)


def movement_lines(report: SubscriptionReport) -> list[tuple[str, str, str, bool]]:
    """From the start to the end, line by line, to the cent."""
    period, currency = report.period, report.currency

    def signed(minor: int | None, sign: str) -> str:
        said = money(minor, currency)
        return said if minor in (None, 0) else f"{sign}{said}"

    return [
        (tr("At the start"), money(period.mrr_start, currency), "", False),
        (_fans(tr("New"), period.new_fans), signed(period.new, "+"), "", False),
        (_fans(tr("Reactivated"), period.reactivated_fans), signed(period.reactivation, "+"), "", False),
        (tr("Expansion"), signed(period.expansion, "+"), "", False),
        (tr("Contraction"), signed(period.contraction, "−"), "", False),
        (_fans(tr("Churned"), period.churned_fans), signed(period.churn, "−"), "", False),
        (tr("At the end"), money(period.mrr_end, currency), "", True),
    ]


def _fans(words: str, many: int) -> str:
    return f"{words} · {count(many)}" if many else words


def month_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Month"), sample=tr("September 2026"), grow=1),
        Column(tr("Active"), figures=True, sample="10,000", drop=1),
        Column(tr("New"), figures=True, sample="1,000", drop=4),
        Column(tr("Renewed"), figures=True, sample="1,000", drop=6),
        Column(tr("Back"), figures=True, sample="1,000", drop=7, tip=tr("Reactivated: they had left before")),
        Column(tr("Churned"), figures=True, sample="1,000", drop=3),
        Column(tr("Churn"), figures=True, sample="100.0 %", drop=2),
        Column(tr("+ New"), figures=True, sample=_SAMPLE, drop=8),
        Column(tr("+ Back"), figures=True, sample=_SAMPLE, drop=11),
        Column(tr("+ More"), figures=True, sample=_SAMPLE, drop=9, tip=tr("Expansion: fans who pay more than before")),
        Column(
            tr("− Less"), figures=True, sample=_SAMPLE, drop=12, tip=tr("Contraction: fans who pay less than before")
        ),
        Column(tr("− Churn"), figures=True, sample=_SAMPLE, drop=10),
        Column(tr("At the end"), figures=True, sample=_SAMPLE),
    )


def month_rows(report: SubscriptionReport) -> tuple[Row, ...]:
    return tuple(_row(one, report.currency) for one in report.months)


def _row(one: SubscriptionMonth, currency: str) -> Row:
    moved = one.moved
    name = step_words(Step.MONTH, one.month)
    title = tr("{month}, so far", month=name) if one.running else name
    end = money(moved.mrr_end, currency)
    churn = percent(moved.churn_rate)
    return Row(
        cells=(
            Cell(title),
            Cell(count(moved.active_end)),
            Cell(count(moved.new_fans)),
            Cell(count(moved.renewed)),
            Cell(count(moved.reactivated_fans)),
            Cell(count(moved.churned_fans)),
            Cell(churn, tip=rate_words(moved)),
            Cell(money(moved.new, currency)),
            Cell(money(moved.reactivation, currency)),
            Cell(money(moved.expansion, currency)),
            Cell(money(moved.contraction, currency)),
            Cell(money(moved.churn, currency)),
            Cell(end),
        ),
        lead=title,
        figure=end,
        caption=tr(
            "{active} active · {new} new · {gone} churned",
            active=count(moved.active_end),
            new=count(moved.new_fans),
            gone=count(moved.churned_fans),
        ),
        note=churn,
        key=one.month,
    )
