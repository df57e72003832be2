"""How an item of the library is drawn: a square in a grid, or a line of a list where the window is narrow."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ofauto_desktop.domain.library import MediaUse, Tile
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui import theme
from ui.format import playing, size
from ui.models.library import Index, Role, kind_word, use_word
from ui.thumbnails import Thumbnails
from ui.tokens import RADIUS

GAP = 8
_MARK_PAD = 4
_USE_ICONS = {MediaUse.PLANNED: ("clock", "warning"), MediaUse.OUT: ("circle-check", "success")}
_RING = 2


class TileLook(QStyledItemDelegate):
    """Draws into the cell that the view gives; `pictures` holds squares of the edge in use."""

    def __init__(self, pictures: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.cell = QSize(1, 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = option.rect.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _square(painter, room, self._pictures.picture(index.data(Role.MEDIA_ID)))
        tile: Tile | None = index.data(Role.TILE)
        if tile is not None:
            self._marks(painter, room, tile, index.data(Role.GROUP))
        ring(painter, room, option)
        painter.restore()

    def _marks(self, painter: QPainter, room: QRect, tile: Tile, group: int | None) -> None:
        """Below left what it is, above left what became of it, above right which look alike."""
        item = tile.item
        if item.kind is not MediaKind.IMAGE:
            words = playing(item.duration_ms) if item.duration_ms is not None else kind_word(item.kind)
            icon = "play" if item.kind is MediaKind.VIDEO else ""
            mark(painter, room, words if icon else kind_word(item.kind), icon, "text", top=False, left=True)
        if item.alt_text:
            mark(painter, room, "ALT", "", "text", top=False, left=False)
        if tile.use in _USE_ICONS:
            icon, colour = _USE_ICONS[tile.use]
            mark(painter, room, "", icon, colour, top=True, left=True)
        if group is not None:
            mark(painter, room, str(group), "copy", "text", top=True, left=False)


class LineLook(QStyledItemDelegate):
    """A small square, the name, and below it what is known; one under the other."""

    def __init__(self, pictures: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.cell = QSize(1, 1)
        self.edge = 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        line = option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(line, RADIUS, RADIUS)
        square = QRect(line.left() + 6, line.top() + (line.height() - self.edge) // 2, self.edge, self.edge)
        _square(painter, square, self._pictures.picture(index.data(Role.MEDIA_ID)))
        tile: Tile | None = index.data(Role.TILE)
        if tile is not None:
            words = QRect(square.right() + 12, line.top(), line.right() - square.right() - 20, line.height())
            self._words(painter, words, tile)
        ring(painter, line, option)
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, tile: Tile) -> None:
        look, item = theme.current(), tile.item
        name, facts = QFont(painter.font()), QFont(painter.font())
        name.setPixelSize(look.px("body"))
        facts.setPixelSize(look.px("caption"))
        painter.setFont(name)
        high = painter.fontMetrics().height()
        painter.setFont(facts)
        both = high + painter.fontMetrics().height() + 2
        top = room.top() + (room.height() - both) // 2
        left = room.left()
        if tile.use in _USE_ICONS:
            icon, colour = _USE_ICONS[tile.use]
            edge = look.scaled(14)
            glyph = look.icons.pixmap(icon, colour, edge, painter.device().devicePixelRatioF())
            painter.drawPixmap(left, top + high + 2 + (painter.fontMetrics().height() - edge) // 2, glyph)
            left += edge + 4
        painter.setPen(look.colour("text_muted"))
        _line(painter, QRect(left, top + high + 2, room.right() - left, high), facts_of(tile))
        painter.setFont(name)
        painter.setPen(look.colour("text"))
        _line(painter, QRect(room.left(), top, room.width(), high), item.name)


def facts_of(tile: Tile) -> str:
    """What is known of an item, in one line."""
    item: MediaItem = tile.item
    length = [playing(item.duration_ms)] if item.duration_ms is not None else []
    return " · ".join((use_word(tile.use), kind_word(item.kind), *length, size(item.original_size)))


def ring(painter: QPainter, room: QRect, option: QStyleOptionViewItem) -> None:
    """What is selected has a ring and a tick, where the keys are has one more around it."""
    look = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(QPen(look.colour("accent"), _RING + 1))
        painter.drawRoundedRect(room, RADIUS, RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(look.colour("surface"), _RING))
        painter.drawRoundedRect(room.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
        painter.setPen(QPen(look.colour("focus"), _RING, Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawRoundedRect(room, RADIUS, RADIUS)


def mark(painter: QPainter, room: QRect, words: str, icon: str, colour: str, *, top: bool, left: bool) -> None:
    """A word or an icon on a quiet ground in a corner."""
    look = theme.current()
    font = QFont(painter.font())
    font.setPixelSize(max(10, look.px("caption") - 1))
    painter.setFont(font)
    edge = look.scaled(14) if icon else 0
    text = painter.fontMetrics().horizontalAdvance(words)
    wide = 2 * _MARK_PAD + edge + text + (_MARK_PAD - 1 if icon and words else 0)
    high = max(painter.fontMetrics().height(), edge) + _MARK_PAD
    at = QRect(0, 0, wide, high)
    at.moveLeft(room.left() + 6) if left else at.moveRight(room.right() - 6)
    at.moveTop(room.top() + 6) if top else at.moveBottom(room.bottom() - 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("surface"))
    painter.drawRoundedRect(at, 4, 4)
    if icon:
        glyph = look.icons.pixmap(icon, colour, edge, painter.device().devicePixelRatioF())
        painter.drawPixmap(at.left() + _MARK_PAD, at.top() + (high - edge) // 2, glyph)
    painter.setPen(look.colour("text"))
    painter.drawText(
        at.adjusted(0, 0, -_MARK_PAD, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words
    )


def _square(painter: QPainter, room: QRect, picture: QPixmap | None) -> None:
    if picture is not None:
        painter.drawPixmap(room, picture)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().colour("skeleton")))
    painter.drawRoundedRect(room, RADIUS, RADIUS)


def _line(painter: QPainter, room: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
