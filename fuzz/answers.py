"""Cases for what asks a platform: its documented answers made wrong, with other statuses and odd headers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from fuzz.cases import Case
from fuzz.mutations import bytes_of, written

_STATUSES = (201, 204, 301, 400, 401, 402, 403, 404, 408, 409, 410, 418, 429, 500, 503, 599)
_KINDS = ("application/json", "application/vnd.api+json", "text/html", "")
_TIMES = (
    "",
    "5",
    "-1",
    "1e3",
    "²",
    "9" * 40,
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "Thu, 99 Foo 0000",
    "nan",
    "0",
    '{"1":[{"call_count":100,"total_time":1e300,"estimated_time_to_regain_access":1e300}]}',
    '{"call_count":-3,"estimated_time_to_regain_access":99999999}',
    "[" * 300,
)
_HEADERS = (
    "retry-after",
    "x-rate-limit-limit",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    "x-user-limit-24hour-remaining",
    "x-user-limit-24hour-reset",
    "x-business-use-case-usage",
    "x-app-usage",
)
headers: st.SearchStrategy[tuple[tuple[str, str], ...]] = st.tuples(
    st.sampled_from(_KINDS).map(lambda kind: ("content-type", kind)),
).flatmap(
    lambda first: st.lists(
        st.tuples(st.sampled_from(_HEADERS), st.sampled_from(_TIMES) | st.integers(0, 10**12).map(str)).map(
            lambda pair: (pair[0], pair[1])
        ),
        max_size=3,
    ).map(lambda more: (*first, *more))
)


@st.composite
def answers(draw: Callable[..., Any], documents: Mapping[str, Sequence[Any]]) -> Case:
    where = draw(st.sampled_from(sorted(documents)))
    body, status = draw(bytes_of(documents[where])), draw(st.just(200) | st.just(200) | st.sampled_from(_STATUSES))
    return Case(where=where, body=body, status=status, headers=draw(headers))


def usual(documents: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: written(document) for name, document in documents.items()}
