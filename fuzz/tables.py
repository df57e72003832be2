"""CSV files of bookings: read, guessed at, and every line understood or marked."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from fuzz.cases import Case
from fuzz.domain import hold_entry
from fuzz.mutations import damaged, odd
from fuzz.parsers import Parser
from fuzz.shapes.tables import BOOKINGS
from fuzz.wire import NOW
from ofauto_desktop.domain.books import DateOrder, Field, ImportForm, LineState
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services import csv_files, csv_lines

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
_ZONES = tuple(ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue"))


@st.composite
def changed_table(draw: Callable[..., Any], tables: Sequence[str]) -> str:
    """One of the tables with cells replaced, cells and lines gone or twice."""
    text = draw(st.sampled_from(tables))
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.sampled_from(rows))
        match draw(st.sampled_from(("cell", "cell", "cell", "cut", "again", "more"))):
            case "cell" if row:
                row[draw(st.integers(0, len(row) - 1))] = str(draw(odd))
            case "cut" if row:
                del row[draw(st.integers(0, len(row) - 1)) :]
            case "again":
                rows.append(list(row))
            case _:
                row.append(str(draw(odd)))
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


@st.composite
def _files(draw: Callable[..., Any]) -> Case:
    content = draw(changed_table(BOOKINGS)).encode(draw(st.sampled_from(_ENCODINGS)), "replace")
    return Case(where=draw(st.sampled_from(("gumroad", "kofi", "x"))), body=damaged(draw, content))


def _read(case: Case) -> list[str]:
    table = csv_files.parse(case.body, "bookings.csv")
    columns = csv_lines.guessed(table)
    guess = ImportForm(
        account_id=1,
        columns=columns,
        currency="EUR",
        dates=csv_lines.guessed_dates(table, columns.get(Field.DATE)),
        decimal_comma=csv_lines.guessed_comma(table, columns.get(Field.GROSS)),
    )
    for zone, order in zip(_ZONES, DateOrder, strict=True):
        for form in (guess, replace(guess, dates=order, decimal_comma=not guess.decimal_comma)):
            reader = csv_lines.Reader(form, zone, PlatformId(case.where), NOW, "csv")
            for line in reader.checked(table, lambda _: set(), ()):
                assert (line.entry is None) == (line.state is not LineState.NEW and line.state is not LineState.KNOWN)
                assert line.entry is not None or line.problems, "a line that is wrong in no cell"
                if line.entry is not None:
                    hold_entry(line.entry)
    return []


PARSER = Parser(_files(), _read)
