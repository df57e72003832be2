"""Valid documents, made wrong: a type, a number, a text that nobody expects; what lacks, what is there twice, what is cut off."""

import copy
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

Document = Any
Steps = tuple[str | int, ...]
_DEEP = "@deep@"
_DEEPEST = 3000

_TIMES = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "1969-12-31T23:59:59Z",
    "2300-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-11-21",
    "2026-11-21T18:37:12",
    "2026-11-21T18:37:12.123456789Z",
    "2026-11-21T23:59:60Z",
    "2026-11-21T24:00:00Z",
    "20261121T183712Z",
    "10000-01-01T00:00:00Z",
    "1795718400",
)
_NUMBERS = (
    0,
    -1,
    1,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    10**30,
    10**400,
    0.1,
    -0.0,
    1e15,
    1e308,
    float("inf"),
    float("-inf"),
    float("nan"),
)
_WORDS = (
    "",
    " ",
    "0",
    "-1",
    "1e400",
    "NaN",
    "Infinity",
    "-0.00",
    "٣",
    "1_000",
    "1,5",
    "0x10",
    "9" * 400,
    "null",
    "true",
    "\0",
    "a\nb\r\nc",
    "﷽" * 50,
    "👨‍👩‍👧‍👦",
    "\u202eabc",
    "e\u0301" * 20,
    "x" * 5000,
    "%00%ff%5B",
    "../../etc",
    "=1+1",
    "<b>&lt;&#0;&#1114112;",
    "http://[::1",
    "https://a.example:99999999/",
    "//",
    "$",
    "$-1",
    "$1e99",
    "XXX",
    "usd",
    "ﬀﬀﬀ",
)
odd: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(_NUMBERS),
    st.sampled_from(_WORDS),
    st.sampled_from(_TIMES),
    st.just(_DEEP),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(([], {}, [None], [[]], [{}], {"": None}, {"id": "x", "type": "y"}, ["a", 1])),
)
_PAGES = (b"", b"<!doctype html><title>502</title>", b"Service Unavailable", b"\xff\xfe\0")
_CODES = ("ABC", "XXX", "XAU", "usd", "EURO", "E", "€", "", "JPY", "KWD", "\u00c5BC", None)
_AMOUNTS = (
    "-0.01",
    "1e3",
    "1E+400",
    "0.005",
    "99999999999999999999",
    ".5",
    "5.",
    "+5",
    "1 000",
    "NaN",
    "-Infinity",
    "",
)
_TIME, _CODE, _AMOUNT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[A-Za-z]{3}"), re.compile(r"\$?\d+(\.\d+)?")


def near(value: Document) -> st.SearchStrategy[Any]:
    """What may stand in the place of `value` and looks like it."""
    if isinstance(value, bool):
        return st.sampled_from((True, False, None, "true", "false", 0, 1))
    if isinstance(value, int | float):
        return st.sampled_from(_NUMBERS) | st.integers() | st.floats()
    if isinstance(value, str) and _TIME.match(value):
        return st.sampled_from(_TIMES) | st.datetimes().map(lambda at: f"{at.isoformat()}Z")
    if isinstance(value, str) and _CODE.fullmatch(value):
        return st.sampled_from(_CODES) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return st.sampled_from(_AMOUNTS) | st.floats().map(str) | st.integers().map(str)
    return odd


def places(document: Document, steps: Steps = ()) -> list[Steps]:
    """The way to every value of a document, itself included."""
    found = [steps]
    if isinstance(document, dict):
        for key, value in document.items():
            found += places(value, (*steps, key))
    elif isinstance(document, list):
        for at, value in enumerate(document):
            found += places(value, (*steps, at))
    return found


@st.composite
def changed(draw: Callable[..., Any], documents: Sequence[Document]) -> Document:
    """One of the documents after up to four changes."""
    document = copy.deepcopy(draw(st.just(documents[0]) | st.sampled_from(documents)))
    for _ in range(draw(st.integers(0, 4))):
        document = _change(draw, document)
    return document


def _change(draw: Callable[..., Any], document: Document) -> Document:
    steps = draw(st.sampled_from(places(document)))
    if not steps:
        return copy.deepcopy(draw(odd)) if draw(st.integers(0, 9)) == 0 else document
    *before, last = steps
    holder = document
    for step in before:
        holder = holder[step]
    match draw(st.sampled_from(("value", "value", "value", "without", "again", "more"))):
        case "value":
            holder[last] = copy.deepcopy(draw(near(holder[last]) | odd))
        case "without":
            del holder[last]
        case "again" if isinstance(holder, list):
            holder[last:last] = [copy.deepcopy(holder[last])] * draw(st.integers(1, 3))
        case _ if isinstance(holder, dict):
            holder[draw(st.text(max_size=12))] = copy.deepcopy(draw(odd))
    return document


def written(document: Document, *, plain: bool = False) -> bytes:
    """A document as JSON; also with the numbers that JSON does not have."""
    text = json.dumps(document, ensure_ascii=plain)
    deep = "[" * _DEEPEST + "]" * _DEEPEST
    return text.replace(json.dumps(_DEEP), deep).encode("utf-8", "surrogatepass")


@st.composite
def bytes_of(draw: Callable[..., Any], documents: Sequence[Document]) -> bytes:
    """A changed document as JSON, most times whole, sometimes damaged as bytes."""
    return damaged(draw, written(draw(changed(documents)), plain=draw(st.booleans())))


def damaged(draw: Callable[..., Any], content: bytes) -> bytes:
    """Cut off, with bytes replaced, with a part twice; four times in five as it was."""
    if not content or draw(st.integers(0, 4)):
        return content
    at = draw(st.integers(0, len(content) - 1))
    match draw(st.sampled_from(("cut", "byte", "twice", "page"))):
        case "cut":
            return content[:at]
        case "byte":
            other: bytes = draw(st.binary(max_size=4))
            return content[:at] + other + content[at + 1 :]
        case "twice":
            end = draw(st.integers(at, min(len(content), at + 200)))
            return content[:end] + content[at:]
        case _:
            page: bytes = draw(st.sampled_from(_PAGES))
            return page
