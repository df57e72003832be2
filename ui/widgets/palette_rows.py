"""How the palette's lines are drawn: headings small and muted; keys or details at the end of a line, cut before its title."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui import theme

ENTRY = Qt.ItemDataRole.UserRole
HEAD = Qt.ItemDataRole.UserRole + 1
_END = 12  # pixels kept free at the end of a line
_GAP = 16
# The end of a line gets at most this share of it: what is found is known by its title.
_SHARE = 0.5


class PaletteRows(QStyledItemDelegate):
    """For items that carry an `Entry` under ENTRY, or are a heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        look = theme.current()
        return QSize(hint.width(), look.scaled(28) if index.data(HEAD) else look.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if index.data(HEAD):
            self._head(painter, option.rect, str(index.data()))
            return
        entry = index.data(ENTRY)
        end = entry.keys or entry.detail
        measure = option.fontMetrics
        room = option.rect.width() - _END - option.decorationSize.width() - 3 * _GAP
        title = measure.horizontalAdvance(entry.title)
        wanted = measure.horizontalAdvance(end) + 2
        # The end shrinks first, to half the line; after that the title does.
        given = min(wanted, max(room - title, round(room * _SHARE)))
        self._title(painter, option, index, room - given)
        painter.save()
        painter.setPen(theme.current().colour("text_muted"))
        box = option.rect.adjusted(option.rect.width() - _END - given, 0, -_END, 0)
        shown = measure.elidedText(end, Qt.TextElideMode.ElideRight, given)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _title(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        room: int,
    ) -> None:
        style = QStyleOptionViewItem(option)
        self.initStyleOption(style, index)
        style.text = option.fontMetrics.elidedText(index.data(ENTRY).title, Qt.TextElideMode.ElideRight, room)
        drawer = style.widget.style()
        drawer.drawControl(drawer.ControlElement.CE_ItemViewItem, style, painter, style.widget)

    def _head(self, painter: QPainter, box: QRect, words: str) -> None:
        look = theme.current()
        painter.save()
        font = QFont(painter.font())
        font.setPixelSize(look.px("caption"))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(look.colour("text_muted"))
        painter.drawText(
            box.adjusted(8, 0, -_END, -4), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words
        )
        painter.restore()
