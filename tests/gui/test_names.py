"""What a screen reader says of fields and buttons."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox

from ui.pages.recovery_kit import RecoveryKit
from ui.widgets.buttons import button
from ui.widgets.fields import Field


def spoken(widget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_button_is_read_out_as_it_stands_now(qtbot, theme):
    made = button("Check and connect")
    qtbot.addWidget(made)
    made.setText("Open the browser")
    assert spoken(made) == "Open the browser"


def test_the_line_of_a_list_that_takes_new_names_is_named(qtbot, theme):
    combo = QComboBox()
    combo.setEditable(True)
    field = Field("Client", combo)
    qtbot.addWidget(field)
    assert spoken(combo.lineEdit()) == "Client"


def test_the_recovery_code_can_be_heard(qtbot, theme, tasks, errors):
    kit = RecoveryKit("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH", tasks, errors, may_skip=False)
    qtbot.addWidget(kit)
    names = [spoken(one) for one in kit.findChildren(type(kit._told))]
    assert "Recovery code: AAAA - BBBB - CCCC - DDDD - EEEE - FFFF - GGGG - HHHH" in names
