"""Clients in words: the rows of their list. Pure; no widgets."""

from collections.abc import Sequence
from datetime import datetime

from ofauto_desktop.domain.clients import ClientStatus, ClientSummary, Earned
from ui.format import UNKNOWN, age, count, money, when, within
from ui.language import tr, tr_n
from ui.models.figure_rows import Cell, Column, Row
from ui.tokens import Tone

TONES = {ClientStatus.ACTIVE: Tone.SUCCESS, ClientStatus.PAUSED: Tone.WARNING, ClientStatus.ENDED: Tone.NEUTRAL}
ICONS = {ClientStatus.ACTIVE: "circle-check", ClientStatus.PAUSED: "circle-pause", ClientStatus.ENDED: "archive"}


def status_word(status: ClientStatus) -> str:
    return {
        ClientStatus.ACTIVE: tr("Active"),
        ClientStatus.PAUSED: tr("Paused"),
        ClientStatus.ENDED: tr("Archived"),
    }[status]


def columns() -> tuple[Column, ...]:
    """What the list shows; the last ones go first where there is no room."""
    return (
        Column(tr("Client"), grow=2),
        Column(tr("Status"), sample=tr("Archived"), drop=3),
        Column(tr("Accounts"), grow=1, drop=2),
        Column(tr("Net, 30 days"), figures=True, sample="$10,000.00"),
        Column(tr("Followers"), figures=True, sample="100,000", drop=4),
        Column(tr("Next post"), sample=tr("Tomorrow, 18:00"), drop=5),
    )


def rows(found: Sequence[ClientSummary], now: datetime, zone: str) -> list[Row]:
    return [_row(one, now, zone) for one in found]


def _row(one: ClientSummary, now: datetime, zone: str) -> Row:
    client, status = one.client, status_word(one.client.status)
    net, due = earned(one.earned), _due(one, now, zone)
    told = accounts(one)
    read = tr("Never read") if one.as_of is None else tr("Read {ago}", ago=age(one.as_of, now))
    return Row(
        cells=(
            Cell(client.name),
            Cell(status, tone="text_muted" if client.status is not ClientStatus.ACTIVE else ""),
            Cell(told, tone="danger" if one.troubled else ""),
            Cell(net, tip=read),
            Cell(count(one.followers), tip=read),
            Cell(due, tone="" if one.next_due else "text_muted"),
        ),
        lead=client.name,
        figure=net,
        caption=told if client.status is ClientStatus.ACTIVE else f"{status} · {told}",
        note=tr_n("{n} follower", "{n} followers", one.followers) if one.followers is not None else "",
        key=client.id,
    )


def accounts(one: ClientSummary) -> str:
    """How many, and how many of them need a person."""
    if not one.accounts:
        return tr("No accounts")
    words = tr_n("{n} account", "{n} accounts", one.accounts)
    if not one.troubled:
        return words
    return f"{words}, {tr_n('{n} needs a login', '{n} need a login', one.troubled)}"


def earned(found: Sequence[Earned]) -> str:
    """Each currency by itself (M2)."""
    if not found:
        return UNKNOWN
    return " + ".join(money(one.minor, one.currency) + ("*" if one.incomplete else "") for one in found)


def _due(one: ClientSummary, now: datetime, zone: str) -> str:
    if one.next_due is None:
        return tr("Nothing planned")
    return within(when(one.next_due, zone, now=now)).capitalize()
