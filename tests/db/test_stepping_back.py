"""Readers and what is done aside leave the processor to the window first; what is written waits for nobody."""

import asyncio
import os
import sys
import threading

import pytest

from ofauto_desktop.runtime.aside import aside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there a thread's niceness can be read")


def niceness(*_):
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_reader_steps_back_and_the_writer_does_not(database):
    async def both():
        return await database.read(niceness), await database.write(niceness)

    assert asyncio.run(both()) == (10, niceness())


def test_what_is_done_aside_steps_back_and_its_errors_come_through():
    def fail():
        raise LookupError

    assert asyncio.run(aside(niceness)) == 10 != niceness()
    with pytest.raises(LookupError):
        asyncio.run(aside(fail))
