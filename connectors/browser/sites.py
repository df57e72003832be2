"""What a site looks like, as data: one file for each site, so that a new look is a new file and no new program.

An element has several selectors, the present one first: sites change their pages for some people before others.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
_Selector = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Path = Annotated[str, msgspec.Meta(pattern=r"^/(?!/)")]


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


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a person would do. `patience`: seconds to wait for its element.

    `open` a page; `see`, `click` or `fill` an element; `choose` files in the dialog that clicking it opens; `call` what
    the connector does itself, as in a dialog that no list of steps describes. `value` names what is filled in, chosen or
    called. `maybe`: nothing is done where the element is not there (a banner); `when`: where no such value is given, or
    an empty one. `answer`, at a flow's last click: the path of the site's answer to it, by which it is known what became
    of it; a name in braces stands for a value. `then`: an element that may ask once more after that click.
    """

    do: Literal["open", "see", "click", "fill", "choose", "call"]
    page: _Path | None = None
    element: _Name | None = None
    value: _Name | None = None
    answer: _Path | None = None
    maybe: bool = False
    when: _Name | None = None
    then: _Name | None = None
    patience: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 8.0  # onlyfans.md §2: a cold start takes that long


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`version` counts up with each change of the file; `seen` is the day on which the site was last seen to be so."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    seen: date
    login: Login
    elements: dict[_Name, Annotated[tuple[_Selector, ...], msgspec.Meta(min_length=1)]]
    flows: dict[_Name, Annotated[tuple[Step, ...], msgspec.Meta(min_length=1)]] = {}

    def selectors(self, element: str) -> tuple[str, ...]:
        return self.elements[element]


def load(text: str) -> Site:
    """A site's file (TOML). Raises ValueError that says what in it is wrong."""
    site = msgspec.convert(tomllib.loads(text), Site)
    if site.login.element not in site.elements:
        raise ValueError(f"the login's element {site.login.element!r} is none of the elements")
    for name, steps in site.flows.items():
        for number, step in enumerate(steps, 1):
            if wrong := _wrong(step, site, is_last=number == len(steps)):
                raise ValueError(f"flow {name!r}, step {number}: {wrong}")
    return site


def _wrong(step: Step, site: Site, *, is_last: bool) -> str:
    """What of a step does not go together; "" where all does."""
    if (step.do == "open") != (step.page is not None) or (step.do in ("open", "call")) == (step.element is not None):
        return "open has a page, call has neither page nor element, all else has an element"
    if unknown := [one for one in (step.element, step.then) if one is not None and one not in site.elements]:
        return f"{unknown[0]!r} is none of the elements"
    if (step.do in ("fill", "choose", "call")) != (step.value is not None):
        return "fill, choose and call have a value, and nothing else has"
    if step.answer is not None and (step.do != "click" or not is_last or step.maybe or step.when is not None):
        return "only a click that ends the flow, and always happens, has an answer"
    if step.then is not None and step.answer is None:
        return "only a click that has an answer may be asked about once more"
    return ""


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
