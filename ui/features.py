"""Spares PySide6 from reading every module's source.

WORKAROUND: after each import PySide6 6.12 reads the imported module's source, to see whether it may want the optional
features (snake_case names, true properties), and the lines stay in `linecache`: 10 MB and a fifth of the start. Nothing
here wants them.
"""

import shiboken6  # noqa: F401 - it brings the module below along


def none_wanted() -> None:
    """Say of each module, without looking, that it wants no feature."""
    from shibokensupport import feature  # type: ignore[import-not-found]

    feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001 - there is no other way to say it
