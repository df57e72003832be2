"""What a site in a browser may say of itself: its saved login, who is logged in, what a fetch gave, the form of a page."""

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import strategies as st

from connectors.browser.answers import reply_of
from connectors.browser.outline import _line
from connectors.browser.sites import Sign, identity
from connectors.browser.state import LARGEST, SessionState, of_site, opened
from fuzz.cases import Case
from fuzz.mutations import bytes_of, damaged
from fuzz.parsers import Parser
from fuzz.shapes import browser as shapes

_HOSTS = frozenset({"site.example", "api.site.example"})
_SIGN = Sign(answer="/me", id=("response", "account", "id"), true=("success",))


@st.composite
def _cases(draw: Callable[..., Any]) -> Case:
    where = draw(st.sampled_from(sorted(shapes.SHAPES)))
    body = draw(bytes_of(shapes.SHAPES[where]))
    return Case(where=where, body=damaged(draw, body) if draw(st.booleans()) else body)


def _read(case: Case) -> list[str]:
    if case.where == "session":
        return _session(case.body.decode("utf-8", "replace"))
    try:
        told = msgspec.json.decode(case.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []  # the caller has met it already: these are given decoded
    if case.where == "who":
        assert len(identity(told, _SIGN) or "") <= 100, "an id without end"
    elif case.where == "fetched":
        assert 100 <= reply_of(told).status <= 599, "a status that is none"
    else:
        shown = [_line(row) for row in told] if isinstance(told, list) else []
        assert all(len(line) < 400 for line in shown), "a line without end"
        return shown
    return []


def _session(text: str) -> list[str]:
    state = opened({"session": text})
    kept = of_site(state.storage, _HOSTS)
    assert of_site(kept, _HOSTS) == kept, "what was kept is not kept again"
    again = SessionState(storage=kept, user_agent=state.user_agent, locale=state.locale, zone=state.zone).field()
    assert len(again) <= LARGEST
    assert opened({"session": again}).storage == kept, "what was sealed does not open as it was"
    return [repr(state)]


PARSER = Parser(_cases(), _read)
