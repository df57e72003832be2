"""Deliveries of every platform that sends any, as they come, with what proves them; and what reading one must hold."""

import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from connectors import registry
from fuzz.cases import Case
from fuzz.domain import hold_batch
from fuzz.mutations import bytes_of, changed, damaged
from fuzz.shapes import gumroad, kofi, patreon
from ofauto_desktop.domain.platforms import PlatformId

SECRET = "s3cret"
_LONGEST_KEY = 250
LOGINS = {
    "kofi": {"verification_token": kofi.TOKEN},
    "patreon": {"webhook_secret": SECRET, "access_token": "t"},
    "gumroad": {"access_token": "t"},
}
_EVENTS = ("members:pledge:create", "members:update", "posts:publish", "pledges:create", "", "x" * 500)


@st.composite
def _kofi(draw: Callable[..., Any]) -> Case:
    text = draw(bytes_of(kofi.DELIVERIES))
    return Case(where="kofi", body=damaged(draw, urlencode({"data": text}).encode()))


@st.composite
def _patreon(draw: Callable[..., Any]) -> Case:
    body = draw(bytes_of(patreon.DELIVERIES))
    signature = hmac.new(SECRET.encode(), body, "md5").hexdigest()
    proof = draw(st.sampled_from((signature, signature, signature, signature, signature.upper(), "", "é")))
    event = draw(st.sampled_from(_EVENTS))
    return Case(where="patreon", body=body, headers=(("x-patreon-event", event), ("x-patreon-signature", proof)))


@st.composite
def _gumroad(draw: Callable[..., Any]) -> Case:
    fields = draw(changed(gumroad.PINGS))
    if not isinstance(fields, dict):
        fields = {"resource_name": fields}
    words = {name: value if isinstance(value, str) else str(value)[:300] for name, value in fields.items()}
    text = urlencode(words, errors="surrogatepass")
    return Case(where="gumroad", body=damaged(draw, text.encode()))


kofi_deliveries = _kofi()
other_deliveries = st.one_of(_patreon(), _gumroad())
deliveries = st.one_of(_kofi(), _patreon(), _gumroad())


def read(case: Case) -> list[str]:
    hooks = registry.platform(PlatformId(case.where)).hooks
    assert hooks is not None
    headers = dict(case.headers)
    key = hooks.admit(case.body, headers, LOGINS[case.where])
    assert 0 < len(key) <= _LONGEST_KEY, "a delivery that nothing tells from others"
    told = hooks.told(case.body, headers)
    hold_batch(told.batch)
    for hint in told.hints:
        assert hint.remote_id.strip(), "a hint at nothing"
    return []
