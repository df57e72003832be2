"""Icons that Qt copies for itself."""

import gc
from dataclasses import fields

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from ofauto_desktop.runtime import paths
from ui.icons import Icons
from ui.tokens import LIGHT


def test_a_copied_icon_draws_after_its_first_one_is_gone(qtbot: QtBot) -> None:
    colours = {one.name: str(getattr(LIGHT, one.name)) for one in fields(LIGHT)}
    icons = Icons(paths.resources_dir() / "icons")
    icons.recolour(colours)
    copy = QIcon(icons.icon("calendar"))
    copy.setIsMask(True)  # Qt now makes an engine of its own, by the first one's `clone`
    icons.recolour(colours)
    gc.collect()
    assert not copy.pixmap(QSize(16, 16)).isNull()
