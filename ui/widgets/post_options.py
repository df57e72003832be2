"""The settings that a post carries on one account's platform: who may reply, what must be said of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.manifest import OptionSpec
from ui.language import tr, tr_marked
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label

_LETTERS = 14


class PostOptions(QWidget):
    """Folded until asked for; `changed` gives a setting's name and its value, None for the platform's own way."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self, gap=8)
        self.fold = button("", self._toggle, kind="link", icon="settings")
        self._said = label("", "caption")
        head = FlowLayout(gap=8)
        head.addWidget(self.fold)
        lines.addLayout(head)
        lines.addWidget(self._said)
        self._box = QWidget()
        self._fields = FlowLayout(self._box, gap=12)
        self._box.hide()
        lines.addWidget(self._box)
        self.combos: dict[str, QComboBox] = {}

    def show_for(self, account: Account | None, specs: Sequence[OptionSpec], chosen: Mapping[str, str]) -> None:
        """The settings of `account`; nothing where there is none to choose."""
        self.setVisible(account is not None and bool(specs))
        clear(self._fields)
        self.combos = {}
        if account is None:
            return
        said = ", ".join(
            f"{tr_marked(spec.label)}: {tr_marked(spec.choices.get(chosen[spec.name], chosen[spec.name]))}"
            for spec in specs
            if spec.name in chosen
        )
        self.fold.setText(tr("Settings on {platform}", platform=account.platform.label))
        self.fold.setAccessibleName(tr("Settings for {account}", account=account.name))
        self._said.setText(said)
        self._said.setVisible(bool(said))
        for spec in specs:
            self._fields.addWidget(self._field(spec, chosen.get(spec.name)))

    def _field(self, spec: OptionSpec, value: str | None) -> QWidget:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_LETTERS)
        combo.addItem(tr_marked(spec.usual), None)
        for choice, words in spec.choices.items():
            combo.addItem(tr_marked(words), choice)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.activated.connect(lambda _: self.changed.emit(spec.name, combo.currentData()))
        self.combos[spec.name] = combo
        return Field(tr_marked(spec.label), combo)

    def _toggle(self) -> None:
        self._box.setVisible(self._box.isHidden())
