"""The command line hears a termination whichever of its threads the system tells of it."""

import asyncio
import signal
import threading
from concurrent.futures import CancelledError

import pytest

from ofauto_desktop import cli
from ofauto_desktop.runtime.loop import BackgroundLoop


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows tells no thread of its own")
def test_a_termination_that_another_thread_gets_is_heard():
    """The main thread waits for a lock then, and nothing wakes it: seen on a busy machine."""
    loop, began = BackgroundLoop(), threading.Event()

    async def work():
        began.set()
        await asyncio.sleep(60)

    def terminate():
        began.wait()
        signal.pthread_kill(loop._thread.ident, signal.SIGTERM)

    sender = threading.Timer(0.2, terminate)  # by then the main thread waits
    sender.start()
    try:
        with pytest.raises(CancelledError):
            cli._until_done(loop, work())
    finally:
        sender.join()
        loop.stop()
