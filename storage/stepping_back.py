"""Threads whose work may wait a moment let the window's go first: each answers a question, none draws."""

import ctypes
import logging
import os
import sys
import threading
from typing import Any

_log = logging.getLogger(__name__)
_NICE = 10  # Linux: a tenth of the window's share while both want the same processor, all of it otherwise
_BELOW_NORMAL = -1  # Windows: THREAD_PRIORITY_BELOW_NORMAL
_UTILITY = 0x11  # macOS: QOS_CLASS_UTILITY


def step_back() -> None:
    """Give the calling thread less of a processor than those that did not step back. Where it cannot, it is logged."""
    try:
        _step_back()
    except (OSError, AttributeError) as error:
        _log.info("a thread keeps its priority: %s", error)


def _step_back() -> None:
    if sys.platform == "linux":
        # Here a thread has a niceness of its own, although POSIX gives it to the process.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
    elif sys.platform == "win32":
        system: Any = ctypes.windll.kernel32
        system.SetThreadPriority(ctypes.c_void_p(system.GetCurrentThread()), _BELOW_NORMAL)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).pthread_set_qos_class_self_np(_UTILITY, 0)
