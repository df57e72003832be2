"""A platform that can be connected: what it can do, what it cannot and why, what it needs, what is stored."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.platforms import Capability
from ui import theme
from ui.capability_words import CAPABILITIES
from ui.language import tr, tr_marked
from ui.widgets.badge import Picture, PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.layouts import column, row
from ui.widgets.text import label

_WIDTH = 340


class PlatformCard(Card):
    """Drawn from the manifest alone."""

    def __init__(self, manifest: Manifest, connect: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(manifest.name)
        head = row(gap=12)
        head.addWidget(PlatformDisc(manifest.platform, manifest.name, edge=32))
        head.addWidget(label(manifest.name, "lead"), 1)
        self.connect_button = button(tr("Connect"), connect, icon="plug")
        self.connect_button.setAccessibleName(tr("Connect {name}", name=manifest.name))
        self.body.addLayout(head)
        self.body.addLayout(capability_list(manifest))
        for title, text in (
            (tr("Needs"), tr_marked(manifest.where_to_get)),
            (tr("Stores"), tr_marked(manifest.stores)),
        ):
            lines = column(gap=2)
            lines.addWidget(label(title, "strong"))
            lines.addWidget(label(text[:1].upper() + text[1:], "caption"))
            self.body.addLayout(lines)
        self.body.addStretch(1)
        self.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(theme.current().scaled(_WIDTH), 0))


def capability_list(manifest: Manifest) -> QHBoxLayout:
    """What it can do with a tick, what it cannot greyed out with the reason (A19)."""
    lines = column(gap=4)
    for capability, words in CAPABILITIES.items():
        if capability in manifest.capabilities:
            lines.addLayout(_line("check", "success", words, "", "muted"))
    if manifest.broadcasts:
        lines.addLayout(
            _line("check", "success", tr("Write to whole lists of people, by the command line"), "", "muted")
        )
    lacking = set(Capability) - manifest.capabilities
    if Capability.PUBLISH in manifest.capabilities:
        lacking -= {Capability.ASSISTED}  # nobody misses a reminder where the post goes out by itself
    for capability, words in CAPABILITIES.items():
        if capability in lacking:
            lines.addLayout(
                _line("minus", "text_disabled", words, tr_marked(manifest.unavailable.get(capability, "")), "caption")
            )
    if manifest.no_broadcasts:
        why = tr_marked(manifest.no_broadcasts)
        lines.addLayout(_line("minus", "text_disabled", tr("Write to whole lists of people"), why, "caption"))
    across = row()
    across.addLayout(lines, 1)
    return across


def _line(icon: str, colour: str, words: str, why: str, role: str) -> QHBoxLayout:
    line = row(gap=8)
    line.addWidget(Picture(icon, colour, edge=14), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(f"{words}: {why.rstrip('.')}" if why else words, role), 1)
    return line
