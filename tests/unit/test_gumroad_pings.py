"""Gumroad's pings: what a form may hold that nobody expects."""

from urllib.parse import urlencode

import pytest

from connectors.errors import LayoutChanged
from connectors.gumroad import pings


@pytest.mark.parametrize("sale", [{}, {"sale_id": ""}, {"sale_id": "  "}])
def test_a_sale_is_never_told_by_its_subscriptions_name(sale):
    body = urlencode({"resource_name": "sale", "subscription_id": "s", "price": "1", **sale}).encode()
    for read in (lambda: pings.admit(body, {}, {}), lambda: pings.told(body, {})):
        with pytest.raises(LayoutChanged, match="neither"):
            read()


def test_a_name_of_any_length_makes_a_key_of_bounded_length():
    body = urlencode({"resource_name": "x" * 5000, "subscription_id": "s" * 5000}).encode()
    assert len(pings.admit(body, {}, {})) < 200
