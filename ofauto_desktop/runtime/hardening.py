"""What the operating system can do to keep secrets in this process (security.md T3)."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """No core dumps, no reading of this process's memory by others of the same user, where the system offers it."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
