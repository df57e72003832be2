"""Work that would hold the window is done piece by piece."""

import time

import pytest
from PySide6.QtCore import QObject, QTimer

from ui.slices import Slices


def pieces(done, name, number, *, takes=0.0):
    for piece in range(number):
        time.sleep(takes)
        done.append((name, piece))
        yield


def test_small_work_is_done_at_once(qapp):
    done = []
    Slices(qapp).run(pieces(done, "a", 5))
    assert done == [("a", piece) for piece in range(5)]


def test_other_events_come_between_the_pieces_of_long_work(qtbot):
    owner, done, between = QObject(), [], []
    timer = QTimer(owner, interval=0)
    timer.timeout.connect(lambda: between.append(len(done)))
    timer.start()
    Slices(owner).run(pieces(done, "a", 10, takes=0.012))
    assert len(done) == 1
    qtbot.waitUntil(lambda: len(done) == 10)
    assert {2, 5, 9} <= set(between), "the window was asked in between"


def test_of_what_waits_only_the_newest_is_done(qtbot):
    owner, done = QObject(), []
    slices = Slices(owner)
    for name in "abc":
        slices.run(pieces(done, name, 3, takes=0.012))
    qtbot.waitUntil(lambda: len(done) == 6)
    assert done == [("a", 0), ("a", 1), ("a", 2), ("c", 0), ("c", 1), ("c", 2)]


def test_work_that_breaks_is_heard_and_does_not_stop_the_next(qtbot):
    owner, done = QObject(), []

    def broken():
        raise ValueError("no")
        yield

    slices = Slices(owner)
    with pytest.raises(ValueError, match="no"):
        slices.run(broken())
    slices.run(pieces(done, "b", 1))
    assert done == [("b", 0)]
