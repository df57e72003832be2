"""Widgets that only know each other end on the GUI's thread, whoever makes objects meanwhile."""

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QWidget

from ui.collecting import Collecting


def a_circle(ended):
    first, second = QWidget(), QWidget()
    first.other, second.other = second, first
    weakref.finalize(first, lambda: ended.append(threading.get_ident()))


def test_a_worker_that_makes_many_objects_ends_no_widget(qtbot):
    ended, kept = [], []
    a_circle(ended)
    worker = threading.Thread(target=lambda: kept.extend([number] for number in range(20_000)))
    worker.start()
    worker.join()
    assert ended == []
    qtbot.waitUntil(lambda: ended != [])
    assert ended == [threading.get_ident()]


def test_once_it_stops_all_is_collected_and_nothing_by_itself_after_it(qapp):
    made, ended = Collecting(), []
    a_circle(ended)
    made.stop()
    assert ended == [threading.get_ident()]
    assert not gc.isenabled(), "or it would run while Qt ends an object, and wait for Qt for ever"


class Looks:
    """A `Collecting` whose looks are made by hand, with the work that was done in between; `full` counts its rounds."""

    def __init__(self, monkeypatch) -> None:
        self.used, self.full, self.young = 0.0, 0, 0
        self.made = Collecting(used=lambda: self.used)
        self.made._timer.stop()
        monkeypatch.setattr(gc, "collect", self._collect)

    def _collect(self, generation=2):
        self.full += generation == 2
        self.young += generation == 1

    def look(self, *, worked, times=1):
        for _ in range(times):
            self.used += worked
            self.made.look()


@pytest.fixture
def looks(qapp, monkeypatch):
    monkeypatch.setattr(gc, "get_count", lambda: (5000, 0, 0))
    found = Looks(monkeypatch)
    yield found
    found.made.stop()


def test_while_the_window_works_only_what_is_young_is_collected(looks):
    looks.look(worked=0.1, times=2000)
    assert (looks.full, looks.young) == (0, 2000)


def test_in_a_quiet_moment_everything_is_collected_once(looks):
    looks.look(worked=0.1, times=100)
    looks.look(worked=0.0, times=19)
    assert looks.full == 0
    looks.look(worked=0.0)
    assert looks.full == 1
    looks.look(worked=0.0, times=30)
    assert looks.full == 1, "nothing much was made since"


def test_a_window_that_never_rests_is_cleaned_all_the_same(looks):
    looks.look(worked=0.1, times=2400)
    assert looks.full == 1


def test_where_nothing_was_made_nothing_is_collected(looks, monkeypatch):
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 0))
    looks.look(worked=0.0, times=100)
    assert (looks.full, looks.young) == (0, 0)
