"""Who logs in at a practice platform: it has no page to fetch a token from, so choosing somebody fills it in."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from ui.language import tr
from ui.tokens import Tone
from ui.widgets.fields import Field
from ui.widgets.states import Banner


class PracticeLogin(QComboBox):
    """`logins` are a credential's fields by handle; none where the platform is used through a browser alone."""

    def __init__(self, logins: Mapping[str, Mapping[str, str]], handle: str) -> None:
        super().__init__()
        self.logins = logins
        self.setPlaceholderText(tr("Choose who logs in"))
        for name, fields in logins.items():
            self.addItem(f"@{name}", dict(fields))
        self.setCurrentIndex(self.findText(f"@{handle.lstrip('@')}"))

    def in_form(self, platform: str) -> QWidget:
        """With its label, or what to say instead."""
        if self.logins:
            return Field(tr("Practice login"), self, tr("Made up; nothing reaches a real platform."))
        self.hide()
        words = tr(
            "{platform} is used through a real browser, which practice does not open. Connect it in a workspace of your own.",
            platform=platform,
        )
        return Banner(words, Tone.INFO)
