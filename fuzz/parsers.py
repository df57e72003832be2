"""Every parser that strangers' bytes reach, by name: cases for it, and what reading one must hold."""

import importlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hypothesis import strategies as st

from connectors.errors import ConnectorError
from fuzz.cases import Case
from fuzz.shapes import PRIVATE
from ofauto_desktop.domain.errors import AppError, BadInput

NAMES = (
    "x",
    "instagram",
    "gumroad",
    "patreon",
    "kofi",
    "webhooks",
    "rates",
    "proxies",
    "tables",
    "door",
    "browser",
    "onlyfans",
    "fansly",
)
_LONGEST_REASON = 400


class Parser(NamedTuple):
    """`read` reads a case; it returns what it noted, or raises a documented refusal. `close` lets go of what it holds."""

    cases: st.SearchStrategy[Case]
    read: Callable[[Case], list[str]]
    close: Callable[[], None] = lambda: None


def parser(name: str) -> Parser:
    """Made when it is asked for: each has a module of its own."""
    return importlib.import_module(f"fuzz.{name}").PARSER  # type: ignore[no-any-return]


def hold(name: str, case: Case) -> None:
    """Reads a case. Raises where it is neither understood nor refused, or where something private is told."""
    with _heard() as log:
        try:
            noted = parser(name).read(case)
        except (ConnectorError, BadInput) as refusal:
            noted = [_told(refusal)]
    for words in (*noted, *log):
        assert PRIVATE not in words, "what is private is told"


def _told(refusal: AppError) -> str:
    assert refusal.reason.strip(), "a refusal that says nothing"
    assert len(refusal.reason) <= _LONGEST_REASON, "a refusal that says too much"
    return f"{refusal.reason} {refusal.item} {refusal.account}"


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(logging.Formatter().format(record))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What is written into the log meanwhile."""
    listener, root = _Listener(), logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(min(before, logging.INFO) if before else logging.INFO)
    try:
        yield listener.heard
    finally:
        root.removeHandler(listener)
        root.setLevel(before)
