"""A table of figures: columns that line up, two lines a row where it is narrow, quick enough for a hundred thousand rows.

A style sheet's own painting of a cell costs too much for scrolling at the pace of the screen; so cells are drawn here.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.models.figure_rows import Column, FigureModel, Index, Row

# Pixels at 100 %.
_PAD = 10
_LEAST_TEXT = 120
_NARROW_BELOW = 560
_WAITING = "…"


class FigureTable(QTableView):
    """Shows a FigureModel. `opened` tells the key of the row that was pressed, or chosen by Enter."""

    opened = Signal(object)
    sort_wanted = Signal(str)

    def __init__(self, model: FigureModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._most_rows = 0
        self.narrow = False
        self.ink = _Ink()
        self.hovered = self.focused_row = -1
        self.sorted_by = ("", True)
        self.setAccessibleName(name)
        self.setHorizontalHeader(_Heading(self))
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        model.modelReset.connect(self.arrange)
        model.widened.connect(self.arrange)
        theme.current().changed.connect(self._dress)
        self.arrange()

    def fit_rows(self, most: int) -> None:
        """Be as high as its rows are, up to `most` of them: a table that stands among other things."""
        self._most_rows = most
        self.arrange()

    def say_sorted(self, by: str, *, descending: bool) -> None:
        self.sorted_by = (by, descending)
        self.horizontalHeader().viewport().update()

    def arrange(self) -> None:
        """Give columns their widths; drop what has no room, or turn rows into two lines."""
        look = theme.current()
        wide = self.viewport().width()
        columns = self.rows.columns
        least = [self._least(at, column) for at, column in enumerate(columns)]
        kept = set(range(len(columns)))
        for number in sorted(kept, key=lambda one: -columns[one].drop):
            if columns[number].drop and sum(least[one] for one in kept) > wide:
                kept.discard(number)
        self.narrow = wide < look.scaled(_NARROW_BELOW) or sum(least[one] for one in kept) > wide
        if self.narrow:
            kept = {0}
        self.horizontalHeader().setVisible(not self.narrow)
        line = self.fontMetrics().height()
        caption = QFontMetrics(_font("caption")).height()
        height = line + caption + look.scaled(18) if self.narrow else look.row_height
        self.verticalHeader().setDefaultSectionSize(height)
        for number in range(len(columns)):
            self.setColumnHidden(number, number not in kept)
        self._share(wide, kept, least, columns)
        if self._most_rows:
            head = 0 if self.narrow else self.horizontalHeader().sizeHint().height()
            shown = min(max(1, self.rows.rowCount()), self._most_rows)
            self.setFixedHeight(head + shown * height + 2)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Opaque, what was drawn is moved, and only what comes into sight is drawn: 2 ms a frame rather than 13.

        Said each time, as a style sheet takes it back whenever it is laid on.
        """
        self.viewport().setAutoFillBackground(True)
        super().scrollContentsBy(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        self._note_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._note_focus()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._note_focus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def _note_focus(self) -> None:
        self.focused_row = self.currentIndex().row() if self.hasFocus() else -1
        self.viewport().update()

    def _dress(self) -> None:
        self.ink = _Ink()
        self.arrange()

    def current_key(self) -> object:
        """What the row under the cursor is of."""
        row = self.rows.row_at(self.currentIndex().row())
        return None if row is None else row.key

    def _share(self, wide: int, kept: set[int], least: list[int], columns: tuple[Column, ...]) -> None:
        if self.narrow:
            self.setColumnWidth(0, wide)
            return
        spare = max(0, wide - sum(least[one] for one in kept))
        shares = sum(columns[one].grow for one in kept) or 1
        left = spare
        growing = [one for one in sorted(kept) if columns[one].grow]
        for number in kept:
            self.setColumnWidth(number, least[number])
        for number in growing:
            more = left if number == growing[-1] else spare * columns[number].grow // shares
            left -= more
            self.setColumnWidth(number, least[number] + more)

    def _least(self, at: int, column: Column) -> int:
        """What a column needs: its title, and the widest of its texts, or of what they may be."""
        look = theme.current()
        metrics = QFontMetrics(_font("body", strong=True))
        title = metrics.horizontalAdvance(column.title) + (look.scaled(16) if column.sort else 0)
        text = look.scaled(_LEAST_TEXT)
        if column.sample:
            text = max((metrics.horizontalAdvance(word) for word in self.rows.widest(at)), default=0)
            text = text or metrics.horizontalAdvance(column.sample)
        return max(title, text) + 2 * look.scaled(_PAD)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index.row())
        if row is not None and row.key is not None:
            self.opened.emit(row.key)


class _Cells(QStyledItemDelegate):
    """Draws one cell, or in a narrow table the whole row."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        ink, table = self._table.ink, self._table
        rect: QRect = option.rect
        at = index.row()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, ink.chosen)
        elif at == table.hovered:
            painter.fillRect(rect, ink.hover)
        painter.setPen(ink.line)
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        row = table.rows.row_at(at)
        if row is None:
            painter.setPen(ink.muted)
            painter.drawText(rect.adjusted(ink.pad, 0, -ink.pad, 0), _MIDDLE, _WAITING)
        elif table.narrow:
            _two_lines(painter, rect, row, ink)
        else:
            column = index.column()
            _one_cell(painter, rect, row, column, table.rows.columns[column].figures, ink)
        if at == table.focused_row:
            _edge(painter, rect, table, index.column())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._table.verticalHeader().defaultSectionSize())


class _Ink:
    """What cells are drawn with, looked up once for each look of the theme: it is needed a hundred times a frame."""

    def __init__(self) -> None:
        look = theme.current()
        self.chosen, self.hover = look.colour("accent_soft"), look.colour("hover")
        self.text, self.muted = look.colour("text"), look.colour("text_muted")
        self.line = QPen(look.colour("line"), look.tokens.line_width)
        self.focus = QPen(look.colour("focus"), 2)
        self.pad, self.above = look.scaled(_PAD), look.scaled(7)
        self.body, self.strong, self.caption = _font("body"), _font("body", strong=True), _font("caption")
        self._tones: dict[str, QColor] = {"": self.text}
        self._fitted: dict[tuple[str, int, bool], str] = {}
        self._metrics = (QFontMetrics(self.body), QFontMetrics(self.strong))

    def tone(self, name: str) -> QColor:
        if name not in self._tones:
            self._tones[name] = theme.current().colour(name)
        return self._tones[name]

    def fitted(self, text: str, room: int, *, strong: bool) -> str:
        """`text`, ended in … where it is wider than `room`."""
        key = (text, room, strong)
        found = self._fitted.get(key)
        if found is None:
            if len(self._fitted) > _FITTED_KEPT:
                self._fitted.clear()
            found = self._metrics[strong].elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._fitted[key] = found
        return found


_FITTED_KEPT = 20_000
_ONE_LINE = Qt.TextFlag.TextSingleLine.value
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | _ONE_LINE
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft.value, Qt.AlignmentFlag.AlignRight.value
_TOP, _BOTTOM = Qt.AlignmentFlag.AlignTop.value | _ONE_LINE, Qt.AlignmentFlag.AlignBottom.value | _ONE_LINE


def _one_cell(painter: QPainter, rect: QRect, row: Row, at: int, figures: bool, ink: _Ink) -> None:  # noqa: FBT001 - hot
    if at >= len(row.cells):
        return
    cell = row.cells[at]
    if not cell.text:
        return
    painter.setPen(ink.tone(cell.tone))
    painter.setFont(ink.strong if row.strong else ink.body)
    room = rect.adjusted(ink.pad, 0, -ink.pad, 0)
    text = ink.fitted(cell.text, room.width(), strong=row.strong)
    painter.drawText(room, (_RIGHT if figures else _LEFT) | _MIDDLE, text)


def _two_lines(painter: QPainter, rect: QRect, row: Row, ink: _Ink) -> None:
    room = rect.adjusted(ink.pad, ink.above, -ink.pad, -ink.above)
    painter.setFont(ink.strong if row.strong else ink.body)
    painter.setPen(ink.text)
    _pair(painter, room, row.lead, row.figure, _TOP)
    painter.setFont(ink.caption)
    painter.setPen(ink.muted)
    _pair(painter, room, row.caption, row.note, _BOTTOM)


def _pair(painter: QPainter, room: QRect, left: str, right: str, height: int) -> None:
    """Words at the left, a figure at the right that is never cut."""
    metrics = painter.fontMetrics()
    wide = metrics.horizontalAdvance(right)
    gap = metrics.horizontalAdvance("0") * 2 if right else 0
    said = metrics.elidedText(left, Qt.TextElideMode.ElideRight, max(0, room.width() - wide - gap))
    painter.drawText(room, _LEFT | height, said)
    painter.drawText(room, _RIGHT | height, right)


def _edge(painter: QPainter, rect: QRect, table: FigureTable, column: int) -> None:
    """The row under the cursor, framed as one."""
    painter.setPen(table.ink.focus)
    shown = [one for one in range(len(table.rows.columns)) if not table.isColumnHidden(one)]
    inner = rect.adjusted(1, 1, -1, -1)
    painter.drawLine(rect.left(), inner.top(), rect.right(), inner.top())
    painter.drawLine(rect.left(), inner.bottom(), rect.right(), inner.bottom())
    if column == shown[0]:
        painter.drawLine(inner.left(), inner.top(), inner.left(), inner.bottom())
    if column == shown[-1]:
        painter.drawLine(inner.right(), inner.top(), inner.right(), inner.bottom())


def _inside(rect: QRect) -> QRect:
    pad = theme.current().scaled(_PAD)
    return rect.adjusted(pad, 0, -pad, 0)


def _font(size: str, *, strong: bool = False) -> QFont:
    made = QFont(QApplication.font())
    made.setPixelSize(theme.current().px(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


class _Heading(QHeaderView):
    """The names of columns, each above its own side; a press sorts."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.sectionClicked.connect(self._sort)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().scaled(32))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = theme.current()
        painter.save()
        painter.fillRect(rect, look.colour("surface"))
        painter.setPen(QPen(look.colour("line"), look.tokens.line_width))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        column = self._table.rows.columns[section]
        by, descending = self._table.sorted_by
        sorted_here = bool(column.sort) and column.sort == by
        painter.setPen(QColor(look.colour("text" if sorted_here else "text_muted")))
        room = _inside(rect)
        side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
        words = column.title
        if sorted_here:
            edge = look.scaled(12)
            icon = look.icons.pixmap(
                "chevron-down" if descending else "chevron-up", "text", edge, self.devicePixelRatioF()
            )
            wide = painter.fontMetrics().horizontalAdvance(words)
            left = room.right() - wide - edge - 3 if column.figures else room.left() + wide + 3
            painter.drawPixmap(left, room.center().y() - edge // 2, icon)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.restore()

    def _sort(self, section: int) -> None:
        column = self._table.rows.columns[section]
        if column.sort:
            self._table.sort_wanted.emit(column.sort)
