"""What a table of a sheet is made of, and whether an answer has the form that a row says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ofauto_desktop.domain.platforms import PlatformId


@dataclass(frozen=True, kw_only=True)
class Row:
    """One request of a sheet and its answer. `section` of the sheet; `path` with the names of `Sheet.places` in braces.

    `form` is the answer's (see `misfits`), None where the body says nothing. `headers` are those that must be there.
    """

    section: str
    method: str = "GET"
    path: str
    form: Any
    status: int = 200
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    token: str | None = None
    """Another than the seller's own; "" for none at all."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the practice world, for this request."""
    text: str | None = None
    """The whole answer, where it is no JSON."""
    agent: str = "test"
    """The User-Agent, "" for none."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.status} {' '.join(self.settings)}".strip()


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """An endpoint of a sheet that practice does not play, and why the program can do without."""

    method: str
    path: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One platform's table. `places` fills the paths from a world after a year; `nowhere` is what an unknown path answers.

    `scheme` stands before the token, `sends` gives the headers that a request to a path with a query carries besides.
    """

    platform: PlatformId
    base: str
    token: str
    rows: tuple[Row, ...]
    refusals: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    nowhere: Any
    places: Callable[[Any], Mapping[str, str]]
    scheme: str = "Bearer "
    sends: Callable[[str, str], Mapping[str, str]] = lambda _path, _query: {}


@dataclass(frozen=True)
class May:
    """A key that may lack."""

    name: str


def misfits(value: Any, form: Any, at: str = "$") -> list[str]:
    """Where `value` is not of `form`.

    A form is a type, a pattern that a text matches, a set of values, a tuple of forms of which one must fit, a list with
    the form of each item, or the forms of an object's keys. An object may have keys that the form does not name.
    """
    match form:
        case tuple():
            tried = [misfits(value, one, at) for one in form]
            return [] if any(not one for one in tried) else min(tried, key=len)
        case dict():
            return _misfits_of_object(value, form, at)
        case [item]:
            if not isinstance(value, list):
                return [f"{at}: {type(value).__name__} instead of a list"]
            return [one for number, each in enumerate(value) for one in misfits(each, item, f"{at}[{number}]")]
        case re.Pattern():
            fits = isinstance(value, str) and form.fullmatch(value)
        case frozenset():
            fits = value in form
        case None:
            fits = value is None
        case _:
            fits = isinstance(value, form) and (form is bool or not isinstance(value, bool))
    return [] if fits else [f"{at}: {value!r:.60} is not {form}"]


def _misfits_of_object(value: Any, form: Mapping[Any, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {type(value).__name__} instead of an object"]
    found = []
    for key, inner in form.items():
        name = key.name if isinstance(key, May) else key
        if name in value:
            found += misfits(value[name], inner, f"{at}.{name}")
        elif not isinstance(key, May):
            found.append(f"{at}: {name} lacks")
    return found


TEXT, WHOLE = (str, None), (int, None)
NUMBER_TEXT = re.compile(r"\d+")
ZULU = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
