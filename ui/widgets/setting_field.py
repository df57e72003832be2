"""One setting as it is drawn from its declaration: a check, a choice, or a line to type into."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ofauto_desktop.domain.preferences import Setting
from ofauto_desktop.domain.search import holds
from ui.language import tr, tr_marked
from ui.widgets.fields import Check, Field
from ui.widgets.layouts import column


class SettingField(QWidget):
    """`changed` gives the value that the person chose. Choices that are known only later come by `offer`."""

    changed = Signal(object)

    def __init__(self, setting: Setting[Any], value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._field: Field | None = None
        self.edit = self._made()
        lines = column(self)
        if isinstance(self.edit, Check):
            lines.addWidget(self.edit)
        else:
            self._field = Field(tr_marked(setting.label), self.edit, tr_marked(setting.help))
            lines.addWidget(self._field)
        self.setFocusProxy(self.edit)
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """What is stored; nothing is told of it."""
        self.edit.blockSignals(True)
        if isinstance(self.edit, Check):
            self.edit.box.blockSignals(True)
            self.edit.box.setChecked(bool(value))
            self.edit.box.blockSignals(False)
        elif isinstance(self.edit, QComboBox):
            self.edit.setCurrentIndex(self.edit.findData(value))
        elif isinstance(self.edit, QLineEdit):
            self.edit.setText(str(value))
        self.edit.blockSignals(False)
        self.wrong("")

    def offer(self, choices: Mapping[Any, str]) -> None:
        """What can be chosen, in its order, where the declaration does not say it."""
        if isinstance(self.edit, QComboBox):
            chosen = self.edit.currentData()
            self.edit.blockSignals(True)
            self.edit.clear()
            for value, words in choices.items():
                self.edit.addItem(words, value)
            self.edit.blockSignals(False)
            if chosen is not None:
                self.show_value(chosen)

    def wrong(self, why: str) -> None:
        """Say under the line why it cannot be kept."""
        if self._field is not None:
            self._field.wrong(why)

    def answers(self, typed: str) -> bool:
        """Whether it is what is looked for."""
        setting = self.setting
        words = (setting.label, setting.help, setting.group, *setting.choices.values())
        return holds(" ".join(tr_marked(one) for one in words), typed) is not None

    def words_for(self, value: Any) -> str:
        """A value as a person reads it."""
        if isinstance(self.edit, Check):
            return tr("on") if value else tr("off")
        if isinstance(self.edit, QComboBox):
            at = self.edit.findData(value)
            return self.edit.itemText(at) if at >= 0 else str(value)
        return str(value) or tr("empty")

    def _made(self) -> QWidget:
        setting = self.setting
        if isinstance(setting.default, bool):
            check = Check(tr_marked(setting.label), tr_marked(setting.help))
            check.toggled.connect(lambda on: self.changed.emit(on))
            return check
        if setting.choices or setting.offered:
            choice = QComboBox()
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(6)
            for value, words in setting.choices.items():
                choice.addItem(tr_marked(words), value)
            choice.activated.connect(lambda _: self.changed.emit(choice.currentData()))
            return choice
        line = QLineEdit()
        line.editingFinished.connect(lambda: self.changed.emit(line.text().strip()))
        return line
