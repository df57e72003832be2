"""A long table of posts that fetches the rows in sight; the rest is known by number only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ofauto_desktop.domain.content_types import PostFacts
from ofauto_desktop.domain.measures import ENGAGED, Measure
from ofauto_desktop.domain.metrics import Metric
from ui.format import count, when
from ui.language import tr
from ui.models.analytics_words import form_name, fraction, measure_name

_Index = QModelIndex | QPersistentModelIndex
_PAGE = 60
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WORDS = 3  # columns of words before those of numbers


class TopPosts(QAbstractTableModel):
    """`fetch` is called with the ids of a page that is wanted; `arrived` brings it."""

    def __init__(self, fetch: Callable[[Sequence[int]], None], zone: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._fetch, self._zone, self._now = fetch, zone, now
        self.ids: Sequence[int] = ()
        self._known: dict[int, PostFacts] = {}
        self._asked: set[int] = set()
        self.measures: tuple[Measure, ...] = (ENGAGED,)

    def put(self, ids: Sequence[int], measures: Sequence[Measure]) -> None:
        """Other posts, or the same in another order, with a column a measure."""
        self.beginResetModel()
        self.ids, self.measures = ids, tuple(measures)
        self._known, self._asked = {}, set()
        self.endResetModel()
        if ids:  # there when the table comes into sight
            self._want(0)

    def arrived(self, posts: Sequence[PostFacts]) -> None:
        self._known |= {one.id: one for one in posts}
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, self.columnCount() - 1))

    def post(self, row: int) -> PostFacts | None:
        return self._known.get(self.ids[row]) if 0 <= row < len(self.ids) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _WORDS + len(self.measures) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_LEFT if section < _WORDS else _RIGHT)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (tr("Post"), tr("Account"), tr("Posted"))
        if section < _WORDS:
            return heads[section]
        if section == _WORDS + len(self.measures):
            return tr("Rate")
        return measure_name(self.measures[section - _WORDS].id)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_LEFT if index.column() < _WORDS else _RIGHT)
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        post = self._known.get(self.ids[index.row()])
        if post is None:
            self._want(index.row())
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return post.text if index.column() == 0 else None
        return self.text(post, index.column())

    def text(self, post: PostFacts, column: int) -> str:
        if column == 0:
            return " ".join(post.text.split()) or form_name(post.form)
        if column == 1:
            return post.account
        if column == 2:
            return when(post.at, self._zone, now=self._now())
        if column == _WORDS + len(self.measures):
            return fraction(rate(post))
        return count(value(post, self.measures[column - _WORDS]))

    def _want(self, row: int) -> None:
        page = row // _PAGE
        if page not in self._asked:
            self._asked.add(page)
            self._fetch(self.ids[page * _PAGE : (page + 1) * _PAGE])


def value(post: PostFacts, measure: Measure) -> int | None:
    """What was read of a post, added up; None where nothing was (G1)."""
    known = [post.values[metric] for metric in measure.metrics if metric in post.values]
    return sum(known) if known else None


def rate(post: PostFacts) -> float | None:
    """E1 of one post, by reach, else by impressions."""
    base = post.values.get(Metric.REACH) or post.values.get(Metric.IMPRESSIONS)
    engagement = value(post, ENGAGED)
    return engagement / base if base and engagement is not None else None
