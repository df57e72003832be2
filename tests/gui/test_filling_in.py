"""A due post that is filled in for the person: one press, and then the site's own window has the word."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from connectors.errors import NoBrowser
from ofauto_desktop.domain.by_hand import Sheet
from ofauto_desktop.domain.posts import PostState
from tests.gui.posts_stage import StubComposing, StubPublishing, a_full_week
from ui.post_acts import PostActs
from ui.widgets.hand_panel import HandPanel


class StubByHand:
    def __init__(self, *, fills) -> None:
        self.fills = fills

    async def sheet(self, post_id, account_id):
        return Sheet(
            post_id=post_id,
            account_id=account_id,
            account="ada",
            site="Fansly",
            text="Hello",
            editor="https://site.invalid",
            tiers=(),
            files=(),
            practice=False,
            fills=self.fills,
        )


@pytest.fixture
def panel_of(qtbot, desk):
    window = QWidget()
    qtbot.addWidget(window)

    def made(*, fills, ends=PostState.POSTED):
        publishing = StubPublishing(a_full_week())
        publishing.filled = []

        async def fill(post_id, account_id):
            publishing.filled.append((post_id, account_id))
            if isinstance(ends, Exception):
                raise ends
            return ends

        publishing.fill = fill
        acts = PostActs(desk, publishing, StubComposing(publishing), window)
        panel = HandPanel(7, SimpleNamespace(account_id=3, account="ada"), acts, StubByHand(fills=fills), desk, window)
        window.show()
        qtbot.waitUntil(lambda: hasattr(panel, "not_posted_button"))
        return panel, publishing

    return made


def words(panel):
    return " | ".join(one.text() for one in panel.findChildren(QLabel))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (PostState.POSTED, "It is out on ada"),
        (PostState.BY_HAND, "Nothing was sent to ada. The post is still yours to send."),
        (PostState.UNKNOWN, "It is not known whether it went out on ada. It is looked for there."),
    ],
)
def test_one_press_opens_the_window_and_its_end_is_said(qtbot, panel_of, shell, ends, said):
    panel, publishing = panel_of(fills=True, ends=ends)
    assert "look at it, and send it yourself" in words(panel)
    panel.fill_button.click()
    assert not panel.fill_button.isEnabled()
    assert "then nothing is sent" in words(panel)
    qtbot.waitUntil(lambda: shell.toasts == [said])
    assert publishing.filled == [(7, 3)]


def test_where_no_window_came_it_can_be_asked_for_again(qtbot, panel_of, errors):
    """The post stands as it did, so nothing else would bring the buttons back."""
    panel, _ = panel_of(fills=True, ends=NoBrowser("no browser was found on this computer"))
    shown = []
    errors.shown.connect(shown.append)
    panel.fill_button.click()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert panel.fill_button.isEnabled()
    assert panel.open_button.isEnabled()
    qtbot.waitUntil(lambda: "A window opens" not in words(panel))


def test_where_the_program_cannot_fill_in_nothing_of_it_is_offered(panel_of):
    panel, _ = panel_of(fills=False)
    assert panel.fill_button.parent() is None
    assert "takes no posts from programs" in words(panel)
