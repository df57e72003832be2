"""What painted views draw with: fonts and their measures, colours, icons, words that fit, marks of clients."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.models.client_marks import ClientMark, Shape

_LONGEST = 300  # characters of a text that are measured
_MOST_KEPT = 4000
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)


class PaintKit:
    """Made once for each look: a frame asks for these hundreds of times."""

    def __init__(self, ratio: float = 1.0) -> None:
        self.look = theme.current()
        self._ratio = ratio
        family = QApplication.font()
        self.caption = _sized(family, self.look.px("caption"))
        self.caption_strong = _sized(family, self.look.px("caption"), strong=True)
        self.body = _sized(family, self.look.px("body"))
        self.body_strong = _sized(family, self.look.px("body"), strong=True)
        self._metrics = {
            id(font): QFontMetrics(font) for font in (self.caption, self.caption_strong, self.body, self.body_strong)
        }
        self.struck = QFont(self.caption)
        self.struck.setStrikeOut(True)
        self._metrics[id(self.struck)] = self._metrics[id(self.caption)]
        self._icons: dict[tuple[str, str, int], QPixmap] = {}
        self._colours: dict[str, QColor] = {}
        self._fits: dict[tuple[str, int, int], str] = {}
        self._lines: dict[tuple[str, int, int], list[str]] = {}
        self._advances: dict[tuple[str, int], int] = {}
        self.line = self.metrics(self.caption).lineSpacing()

    def metrics(self, font: QFont) -> QFontMetrics:
        return self._metrics[id(font)]

    def colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = self.look.colour(token)
        return self._colours[token]

    def icon(self, name: str, colour: str, edge: int) -> QPixmap:
        key = (name, colour, edge)
        if key not in self._icons:
            self._icons[key] = self.look.icons.pixmap(name, colour, edge, self._ratio)
        return self._icons[key]

    def mark(self, painter: QPainter, at: QPointF, mark: ClientMark) -> None:
        """A client's small figure around a point."""
        colour = QColor(self.look.tokens.series[mark.colour % len(self.look.tokens.series)])
        radius = self.look.scaled(8) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        x, y = at.x(), at.y()
        if mark.shape is Shape.DISC:
            painter.drawEllipse(at, radius, radius)
        elif mark.shape is Shape.SQUARE:
            painter.drawRect(QRect(round(x - radius), round(y - radius), round(2 * radius), round(2 * radius)))
        elif mark.shape is Shape.DIAMOND:
            far = radius * 1.2
            painter.drawPolygon(
                QPolygonF([QPointF(x, y - far), QPointF(x + far, y), QPointF(x, y + far), QPointF(x - far, y)])
            )
        elif mark.shape is Shape.TRIANGLE:
            far = radius * 1.1
            painter.drawPolygon(QPolygonF([QPointF(x, y - far), QPointF(x + far, y + far), QPointF(x - far, y + far)]))
        else:
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius - 1, radius - 1)

    def words(  # a row draws four of these
        self, painter: QPainter, room: QRect, words: str, font: QFont, colour: str, align: int = _LEFT
    ) -> None:
        """One line, elided where room is short."""
        if room.width() <= 0 or not words:
            return
        painter.setFont(font)
        painter.setPen(self.colour(colour))
        painter.drawText(room, align, self._elided(words, font, room.width()))

    def _word(self, painter: QPainter, room: QRect, left: int, word: str, font: QFont, colour: str) -> int:
        """A short word that begins at `left`; returns where it ends."""
        if not word:
            return left
        wide = self._advance(word, font)
        painter.setFont(font)
        painter.setPen(self.colour(colour))
        painter.drawText(QRect(left, room.y(), min(wide, max(0, room.right() - left)) + 1, room.height()), _LEFT, word)
        return left + wide

    def _elided(self, words: str, font: QFont, width: int) -> str:
        """Measuring a text costs more than drawing it, and each frame of a scroll draws nearly the same ones."""
        key = (words, id(font), width)
        shown = self._fits.get(key)
        if shown is None:
            # Longer than any line: nobody sees the end.
            shown = self.metrics(font).elidedText(words[:_LONGEST], Qt.TextElideMode.ElideRight, width)
            if len(self._fits) > _MOST_KEPT:
                self._fits.clear()
            self._fits[key] = shown
        return shown

    def _wrapped(self, words: str, width: int, lines: int) -> list[str]:
        key = (words, width, lines)
        shown = self._lines.get(key)
        if shown is None:
            shown = wrapped(words[:_LONGEST], self.metrics(self.caption), width, lines)
            if len(self._lines) > _MOST_KEPT:
                self._lines.clear()
            self._lines[key] = shown
        return shown

    def _advance(self, word: str, font: QFont) -> int:
        key = (word, id(font))
        wide = self._advances.get(key)
        if wide is None:
            wide = self._advances[key] = self.metrics(font).horizontalAdvance(word)
        return wide


def wrapped(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Whole words in at most so many lines; the last one ends in … where more would follow."""
    shown: list[str] = []
    rest = text
    if lines < 1:
        return shown
    while rest and len(shown) < lines - 1:
        line = _fitting(rest, metrics, width)
        if not line:
            break
        shown.append(line)
        rest = rest[len(line) :].lstrip()
    return [*shown, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else shown


def _fitting(text: str, metrics: QFontMetrics, width: int) -> str:
    """As many whole words as fit into one line; "" where the first is too long."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    shown = ""
    for word in text.split(" "):
        longer = f"{shown} {word}".lstrip()
        if metrics.horizontalAdvance(longer) > width:
            break
        shown = longer
    return shown


def _sized(family: QFont, pixels: int, *, strong: bool = False) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
