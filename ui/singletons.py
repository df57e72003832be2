"""Keeps None, True and False alive through PySide6's reference counting on Python 3.11.

WORKAROUND: PySide6 6.12 gives one reference too many back for each call of a slot (None) and each `Signal.emit` (True).
From Python 3.12 on these objects are immortal (PEP 683) and nothing happens; on 3.11 their counts run out after some
ten thousand signals and the interpreter aborts ("deallocating None"). Measured with sys.getrefcount: −1 a call.
"""

import ctypes
import sys

_IMMORTAL_SINCE = (3, 12)
_MANY = 1 << 48


def keep_alive() -> None:
    """Give each more references than a program can lose in years."""
    if sys.version_info >= _IMMORTAL_SINCE:
        return
    for one in (None, True, False):
        # The count is the first field of every object (object.h), and `id` is its address.
        ctypes.c_ssize_t.from_address(id(one)).value += _MANY
