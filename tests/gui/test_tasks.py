"""The bridge: off the GUI thread and back, or not at all."""

import asyncio
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import AccountsChanged, PausedChanged, PostsChanged
from ofauto_desktop.runtime.bus import EventBus
from tests.gui.conftest import NOON
from ui.bus_bridge import BusBridge
from ui.tasks import Tasks


async def _answer(value, where=None):
    if where is not None:
        where.append(threading.current_thread().name)
    return value


async def _refuse():
    raise BadInput("no")


def test_work_runs_elsewhere_and_answers_here(qtbot, tasks):
    owner, where, got = QObject(), [], []
    tasks.run(
        _answer(7, where),
        owner=owner,
        done=lambda value: got.append((value, threading.current_thread() is threading.main_thread())),
        failed=pytest.fail,
    )
    qtbot.waitUntil(lambda: got == [(7, True)])
    assert where == ["ofauto-loop"]


def test_an_error_comes_back_whole(qtbot, tasks):
    owner, got = QObject(), []
    tasks.run(_refuse(), owner=owner, done=pytest.fail, failed=got.append)
    qtbot.waitUntil(lambda: len(got) == 1)
    assert isinstance(got[0], BadInput)


def test_an_answer_to_nobody_is_dropped(qtbot, tasks):
    gone, here, got = QObject(), QObject(), []
    gate = asyncio.Event()
    tasks.run(_after(gate), owner=gone, done=lambda _: got.append("gone"), failed=pytest.fail)
    gone.deleteLater()
    qtbot.waitUntil(lambda: not _alive(gone))
    tasks.run(_open(gate), owner=here, done=lambda _: got.append("here"), failed=pytest.fail)
    tasks.run(_after(gate), owner=here, done=lambda _: got.append("last"), failed=pytest.fail)
    qtbot.waitUntil(lambda: "last" in got)
    assert "gone" not in got


def test_a_cancelled_task_answers_nothing(qtbot, tasks):
    owner, got = QObject(), []
    future = tasks.run(_after(asyncio.Event()), owner=owner, done=got.append, failed=got.append)
    future.cancel()
    tasks.run(_answer("later"), owner=owner, done=got.append, failed=got.append)
    qtbot.waitUntil(lambda: got == ["later"])


def test_nothing_starts_after_the_end(tasks):
    tasks.close()
    assert tasks.run(_answer(1), owner=QObject(), done=pytest.fail, failed=pytest.fail).cancelled()


def test_many_answers_all_arrive_in_order(qtbot, tasks):
    owner, got = QObject(), []
    for number in range(200):
        tasks.run(_answer(number), owner=owner, done=got.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: len(got) == 200)
    assert got == list(range(200))


def test_events_of_any_thread_are_heard_here(qtbot):
    bus = EventBus()
    bridge, owner, heard = BusBridge(bus), QObject(), []
    bridge.each(
        PostsChanged, owner=owner, hear=lambda event: heard.append((event.post_ids, threading.current_thread()))
    )
    thread = threading.Thread(target=lambda: bus.publish(PostsChanged(at=NOON, post_ids=(1,))))
    thread.start()
    thread.join()
    bus.publish(PausedChanged(at=NOON, paused=True))
    qtbot.waitUntil(lambda: heard == [((1,), threading.main_thread())])
    bridge.close()


def test_a_burst_of_events_is_one_refresh(qtbot):
    bus = EventBus()
    bridge, owner, refreshed = BusBridge(bus), QObject(), []
    bridge.settled(PostsChanged, AccountsChanged, owner=owner, refresh=lambda: refreshed.append(1))
    for number in range(50):
        bus.publish(PostsChanged(at=NOON, post_ids=(number,)))
    bus.publish(AccountsChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: refreshed == [1])
    qtbot.wait(300)
    assert refreshed == [1]
    bridge.close()


def test_a_widget_that_nobody_sees_reads_once_it_is_seen(qtbot):
    bus, refreshed, seen = EventBus(), [], []
    bridge, hidden, shown = BusBridge(bus), QWidget(), QWidget()
    for widget, told in ((hidden, refreshed), (shown, seen)):
        qtbot.addWidget(widget)
        bridge.settled(PostsChanged, owner=widget, refresh=lambda told=told: told.append(1))
    shown.show()
    for number in range(3):
        bus.publish(PostsChanged(at=NOON, post_ids=(number,)))
        qtbot.waitUntil(lambda number=number: len(seen) == number + 1)
    assert refreshed == []
    hidden.show()
    qtbot.waitUntil(lambda: refreshed == [1])
    hidden.hide()
    hidden.show()
    bus.publish(PostsChanged(at=NOON, post_ids=(9,)))
    qtbot.waitUntil(lambda: refreshed == [1, 1])
    bridge.close()


def test_a_listener_that_is_gone_hears_nothing(qtbot):
    bus = EventBus()
    bridge, owner, other, heard = BusBridge(bus), QObject(), QObject(), []
    bridge.each(PostsChanged, owner=owner, hear=lambda _: heard.append("gone"))
    bridge.each(PostsChanged, owner=other, hear=lambda _: heard.append("here"))
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    bus.publish(PostsChanged(at=NOON, post_ids=(1,)))
    qtbot.waitUntil(lambda: heard == ["here"])
    bridge.close()


def test_tasks_need_no_more_than_submit(qtbot, loop):
    tasks, owner, got = Tasks(loop), QObject(), []
    tasks.run(_answer("x"), owner=owner, done=got.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: got == ["x"])
    tasks.close()


async def _after(gate):
    await gate.wait()


async def _open(gate):
    gate.set()


def _alive(one):
    import shiboken6

    return shiboken6.isValid(one)
