"""A practice central bank: the form of the European Central Bank's file, with rates that wander from day to day."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router

PATH = "/rates/eurofxref-hist.csv"
_START = {"USD": 1.08, "JPY": 168.0, "GBP": 0.85, "SEK": 11.3, "CHF": 0.95, "CAD": 1.49, "AUD": 1.65}
_DAYS = 3 * 366
_EPOCH = date(2024, 1, 1)
_SATURDAY = 5
_HISTORY = timedelta(days=_DAYS)


def application(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Router:
    """Serves the file up to today; `now` gives aware UTC."""

    async def history(_: Request) -> Response:
        return PlainTextResponse(content(now().date()), media_type="text/csv")

    return Router([Route("/eurofxref-hist.csv", history, methods=["GET"])])


def content(today: date) -> str:
    """The file as the bank writes it: newest day first, working days only, a comma at the end of each line."""
    lines = [f"{day.isoformat()},{','.join(row)}," for day, row in _rows(today)]
    return "\n".join([f"Date,{','.join(_START)},", *reversed(lines)]) + "\n"


def _rows(today: date) -> Iterator[tuple[date, list[str]]]:
    """Every rate is that of the day before, moved by up to half a percent; the same for the same day."""
    dice = random.Random("practice rates")
    worth = dict(_START)
    day = _EPOCH
    while day <= today:
        if day.weekday() < _SATURDAY:
            worth = {code: rate * (1 + dice.uniform(-0.005, 0.005)) for code, rate in worth.items()}
            if day > today - _HISTORY:
                yield day, [f"{rate:.4f}" if rate < 100 else f"{rate:.2f}" for rate in worth.values()]
        day += timedelta(days=1)
