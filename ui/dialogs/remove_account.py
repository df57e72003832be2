"""Asks before an account's login is thrown away: that cannot be undone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ofauto_desktop.domain.accounts import Account
from ui import theme
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.text import label

_WIDTH = 440


class RemoveAccount(QDialog):
    """`confirmed` where the person meant it."""

    confirmed = Signal()

    def __init__(self, account: Account, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Disconnect"))
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(tr("Disconnect {name}?", name=account.name), "lead"))
        lines.addWidget(
            label(
                tr("Its login is destroyed and planned posts do not go out. Posts, numbers and money stay here."),
                "muted",
            )
        )
        acts = row()
        acts.addStretch(1)
        keep = button(tr("Keep it"), self.reject)
        acts.addWidget(keep)
        acts.addWidget(button(tr("Disconnect {name}", name=account.name), self._confirm, kind="danger"))
        lines.addLayout(acts)
        self.setFixedWidth(min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 320)))
        keep.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
