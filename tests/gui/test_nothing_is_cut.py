"""On a telephone's width and at 200 % text nothing is cut, and no page is wider than the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QFileDialog,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from tests.gui.practice_stage import OVER, PLACES, area_around, beginning, place_in, practising, seen, told
from tests.gui.test_door import GOOD
from ui.pages.recovery_kit import RecoveryKit
from ui.widgets.text import ElidedLabel

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
LOOKS = {"narrow": (390, 844, 100), "large": (1280, 840, 200), "narrow and large": (390, 844, 200)}
SLACK = 1  # pixels that a style rounds


def cut_words(one: QWidget) -> str:
    """What of its text has no room; "" where all of it has."""
    if isinstance(one, ElidedLabel):
        return ""
    if isinstance(one, QLabel):
        return _cut_label(one)
    if isinstance(one, QAbstractButton) and one.text() and _shows_words(one):
        if one.sizeHint().width() > one.width() + SLACK:
            return f"{one.sizeHint().width()} wide in {one.width()}"
        if one.fontMetrics().height() > one.height() + SLACK:
            return f"{one.fontMetrics().height()} high in {one.height()}"
    return ""


def _shows_words(one: QAbstractButton) -> bool:
    return not isinstance(one, QToolButton) or one.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly


def _cut_label(one: QLabel) -> str:
    room, margin = one.contentsRect(), 2 * one.margin()
    if not one.text():
        return ""
    flags = int(one.alignment()) | (Qt.TextFlag.TextWordWrap if one.wordWrap() else 0)
    needed = one.fontMetrics().boundingRect(0, 0, room.width() - margin, 100_000, flags, one.text())
    if needed.width() > room.width() - margin + SLACK:
        return f"{needed.width()} wide in {room.width()}"
    if needed.height() > room.height() - margin + SLACK + 1:
        return f"{needed.height()} high in {room.height()}"
    return ""


def faults(root: QWidget) -> list[str]:
    found = []
    for one in seen(root):
        if (words := cut_words(one)) and not one.toolTip():
            found.append(f"cut, {words}: {told(one)}")
        if isinstance(one, QScrollArea) and one.horizontalScrollBar().maximum() > 0:
            found.append(f"scrolls sideways by {one.horizontalScrollBar().maximum()}: {told(one)}")
        if isinstance(one, QLabel | QAbstractButton) and (out := _outside(one, root)):
            found.append(f"outside {out}: {told(one)}")
    return found


def _outside(one: QWidget, root: QWidget) -> str:
    """Sideways out of what holds it, where that does not scroll by itself."""
    area = area_around(one)
    holder = area.widget() if area is not None and area.widget() is not None else root
    place = place_in(one, holder)
    if place.left() < -SLACK or place.right() > holder.width() + SLACK:
        return f"{place.left()}..{place.right()} of {holder.width()}"
    up = one.parentWidget()
    if (
        up is not None
        and not isinstance(up, QAbstractScrollArea)
        and one.width()
        and (
            one.x() + one.width() > up.width() + SLACK
            or one.y() + one.height() > up.height() + SLACK
            or one.x() < -SLACK
            or one.y() < -SLACK
        )
    ):
        return f"{one.geometry().getRect()} of {type(up).__name__} {up.size().toTuple()}"
    return ""


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_cut_on_any_page(qapp, qtbot, loop, tmp_path, look):
    found: dict[str, None] = {}
    with practising(qapp, qtbot, loop, tmp_path) as practice:
        practice.resize(*LOOKS[look])
        for page_id, focus in PLACES:
            practice.open(page_id, **focus)
            if practice.window.width() != LOOKS[look][0]:
                found[f"{page_id} {focus or ''}: the window is {practice.window.width()} wide"] = None
            for one in faults(practice.window):
                found[f"{page_id} {focus or ''}: {one}"] = None
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", ["large", "narrow and large"])
def test_nothing_is_cut_in_what_stands_over_or_beside_a_page(qapp, qtbot, loop, tmp_path, look):
    found: dict[str, None] = {}
    with practising(qapp, qtbot, loop, tmp_path) as practice:
        practice.resize(*LOOKS[look])
        for page_id, command in OVER:
            practice.over(page_id, command)
            for root in practice.dialogs() or [practice.window]:
                if isinstance(root, QFileDialog):
                    continue  # Qt's own; a desktop puts its own in its place
                for one in faults(root):
                    found[f"{command}: {one}"] = None
                if root.width() > practice.window.width():
                    found[f"{command}: {root.width()} wide: {told(root)}"] = None
            practice.leave()
        practice.lock()
        found |= dict.fromkeys(f"the door: {one}" for one in faults(practice.window))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_cut_at_the_first_start(qapp, qtbot, loop, tmp_path, look):
    with beginning(qapp, qtbot, loop, tmp_path) as practice:
        practice.resize(*LOOKS[look])
        found = [f"first run: {one}" for one in faults(practice.window)]
        first = practice.window.view()
        first.choice.practice_button.click()
        first.protect.chosen.first.setText(GOOD)
        first.protect.chosen.again.setText(GOOD)
        first.protect.keychain.box.setChecked(False)
        qtbot.waitUntil(first.protect.create_button.isEnabled, timeout=10_000)
        practice.settle()
        found += [f"passphrase: {one}" for one in faults(practice.window)]
        first.protect.create_button.click()
        qtbot.waitUntil(lambda: practice.window.findChild(RecoveryKit) is not None, timeout=30_000)
        practice.settle()
        found += [f"recovery kit: {one}" for one in faults(practice.window)]
    assert not found, "\n".join(found)
