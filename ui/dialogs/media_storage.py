"""How much room the library takes, by what, and the limit that the person has set (C3)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QProgressBar, QWidget

from ofauto_desktop.domain.library import StorageUse
from ofauto_desktop.domain.media import MediaKind
from ui import theme
from ui.desk import Desk
from ui.format import count, size
from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.fields import Check, Field
from ui.widgets.layouts import column, row, scrolled
from ui.widgets.states import PageStates
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.media_finding import MediaFinding

_WIDTH = 460
_GB = 1000**3
_THOUSAND = 1000


class MediaStorage(QDialog):
    """The figures are read when it opens."""

    def __init__(self, finding: "MediaFinding", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Storage of the library"))
        self._finding, self._desk = finding, desk
        lines = column(self, gap=12, margin=24)
        lines.addWidget(label(tr("Storage of the library"), "title"))
        content = QWidget()
        self._facts = column(content, gap=8)
        self._states = PageStates(scrolled(content), rows=4)
        lines.addWidget(self._states, 1)
        acts = row()
        acts.addStretch(1)
        self.close_button = button(tr("Close"), self.reject)
        acts.addWidget(self.close_button)
        lines.addLayout(acts)
        look = theme.current()
        wide = min(look.scaled(_WIDTH), max(parent.width() - 32, 300))
        self.resize(wide, min(look.scaled(520), max(300, parent.height() - 32)))
        self._read()

    def _read(self) -> None:
        self._states.loading()
        self._desk.tasks.run(
            self._finding.storage(),
            owner=self,
            done=self._show,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self._read),
        )

    def _show(self, of: StorageUse) -> None:
        used = of.originals + of.forms
        room = of.quota or used + of.free
        bar = QProgressBar()
        bar.setRange(0, _THOUSAND)
        bar.setValue(min(_THOUSAND, round(_THOUSAND * used / max(1, room))))
        bar.setTextVisible(False)
        words = tr("{used} of {room}", used=size(used), room=size(room))
        bar.setAccessibleName(words)
        self._facts.addWidget(label(words, "lead"))
        self._facts.addWidget(bar)
        left = tr("{free} left on the disk", free=size(of.free))
        self._facts.addWidget(label(left if of.quota is None else tr("Limit set by you · {left}", left=left), "muted"))
        self._facts.addWidget(rule())
        for kind, words in (
            (MediaKind.IMAGE, tr("Pictures")),
            (MediaKind.VIDEO, tr("Films")),
            (MediaKind.GIF, tr("GIFs")),
        ):
            many, bytes_ = of.by_kind.get(kind, (0, 0))
            self._fact(words, f"{count(many)} · {size(bytes_)}")
        bin_words = tr_n("{n} item", "{n} items", of.in_bin)
        self._fact(tr("In the bin"), f"{bin_words} · {size(of.bin)}")
        self._fact(tr("Forms made for sending"), size(of.forms))
        self._fact(tr("Encrypted files on the disk"), size(of.on_disk))
        self._facts.addWidget(
            label(tr("Originals are always kept as they came; what is sent is a clean copy."), "caption")
        )
        self._facts.addWidget(rule())
        self._facts.addWidget(self._limit(of))
        self._facts.addStretch(1)
        self._states.content()

    def _fact(self, name: str, value: str) -> None:
        line = row(gap=12)
        line.addWidget(label(name, "muted"), 1)
        line.addWidget(label(value, wrap=False), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._facts.addLayout(line)

    def _limit(self, of: StorageUse) -> QWidget:
        made = QWidget()
        lines = column(made, gap=8)
        self.limited = Check(tr("Let the library grow up to a limit"), tr("What would go beyond it is refused."))
        self.limited.box.setChecked(of.quota is not None)
        self.limit = QDoubleSpinBox()
        self.limit.setRange(0.1, 100_000)
        self.limit.setDecimals(1)
        self.limit.setSuffix(" GB")
        self.limit.setValue((of.quota or max(_GB, 2 * (of.originals + of.forms))) / _GB)
        field = Field(tr("Limit"), self.limit)
        field.setVisible(of.quota is not None)
        self.limited.toggled.connect(field.setVisible)
        self.limited.toggled.connect(lambda _: self._keep())
        self.limit.editingFinished.connect(self._keep)
        lines.addWidget(self.limited)
        lines.addWidget(field)
        return made

    def _keep(self) -> None:
        quota = round(self.limit.value() * _GB) if self.limited.box.isChecked() else None
        self._desk.tasks.run(
            self._finding.set_quota(quota), owner=self, done=lambda _: None, failed=self._desk.errors.show
        )
