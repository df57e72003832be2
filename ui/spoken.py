"""What a screen reader calls widgets of our own, which Qt knows only as rooms for other things.

Such a class names its role: `spoken_role = QAccessible.Role.Chart`. Name, state and children stay Qt's.

WORKAROUND: what Qt 6.12 says of a scroll area reads past the end of its list when it is asked for a child that is gone.
A screen reader counts first and asks then; a scroll bar that went in between ended the program. As any other widget is
spoken of, with the role it had, it is safe.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea, QWidget

# The role that Qt gives it.
_SCROLLED = QAccessible.Role.Client
_begun: list[bool] = []


def begin() -> None:
    """Once in a process: Qt keeps whom it was told to ask."""
    if not _begun:
        _begun.append(True)
        QAccessible.installFactory(_interface)


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(type(thing), "spoken_role", _SCROLLED if isinstance(thing, QScrollArea) else None)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None
