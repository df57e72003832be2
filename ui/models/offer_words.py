"""Offer codes in words: what they take off and how often they were used. Pure; no Qt."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ofauto_desktop.domain.offers import OfferInfo
from ui.format import UNKNOWN, count, money, percent
from ui.language import tr
from ui.models.figure_rows import Cell, Column, Row
from ui.models.money_words import source_words

Codes = Mapping[tuple[int, str], Sequence[OfferInfo]]
"""The offers of each account's code; several may be called the same, for other products."""


def by_code(offers: Sequence[OfferInfo]) -> Codes:
    found: dict[tuple[int, str], list[OfferInfo]] = {}
    for one in offers:
        found.setdefault((one.account_id, one.offer.code), []).append(one)
    return found


def offer_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Discount"), sample="100 %", drop=3, tip=tr("What the code takes off now")),
        Column(
            tr("Used"), figures=True, sample=tr("{n} of {most}", n="100", most="100"), drop=3, tip=tr("Of all time")
        ),
    )


def offer_cells(offers: Sequence[OfferInfo], now: datetime) -> list[Cell]:
    """Discount and uses of one code; blank for what no list of codes names, such as one that was deleted."""
    tip = "\n".join(_tip(one, now) for one in offers)
    return [Cell(_discounts(offers), tip=tip), Cell(_used(offers), tip=tip)]


def unused_row(offers: Sequence[OfferInfo], width: int, now: datetime) -> Row:
    """A code without a sale in these days; the table has `width` columns, of which amounts stay blank."""
    first = offers[0]
    cells = [Cell(first.offer.code), *offer_cells(offers, now), Cell(count(0))]
    used = tr("used {uses}", uses=_used(offers))
    return Row(
        cells=(*cells, *(Cell("") for _ in range(width - len(cells)))),
        lead=first.offer.code,
        figure=tr("not used in these days"),
        caption=" · ".join((first.account, _discounts(offers), used)),
    )


def discount_words(one: OfferInfo) -> str:
    """What it takes off; unknown where the currency of an amount is."""
    offer = one.offer
    if offer.percent is not None:
        return percent(offer.percent / 100)
    if offer.amount_minor is None or offer.currency is None:
        return UNKNOWN
    return money(offer.amount_minor, offer.currency)


def _discounts(offers: Sequence[OfferInfo]) -> str:
    return " · ".join(dict.fromkeys(discount_words(one) for one in offers))


def _used(offers: Sequence[OfferInfo]) -> str:
    return " · ".join(_uses(one) for one in offers)


def _uses(one: OfferInfo) -> str:
    uses = UNKNOWN if one.offer.uses is None else count(one.offer.uses)
    return uses if one.offer.most_uses is None else tr("{n} of {most}", n=uses, most=count(one.offer.most_uses))


def _tip(one: OfferInfo, now: datetime) -> str:
    products = tr("All products") if one.offer.universal else ", ".join(one.products)
    return f"{discount_words(one)}: {products}. {source_words(one.as_of, one.offer.source, now)}"
