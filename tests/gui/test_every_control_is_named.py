"""A walk over every page and dialog: a screen reader can say of everything what it is called and what it is.

And nothing that belongs into one of them stands on the desktop for a moment, taking the focus with it.
"""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QMenu, QScrollArea, QWidget

from tests.gui.practice_stage import OVER, PLACES, practising, told

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
Role = QAccessible.Role
# Roles of what a person can do something with.
USED = {
    Role.PushButton,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.SpinBox,
    Role.Slider,
    Role.MenuItem,
    Role.ButtonMenu,
    Role.ButtonDropDown,
    Role.Link,
    Role.ListItem,
    Role.TreeItem,
    Role.Cell,
    Role.ColumnHeader,
    Role.RowHeader,
    Role.PageTab,
    Role.List,
    Role.Tree,
    Role.Table,
}
# What takes the focus must be more than a room for other things.
ROOMS = {Role.Client, Role.NoRole, Role.Window, Role.Border, Role.Whitespace}
MOST_CELLS = 40
# Windows that are meant to be: dialogs, menus, what Qt folds out.
MEANT = (QDialog, QMainWindow, QMenu)
QTS_OWN = {"QComboBoxPrivateContainer", "QTipLabel", "QBalloonTip"}


class Watch(QObject):
    """Writes down what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow():
            name = thing.metaObject().className()
            if not isinstance(thing, MEANT) and name not in QTS_OWN:
                self.strays.append(told(thing))
        return False


@pytest.fixture
def watch(qapp):
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def interface(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


def wrong(root: QWidget) -> list[str]:
    found: list[str] = []
    _look(interface(root), found, ())
    return found


def _look(node, found: list[str], above: tuple[str, ...]) -> None:
    if node is None or not node.isValid():
        return
    state = node.state()
    if state.invisible:
        return
    name, role = _name(node), node.role()
    told = f"{role.name} {name!r} {type(node.object()).__name__} in {' < '.join(reversed(above[-4:]))}"
    if (state.focusable or role in USED) and not name and not _of_another(node):
        found.append(f"no name: {told}")
    if state.focusable and role in ROOMS and not (isinstance(node.object(), QScrollArea) and name):
        found.append(f"no role: {told}")
    if role in {Role.CheckBox, Role.RadioButton} and not state.checkable:
        found.append(f"no state: {told}")
    for index in range(min(node.childCount(), MOST_CELLS if role in {Role.Table, Role.List, Role.Tree} else 400)):
        _look(node.child(index), found, (*above, type(node.object()).__name__))


def _name(node) -> str:
    """What it is called; a list of choices gives what is chosen as its name on Linux, and is told by its label."""
    if node.role() is not Role.ComboBox:
        return node.text(QAccessible.Text.Name).strip()
    labels = node.relations(QAccessible.RelationFlag.Label)
    return labels[0][0].text(QAccessible.Text.Name) if labels else node.text(QAccessible.Text.Description).strip()


def _of_another(node) -> bool:
    """The field inside a list of choices or a spin box is read by the name of what holds it."""
    above = node.parent()
    return above is not None and above.role() in {Role.ComboBox, Role.SpinBox} and bool(_name(above))


def test_everything_on_every_page_and_in_every_dialog_has_a_name_and_a_role(qapp, qtbot, loop, tmp_path, watch):
    QAccessible.setActive(True)
    found: dict[str, list[str]] = {}
    with practising(qapp, qtbot, loop, tmp_path) as practice:
        for page_id, focus in PLACES:
            practice.open(page_id, **focus)
            found[f"{page_id} {focus or ''}"] = wrong(practice.window)
        for page_id, command in OVER:
            practice.over(page_id, command)
            found[f"{command} on {page_id}"] = wrong(practice.window)
            for dialog in [one for one in practice.dialogs() if not isinstance(one, QFileDialog)]:
                found[f"{command} on {page_id}, dialog"] = wrong(dialog)
            practice.leave()
        practice.lock()
        found["the door"] = wrong(practice.window)
    said = [f"{where}: {one}" for where, all_of_it in found.items() for one in dict.fromkeys(all_of_it)]
    assert not said, "\n".join(said)
    assert watch.strays == []
