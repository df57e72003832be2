"""What a platform's card says of messages to many: what can be done, or why it cannot (A19)."""

import pytest
from PySide6.QtWidgets import QLabel

from connectors import registry
from ofauto_desktop.domain.platforms import PlatformId
from ui.widgets.platform_card import PlatformCard

MANY = "Write to whole lists of people"


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(
    ("platform", "said"),
    [
        (PlatformId.ONLYFANS, [f"{MANY}, by the command line"]),
        (PlatformId.FANSLY, [f"{MANY}: How Fansly's own page sends one is not known; write it at fansly.com"]),
        (PlatformId.X, []),
    ],
    ids=str,
)
def test_a_card_says_whether_many_can_be_written_to(qtbot, platform, said):
    card = PlatformCard(registry.platform(platform).manifest, lambda: None)
    qtbot.addWidget(card)
    assert [one.text() for one in card.findChildren(QLabel) if one.text().startswith(MANY)] == said
