"""The chips that narrow the library: kind, use, tag, client, day, and the views that keep them under a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.library import MediaFilter, MediaOrder, MediaUse
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.planning import SavedView
from ui import theme
from ui.language import tr, tr_n
from ui.models.library import use_word
from ui.widgets.badge import Chip
from ui.widgets.layouts import FlowLayout

_DAYS = (1, 7, 30, 90, 365)
_MOST_TAGS = 40


class LibraryFilters(QWidget):
    """`changed` with every press; `filter` is what is asked for, places and words left out, and `order` how it is sorted."""

    changed = Signal()
    view_chosen = Signal(object)  # SavedView
    save_wanted = Signal()
    smart_wanted = Signal()
    view_removed = Signal(object)  # SavedView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = MediaFilter()
        self._tags: tuple[tuple[str, int], ...] = ()
        self._clients: tuple[Client, ...] = ()
        self._views: tuple[SavedView, ...] = ()
        self._view = ""
        self.order = MediaOrder.NEWEST
        self.setAccessibleName(tr("Filters"))
        flow = FlowLayout(self, gap=6)
        self.kinds = {
            MediaKind.IMAGE: Chip(tr("Pictures")),
            MediaKind.VIDEO: Chip(tr("Films")),
            MediaKind.GIF: Chip(tr("GIFs")),
        }
        icons = {MediaUse.UNUSED: "circle-dashed", MediaUse.PLANNED: "clock", MediaUse.OUT: "circle-check"}
        self.uses = {use: Chip(use_word(use), icon=icons[use]) for use in MediaUse}
        self.without_alt = Chip(tr("No alt text"))
        for chip in (*self.kinds.values(), *self.uses.values(), self.without_alt):
            chip.clicked.connect(self._pressed)
            flow.addWidget(chip)
        self.tag = self._menu_chip(self._fill_tags)
        self.client = self._menu_chip(self._fill_clients)
        self.days = self._menu_chip(self._fill_days)
        self.views = self._menu_chip(self._fill_views)
        self.sorted = self._menu_chip(self._fill_orders)
        for chip in (self.tag, self.client, self.days, self.views, self.sorted):
            flow.addWidget(chip)
        self.clear_button = QPushButton(tr("Clear filters"))
        self.clear_button.setProperty("kind", "link")
        self.clear_button.clicked.connect(lambda: self._use(MediaFilter()))
        flow.addWidget(self.clear_button)
        theme.current().changed.connect(self._level)
        self._level()
        self._show()

    def _level(self) -> None:
        """All of one height, with an icon or without."""
        chips = self.findChildren(Chip)
        tallest = max(chip.sizeHint().height() for chip in chips)
        for chip in chips:
            chip.setMinimumHeight(tallest)

    def offer(self, *, tags: Sequence[tuple[str, int]], clients: Sequence[Client], views: Sequence[SavedView]) -> None:
        """What the menus hold."""
        self._tags, self._clients, self._views = tuple(tags), tuple(clients), tuple(views)
        self.client.setVisible(bool(clients))
        self._show()

    def put(self, wanted: MediaFilter, order: MediaOrder | None = None) -> None:
        """Show a filter without saying so; None leaves the order."""
        self.order = order or self.order
        self.filter = replace(wanted, text="", folder_id=None, unfiled=False, in_bin=False)
        self._show()

    def name_view(self, stored: Mapping[str, Any]) -> None:
        """Say under which name all that is asked for was saved, if it was."""
        self._view = next((one.name for one in self._views if stored and dict(one.filters) == dict(stored)), "")
        self._show()

    @property
    def active(self) -> int:
        """How many chips narrow."""
        of = self.filter
        several = len(of.kinds) + len(of.uses) + len(of.tags)
        return several + sum((of.client_id is not None, of.within_days is not None, of.without_alt))

    def _pressed(self) -> None:
        self._use(
            replace(
                self.filter,
                kinds=tuple(kind for kind, chip in self.kinds.items() if chip.isChecked()),
                uses=tuple(use for use, chip in self.uses.items() if chip.isChecked()),
                without_alt=self.without_alt.isChecked(),
            )
        )

    def _use(self, wanted: MediaFilter) -> None:
        self.filter = wanted
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        of = self.filter
        for kind, chip in self.kinds.items():
            chip.setChecked(kind in of.kinds)
        for use, chip in self.uses.items():
            chip.setChecked(use in of.uses)
        self.without_alt.setChecked(of.without_alt)
        _say(self.tag, tr("Tag"), ", ".join(of.tags))
        whose = next((one.name for one in self._clients if one.id == of.client_id), "")
        _say(self.client, tr("Used for"), whose)
        _say(self.days, tr("Added"), "" if of.within_days is None else days_words(of.within_days))
        _say(self.views, tr("Views"), self._view)
        self.sorted.setText(order_word(self.order))
        self.sorted.setAccessibleName(tr("Order: {order}", order=order_word(self.order)))
        self.sorted.setChecked(False)
        self.clear_button.setVisible(self.active > 0)

    def _menu_chip(self, fill: Callable[[QMenu], None]) -> Chip:
        chip = Chip("")
        menu = QMenu(chip)
        menu.aboutToShow.connect(lambda: fill(menu))
        menu.aboutToHide.connect(self._show)  # the press that opened it switched the chip
        chip.setMenu(menu)
        return chip

    def _fill_tags(self, menu: QMenu) -> None:
        menu.clear()
        for tag, many in self._tags[:_MOST_TAGS]:
            _choice(menu, f"{tag} ({many})", partial(self._toggle_tag, tag), on=tag in self.filter.tags)
        if not self._tags:
            menu.addAction(tr("No tags yet")).setEnabled(False)

    def _toggle_tag(self, tag: str) -> None:
        tags = self.filter.tags
        self._use(replace(self.filter, tags=tuple(one for one in tags if one != tag) if tag in tags else (*tags, tag)))

    def _fill_clients(self, menu: QMenu) -> None:
        menu.clear()
        _choice(menu, tr("Anybody"), lambda: self._use(replace(self.filter, client_id=None)), on=False)
        for one in self._clients:
            act = partial(self._use, replace(self.filter, client_id=one.id))
            _choice(menu, one.name, act, on=one.id == self.filter.client_id)

    def _fill_days(self, menu: QMenu) -> None:
        menu.clear()
        _choice(menu, tr("Any day"), lambda: self._use(replace(self.filter, within_days=None)), on=False)
        for many in _DAYS:
            act = partial(self._use, replace(self.filter, within_days=many))
            _choice(menu, days_words(many), act, on=many == self.filter.within_days)

    def _fill_orders(self, menu: QMenu) -> None:
        menu.clear()
        for order in MediaOrder:
            _choice(menu, order_word(order), partial(self._sort, order), on=order is self.order)

    def _sort(self, order: MediaOrder) -> None:
        self.order = order
        self._show()
        self.changed.emit()

    def _fill_views(self, menu: QMenu) -> None:
        menu.clear()
        for view in self._views:
            _choice(menu, view.name, partial(self.view_chosen.emit, view), on=view.name == self._view)
        if self._views:
            menu.addSeparator()
        menu.addAction(tr("Save as a view…"), self.save_wanted.emit)
        menu.addAction(tr("Save as a smart folder…"), self.smart_wanted.emit)
        if self._views:
            drop = menu.addMenu(tr("Remove a view"))
            for view in self._views:
                drop.addAction(view.name, partial(self.view_removed.emit, view))


def order_of(stored: Mapping[str, Any]) -> MediaOrder:
    """The order that a view keeps; one that is not known here is the usual one."""
    try:
        return MediaOrder(stored.get("order", MediaOrder.NEWEST))
    except ValueError:
        return MediaOrder.NEWEST


def order_word(order: MediaOrder) -> str:
    return {
        MediaOrder.NEWEST: tr("Newest first"),
        MediaOrder.OLDEST: tr("Oldest first"),
        MediaOrder.NAME: tr("By name"),
        MediaOrder.LARGEST: tr("Largest first"),
        MediaOrder.LONGEST: tr("Longest first"),
    }[order]


def days_words(many: int) -> str:
    return tr("Today") if many == 1 else tr_n("Last {n} day", "Last {n} days", many)


def _say(chip: Chip, name: str, value: str) -> None:
    chip.setText(f"{name}: {value}" if value else name)
    chip.setChecked(bool(value))
    chip.updateGeometry()


def _choice(menu: QMenu, words: str, act: Callable[[], object], *, on: bool) -> None:
    made = QAction(words, menu)
    made.setCheckable(True)
    made.setChecked(on)
    made.triggered.connect(lambda: act())
    menu.addAction(made)
