"""Conversations below each other: who, when, the beginning of what was last written, and how much of it is new."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ofauto_desktop.domain.messages import Conversation
from ui import theme
from ui.format import count
from ui.language import tr
from ui.models import message_words as words
from ui.models.conversations import CONVERSATION, ConversationModel

# Pixels at 100 %.
_PAD, _ABOVE, _BETWEEN, _GLYPH = 16, 10, 4, 14
_ONE_LINE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


class ConversationList(QListView):
    """`opened` tells what was pressed or chosen by Enter, `passed` what the cursor came to by keys."""

    opened = Signal(object)
    passed = Signal(object)

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._silent = False
        self.setAccessibleName(tr("Conversations"))
        self.setModel(model)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def chosen(self) -> Conversation | None:
        return self.rows.at(self.currentIndex().row())

    def choose(self, conversation_id: int | None) -> None:
        """Put the cursor there, without opening anything."""
        row = self.rows.row_of(conversation_id)
        self._silent = True
        self.setCurrentIndex(self.rows.index(row) if row is not None else QModelIndex())
        self._silent = False

    def step(self, by: int) -> None:
        """The next one, or the one before."""
        row = min(max(0, self.currentIndex().row() + by), self.rows.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            first = self.rows.at(0)
            self.choose(first.id if first is not None else None)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        one = self.rows.at(current.row())
        if one is not None and not self._silent:
            self.passed.emit(one)

    def _open(self, index: QModelIndex) -> None:
        one = self.rows.at(index.row())
        if one is not None:
            self.opened.emit(one)


class _Lines(QStyledItemDelegate):
    """Three lines: who and when; which account; what was last written, and how many are new."""

    def __init__(self, view: ConversationList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme.current()
        body, caption = QFontMetrics(_font("body")), QFontMetrics(_font("caption"))
        high = 2 * body.height() + caption.height() + 2 * look.scaled(_BETWEEN) + 2 * look.scaled(_ABOVE)
        return QSize(look.scaled(160), high)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        one = index.data(CONVERSATION)
        if not isinstance(one, Conversation):
            return
        look, rect = theme.current(), QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(QPen(look.colour("line"), look.tokens.line_width))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        self._draw(painter, rect.adjusted(look.scaled(_PAD), look.scaled(_ABOVE), -look.scaled(_PAD), 0), one)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _draw(self, painter: QPainter, room: QRect, one: Conversation) -> None:
        look = theme.current()
        body, strong, caption = _font("body"), _font("body", strong=True), _font("caption")
        line, gap = QFontMetrics(body).height(), look.scaled(_BETWEEN)
        head = QRect(room.left(), room.top(), room.width(), line)
        painter.setFont(caption)
        painter.setPen(look.colour("text_muted"))
        rest = _at_end(painter, head, self._view.rows.spoken_when(one))
        painter.setFont(strong if one.unread else body)
        painter.setPen(look.colour("text"))
        _elided(painter, rest, words.title(one))
        small = QFontMetrics(caption).height()
        middle = QRect(room.left(), head.bottom() + 1 + gap, room.width(), small)
        painter.setFont(caption)
        painter.setPen(look.colour("text_muted"))
        edge = look.scaled(_GLYPH)
        ratio = self._view.devicePixelRatioF()
        glyph = look.icons.pixmap(f"brands/{one.platform.value}", "text_muted", edge, ratio)
        painter.drawPixmap(middle.left(), middle.center().y() - edge // 2, glyph)
        _elided(painter, middle.adjusted(edge + look.scaled(6), 0, 0, 0), words.about(one))
        below = QRect(room.left(), middle.bottom() + 1 + gap, room.width(), line)
        painter.setFont(strong if one.unread else body)
        painter.setPen(look.colour("accent"))
        rest = _at_end(painter, below, tr("{n} new", n=count(one.unread)) if one.unread else "")
        painter.setPen(look.colour("text" if one.unread else "text_muted"))
        _elided(painter, rest, words.last(one))


def _at_end(painter: QPainter, room: QRect, text: str) -> QRect:
    """Draw `text` at the right; what is left of the room."""
    if not text:
        return room
    wide = painter.fontMetrics().horizontalAdvance(text)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | _ONE_LINE, text)
    return room.adjusted(0, 0, -wide - theme.current().scaled(_PAD), 0)


def _elided(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _ONE_LINE, shown)


def _font(size: str, *, strong: bool = False) -> QFont:
    made = QFont(QApplication.font())
    made.setPixelSize(theme.current().px(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made
