"""How an item of the library is drawn: a square in a grid, or a line of a list where the window is narrow."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap

from ofauto_desktop.domain.library import MediaUse, Tile
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui import theme
from ui.format import playing, size
from ui.models.library import kind_word, use_word
from ui.tokens import RADIUS

GAP = 8
_MARK_PAD = 4
_USE_ICONS = {MediaUse.PLANNED: ("clock", "warning"), MediaUse.OUT: ("circle-check", "success")}
_RING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One item to draw. `tile` and `picture` are None until they were read; `group` numbers look-alikes."""

    tile: Tile | None
    picture: QPixmap | None
    group: int | None = None
    selected: bool = False
    focused: bool = False
    hovered: bool = False


class TilePainter(QObject):
    """Draws items; its glyphs are made once for each theme and size, not for each item and frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._glyphs: dict[tuple[str, str, int, float], QPixmap] = {}
        theme.current().changed.connect(self._glyphs.clear)

    def square(self, painter: QPainter, room: QRect, of: Shown) -> None:
        """Below left what it is, above left what became of it, above right which look alike."""
        room = room.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
        self._picture(painter, room, of.picture)
        if of.tile is not None:
            self._marks(painter, room, of.tile, of.group)
        self._ring(painter, room, of)

    def line(self, painter: QPainter, room: QRect, of: Shown, edge: int) -> None:
        """A small square, the name, and below it what is known."""
        look = theme.current()
        line = room.adjusted(2, 2, -2, -2)
        if of.selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(line, RADIUS, RADIUS)
        square = QRect(line.left() + 6, line.top() + (line.height() - edge) // 2, edge, edge)
        self._picture(painter, square, of.picture)
        if of.tile is not None:
            words = QRect(square.right() + 12, line.top(), line.right() - square.right() - 20, line.height())
            self._words(painter, words, of.tile)
        self._ring(painter, line, of)

    def mark(
        self, painter: QPainter, room: QRect, words: str, icon: str, colour: str, *, top: bool, left: bool
    ) -> None:
        """A word or an icon on a quiet ground in a corner."""
        look = theme.current()
        font = QFont(painter.font())
        font.setPixelSize(max(10, look.px("caption") - 1))
        painter.setFont(font)
        edge = look.scaled(14) if icon else 0
        text = painter.fontMetrics().horizontalAdvance(words) if words else 0
        wide = 2 * _MARK_PAD + edge + text + (_MARK_PAD - 1 if icon and words else 0)
        high = max(painter.fontMetrics().height(), edge) + _MARK_PAD
        x = room.left() + 6 if left else room.right() - 6 - wide
        y = room.top() + 6 if top else room.bottom() - 6 - high
        at = QRect(x, y, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(at, 4, 4)
        if icon:
            glyph = self._glyph(icon, colour, edge, painter)
            painter.drawPixmap(at.left() + _MARK_PAD, at.top() + (high - edge) // 2, glyph)
        if words:
            painter.setPen(look.colour("text"))
            place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(at.adjusted(0, 0, -_MARK_PAD, 0), place, words)

    def _marks(self, painter: QPainter, room: QRect, tile: Tile, group: int | None) -> None:
        item = tile.item
        if item.kind is MediaKind.VIDEO:
            length = playing(item.duration_ms) if item.duration_ms is not None else kind_word(item.kind)
            self.mark(painter, room, length, "play", "text", top=False, left=True)
        elif item.kind is MediaKind.GIF:
            self.mark(painter, room, kind_word(item.kind), "", "text", top=False, left=True)
        if item.alt_text:
            self.mark(painter, room, "ALT", "", "text", top=False, left=False)
        if tile.use in _USE_ICONS:
            icon, colour = _USE_ICONS[tile.use]
            self.mark(painter, room, "", icon, colour, top=True, left=True)
        if group is not None:
            self.mark(painter, room, str(group), "copy", "text", top=True, left=False)

    def _words(self, painter: QPainter, room: QRect, tile: Tile) -> None:
        """The name in one line, the facts in as many as they need and have room."""
        look, said = theme.current(), facts_of(tile)
        name, facts = QFont(painter.font()), QFont(painter.font())
        name.setPixelSize(look.px("body"))
        facts.setPixelSize(look.px("caption"))
        painter.setFont(name)
        high = painter.fontMetrics().height()
        painter.setFont(facts)
        line, left = painter.fontMetrics().height(), room.left()
        icon = _USE_ICONS.get(tile.use)
        edge = look.scaled(14) if icon else 0
        left += edge + 4 if icon else 0
        wide = painter.fontMetrics().horizontalAdvance(said)
        lines = min(3, (room.height() - high - 2) // line) if wide > room.right() - left else 1
        top = room.top() + (room.height() - high - 2 - line * lines) // 2
        if icon:
            glyph = self._glyph(icon[0], icon[1], edge, painter)
            painter.drawPixmap(room.left(), top + high + 2 + (line - edge) // 2, glyph)
        painter.setPen(look.colour("text_muted"))
        below = QRect(left, top + high + 2, room.right() - left, line * lines)
        if lines > 1:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, said)
        else:
            _elided(painter, below, said)
        painter.setFont(name)
        painter.setPen(look.colour("text"))
        _elided(painter, QRect(room.left(), top, room.width(), high), tile.item.name)

    def _picture(self, painter: QPainter, room: QRect, picture: QPixmap | None) -> None:
        if picture is not None:
            painter.drawPixmap(room, picture)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour("skeleton"))
        painter.drawRoundedRect(room, RADIUS, RADIUS)

    def _ring(self, painter: QPainter, room: QRect, of: Shown) -> None:
        """What is selected has a ring, where the keys are has one more inside it."""
        if not (of.selected or of.focused or of.hovered):
            return
        look = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if of.selected:
            painter.setPen(QPen(look.colour("accent"), _RING + 1))
            painter.drawRoundedRect(room, RADIUS, RADIUS)
        if of.focused:
            painter.setPen(QPen(look.colour("focus"), _RING))
            painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
            painter.setPen(QPen(look.colour("surface"), _RING))
            painter.drawRoundedRect(room.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
        elif of.hovered and not of.selected:
            painter.setPen(QPen(look.colour("edge"), 1))
            painter.drawRoundedRect(room, RADIUS, RADIUS)

    def _glyph(self, icon: str, colour: str, edge: int, painter: QPainter) -> QPixmap:
        key = (icon, colour, edge, painter.device().devicePixelRatioF())
        found = self._glyphs.get(key)
        if found is None:
            found = self._glyphs[key] = theme.current().icons.pixmap(*key)
        return found


def facts_of(tile: Tile) -> str:
    """What is known of an item, in one line."""
    item: MediaItem = tile.item
    length = [playing(item.duration_ms)] if item.duration_ms is not None else []
    return " · ".join((use_word(tile.use), kind_word(item.kind), *length, size(item.original_size)))


def _elided(painter: QPainter, room: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
