"""The window's thread never works for longer than a person would notice (ux.md, promise 4)."""

import time

import pytest
from PySide6.QtCore import QTimer

from tests.gui.test_jobs_of_people import application, program  # noqa: F401 - fixtures
from tests.holds import Holds
from tests.pace import slower
from ui.navigation import PAGES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
BAR = 50.0
# A first visit draws every letter and form of a page for the first time; each visit after it is held to the bar.
FIRST_BAR = 150.0


def test_a_hold_is_seen(qtbot):
    """A planted one: the watchdog would be worth nothing without this."""
    holds = Holds()
    holds.what = "planted"

    def work() -> None:
        ends = time.thread_time() + 0.08
        while time.thread_time() < ends:
            pass

    QTimer.singleShot(0, work)
    qtbot.waitUntil(lambda: holds.over(BAR).keys() == {"planted"}, timeout=5000)


def test_no_page_holds_the_window(qtbot, application):  # noqa: F811
    before = slower()
    view, holds = application.view, Holds()
    holds.what = "first looks ahead"
    view.side.approached.emit()
    qtbot.waitUntil(lambda: view.stack.count() == len(PAGES) and view.stack.ahead.is_over(), timeout=60_000)
    for visit in ("first visit to", "visit to", "another visit to"):
        for page in PAGES:
            holds.what = f"{visit} {page.id}"
            view.open_page(page.id)
            qtbot.wait(250)
    here = max(before, slower())
    held = holds.over(BAR * here)
    assert {what: passed for what, passed in held.items() if not what.startswith("first")} == {}
    assert {what: passed for what, passed in held.items() if passed > FIRST_BAR * here} == {}
