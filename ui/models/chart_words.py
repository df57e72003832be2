"""What a chart says of a day: to eyes beside its cursor, to ears by a screen reader. Pure; no Qt."""

from dataclasses import dataclass
from datetime import date, timedelta

from ui.format import day
from ui.language import tr
from ui.models.charting import Content


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a read-out: the value of a series, or of the period before it (`ghost`)."""

    index: int
    name: str
    value: str
    ghost: bool = False


def full_day(value: date) -> str:
    """A day with its year, as read-outs and tables write it."""
    return f"{day(value)} {value.year}"


def said_day(content: Content, at: int) -> str:
    """The day at a place, or the week or month that stands there."""
    found = content.day(at)
    return full_day(found) if content.steps is None else content.steps.words(found)


def read_out(content: Content, shown: tuple[int, ...], at: int, *, ghosts: bool) -> list[Said]:
    """The values of a day, series by series."""
    found: list[Said] = []
    for index in shown:
        line = content.lines[index]
        found.append(Said(index, line.name, content.said(line.values[at])))
        ghost = content.ghosts[index] if ghosts else None
        if ghost is not None:
            then = full_day(content.day(at) - timedelta(days=ghost.shift))
            found.append(Said(index, then, content.said(ghost.values[at]), ghost=True))
    return found


def notes(content: Content, at: int) -> list[str]:
    return [mark.text for mark in content.marks.get(at, ())]


def aloud(content: Content, shown: tuple[int, ...], at: int, *, ghosts: bool) -> str:
    """All of it in one sentence."""
    parts = [
        tr("{name}: {value}", name=one.name, value=tr("unknown") if one.value == "–" else one.value)
        for one in read_out(content, shown, at, ghosts=ghosts)
    ]
    return ". ".join([said_day(content, at), *parts, *notes(content, at)])
