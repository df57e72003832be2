"""How a chart is drawn in a theme: pens, fonts, marks of series. The window's theme on screen, paper in what is exported."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from ui import theme
from ui.tokens import FAMILY, LIGHT, TEXT_SIZES, Tokens

# Lengths in widths of the line. Series of one colour differ in it; those of one dash differ in colour and marker.
_DASHES = ((), (5, 2.5), (1.2, 1.8), (7, 2, 1.2, 2), (2.5, 1.6))
_GHOST_DASH = (3, 3)
_SHAPES = 5
_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """`tokens` and the text size in percent."""

    tokens: Tokens
    percent: int = 100

    def colour(self, token: str) -> QColor:
        return QColor(str(getattr(self.tokens, token)))

    def grid(self) -> QColor:
        """Fainter than what is drawn on it, in high contrast too."""
        colour = self.colour("line")
        if self.tokens.line == self.tokens.text:
            colour.setAlphaF(0.28)
        return colour

    def scaled(self, pixels: float) -> float:
        return pixels * self.percent / 100

    def font(self, size: str = "caption", *, strong: bool = False) -> QFont:
        made = QFont(FAMILY)
        made.setPixelSize(round(self.scaled(TEXT_SIZES[size])))
        made.setFeature(QFont.Tag.fromString("tnum"), 1)
        if strong:
            made.setWeight(QFont.Weight.DemiBold)
        return made

    def metrics(self, size: str = "caption", *, strong: bool = False) -> QFontMetricsF:
        return QFontMetricsF(self.font(size, strong=strong))

    def series_colour(self, index: int) -> QColor:
        return QColor(self.tokens.series[index % len(self.tokens.series)])

    def pen(self, index: int, *, ghost: bool = False, dense: bool = False) -> QPen:
        """The line of a series, or of its previous period: thinner, fainter and dashed.

        `dense`: several days a pixel, where dashes cannot be seen and take long; markers tell such lines apart.
        """
        colour = self.series_colour(index)
        pen = QPen(colour, self._width())
        dash: tuple[float, ...] = _DASHES[index % len(_DASHES)]
        if ghost:
            colour.setAlphaF(0.75)
            pen = QPen(colour, max(1.0, self._width() * 0.6))
            dash = _GHOST_DASH
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dense or dash else Qt.PenCapStyle.RoundCap)
        if dash and not dense:
            pen.setDashPattern([float(part) for part in dash])
        return pen

    def marker(self, painter: QPainter, index: int, centre: QPointF, *, large: bool = False) -> None:
        """The sign of a series at one of its points, hollow so that lines below it are seen."""
        radius = self.scaled(4.5 if large else 3.2)
        painter.setPen(QPen(self.series_colour(index), max(1.4, self._width() * 0.7)))
        painter.setBrush(self.series_colour(index) if large else self.colour("surface"))
        match index % _SHAPES:
            case 0:
                painter.drawEllipse(centre, radius, radius)
            case 1:
                painter.drawRect(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius))
            case 2:
                painter.drawPolygon(_polygon(centre, radius * 1.25, ((0, -1), (1, 0.8), (-1, 0.8))))
            case 3:
                painter.drawPolygon(_polygon(centre, radius * 1.3, ((0, -1), (1, 0), (0, 1), (-1, 0))))
            case _:
                painter.drawPolygon(_polygon(centre, radius * 1.25, ((0, 1), (1, -0.8), (-1, -0.8))))

    def sample(self, painter: QPainter, index: int, rect: QRectF, *, ghost: bool = False, bar: bool = False) -> None:
        """A short piece of a series, as legends show it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = rect.center().y()
        if bar:
            painter.setPen(self.pen(index) if ghost else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if ghost else self.series_colour(index))
            edge = min(rect.height(), rect.width()) * 0.7
            painter.drawRect(QRectF(rect.center().x() - edge / 2, middle - edge / 2, edge, edge))
            return
        painter.setPen(self.pen(index, ghost=ghost))
        painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
        if not ghost:
            self.marker(painter, index, rect.center())

    def _width(self) -> float:
        return _WIDTH * max(1.0, self.percent / 125) * (1.25 if self.tokens.line_width > 1 else 1.0)


def on_screen() -> Look:
    look = theme.current()
    return Look(look.tokens, look.percent)


def on_paper() -> Look:
    return Look(LIGHT)


SWATCH = (26, 14)  # pixels at 100 %
_GAP = 6


def swatch_size(look: Look) -> tuple[int, int]:
    """With room to its right: Qt leaves hardly any before a button's words."""
    return round(look.scaled(SWATCH[0] + _GAP)), round(look.scaled(SWATCH[1]))


def swatch(look: Look, index: int, ratio: float, *, ghost: bool = False, bar: bool = False) -> QPixmap:
    """A piece of a series as the picture on a button."""
    width, height = swatch_size(look)
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    look.sample(painter, index, QRectF(1, 0, look.scaled(SWATCH[0]), height), ghost=ghost, bar=bar)
    painter.end()
    return picture


def _polygon(centre: QPointF, radius: float, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(centre.x() + x * radius, centre.y() + y * radius) for x, y in corners])
