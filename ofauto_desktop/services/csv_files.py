"""CSV files of strangers, read within bounds; and our own, written so that no spreadsheet runs what stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ofauto_desktop.domain.books import CsvTable
from ofauto_desktop.domain.errors import BadInput

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 50_000
_MOST_COLUMNS = 100
_LONGEST_CELL = 4_000
_DELIMITERS = ",;\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What makes a spreadsheet take a text for a formula (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(file: Path) -> CsvTable:
    """The table of a file. Raises BadInput, naming it, for what is too large, no text or no table."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BadInput(f"it is larger than {LARGEST_FILE // 2**20} MB", item=file.name)
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"it cannot be read ({error.strerror})", item=file.name) from error
    return parse(content, file.name)


def parse(content: bytes, name: str) -> CsvTable:
    """A table from the bytes of a file; its first row names the columns."""
    text = _text(content, name)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(_bounded(row, name))
            if len(rows) > MOST_ROWS + 1:
                raise BadInput(f"it has more than {MOST_ROWS:,} lines", item=name)
    except csv.Error as error:
        raise BadInput("it is no CSV file", item=name) from error
    if len(rows) < 2:
        raise BadInput("it holds no lines below the names of its columns", item=name)
    columns = tuple(_unguarded(cell) or f"({at})" for at, cell in enumerate(rows[0], start=1))
    wide = len(columns)
    body = tuple(tuple(_unguarded(cell) for cell in (*row, *[""] * wide)[:wide]) for row in rows[1:])
    return CsvTable(name=name, columns=columns, rows=body)


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a CSV file that spreadsheets open: UTF-8 with its mark. Numbers stay numbers, texts are guarded."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return made.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """A text that a spreadsheet takes for a text: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unguarded(cell: str) -> str:
    word = cell.strip()
    return word[1:] if word.startswith("'") and word[1:].startswith(_FORMULA) else word


def _bounded(row: list[str], name: str) -> list[str]:
    if len(row) > _MOST_COLUMNS:
        raise BadInput(f"it has more than {_MOST_COLUMNS} columns", item=name)
    if any(len(cell) > _LONGEST_CELL for cell in row):
        raise BadInput(f"one of its cells is longer than {_LONGEST_CELL:,} characters", item=name)
    return row


def _text(content: bytes, name: str) -> str:
    if len(content) > LARGEST_FILE:
        raise BadInput(f"it is larger than {LARGEST_FILE // 2**20} MB", item=name)
    encoding = next((known for mark, known in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise BadInput("it is no text", item=name) from error
        text = content.decode("cp1252", errors="replace")  # what spreadsheets on Windows write without a mark
    if "\0" in text:
        raise BadInput("it is no text", item=name)
    return text
