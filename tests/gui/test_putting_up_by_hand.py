"""A post for Patreon from Home to its link, on the whole program with practice data, by presses alone."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from ofauto_desktop.app import Program
from ofauto_desktop.domain.posts import PostFilter, PostState
from storage import posts
from tests.gui.test_jobs_of_people import LIGHT, Hand, application, needs
from ui.widgets.hand_panel import HandPanel

__all__ = ["application"]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
NEED = "A post is yours to put up · ada_practice"


@pytest.fixture
def program(tmp_path, loop):
    return Program(tmp_path / "data", loop, kdf=LIGHT)


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """What a browser or a file manager was asked to show."""
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: shown.append(QUrl(url).toString())))
    return shown


def test_a_post_is_put_up_by_hand_and_counts_once_the_person_says_so(qtbot, application, loop, program, opened):
    hand = Hand(qtbot, application)
    qtbot.waitUntil(
        lambda: any(one.startswith("A post is yours to put up") for one in needs(application)), timeout=20_000
    )
    need = next(one for one in needs(application) if one.startswith("A post is yours to put up"))
    hand.press(f"Put it up: {need}")
    qtbot.waitUntil(lambda: bool(application.window.findChildren(HandPanel)), timeout=20_000)
    hand.press("Open Patreon")
    assert QGuiApplication.clipboard().text().startswith("Early access: the first three sketches")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=10_000)  # the folder; practice opens no page
    folder = program.lock.data_dir / "by-hand"
    assert [file.suffix for file in folder.rglob("*") if file.is_file()] == [".jpg"]
    assert opened[0].startswith("file:")
    panel = application.window.findChildren(HandPanel)[-1]
    assert not panel.posted_button.isEnabled()
    qtbot.keyClicks(panel.link, "https://www.patreon.com/posts/early-access-123456")
    hand.press("I posted it")
    database = application.services.workspace.database
    wanted = PostFilter(states=(PostState.POSTED,), text="Early access")

    def out():
        return loop.submit(database.read(posts.listed, wanted)).result(30)

    qtbot.waitUntil(lambda: bool(out()), timeout=20_000)
    assert out()[0].targets[0].url == "https://www.patreon.com/posts/early-access-123456"
    qtbot.waitUntil(lambda: not folder.exists(), timeout=20_000)
    application.view.open_page("home")
    qtbot.waitUntil(lambda: need not in needs(application), timeout=20_000)
    assert hand.clicks == 3
