"""Members in words: a row each, and what their standing is called. Pure; no Qt."""

from datetime import datetime

from ofauto_desktop.domain.members import Member, Standing
from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.schedule import to_wall
from ui.format import UNKNOWN, money
from ui.language import Words, mark, tr
from ui.models.figure_rows import Cell, Column, Row
from ui.models.money_words import buyer, short_day, status_words, tone_of

STANDINGS = Words(
    {
        Standing.PAYS: mark("Pays"),
        Standing.TRIAL: mark("On trial"),
        Standing.GIFT: mark("Was given it"),
        Standing.FREE: mark("Free"),
        Standing.DECLINED: mark("Payment declined"),
        Standing.LEAVING: mark("Leaves"),
        Standing.LEFT: mark("Left"),
    }
)
_TONES = {Standing.DECLINED: "danger", Standing.LEAVING: "warning", Standing.LEFT: "text_muted"}


def member_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Member"), sample="0b2f6c1e-7d53-4f2e", grow=1),
        Column(tr("Account"), grow=1, drop=5),
        Column(tr("Tier"), grow=1, drop=3),
        Column(tr("Standing"), sample=tr("Payment declined"), drop=2),
        Column(tr("Since"), sample="28 Sep 2026", drop=6),
        Column(
            tr("Lifetime"), figures=True, sample="−$10,000.00", tip=tr("All payments less what went back, before fees")
        ),
        Column(tr("Last charge"), sample="28 Sep 2026", drop=1),
        Column(tr("It ended"), sample=tr("Partly refunded"), drop=4),
    )


def member_row(one: Member, zone: str) -> Row:
    lifetime = (
        UNKNOWN if one.lifetime_minor is None or one.currency is None else money(one.lifetime_minor, one.currency)
    )
    charged = _day(one.last_charge_at, zone)
    standing, tier = STANDINGS[one.standing], one.tier or UNKNOWN
    return Row(
        cells=(
            Cell(buyer(one.fan)),
            Cell(one.account),
            Cell(tier),
            Cell(standing, tone=_TONES.get(one.standing, "")),
            Cell(_day(one.since, zone)),
            Cell(lifetime),
            Cell(charged),
            Cell(_ended(one.last_charge), tone="" if one.last_charge is None else tone_of(one.last_charge)),
        ),
        lead=buyer(one.fan),
        figure=lifetime,
        caption=f"{tier} · {standing}",
        note=tr("last charge {day}", day=charged) if one.last_charge_at else "",
        key=one,
    )


def _day(at: datetime | None, zone: str) -> str:
    return UNKNOWN if at is None else short_day(to_wall(at, zone).date())


def _ended(status: LedgerStatus | None) -> str:
    if status is None:
        return UNKNOWN
    return tr("Paid") if status is LedgerStatus.SETTLED else status_words(status)
