"""A post as a card of the week: its time, its state in icon and word, its text. It can be dragged."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui import theme
from ui.models.agenda import spoken
from ui.models.entries import Entry, Status
from ui.tokens import RADIUS, Tone
from ui.widgets.badge import TONE_COLOURS

_PAD = 6
_LINES = 3
# These must be seen in a full week: they get the ground of their tone; the others stay quiet.
_LOUD = frozenset({Status.UNKNOWN, Status.FAILED, Status.MISSED, Status.PARTLY, Status.SENDING})
_FADED = frozenset({Status.POSTED, Status.CANCELLED})


class PostCard(QAbstractButton):
    """Click, Enter or Space opens it. While it is dragged it tells where the pointer is; the week decides what that means."""

    dragged = Signal(object, QPoint)  # the card, global position
    dropped = Signal(object, QPoint, bool)  # … and whether Shift was down: a copy is meant
    drag_ended = Signal()
    stepped = Signal(object, int)  # the card and an arrow key

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(spoken(entry))
        self.setToolTip(f"{spoken(entry)}\n{entry.stuck}" if entry.stuck else spoken(entry))

    @staticmethod
    def height_wanted() -> int:
        """Of three lines of text; a quarter of an hour is no smaller than what can be hit."""
        font = QFont(QApplication.font())
        font.setPixelSize(theme.current().px("caption"))
        return QFontMetrics(font).lineSpacing() * _LINES + 2 * _PAD

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(168), self.height_wanted())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Escape and self._dragging:
            self._stop()
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(self, event.key())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        if self._pressed_at is None:
            return
        far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if not self._dragging and far:
            self._dragging = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ForbiddenCursor if self.entry.stuck else Qt.CursorShape.ClosedHandCursor)
            self.update()
        if self._dragging:
            self.dragged.emit(self, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._stop()
            copy = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.dropped.emit(self, event.globalPosition().toPoint(), copy)
            return
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def _stop(self) -> None:
        self._dragging = False
        self._pressed_at = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()
        self.drag_ended.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dragging:
            painter.setOpacity(0.5)
        self._paint_ground(painter, look)
        font = QFont(self.font())
        font.setPixelSize(look.px("caption"))
        line = QFontMetrics(font).lineSpacing()
        room = self.rect().adjusted(_PAD + 3, _PAD, -_PAD, -_PAD)
        used = self._paint_head(painter, QRect(room.x(), room.y(), room.width(), line), font)
        below = room.adjusted(0, used * line, 0, 0)
        self._paint_text(painter, below, font, max(1, (room.height() - used * line) // line))

    def _paint_ground(self, painter: QPainter, look: theme.Theme) -> None:
        tone = self.entry.look.tone
        colour, soft = look.tokens.of(tone)
        loud = self.entry.status in _LOUD
        ground = QColor(soft if loud else look.tokens.surface)
        if self.underMouse() and not loud:
            ground = look.colour("hover")
        focus = self.hasFocus()
        edge = QPen(
            QColor(look.tokens.focus if focus else colour if loud else look.tokens.line),
            2 if focus else look.tokens.line_width,
        )
        painter.setPen(edge)
        painter.setBrush(ground)
        inset = 1 if focus else 0
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -1 - inset, -1 - inset), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour if tone is not Tone.NEUTRAL else look.tokens.edge))
        painter.drawRoundedRect(QRect(3, _PAD, 3, self.height() - 2 * _PAD), 1.5, 1.5)

    def _paint_head(self, painter: QPainter, line: QRect, font: QFont) -> int:
        """Time, icon and word; on one line where there is room, else on two. Returns the lines used."""
        look = theme.current()
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(look.colour("text"))
        at = "" if self.entry.local is None else f"{self.entry.local:%H:%M}"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, at)
        left = QFontMetrics(strong).horizontalAdvance(at) + 6 if at else 0
        word = self.entry.look.word
        edge = look.scaled(14)
        wanted = left + edge + 4 + QFontMetrics(font).horizontalAdvance(word)
        lines = 1
        if at and wanted > line.width():
            line, left, lines = line.translated(0, line.height()), 0, 2
        colour = TONE_COLOURS[self.entry.look.tone]
        icon = look.icons.pixmap(self.entry.look.icon, colour, edge, self.devicePixelRatioF())
        painter.drawPixmap(line.x() + left, line.y() + (line.height() - edge) // 2, icon)
        painter.setFont(font)
        painter.setPen(look.colour(colour))
        rest = line.adjusted(left + edge + 4, 0, 0, 0)
        fitting = QFontMetrics(font).elidedText(word, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, fitting)
        return lines

    def _paint_text(self, painter: QPainter, room: QRect, font: QFont, lines: int) -> None:
        if self.entry.status is Status.CANCELLED:
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.current().colour("text_muted" if self.entry.status in _FADED else "text"))
        metrics = QFontMetrics(font)
        for number, shown in enumerate(_wrapped(self.entry.headline, metrics, room.width(), lines)):
            painter.drawText(room.x(), room.y() + number * metrics.lineSpacing() + metrics.ascent(), shown)


def _wrapped(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Whole words in at most so many lines; the last one ends in … where more would follow."""
    shown: list[str] = []
    rest = text
    while rest and len(shown) < lines - 1:
        line = _fitting(rest, metrics, width)
        if not line:
            break
        shown.append(line)
        rest = rest[len(line) :].lstrip()
    return [*shown, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else shown


def _fitting(text: str, metrics: QFontMetrics, width: int) -> str:
    """As many whole words as fit into one line; "" where the first is too long."""
    shown = ""
    for word in text.split(" "):
        longer = f"{shown} {word}".lstrip()
        if metrics.horizontalAdvance(longer) > width:
            break
        shown = longer
    return shown
