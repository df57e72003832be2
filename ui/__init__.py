"""Everything Qt: the window, its pages and models."""

import ctypes
import sys

# WORKAROUND: PySide6 6.12 gives back a reference to None that it never took, once for every null that an overridden
# virtual returns (QLayout.itemAt past the end) and for every empty QVariant that reaches Python (QModelIndex.data).
# None dies after some hours of that: "none_dealloc: deallocating None". From Python 3.12 on None cannot die (PEP 683);
# before that, this many references are more than a window can lose in years.
_SPARE = 1 << 40
if sys.version_info < (3, 12):
    ctypes.c_ssize_t.from_address(id(None)).value += _SPARE
