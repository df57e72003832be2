"""What is kept of an account's requests for a support report: routes and shapes, never a value."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.diagnostics import KEPT, Diagnostics, RequestNote, masked_route, shape


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/2/users/2244994945/tweets", "/2/users/…/tweets"),
        ("/2/tweets", "/2/tweets"),
        ("/v2/sales/A1b2C3==", "/v2/sales/…"),
        ("/v2/products/averyveryverylongword", "/v2/products/…"),
        ("/", "/"),
    ],
)
def test_a_route_shows_no_id(path: str, shown: str) -> None:
    assert masked_route(path) == shown


def test_a_shape_has_names_and_types() -> None:
    payload = {
        "data": [{"id": "1963", "n": 3, "ok": True, "none": None, "tags": [], "bytes": b"ab"}],
        "meta": {"x": 1.5},
    }
    assert shape(payload) == {
        "data": [
            {"id": "str(4)", "n": "int", "ok": "bool", "none": "NoneType", "tags": [], "bytes": "bytes(2)"},
            "1 of these",
        ],
        "meta": {"x": "float"},
    }


def test_a_key_that_is_data_is_not_shown() -> None:
    private = {"ada@example.com": 1, "1963000000000000001": 2, "Ada Lovelace": 3, "tok3n": 4}
    assert shape(private) == {"…": "int"}


def test_depth_and_width_end_somewhere() -> None:
    deep: object = "x"
    for _ in range(100):
        deep = {"a": deep}
    assert "…" in str(shape(deep))
    assert len(shape({f"k{'a' * n}": n for n in range(30)} | {"b" * n: n for n in range(1, 30)})) <= 40


@given(st.recursive(st.text(min_size=12), lambda inner: st.lists(inner) | st.dictionaries(st.just("key"), inner)))
def test_no_value_ever_shows(payload: object) -> None:
    kept = Diagnostics()
    kept.keep_shape(payload)
    for text in _texts(payload):
        assert repr(text)[1:-1] not in kept.unreadable


def _texts(payload: object) -> list[str]:
    if isinstance(payload, str):
        return [payload]
    inner = payload.values() if isinstance(payload, dict) else payload
    return [text for one in inner for text in _texts(one)]


def test_only_the_last_requests_are_kept() -> None:
    kept = Diagnostics()
    for number in range(KEPT + 5):
        kept.note(
            RequestNote(
                at=datetime.now(UTC), method="GET", route="/", status=200, milliseconds=number, received=0, error=None
            )
        )
    assert len(kept.requests) == KEPT
    assert kept.requests[-1].milliseconds == KEPT + 4
