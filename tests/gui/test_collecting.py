"""Widgets that only know each other end on the GUI's thread, whoever makes objects meanwhile."""

import gc
import threading
import weakref

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


def test_python_collects_as_before_once_it_stops(qapp):
    before = gc.isenabled()
    gc.enable()
    made = Collecting()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    if not before:
        gc.disable()
