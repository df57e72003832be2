"""How a proxy stands, in words: its state with a tone, one look at it, and a row of looks as a chart."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ofauto_desktop.domain.proxies import ProxyCheck, ProxyClass, ProxyStanding, Speed
from ofauto_desktop.domain.requests import BudgetLeft, RequestNote
from ofauto_desktop.domain.schedule import to_wall
from ui.format import age, clock, count, day_month, percent, when, within
from ui.language import Words, known, mark, tr, tr_n
from ui.models.charting import ChartMark, Series, Steps
from ui.models.figure_rows import Cell, Column, Row
from ui.tokens import Tone

_SPEEDS = Words({Speed.GOOD: mark("Works"), Speed.SLOW: mark("Works, slowly"), Speed.BAD: mark("Works, very slowly")})
_CLASSES = Words(
    {
        ProxyClass.OK: mark("Works"),
        ProxyClass.TARGET: mark("Works, but the site refuses it"),
        ProxyClass.AUTH: mark("Refuses the login"),
        ProxyClass.SOURCE_IP: mark("Refuses this computer"),
        ProxyClass.CONFIG: mark("Has no such exit"),
        ProxyClass.KYC: mark("Wants a verified company"),
        ProxyClass.POLICY: mark("Refuses by its rules"),
        ProxyClass.PEER: mark("Its exit is gone"),
        ProxyClass.PEER_TIMEOUT: mark("Does not answer in time"),
        ProxyClass.RATE: mark("Asks to wait"),
        ProxyClass.CLIENT: mark("Was too slow"),
        ProxyClass.LIMIT: mark("Is used up"),
        ProxyClass.UNREACHABLE: mark("Cannot be reached"),
        ProxyClass.NETWORK: mark("No network here"),
        ProxyClass.TLS: mark("Opens what is sent"),
        ProxyClass.EXIT: mark("Comes out elsewhere"),
    }
)
# So many looks are drawn; an hour has six.
DRAWN = 96


def state(standing: ProxyStanding) -> tuple[str, Tone]:
    """In two or three words, for a badge."""
    last = standing.last
    if not standing.shown:
        return tr("Cannot be read"), Tone.DANGER
    if standing.goes_direct:
        return tr("Goes without it"), Tone.WARNING
    if last is None:
        return tr("Not checked yet"), Tone.NEUTRAL
    if last.verdict is ProxyClass.OK and last.speed is not None:
        return _SPEEDS[last.speed], Tone.SUCCESS if last.speed is Speed.GOOD else Tone.WARNING
    if last.alive:
        return _CLASSES[last.verdict], Tone.SUCCESS if last.verdict is ProxyClass.OK else Tone.WARNING
    return _CLASSES[last.verdict], Tone.DANGER


def facts(standing: ProxyStanding, zone: str, now: datetime) -> list[str]:
    """What else is known, a sentence each."""
    told = []
    last = standing.last
    if last is not None:
        told.append(_looked(last, now))
        if last.reason:
            told.append(_sentence(known(last.reason)))
    if standing.resting_until is not None and standing.resting_until > now:
        until = within(when(standing.resting_until, zone, now=now))
        told.append(tr("The account rests and tries again {when}", when=until))
    if standing.country and standing.country.isalpha():
        told.append(tr("It is to come out in {country}", country=standing.country))
    if last is not None and last.country and standing.home and last.country != standing.home:
        told.append(
            tr(
                "The account's time zone lies in {home}, its proxy comes out in {country}: its platform may wonder",
                home=standing.home,
                country=last.country,
            )
        )
    if standing.success is not None:
        checks = len(standing.checks)
        told.append(
            tr_n("{share} of {n} check worked", "{share} of {n} checks worked", checks, share=percent(standing.success))
        )
    return told


def breakable(address: str) -> str:
    """An address that may go on in a new line after each of its parts: it has no white space."""
    return re.sub(r"([-@_.:])(?=[\w*])", "\\1\u200b", address)


def latencies(standing: ProxyStanding, zone: str) -> tuple[list[Series], Steps, list[ChartMark]]:
    """The last looks as a chart, each a step of the same width; a look that failed is a gap that says why.

    A chart's steps are named by days; here each look has one of its own, counted from the first day there is.
    """
    checks = standing.checks[-DRAWN:]
    places = {date.min + timedelta(days=at): one for at, one in enumerate(checks)}
    points = tuple((at, None if one.latency_ms is None else float(one.latency_ms)) for at, one in places.items())
    steps = Steps(
        tuple(places),
        words=lambda at: when(places[at].checked_at, zone),
        short=lambda at, leading: _short(places[at].checked_at, zone, leading=leading),
    )
    marks = [
        ChartMark(at, _sentence(known(one.reason)) or _CLASSES[one.verdict], "gap")
        for at, one in places.items()
        if not one.alive
    ]
    return [Series(tr("Latency"), points)], steps, marks


def milliseconds(value: float) -> str:
    """As the chart writes it."""
    return tr("{n} ms", n=count(round(value)))


def request_columns() -> tuple[Column, ...]:
    return (
        Column(tr("When"), sample="00:00:00"),
        Column(tr("Request"), grow=1),
        Column(tr("Answer"), figures=True, sample="000"),
        Column(tr("Took"), figures=True, sample="00.000 ms"),
    )


def request_rows(requests: Sequence[RequestNote], zone: str) -> list[Row]:
    """Newest first: method and masked route, status, time."""
    return [_request(one, zone) for one in reversed(requests)]


def budget(one: BudgetLeft, zone: str, now: datetime) -> tuple[str, Tone]:
    """What is left of a limit: “posts: 12 of 100 left until 18:00”. Once its window is over, all of it is there again."""
    words = {"name": one.name.replace("_", " "), "left": count(one.remaining), "limit": count(one.limit)}
    if one.is_over(now):
        return tr("{name}: all {limit} are there again", name=words["name"], limit=words["limit"]), Tone.NEUTRAL
    tone = Tone.DANGER if one.remaining <= 0 else Tone.WARNING if one.is_low else Tone.SUCCESS
    if one.resets_at is None:
        return tr("{name}: {left} of {limit} left", **words), tone
    until = within(when(one.resets_at, zone, now=now))
    return tr("{name}: {left} of {limit} left until {when}", **words, when=until), tone


def _request(one: RequestNote, zone: str) -> Row:
    at = clock(to_wall(one.at, zone), seconds=True)
    answer = str(one.status) if one.status is not None else tr("none")
    failed = one.error is not None or (one.status or 500) >= 400
    took, asked = milliseconds(one.milliseconds), f"{one.method} {one.route}"
    cells = (Cell(at), Cell(asked, tip=asked), Cell(answer, tone="danger" if failed else ""), Cell(took))
    note = one.error.replace("_", " ") if one.error else ""
    return Row(cells=cells, lead=asked, figure=answer, caption=at, note=note or took)


def _looked(last: ProxyCheck, now: datetime) -> str:
    parts = [tr("Checked {age}", age=age(last.checked_at, now))]
    if last.latency_ms is not None:
        parts.append(milliseconds(last.latency_ms))
    if last.country:
        parts.append(tr("comes out in {country}", country=last.country))
    if last.exit_ip:
        parts.append(last.exit_ip)
    if last.code:
        parts.append(last.code)
    return " · ".join(parts)


def _short(at: datetime, zone: str, *, leading: bool) -> str:
    wall = to_wall(at, zone)
    return f"{day_month(wall.date())}, {clock(wall)}" if leading else clock(wall)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
