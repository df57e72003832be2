"""What a screen reader calls widgets of our own, which Qt knows only as rooms for other things.

Such a class names its role: `spoken_role = QAccessible.Role.Chart`. Name, state and children stay Qt's.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_begun: list[bool] = []


def begin() -> None:
    """Once in a process: Qt keeps whom it was told to ask."""
    if not _begun:
        _begun.append(True)
        QAccessible.installFactory(_interface)


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(type(thing), "spoken_role", None)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None
