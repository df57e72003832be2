"""A price is typed in dollars and meant in cents; what is none is left for the check to say."""

import pytest

from ofauto_desktop.domain.manifest import PRICE, OptionSpec, PriceSpec
from tests.gui.test_accounts_page import an_account
from ui.widgets.post_options import PostOptions

SPEC = OptionSpec(name=PRICE, label="Price", choices={}, usual="Free", price=PriceSpec(least=300, most=10_000))


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("5", "500"), ("$4.99", "499"), ("4,99", "499"), ("", None), ("0", None), ("five", "five"), ("4.999", "4.999")],
)
def test_a_price_is_typed_in_dollars_and_meant_in_cents(qtbot, typed, meant):
    options, told = PostOptions(), []
    qtbot.addWidget(options)
    options.changed.connect(lambda name, value: told.append((name, value)))
    options.show_for(an_account(), [SPEC], {PRICE: "700"})
    assert options.price.text() == "7.00"
    assert "$7.00" in options._said.text()
    options.price.setText(typed)  # and saved by keys, without leaving the field
    assert told == [(PRICE, meant)]
