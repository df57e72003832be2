"""Spares PySide6 from reading every module's source.

WORKAROUND: after each import PySide6 6.12 reads the imported module's source, to see whether it may want the optional
features (snake_case names, true properties), and the lines stay in `linecache`: 10 MB and a fifth of the start. Nothing
here wants them.
"""

import sys
from typing import Any

import shiboken6  # noqa: F401 - it brings the module below along

_FEATURES, _LOOKS = "shibokensupport.feature", "_mod_uses_pyside"


def none_wanted() -> None:
    """Say of each module, without looking, that it wants no feature. To be called before Qt is imported."""
    feature: Any = sys.modules.get(_FEATURES)
    if feature is not None and hasattr(feature, _LOOKS):
        setattr(feature, _LOOKS, lambda _module: False)  # there is no other way to say it
