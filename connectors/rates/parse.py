"""The European Central Bank's rate files: one row a day, one column a currency, each the worth of one euro. Pure."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from connectors.errors import LayoutChanged

# The whole history since 1999 is 7,000 days of 41 currencies, 2.5 MB.
LARGEST_FILE = 32 * 1024 * 1024
_MOST_ROWS = 40_000
_MOST_COLUMNS = 200
_LARGEST_RATE = Decimal(10) ** 9
_NOT_GIVEN = frozenset({"", "N/A"})
_CODE_LENGTH = 3


class Quote(NamedTuple):
    """One euro was worth `rate` units of `currency` on `day`."""

    day: date
    currency: str
    rate: Decimal


def quotes(content: bytes, *, since: date | None = None) -> list[Quote]:
    """The rates of a file, of days from `since` on; a plain CSV file or the bank's archive with one in it.

    Raises LayoutChanged where it is something else, naming the line.
    """
    text = _text(_unpacked(content))
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        currencies = _heading(next(rows, []))
        found: list[Quote] = []
        for number, row in enumerate(rows, start=2):
            if number > _MOST_ROWS:
                raise LayoutChanged(f"the file of rates has more than {_MOST_ROWS:,} lines")
            if any(cell.strip() for cell in row):
                found += (one for one in _of_day(row, currencies, number) if since is None or one.day >= since)
    except csv.Error as error:
        raise LayoutChanged("the file of rates is no CSV file") from error
    return found


def _heading(row: list[str]) -> list[str]:
    names = [cell.strip() for cell in row]
    currencies = names[1:]
    while currencies and not currencies[-1]:
        currencies.pop()
    wrong = names[:1] != ["Date"] or not currencies or len(names) > _MOST_COLUMNS
    if wrong or not all(_is_code(one) for one in currencies):
        raise LayoutChanged("the file of rates does not begin with “Date” and a currency for each column")
    return currencies


def _is_code(word: str) -> bool:
    return len(word) == _CODE_LENGTH and word.isascii() and word.isalpha() and word.isupper()


def _of_day(row: list[str], currencies: list[str], number: int) -> Iterator[Quote]:
    day = _day(row[0].strip(), number)
    for currency, cell in zip(currencies, row[1:], strict=False):
        word = cell.strip()
        if word not in _NOT_GIVEN:
            yield Quote(day, currency, _rate(word, number))


def _day(word: str, number: int) -> date:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(word, form).date()  # noqa: DTZ007 - a day of the bank, no instant
        except ValueError:
            continue
    raise LayoutChanged(f"line {number} of the file of rates does not begin with a day")


def _rate(word: str, number: int) -> Decimal:
    try:
        rate = Decimal(word)
    except InvalidOperation as error:
        raise LayoutChanged(f"line {number} of the file of rates holds a rate that is no number") from error
    if not rate.is_finite() or not 0 < rate < _LARGEST_RATE:
        raise LayoutChanged(f"line {number} of the file of rates holds a rate that cannot be")
    return rate


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [one for one in archive.namelist() if one.lower().endswith(".csv")]
            if len(names) != 1:
                raise LayoutChanged("the archive of rates holds no single CSV file")
            with archive.open(names[0]) as file:
                unpacked = file.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise LayoutChanged("the archive of rates cannot be opened") from error
    return unpacked


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise LayoutChanged(f"the file of rates is larger than {LARGEST_FILE // 2**20} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayoutChanged("the file of rates is no text") from error
