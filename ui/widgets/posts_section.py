"""The posts of a period, the best first: a long table that fetches what is in sight, sorted by whichever number."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHeaderView, QWidget

from ofauto_desktop.domain.content_types import Grouping, PostFacts
from ofauto_desktop.domain.measures import ENGAGED, MEASURES, Measure, measure
from ui import theme
from ui.desk import Desk
from ui.format import when
from ui.language import tr
from ui.models.analytics_words import kind_name, measure_name, posts
from ui.models.top_posts import TopPosts
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.number_table import NumberTable
from ui.widgets.section import Section
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.analytics import Analytics
    from ofauto_desktop.services.post_export import PostExport

_HEIGHT = 420
_NARROW = 640  # pixels at 100 %; below it a post and the number it is sorted by have room
_TEXT_WIDTH = 140
# By column, as wide as they get; numbers otherwise.
_WIDEST = {1: "M" * 7, 2: when(datetime(2028, 11, 29, 20, 28, tzinfo=UTC), "UTC")}
_AROUND = 28  # pixels beside the words of a cell
# What a post can have, in columns; of the rest the number it is sorted by is added.
_COLUMNS = ("engagement", "impressions", "likes", "comments", "shares")
_SORTED_BY = tuple(one for one in MEASURES if not one.level)
Kind = tuple[Grouping, str]


class PostsSection(Section):
    """`changed` when another order or kind is wanted; `opened` with a post that was pressed."""

    changed = Signal()
    opened = Signal(object)

    def __init__(self, analytics: "Analytics", export: "PostExport", desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("Posts"), content, desk, rows=8, row_height=36)
        self._analytics, self._export = analytics, export
        self.kind: Kind | None = None
        self.ascending = False
        lines = column(content, gap=8)
        choices = FlowLayout(gap=8)
        self.sort = QComboBox()
        name_choice(self.sort, tr("Sorted by"))
        self.sort.setToolTip(tr("Sorted by"))
        for one in _SORTED_BY:
            self.sort.addItem(tr("By {number}", number=measure_name(one.id).lower()), one.id)
        self.sort.addItem(tr("By time"), "")
        self.sort.setCurrentIndex(self.sort.findData(ENGAGED.id))
        self.sort.activated.connect(lambda _: self.changed.emit())
        self.direction = icon_button("arrow-down-right", "", self._turn)
        self.kind_button = button("", self._all_kinds, icon="x")
        self.save_button = icon_button("download", tr("Save these posts as CSV"), self._ask)
        for made in (self.sort, self.direction, self.kind_button, self.save_button):
            choices.addWidget(made)
        lines.addLayout(choices)
        self.many = label("", "caption")
        lines.addWidget(self.many)
        self.model = TopPosts(self._fetch, desk.zone, desk.now)
        self.table = NumberTable(self.model, tr("Posts"))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort_by_column)
        self.table.activated.connect(self._open)
        self.table.clicked.connect(self._open)
        theme.current().changed.connect(self._restyle)
        self._restyle()
        lines.addWidget(self.table)
        self._widths = QTimer(self, singleShot=True, interval=0)
        self._widths.timeout.connect(self._arrange)
        self._name_direction()
        self._name_kind()

    @property
    def by(self) -> Measure | None:
        """What they are sorted by; None: by time."""
        name = self.sort.currentData()
        return measure(name) if name else None

    def put(self, ids: Sequence[int]) -> None:
        if not ids and self.kind is None:
            self.states.empty(tr("No posts were made in these days."))
            return
        shown = [measure(name) for name in _COLUMNS]
        if self.by is not None and self.by not in shown:
            shown.insert(0, self.by)
        self.model.put(ids, shown)
        self.many.setText(posts(len(ids)))
        self._widths.start()
        self.states.content()

    def only(self, kind: Kind) -> None:
        """Only posts of one kind."""
        self.kind = kind
        self._name_kind()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.start()

    def save_to(self, file: str) -> None:
        """Write all of these posts with their numbers to `file`, in this order."""
        place = Path(file)
        self.desk.tasks.run(
            self._export.write(place, self.model.ids),
            owner=self,
            done=lambda count: self.desk.shell.toast(
                tr("{posts} saved as {name}", posts=posts(count), name=place.name)
            ),
            failed=self.desk.errors.show,
        )

    def _ask(self) -> None:
        name = f"{tr('Posts')} {self.desk.now():%Y-%m-%d}.csv"
        dialog = QFileDialog(self, tr("Save these posts as CSV"), name, "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _restyle(self) -> None:
        self.table.setFixedHeight(theme.current().scaled(_HEIGHT))

    def _fetch(self, ids: Sequence[int]) -> None:
        self.desk.tasks.run(
            self._analytics.window(tuple(ids)), owner=self, done=self._arrived, failed=self.desk.errors.show
        )

    def _arrived(self, found: Sequence[PostFacts]) -> None:
        self.model.arrived(found)

    def _arrange(self) -> None:
        """On a narrow window a post and the number it is sorted by; else all, the text taking what is left.

        Widths are reckoned, not looked up in the rows: those are still to come, and there are many.
        """
        narrow = self.width() < theme.current().scaled(_NARROW)
        kept = {0, self._sorted_column()}
        metrics = self.table.fontMetrics()
        rest = self.table.viewport().width()
        for at in range(1, self.model.columnCount()):
            shown = at in kept or not narrow
            self.table.setColumnHidden(at, not shown)
            if shown:
                words = [_WIDEST.get(at, "888,888")]
                if not narrow:  # there a heading ends in … rather than take the room of the text
                    words.append(str(self.model.headerData(at, Qt.Orientation.Horizontal)))
                width = max(metrics.horizontalAdvance(one) for one in words) + _AROUND
                self.table.setColumnWidth(at, width)
                rest -= width
        least = 0 if narrow else theme.current().scaled(_TEXT_WIDTH)
        self.table.setColumnWidth(0, max(least, rest, 80))

    def _sorted_column(self) -> int:
        return 2 if self.by is None else 3 + self.model.measures.index(self.by) if self.by in self.model.measures else 3

    def _sort_by_column(self, column_at: int) -> None:
        place = column_at - 3
        if column_at == 2:
            wanted = ""
        elif 0 <= place < len(self.model.measures):
            wanted = self.model.measures[place].id
        else:
            return
        if wanted == self.sort.currentData():
            self._turn()
            return
        self.sort.setCurrentIndex(self.sort.findData(wanted))
        self.changed.emit()

    def _turn(self) -> None:
        self.ascending = not self.ascending
        self._name_direction()
        self.changed.emit()

    def _name_direction(self) -> None:
        name = tr("Smallest first") if self.ascending else tr("Largest first")
        self.direction.setToolTip(name)
        self.direction.setAccessibleName(name)
        theme.current().icons.put(self.direction, "arrow-up-right" if self.ascending else "arrow-down-right")

    def _name_kind(self) -> None:
        self.kind_button.setVisible(self.kind is not None)
        if self.kind is not None:
            name = kind_name(*self.kind)
            self.kind_button.setText(name)
            self.kind_button.setAccessibleName(tr("Only {kind}; show all", kind=name))

    def _all_kinds(self) -> None:
        self.kind = None
        self._name_kind()
        self.changed.emit()

    def _open(self, index: QModelIndex) -> None:
        post = self.model.post(index.row())
        if post is not None:
            self.opened.emit(post)
