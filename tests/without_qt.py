"""A pytest plugin (`-p tests.without_qt`): PySide6 cannot be imported, as on a server that has none."""

import sys

sys.modules["PySide6"] = None  # type: ignore[assignment]  # makes every import of it an ImportError
