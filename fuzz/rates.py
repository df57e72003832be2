"""The bank's file of rates, plain and zipped."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from connectors.rates.parse import quotes
from fuzz.cases import Case
from fuzz.mutations import damaged
from fuzz.parsers import Parser
from fuzz.shapes.tables import RATES
from fuzz.tables import changed_table

_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@st.composite
def _files(draw: Callable[..., Any]) -> Case:
    content = draw(changed_table(RATES)).encode("utf-8", "surrogatepass")
    if draw(st.booleans()):
        return Case(where="csv", body=damaged(draw, content))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in draw(st.sampled_from((("eurofxref-hist.csv",), ("a.csv", "b.csv"), ("a.txt",), ()))):
            archive.writestr(name, content)
    return Case(where="zip", body=damaged(draw, packed.getvalue()))


def _read(case: Case) -> list[str]:
    for quote in quotes(case.body):
        assert _FIRST_YEAR <= quote.day.year < _LAST_YEAR, "a day outside the calendar"
        assert quote.rate > 0, "a rate of nothing"
        assert quote.rate.is_finite(), "a rate that is no number"
        assert len(quote.currency) == 3, "a currency that is none"
        assert quote.currency.isascii(), "a currency that is none"
    return []


PARSER = Parser(_files(), _read)
