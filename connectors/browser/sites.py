"""What a site looks like, as data: one file for each site, so that a new look is a new file and no new program.

An element has several selectors, the present one first: sites change their pages for some people before others.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec

_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
_Selector = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Path = Annotated[str, msgspec.Meta(pattern=r"^/")]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is logged in, by the site's own answer from `answer`, the path of its address.

    `true` leads to what must be true in it, if anything, `id` to the account's id: keys from the outside in.
    """

    answer: _Path
    id: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    true: tuple[str, ...] = ()


class Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a person logs in, which element is only there for somebody who has, and how the site says who."""

    page: _Path
    element: _Name
    sign: Sign


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`version` counts up with each change of the file; `seen` is the day on which the site was last seen to be so."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    seen: date
    login: Login
    elements: dict[_Name, Annotated[tuple[_Selector, ...], msgspec.Meta(min_length=1)]]

    def selectors(self, element: str) -> tuple[str, ...]:
        return self.elements[element]


def load(text: str) -> Site:
    """A site's file (TOML). Raises ValueError that says what in it is wrong."""
    site = msgspec.convert(tomllib.loads(text), Site)
    if site.login.element not in site.elements:
        raise ValueError(f"the login's element {site.login.element!r} is none of the elements")
    return site


def identity(answer: object, sign: Sign) -> str | None:
    """The id of who is logged in, as text; None for nobody. `answer` is decoded JSON of any form."""
    if sign.true and _at(answer, sign.true) is not True:
        return None
    found = _at(answer, sign.id)
    # Ids come as numbers or as texts. True is a number to Python, and no id.
    if isinstance(found, bool) or not isinstance(found, int | str):
        return None
    return str(found)[:100] or None


def _at(answer: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        if not isinstance(answer, Mapping):
            return None
        answer = answer.get(key)
    return answer
