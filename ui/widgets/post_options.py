"""The settings that a post carries on one account's platform: who may reply, what must be said of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.manifest import OptionSpec
from ui.language import tr, tr_marked
from ui.widgets.badge import Chip
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
        inside = column(self._box, gap=8)
        self._fields = FlowLayout(gap=12)
        self._tiers_box = column(gap=4)
        inside.addLayout(self._fields)
        inside.addLayout(self._tiers_box)
        self._box.hide()
        lines.addWidget(self._box)
        self.combos: dict[str, QComboBox] = {}
        self.tiers: dict[str, Chip] = {}
        self.price: QLineEdit | None = None

    def show_for(self, account: Account | None, specs: Sequence[OptionSpec], chosen: Mapping[str, str]) -> None:
        """The settings of `account`; nothing where there is none to choose."""
        self.setVisible(account is not None and bool(specs))
        clear(self._fields)
        clear(self._tiers_box)
        self.combos, self.tiers, self.price = {}, {}, None
        if account is None:
            return
        said = ", ".join(
            f"{tr_marked(spec.label)}: {', '.join(tr_marked(one) for one in spec.words(chosen[spec.name]))}"
            for spec in specs
            if spec.name in chosen
        )
        self.fold.setText(tr("Settings on {platform}", platform=account.platform.label))
        self.fold.setAccessibleName(tr("Settings for {account}", account=account.name))
        self._said.setText(said)
        self._said.setVisible(bool(said))
        for spec in specs:
            if spec.of_tiers:
                self._offer_tiers(spec, chosen.get(spec.name))
            else:
                self._fields.addWidget(self._field(spec, chosen.get(spec.name)))

    def _price(self, spec: OptionSpec, value: str | None) -> QWidget:
        """In dollars; nothing, or 0, is free. What cannot be one is left for the check to say."""
        edit = QLineEdit(f"{int(value) / 100:.2f}" if value and value.isdigit() else value or "")
        edit.setPlaceholderText(tr_marked(spec.usual))
        edit.setMaxLength(12)

        def tell() -> None:
            typed = edit.text().strip().removeprefix("$").replace(",", ".")
            try:
                cents = Decimal(typed or "0") * 100
            except InvalidOperation:
                self.changed.emit(spec.name, typed)
                return
            whole = cents.is_finite() and cents == cents.to_integral_value()
            self.changed.emit(spec.name, (str(int(cents)) if cents else None) if whole else typed)

        edit.textChanged.connect(tell)  # not when it is left: a post is saved by its keys too
        self.price = edit
        return Field(tr_marked(spec.label), edit)

    def _field(self, spec: OptionSpec, value: str | None) -> QWidget:
        if spec.price is not None:
            return self._price(spec, value)
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

    def _offer_tiers(self, spec: OptionSpec, value: str | None) -> None:
        """A chip for each tier of the page; none of them: everyone."""
        self._tiers_box.addWidget(label(tr_marked(spec.label)))
        flow = FlowLayout(gap=6)
        on = spec.chosen(value or "")
        self.tiers = {tier: Chip(words, on=tier in on) for tier, words in spec.choices.items()}
        for chip in self.tiers.values():
            chip.toggled.connect(lambda _: self._tiers_chosen(spec.name))
            flow.addWidget(chip)
        self._tiers_box.addLayout(flow)
        none = tr("None chosen: {usual}", usual=tr_marked(spec.usual))
        self._tiers_box.addWidget(
            label(none if spec.choices else tr("No tiers were read yet. Sync the account."), "caption")
        )

    def _tiers_chosen(self, name: str) -> None:
        chosen = ",".join(tier for tier, chip in self.tiers.items() if chip.isChecked())
        self.changed.emit(name, chosen or None)

    def _toggle(self) -> None:
        self._box.setVisible(self._box.isHidden())
