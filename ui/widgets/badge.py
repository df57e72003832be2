"""Small statements: a state with its icon, a chip that filters, a platform's glyph."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from ofauto_desktop.domain.platforms import PlatformId
from ui import theme
from ui.tokens import Tone
from ui.widgets.layouts import row
from ui.widgets.text import label

TONE_ICONS = {
    Tone.NEUTRAL: "circle-dashed",
    Tone.ACCENT: "info",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-x",
    Tone.INFO: "info",
}
TONE_COLOURS = {Tone.NEUTRAL: "text_muted"} | {tone: tone.value for tone in Tone if tone is not Tone.NEUTRAL}


class Picture(QLabel):
    """An icon that stands for itself, in a token's colour; follows theme and text size. Readers skip it."""

    def __init__(self, name: str, colour: str = "text_muted", edge: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._edge = name, colour, edge
        theme.current().changed.connect(self._draw)
        self._draw()

    def put(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._draw()

    def _draw(self) -> None:
        look = theme.current()
        edge = look.scaled(self._edge)
        self.setPixmap(look.icons.pixmap(self._name, self._colour, edge, self.devicePixelRatioF()))
        self.setFixedSize(edge, edge)


class Badge(QFrame):
    """A word on the quiet ground of its tone, always with an icon, so that colour is never alone."""

    def __init__(self, text: str, tone: Tone, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "badge")
        self._picture = Picture("info", edge=14)
        self._words = label(wrap=False)
        line = row(self, gap=4)
        line.setContentsMargins(8, 2, 8, 2)
        line.addWidget(self._picture)
        line.addWidget(self._words)
        self.say(text, tone, icon)

    def say(self, text: str, tone: Tone, icon: str = "") -> None:
        self.setProperty("tone", tone.value)
        self._words.setText(text)
        self.setAccessibleName(text)
        self._picture.put(icon or TONE_ICONS[tone], TONE_COLOURS[tone])
        for widget in (self, self._words):
            self.style().unpolish(widget)
            self.style().polish(widget)

    def text(self) -> str:
        return self._words.text()


class Chip(QPushButton):
    """A filter that is on or off."""

    def __init__(self, text: str, *, on: bool = False, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setChecked(on)
        self._icon = icon
        if icon:
            theme.current().icons.put(self, icon)

    def show_icon(self, *, on: bool) -> None:
        """Without its icon it takes less of a narrow window."""
        if self._icon and on == self.icon().isNull():
            if on:
                theme.current().icons.put(self, self._icon)
            else:
                theme.current().icons.take(self)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Wide enough for its words when it is on, which are heavier: nothing moves when it is pressed."""
        hint = super().sizeHint()
        heavy = QFont(self.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(heavy).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())


class PlatformDisc(QWidget):
    """A platform's glyph in a small tinted disc; its name is there for readers and in the tooltip."""

    def __init__(self, platform: PlatformId, name: str = "", edge: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._platform, self._edge = platform, edge
        self.setAccessibleName(name or platform.value)
        self.setToolTip(name or platform.value)
        theme.current().changed.connect(self._resize)
        self._resize()

    def sizeHint(self) -> QSize:
        edge = theme.current().scaled(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("hover"))
        radius = self.width() / 2
        painter.drawEllipse(QPointF(radius, radius), radius, radius)
        edge = round(self.width() * 0.54)
        glyph = look.icons.pixmap(f"brands/{self._platform.value}", "text", edge, self.devicePixelRatioF())
        inset = (self.width() - edge) // 2
        painter.drawPixmap(inset, inset, glyph)

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
