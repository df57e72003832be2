"""What is said and asked where a platform is logged in to in a window: what opens, the risk, and who looks at posts."""

from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.widgets.fields import Check
from ui.widgets.layouts import column
from ui.widgets.text import label


class SessionPart(QWidget):
    """`opens` is for the way by window only; a new account is asked who looks, one that is there has its card for that."""

    def __init__(self, platform: str, *, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self, gap=16)
        self.opens = label(
            tr(
                "A window opens with the login page of {name}. You type there; your password never passes this program.",
                name=platform,
            ),
            "muted",
        )
        lines.addWidget(self.opens)
        risk = tr(
            "The risk: the terms of sites like {name} are reported to forbid automation, and accounts were closed for it. So you"
            " look at each post and send it yourself, unless you choose otherwise.",
            name=platform,
        )
        lines.addWidget(label(risk, "muted"))
        self.unattended = (
            Check(
                tr("Let posts go out without me looking"),
                tr("More comfortable, and more likely to be noticed. You can change it at any time."),
            )
            if is_new
            else None
        )
        if self.unattended is not None:
            lines.addWidget(self.unattended)

    def is_unattended(self) -> bool:
        return self.unattended is not None and self.unattended.box.isChecked()
