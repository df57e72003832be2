"""Comments beside a post: read when they are asked for, as plain text, and not offered where a platform tells none."""

import pytest
from PySide6.QtWidgets import QLabel

from connectors.errors import Temporary
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.content_types import Form, PostFacts
from tests.gui.conftest import NOON
from ui.widgets.post_numbers_panel import PostNumbersPanel

POST = PostFacts(
    id=1,
    account_id=7,
    account="ada",
    remote_id="18",
    post_id=None,
    at=NOON,
    text="hello",
    url="",
    form=Form.PICTURE,
    characters=5,
)


class Told:
    """What the service of comments answers."""

    def __init__(self, *found, offered=True, error=None) -> None:
        self.found, self.is_offered, self.error = found, offered, error
        self.asked, self.was_asked_whether = [], False

    async def offered(self, _account_id):
        self.was_asked_whether = True
        return self.is_offered

    async def of(self, account_id, remote_id):
        self.asked.append((account_id, remote_id))
        if self.error is not None:
            raise self.error
        return self.found


def shown(qtbot, desk, told):
    panel = PostNumbersPanel(POST, desk, told)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def words(panel):
    return [one.text() for one in panel.comments.findChildren(QLabel)]


def test_comments_are_read_when_they_are_asked_for(qtbot, desk):
    told = Told(Comment(remote_id="1", author="reader", text="<b>Which film?</b>", at=NOON))
    panel = shown(qtbot, desk, told)
    qtbot.waitUntil(panel.comments.isVisible)
    assert told.asked == []
    panel.comments.read_button.click()
    qtbot.waitUntil(lambda: "<b>Which film?</b>" in words(panel))
    assert told.asked == [(7, "18")]
    assert any(word.startswith("reader · ") for word in words(panel))


@pytest.mark.parametrize("error", [None, Temporary("Instagram has a problem at the moment")])
def test_none_and_an_error_leave_the_way_to_ask_again(qtbot, desk, error):
    panel = shown(qtbot, desk, Told(error=error))
    qtbot.waitUntil(panel.comments.isVisible)
    panel.comments.read_button.click()
    qtbot.waitUntil(panel.comments.read_button.isEnabled)
    assert (words(panel) == ["Nobody has written a comment."]) is (error is None)


def test_where_a_platform_tells_none_nothing_is_offered(qtbot, desk):
    told = Told(offered=False)
    panel = shown(qtbot, desk, told)
    qtbot.waitUntil(lambda: told.was_asked_whether)
    assert not panel.comments.isVisible()
