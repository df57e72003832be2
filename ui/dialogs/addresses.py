"""Addresses of one's own in a platform's place: a practice server, or a gateway of one's network. Folded away until wanted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.manifest import Manifest, complete_endpoints
from ui.capability_words import endpoint_name
from ui.language import known, tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column
from ui.widgets.text import label


class Addresses(QWidget):
    """One field an endpoint of the manifest; an empty one means the platform's own address."""

    def __init__(self, manifest: Manifest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manifest = manifest
        lines = column(self, gap=12)
        self.fold = button(tr("Advanced: addresses"), kind="link")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        lines.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = QWidget()
        inner = column(self._inner, gap=12)
        inner.addWidget(label(tr("Left empty, {name}'s own address is used.", name=manifest.name), "caption"))
        self.edits: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        for name, url in manifest.endpoints.items():
            edit = QLineEdit()
            edit.setPlaceholderText(url)
            self.edits[name] = edit
            self._fields[name] = Field(endpoint_name(name), edit)
            inner.addWidget(self._fields[name])
        self._inner.hide()
        lines.addWidget(self._inner)

    def given(self) -> dict[str, str]:
        """What was typed, by endpoint; empty fields are left out."""
        typed = {name: edit.text().strip() for name, edit in self.edits.items()}
        return {name: url for name, url in typed.items() if url}

    def refused(self) -> bool:
        """Whether an address cannot be used; each such field says why, folded out."""
        given = self.given()
        wrong = {name: self._trouble(name, given.get(name)) for name in self.edits}
        for name, why in wrong.items():
            self._fields[name].wrong(why)
        if any(wrong.values()):
            self.fold.setChecked(True)
        return any(wrong.values())

    def _trouble(self, name: str, url: str | None) -> str:
        if url is None:
            return ""
        try:
            complete_endpoints(self._manifest, {name: url})
        except BadInput as error:
            said = known(error.reason)
            return f"{said[:1].upper()}{said[1:]}."
        return ""

    def _unfold(self, on: bool) -> None:  # noqa: FBT001 - the signal's signature
        self._inner.setVisible(on)
