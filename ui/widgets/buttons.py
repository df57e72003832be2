"""Buttons by kind, each with a name for screen readers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui import theme


def button(
    text: str, act: Callable[[], object] | None = None, *, kind: str = "", icon: str = "", parent: QWidget | None = None
) -> QPushButton:
    """A button with words. Kinds: primary, danger, plain, link; none for an ordinary one."""
    # Qt reads out the words that stand on it; a name set here would stay when they change.
    made = QPushButton(text, parent)
    # Return presses the button that has focus, nothing else.
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        theme.current().icons.put(made, icon, {"primary": "on_accent", "danger": "on_danger"}.get(kind, "text_muted"))
    if act is not None:
        made.clicked.connect(lambda: act())
    return made


def icon_button(
    icon: str, name: str, act: Callable[[], object] | None = None, *, parent: QWidget | None = None
) -> QToolButton:
    """A button with an icon alone; `name` is its tooltip and what a screen reader says."""
    made = QToolButton(parent)
    made.setProperty("kind", "plain")
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.current().icons.put(made, icon)
    if act is not None:
        made.clicked.connect(lambda: act())
    return made
