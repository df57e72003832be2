"""How an entry is drawn: as a card among the hours, a line in a month's day, a row of the list.

Painted and not built of widgets: a month has hundreds of them, and each frame of a scroll draws a screenful.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ofauto_desktop.domain.schedule import to_wall
from ui.format import clock, place
from ui.models.client_marks import ClientMark
from ui.models.entries import Entry, Status
from ui.tokens import RADIUS, Tone
from ui.widgets.badge import TONE_COLOURS
from ui.widgets.paint_kit import PaintKit

PAD = 6
CARD_LINES = 3
_BAR = 3
# These must be seen in a full week: they get the ground of their tone; the others stay quiet.
_LOUD = frozenset({Status.UNKNOWN, Status.FAILED, Status.MISSED, Status.PARTLY, Status.SENDING})
_FADED = frozenset({Status.POSTED, Status.CANCELLED})
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How an entry stands at the moment. `warning`: something about it should be looked at, said in the side panel."""

    selected: bool = False
    focused: bool = False
    hovered: bool = False
    dragged: bool = False
    mark: ClientMark | None = None
    warning: bool = False
    series: bool = False


PLAIN = Dress()


class EntryPaint(PaintKit):
    """The three looks of an entry, and the parts that they are put together of."""

    @property
    def card_height(self) -> int:
        """Of three lines of text; a quarter of an hour is no smaller than what can be hit."""
        return self.line * CARD_LINES + 2 * PAD

    @property
    def line_height(self) -> int:
        """A month's line, with room to be hit."""
        return max(self.line + 6, self.look.target)

    def card(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress, viewer: str = "") -> None:
        """Time, state and text on a surface with the colour of its state, or of its client, at the left."""
        self._ground(painter, room, entry, dress)
        inner = room.adjusted(PAD + _BAR + 2, PAD, -PAD, -PAD)
        head = QRect(inner.x(), inner.y(), inner.width(), self.line)
        used = self._head(painter, head, entry, dress)
        below = inner.adjusted(0, used * self.line, 0, 0)
        lines = max(0, (inner.height() - used * self.line) // self.line)
        self._text(painter, below, entry, lines, viewer)
        painter.setOpacity(1.0)

    def month_line(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress) -> None:
        """One line: state as an icon, time, text."""
        self._quiet_ground(painter, room, entry, dress)
        edge = self.look.scaled(12)
        left = room.x() + 4
        if dress.mark is not None:
            self.mark(painter, QPointF(left + 4, room.center().y() + 0.5), dress.mark)
            left += self.look.scaled(12)
        tone = TONE_COLOURS[entry.look.tone]
        painter.drawPixmap(left, room.y() + (room.height() - edge) // 2, self.icon(entry.look.icon, tone, edge))
        left += edge + 4
        at = entry.clock
        left = self._word(painter, room, left, at, self.caption_strong, "text") + 5
        right = room.right() - 3
        for name in self._signs(entry, dress):
            right -= edge
            painter.drawPixmap(right, room.y() + (room.height() - edge) // 2, self.icon(*name, edge))
            right -= 3
        font = self.struck if entry.status is Status.CANCELLED else self.caption
        rest = QRect(left, room.y(), max(0, right - left), room.height())
        self.words(painter, rest, entry.headline, font, "text_muted" if entry.status in _FADED else "text")
        painter.setOpacity(1.0)

    def row(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress, *, narrow: bool, viewer: str) -> None:
        """A line an entry where it is wide, two where it is narrow."""
        self._row_ground(painter, room, dress)
        inner = room.adjusted(12, 8, -12, -8)
        if narrow:
            self._two_lines(painter, inner, entry, dress)
        else:
            self._one_line(painter, inner, entry, dress, viewer)
        painter.setOpacity(1.0)

    def _signs(self, entry: Entry, dress: Dress) -> list[tuple[str, str]]:
        """Small signs at the end of a line, the rightmost first."""
        signs = []
        if entry.is_locked:
            signs.append(("lock", "text_muted"))
        if dress.warning:
            signs.append(("triangle-alert", "warning"))
        if dress.series:
            signs.append(("repeat", "text_muted"))
        return signs

    def _ground(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress) -> None:
        tokens = self.look.tokens
        tone = entry.look.tone
        colour, soft = tokens.of(tone)
        loud = entry.status in _LOUD
        ground = QColor(soft if loud else tokens.surface)
        if dress.selected:
            ground = self.colour("accent_soft")
        elif dress.hovered and not loud:
            ground = self.colour("hover")
        if dress.dragged:
            painter.setOpacity(0.45)
        line = tokens.focus if dress.focused else tokens.accent if dress.selected else colour if loud else tokens.line
        wide = 2 if dress.focused else tokens.line_width
        painter.setPen(QPen(QColor(line), wide))
        painter.setBrush(ground)
        inset = 1 if wide > 1 else 0
        painter.drawRoundedRect(room.adjusted(inset, inset, -1 - inset, -1 - inset), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour if tone is not Tone.NEUTRAL else tokens.edge))
        painter.drawRoundedRect(QRect(room.x() + 3, room.y() + PAD, _BAR, room.height() - 2 * PAD), 1.5, 1.5)

    def _quiet_ground(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress) -> None:
        tokens = self.look.tokens
        loud = entry.status in _LOUD
        if dress.dragged:
            painter.setOpacity(0.45)
        if dress.selected:
            painter.setBrush(self.colour("accent_soft"))
        elif dress.hovered:
            painter.setBrush(self.colour("hover"))
        elif loud:
            painter.setBrush(QColor(tokens.of(entry.look.tone)[1]))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colour("focus"), 2) if dress.focused else Qt.PenStyle.NoPen)
        inset = 1 if dress.focused else 0
        painter.drawRoundedRect(room.adjusted(inset, inset, -inset, -inset), 4, 4)

    def _row_ground(self, painter: QPainter, room: QRect, dress: Dress) -> None:
        if dress.dragged:
            painter.setOpacity(0.45)
        inner = room.adjusted(2, 1, -2, -1)
        if dress.selected:
            painter.setBrush(self.colour("accent_soft"))
        elif dress.hovered:
            painter.setBrush(self.colour("hover"))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colour("focus"), 2) if dress.focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if not dress.focused:
            painter.setPen(QPen(self.colour("line"), self.look.tokens.line_width))
            painter.drawLine(room.left() + 12, room.bottom(), room.right() - 12, room.bottom())

    def _head(self, painter: QPainter, line: QRect, entry: Entry, dress: Dress) -> int:
        """Time, icon and word; on one line where there is room, else on two. Returns the lines used."""
        edge = self.look.scaled(14)
        left = line.x()
        right = line.right() + 1
        for name in self._signs(entry, dress):
            right -= edge
            painter.drawPixmap(right, line.y() + (line.height() - edge) // 2, self.icon(*name, edge))
            right -= 4
        at = entry.clock
        word = entry.look.word
        time_wide, word_wide = self._advance(at, self.caption_strong), edge + 4 + self._advance(word, self.caption)
        marked = self.look.scaled(12) if dress.mark is not None else 0
        room = right - left
        lines = 1
        if at and marked + time_wide + 6 + word_wide > room:
            if word_wide <= line.width():
                lines = 2
            else:  # the icon alone says it where the word finds no room
                word = ""
                lines = 1 if time_wide + 6 + edge <= room else 2
        needed = time_wide if lines > 1 else time_wide + 6 + (edge if not word else word_wide)
        if dress.mark is not None and marked + needed <= room:
            self.mark(painter, QPointF(left + self.look.scaled(4), line.center().y() + 0.5), dress.mark)
            left += marked
        head = QRect(line.x(), line.y(), right - line.x(), line.height())
        left = self._word(painter, head, left, at, self.caption_strong, "text") + (6 if at else 0)
        if lines > 1:
            line, left, right = line.translated(0, line.height()), line.x(), line.right() + 1
        tone = TONE_COLOURS[entry.look.tone]
        painter.drawPixmap(left, line.y() + (line.height() - edge) // 2, self.icon(entry.look.icon, tone, edge))
        rest = QRect(left + edge + 4, line.y(), right - left - edge - 4, line.height())
        self.words(painter, rest, word, self.caption, tone)
        return lines

    def _text(self, painter: QPainter, room: QRect, entry: Entry, lines: int, viewer: str) -> None:
        elsewhere = elsewhere_words(entry, viewer) if lines > 1 else ""
        lines -= 1 if elsewhere else 0
        font = self.struck if entry.status is Status.CANCELLED else self.caption
        ink = self.colour("text_muted" if entry.status in _FADED else "text")
        painter.setFont(font)
        painter.setPen(ink)
        metrics = self.metrics(self.caption)
        top = room.y()
        for shown in self._wrapped(entry.headline, room.width(), lines):
            painter.drawText(room.x(), top + metrics.ascent(), shown)
            top += self.line
        if elsewhere:
            self.words(painter, QRect(room.x(), top, room.width(), self.line), elsewhere, self.caption, "text_muted")

    def _one_line(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress, viewer: str) -> None:
        left = room.x()
        if dress.mark is not None:
            self.mark(painter, QPointF(left + self.look.scaled(4), room.center().y() + 0.5), dress.mark)
            left += self.look.scaled(16)
        time_wide, state_wide = self.look.scaled(52), self.look.scaled(156)
        self._time(painter, QRect(left, room.y(), time_wide, room.height()), entry)
        left += time_wide
        state = QRect(room.right() - state_wide, room.y(), state_wide, room.height())
        self._state(painter, state, entry)
        accounts_wide = min(self.look.scaled(260), room.width() * 3 // 10)
        accounts = QRect(state.x() - accounts_wide - 12, room.y(), accounts_wide, room.height())
        told = elsewhere_words(entry, viewer)
        names = f"{entry.accounts} · {told}" if told else entry.accounts
        self.words(painter, accounts, names, self.body, "text_muted")
        right = self._put_signs(painter, room, accounts.x() - 12, entry, dress)
        text = QRect(left, room.y(), right - left, room.height())
        self.words(painter, text, entry.headline, self.body, _ink(entry))

    def _two_lines(self, painter: QPainter, room: QRect, entry: Entry, dress: Dress) -> None:
        line = room.height() // 2
        first = QRect(room.x(), room.y(), room.width(), line)
        left = first.x()
        if dress.mark is not None:
            self.mark(painter, QPointF(left + self.look.scaled(4), first.center().y() + 0.5), dress.mark)
            left += self.look.scaled(14)
        time_wide = self.look.scaled(52) if entry.local is not None else 0
        self._time(painter, QRect(left, first.y(), time_wide, line), entry)
        left += time_wide
        state_wide = self.look.scaled(24) + self._advance(entry.look.word, self.body)
        state_wide = min(state_wide, first.right() - left)
        self._state(painter, QRect(left, first.y(), state_wide, line), entry)
        right = self._put_signs(painter, first, first.right(), entry, dress)
        accounts = QRect(left + state_wide + 12, first.y(), right - left - state_wide - 12, line)
        self.words(painter, accounts, entry.accounts, self.body, "text_muted", _RIGHT)
        self.words(painter, first.translated(0, line), entry.headline, self.body, _ink(entry))

    def _put_signs(self, painter: QPainter, room: QRect, right: int, entry: Entry, dress: Dress) -> int:
        edge = self.look.scaled(16)
        for name in self._signs(entry, dress):
            right -= edge
            painter.drawPixmap(right, room.y() + (room.height() - edge) // 2, self.icon(*name, edge))
            right -= 6
        return right

    def _time(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        if entry.local is not None:
            self.words(painter, room, entry.clock, self.body_strong, "text")

    def _state(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        edge = self.look.scaled(16)
        colour = TONE_COLOURS[entry.look.tone]
        painter.drawPixmap(room.x(), room.y() + (room.height() - edge) // 2, self.icon(entry.look.icon, colour, edge))
        self.words(painter, room.adjusted(edge + 6, 0, 0, 0), entry.look.word, self.body, colour)


def elsewhere_words(entry: Entry, viewer: str) -> str:
    """The time on the account's own clock, with its place, where that is not the viewer's: "12:00 New York"."""
    if not viewer or entry.due_at is None:
        return ""
    others = [zone for zone in entry.zones if zone != viewer]
    return ", ".join(f"{clock(to_wall(entry.due_at, zone))} {place(zone)}" for zone in others[:1])


def _ink(entry: Entry) -> str:
    return "text_muted" if entry.status is Status.CANCELLED else "text"
