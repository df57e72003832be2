"""Work from other threads on the loop: each gets its own answer, and what is called off is called off there."""

import asyncio
import threading
from concurrent.futures import CancelledError

import pytest

from ofauto_desktop.runtime.loop import BackgroundLoop


@pytest.fixture
def loop():
    made = BackgroundLoop("submitting")
    yield made
    made.stop()


async def answer(value):
    await asyncio.sleep(0)
    return value


async def breaks():
    raise KeyError("no")


def test_each_gets_its_own_answer_from_whatever_thread(loop):
    got: dict[int, int] = {}

    def ask(number):
        for value in range(number * 100, number * 100 + 100):
            got[value] = loop.submit(answer(value)).result(10)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {value: value for value in range(800)}


def test_what_it_raises_is_raised_to_who_asked(loop):
    with pytest.raises(KeyError, match="no"):
        loop.submit(breaks()).result(10)


def test_works_that_come_at_once_wake_the_loop_once(loop, monkeypatch):
    gate, woken = threading.Event(), []
    wake = loop.loop.call_soon_threadsafe
    loop.loop.call_soon_threadsafe(gate.wait)  # the loop is busy while they come
    monkeypatch.setattr(loop.loop, "call_soon_threadsafe", lambda *given: woken.append(given) or wake(*given))
    futures = [loop.submit(answer(number)) for number in range(20)]
    gate.set()
    assert [future.result(10) for future in futures] == list(range(20))
    assert len(woken) == 1


def test_cancelling_the_future_cancels_the_work(loop):
    began, ended = threading.Event(), threading.Event()

    async def waits():
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = loop.submit(waits())
    assert began.wait(10)
    assert future.cancel()
    assert ended.wait(10)
    with pytest.raises(CancelledError):
        future.result(10)


def test_what_is_called_off_before_it_began_never_begins(loop):
    gate, began = threading.Event(), []

    async def begins():
        began.append(True)

    loop.loop.call_soon_threadsafe(gate.wait)
    future = loop.submit(begins())
    assert future.cancel()
    gate.set()
    assert loop.submit(answer("after")).result(10) == "after"
    assert began == []


def test_work_that_is_cancelled_on_the_loop_cancels_the_future(loop):
    async def ends_itself():
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(0)

    with pytest.raises(CancelledError):
        loop.submit(ends_itself()).result(10)
