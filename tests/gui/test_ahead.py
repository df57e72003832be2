"""Pages are built before they are visited, and nobody waits for it."""

import pytest

from tests.gui.test_jobs_of_people import application, program  # noqa: F401 - fixtures
from ui.ahead import Ahead
from ui.navigation import PAGES


def test_pieces_wait_while_somebody_waits_for_an_answer(qtbot, qapp):
    waiting, done = [True], []

    def work():
        for number in range(3):
            done.append(number)
            yield

    ahead = Ahead(qapp, lambda: bool(waiting))
    looked = []
    ahead._busy = lambda: looked.append(1) or bool(waiting)
    ahead.run(work())
    qtbot.waitUntil(lambda: len(looked) > 2)
    assert done == []
    waiting.clear()
    qtbot.waitUntil(ahead.is_over)
    assert done == [0, 1, 2]


def test_a_piece_that_fails_ends_the_work_and_is_told(qtbot, qapp):
    def work():
        yield
        raise ValueError("planted")

    ahead = Ahead(qapp, lambda: False)
    with qtbot.captureExceptions() as told:
        ahead.run(work())
        qtbot.waitUntil(ahead.is_over)
    assert [str(error) for _, error, _ in told] == ["planted"]


@pytest.mark.timeout(180)
def test_pages_are_built_when_the_pointer_nears_and_read_only_when_they_are_opened(qtbot, application):  # noqa: F811
    view = application.view
    assert view.stack.count() < len(PAGES)
    read, run = [], view.desk.tasks.run

    def noted(work, **how):
        read.append(work.__qualname__)
        return run(work, **how)

    view.desk.tasks.run = noted
    view.side.approached.emit()
    qtbot.waitUntil(lambda: view.stack.count() == len(PAGES) and view.stack.ahead.is_over(), timeout=60_000)
    assert view.shown_page() == "home"
    assert "Clients.summaries" not in read
    built = view.stack.count()
    view.open_page("clients")
    assert view.stack.count() == built
    assert "Clients.summaries" in read
