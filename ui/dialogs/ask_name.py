"""Asks for a name and closes: where a taken name is told of by the error that follows."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.name_it import NameIt


def ask_name(
    title: str, parent: QWidget, named: Callable[[str], object], *, words: str = "", act: str = "", known: str = ""
) -> NameIt:
    """`named` gets what was typed, without white space around it; `known` stands there to begin with."""
    asked = NameIt(title, parent, words=words, act=act)
    asked.edit.setText(known)
    asked.edit.selectAll()
    asked.named.connect(named)
    asked.named.connect(asked.accept)
    asked.open()
    return asked
