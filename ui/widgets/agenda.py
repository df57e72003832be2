"""The list of posts: a line an entry where it is wide, two where it is narrow."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.models.agenda import AgendaModel, Index, Role
from ui.models.entries import Entry, Status
from ui.tokens import RADIUS
from ui.widgets.badge import TONE_COLOURS

_PAD = 12
_NARROW = 560  # pixels at 100 %


def is_narrow(width: int) -> bool:
    return width < theme.current().scaled(_NARROW)


class _Rows(QStyledItemDelegate):
    """Draws headings and entries; the style's own drawing knows no columns within a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme.current()
        if index.data(Role.ENTRY) is None:
            return QSize(0, look.px("body") + 28)
        lines = 2 if is_narrow(self._width()) else 1
        return QSize(0, lines * (look.px("body") + 6) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Role.ENTRY)
        room = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry is None:
            self._heading(painter, room, index.data(Role.HEADING))
        else:
            self._ground(painter, room, option.state)
            inner = room.adjusted(_PAD, 8, -_PAD, -8)
            (self._two_lines if is_narrow(self._width()) else self._one_line)(painter, inner, entry)
        painter.restore()

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else 0

    def _heading(self, painter: QPainter, room: QRect, words: str) -> None:
        look = theme.current()
        font = self._font(strong=True)
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        line = room.adjusted(_PAD, 0, -_PAD, -6)
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignBottom, shown)

    def _ground(self, painter: QPainter, room: QRect, state: QStyle.StateFlag) -> None:
        look = theme.current()
        inner = room.adjusted(2, 1, -2, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(look.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(look.colour("hover"))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(look.colour("focus"), 2) if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if not focused:
            painter.setPen(QPen(look.colour("line"), look.tokens.line_width))
            painter.drawLine(room.left() + _PAD, room.bottom(), room.right() - _PAD, room.bottom())

    def _one_line(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        look = theme.current()
        time_wide, state_wide = look.scaled(52), look.scaled(156)
        accounts_wide = min(look.scaled(180), room.width() // 4)
        self._time(painter, QRect(room.x(), room.y(), time_wide, room.height()), entry)
        state = QRect(room.right() - state_wide, room.y(), state_wide, room.height())
        self._state(painter, state, entry)
        accounts = QRect(state.x() - accounts_wide - 12, room.y(), accounts_wide, room.height())
        self._words(painter, accounts, entry.accounts, "text_muted")
        text = QRect(room.x() + time_wide, room.y(), accounts.x() - room.x() - time_wide - 12, room.height())
        self._words(painter, text, entry.headline, _ink(entry))

    def _two_lines(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        look = theme.current()
        line = room.height() // 2
        time_wide = look.scaled(52) if entry.local is not None else 0
        first = QRect(room.x(), room.y(), room.width(), line)
        self._time(painter, QRect(first.x(), first.y(), time_wide, line), entry)
        state_wide = look.scaled(24) + QFontMetrics(self._font()).horizontalAdvance(entry.look.word)
        self._state(painter, QRect(first.x() + time_wide, first.y(), state_wide, line), entry)
        accounts = first.adjusted(time_wide + state_wide + 12, 0, 0, 0)
        self._words(painter, accounts, entry.accounts, "text_muted", Qt.AlignmentFlag.AlignRight)
        self._words(painter, first.translated(0, line), entry.headline, _ink(entry))

    def _time(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        if entry.local is not None:
            self._words(painter, room, f"{entry.local:%H:%M}", "text", strong=True)

    def _state(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        look = theme.current()
        edge = look.scaled(16)
        colour = TONE_COLOURS[entry.look.tone]
        icon = look.icons.pixmap(entry.look.icon, colour, edge, painter.device().devicePixelRatio())
        painter.drawPixmap(room.x(), room.y() + (room.height() - edge) // 2, icon)
        self._words(painter, room.adjusted(edge + 6, 0, 0, 0), entry.look.word, colour)

    def _words(  # a row draws four of these
        self,
        painter: QPainter,
        room: QRect,
        words: str,
        colour: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        strong: bool = False,
    ) -> None:
        font = self._font(strong=strong)
        painter.setFont(font)
        painter.setPen(theme.current().colour(colour))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter), shown)

    def _font(self, *, strong: bool = False) -> QFont:
        view = self.parent()
        font = QFont(view.font()) if isinstance(view, QWidget) else QFont()
        font.setPixelSize(theme.current().px("body"))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font


def _ink(entry: Entry) -> str:
    return "text_muted" if entry.status is Status.CANCELLED else "text"


class AgendaView(QListView):
    """Enter, Space or a click opens an entry; J and K are the page's commands and use `step`."""

    opened = Signal(object)  # Entry

    def __init__(self, model: AgendaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Rows(self))
        self.setAccessibleName("Posts")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def current(self) -> Entry | None:
        entry = self.currentIndex().data(Role.ENTRY)
        return entry if isinstance(entry, Entry) else None

    def focus_post(self, post_id: int) -> None:
        model = self.model()
        row = model.row_of(post_id) if isinstance(model, AgendaModel) else None
        if row is not None:
            self.setCurrentIndex(model.index(row, 0))
            self.scrollTo(model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def step(self, by: int) -> None:
        """To the next or previous entry, over headings."""
        model = self.model()
        row = self.currentIndex().row() + by
        while 0 <= row < model.rowCount():
            if model.index(row, 0).data(Role.ENTRY) is not None:
                self.setCurrentIndex(model.index(row, 0))
                return
            row += by

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if is_narrow(event.size().width()) != is_narrow(event.oldSize().width()):
            self.scheduleDelayedItemsLayout()

    def _open(self, index: Index) -> None:
        entry = index.data(Role.ENTRY)
        if isinstance(entry, Entry):
            self.opened.emit(entry)
