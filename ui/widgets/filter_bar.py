"""Filters as chips, the menus that add them, and saved views by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from ofauto_desktop.domain.posts import PostState
from ui import theme
from ui.language import tr
from ui.models.entries import LOOKS, Status
from ui.models.filters import Filters, Kind, Value
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout

_FIND_WIDE = 168  # pixels at 100 %
_TYPED_MS = 250  # a pause in typing; then the text is searched


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose: names by value. `views` are (id, name) of the saved ones."""

    accounts: Mapping[int, str] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    clients: Mapping[int, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    authors: Mapping[int, str] = field(default_factory=dict)
    views: Sequence[tuple[int, str]] = ()

    def of(self, kind: Kind) -> Mapping[Value, str]:
        """Names by value; nothing where there is nothing to choose from."""
        found: dict[Value, str] = {}
        match kind:
            case Kind.CLIENT:
                found.update(_several(self.clients))
            case Kind.ACCOUNT:
                found.update(_several(self.accounts))
            case Kind.PLATFORM:
                found.update(_several(self.platforms))
            case Kind.STATE:
                found.update({state: LOOKS[status].word for status, state in _STATES.items()})
            case Kind.TAG:
                found.update({tag: tag for tag in self.tags})
            case Kind.AUTHOR:
                found.update(_several(self.authors))
        return found


# One word may stand for several states of the engine; the first is kept.
_STATES = {
    Status.DRAFT: PostState.DRAFT.value,
    Status.PENDING_APPROVAL: PostState.PENDING_APPROVAL.value,
    Status.SCHEDULED: PostState.SCHEDULED.value,
    Status.SENDING: PostState.SENDING.value,
    Status.BY_HAND: PostState.BY_HAND.value,
    Status.AT_SITE: PostState.AT_SITE.value,
    Status.POSTED: PostState.POSTED.value,
    Status.FAILED: PostState.FAILED.value,
    Status.UNKNOWN: PostState.UNKNOWN.value,
    Status.CANCELLED: PostState.CANCELLED.value,
    Status.MISSED: PostState.MISSED.value,
}


class _StayingMenu(QMenu):
    """Several can be checked one after another: a press on one that can be checked leaves it open."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isEnabled() and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class FilterBar(QWidget):
    """Says what is wanted by `changed`; the page reads. Saving, renaming and deleting of views are the page's."""

    changed = Signal()
    view_chosen = Signal(int)
    save_wanted = Signal()
    update_wanted = Signal(int)
    rename_wanted = Signal(int)
    delete_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = Filters()
        self.choices = Choices()
        self.view_id: int | None = None
        self._kept = Filters()  # as the chosen view keeps them
        self._flow = FlowLayout(self, gap=6)
        self.views_button = button(tr("Views"), icon="bookmark")
        self._views_menu = QMenu(self)
        self._views_menu.aboutToShow.connect(self._fill_views)
        self.views_button.setMenu(self._views_menu)
        self.add_button = button(tr("Filter"), icon="list-filter")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.add_button.setMenu(self._menu)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Find in posts"))
        self.text.setAccessibleName(tr("Find in posts"))
        self.text.setClearButtonEnabled(True)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._search)
        self.text.textChanged.connect(lambda _: self._typed.start())
        for widget in (self.views_button, self.add_button, self.text):
            self._flow.addWidget(widget)
        self._chips: list[QWidget] = []
        theme.current().changed.connect(self._widen)
        self._widen()

    def offer(self, choices: Choices) -> None:
        self.choices = choices
        self._show()

    def put(self, filters: Filters, view_id: int | None = None) -> None:
        """Show these without telling: a view was chosen, or the client changed."""
        self.filters, self.view_id = filters, view_id
        self._kept = filters
        self.text.blockSignals(True)
        self.text.setText(filters.text)
        self.text.blockSignals(False)
        self._show()

    def toggle(self, kind: Kind, value: Value) -> None:
        self._take(self.filters.toggled(kind, value))

    def clear(self) -> None:
        self.put(Filters())
        self.changed.emit()

    def _widen(self) -> None:
        self.text.setMinimumWidth(theme.current().scaled(_FIND_WIDE))

    def _search(self) -> None:
        if self.text.text() != self.filters.text:
            self._take(replace(self.filters, text=self.text.text()))

    def _take(self, filters: Filters) -> None:
        self.filters = filters
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        focused = any(one.hasFocus() or one.isAncestorOf(self.focusWidget() or self) for one in self._chips)
        for one in self._chips:
            self._flow.takeAt(self._flow.indexOf(one))
            one.hide()
            one.deleteLater()
        self._chips = [self._chip(kind, value) for kind, value in self.filters.chosen()]
        if self.filters.any:
            self._chips.append(button(tr("Clear filters"), self.clear, kind="link"))
        before: QWidget = self.text
        for one in self._chips:
            self._flow.addWidget(one)
            one.show()
            QWidget.setTabOrder(before, one)
            before = one
        name = next((name for view_id, name in self.choices.views if view_id == self.view_id), tr("Views"))
        self.views_button.setText(name)
        if focused:
            self.add_button.setFocus()
        self.updateGeometry()

    def _chip(self, kind: Kind, value: Value) -> QPushButton:
        name = self.choices.of(kind).get(value, str(value))
        made = button(f"{_kind_words(kind)}: {name}", partial(self.toggle, kind, value), icon="x")
        made.setProperty("kind", "chip")
        made.setAccessibleName(tr("Remove the filter {kind}: {name}", kind=_kind_words(kind), name=name))
        made.setToolTip(tr("Remove this filter"))
        return made

    def _fill(self) -> None:
        for action in self._menu.actions():
            if isinstance(inner := action.menu(), QMenu):
                inner.deleteLater()  # clearing a menu leaves the menus inside it alive
        self._menu.clear()
        for kind in Kind:
            choices = self.choices.of(kind)
            if not choices:
                continue
            inner = _StayingMenu(_kind_words(kind), self._menu)
            self._menu.addMenu(inner)
            for value, name in choices.items():
                _check(inner, name, value in self.filters.of(kind), partial(self.toggle, kind, value))
        if self.filters.any:
            self._menu.addSeparator()
            self._menu.addAction(tr("Clear filters"), self.clear)

    def _fill_views(self) -> None:
        self._views_menu.clear()
        for view_id, name in self.choices.views:
            _check(self._views_menu, name, view_id == self.view_id, partial(self.view_chosen.emit, view_id))
        if self.choices.views:
            self._views_menu.addSeparator()
        save = self._views_menu.addAction(tr("Save as a view…"), self.save_wanted.emit)
        save.setEnabled(self.filters.any)
        if self.view_id is not None and self.filters != self._kept:
            self._views_menu.addAction(
                tr("Keep these filters in this view"), partial(self.update_wanted.emit, self.view_id)
            )
        if self.view_id is not None:
            self._views_menu.addAction(tr("Rename this view…"), partial(self.rename_wanted.emit, self.view_id))
            self._views_menu.addAction(tr("Delete this view"), partial(self.delete_wanted.emit, self.view_id))
        if not self.choices.views:
            hint = self._views_menu.addAction(tr("Set filters first, then keep them under a name"))
            hint.setEnabled(False)
            hint.setVisible(not self.filters.any)


def _several(names: Mapping[Any, str]) -> dict[Value, str]:
    """Among one there is nothing to choose."""
    return dict(names) if len(names) > 1 else {}


def _kind_words(kind: Kind) -> str:
    return {
        Kind.CLIENT: tr("Client"),
        Kind.ACCOUNT: tr("Account"),
        Kind.PLATFORM: tr("Platform"),
        Kind.STATE: tr("State"),
        Kind.TAG: tr("Tag"),
        Kind.AUTHOR: tr("Author"),
    }[kind]


def _check(menu: QMenu, words: str, on: bool, act: Callable[[], object]) -> QAction:  # noqa: FBT001 - as Qt has it
    made = menu.addAction(words.replace("&", "&&"))
    made.setCheckable(True)
    made.setChecked(on)
    made.triggered.connect(lambda: act())
    return made
