"""Rows, columns and a row that wraps."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.language import tr

PAGE_MARGIN, SLIM_MARGIN = 24, 16
_SLIM_BELOW = 560  # pixels at 100 %
_NARROWEST = 320  # pixels: what the narrowest window leaves for an item


def column(parent: QWidget | None = None, *, gap: int = 12, margin: int = 0) -> QVBoxLayout:
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    made.setSpacing(gap)
    made.setContentsMargins(margin, margin, margin, margin)
    return made


def row(parent: QWidget | None = None, *, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    made.setSpacing(gap)
    made.setContentsMargins(margin, margin, margin, margin)
    return made


class PageMargin(QObject):
    """Keeps a page's content where the title above it begins; a narrow window gives its words more room."""

    def __init__(self, page: QWidget, layout: QLayout) -> None:
        super().__init__(page)
        self._layout = layout
        page.installEventFilter(self)
        self._put(page.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self._put(watched.width())
        return False

    def _put(self, width: int) -> None:
        side = page_margin(width)
        before = self._layout.contentsMargins()
        if before.left() != side:
            self._layout.setContentsMargins(side, before.top(), side, before.bottom())


def page_margin(width: int) -> int:
    """Beside the content of a page, or of the bar above it, that is `width` pixels wide."""
    return SLIM_MARGIN if width < theme.current().scaled(_SLIM_BELOW) else PAGE_MARGIN


def take_room(dialog: QWidget, lines: QLayout, wide: int) -> None:
    """Make a dialog `wide` and as high as its lines need at that width, where words wrap and buttons flow."""
    dialog.setFixedWidth(wide)
    high = lines.totalHeightForWidth(wide)
    parent = dialog.parentWidget()
    most = high if parent is None else max(200, parent.height() - 32)
    dialog.setMinimumHeight(min(high, most))
    dialog.resize(wide, min(high, most))


def scrolled(content: QWidget) -> QScrollArea:
    """`content` in a frameless area that scrolls up and down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setAccessibleName(tr("Content"))  # the focus stops here, for the keys that scroll
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("role", "scrolled")
    area.setWidget(content)
    return area


class FlowLayout(QLayout):
    """Items side by side that wrap; with `grow`, those of a line share its width (cards, tiles)."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, grow: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._grow = grow
        # Qt asks again and again for what has not changed, and each answer asks every item.
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def invalidate(self) -> None:
        """An item was added, removed, shown, hidden, or wants another size."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def widgets(self) -> list[QWidget]:
        """What lies in it, in its order."""
        return [widget for item in self._items if (widget := item.widget()) is not None]

    def put(self, widget: QWidget, *, in_place_of: QWidget | None) -> None:
        """Add `widget` where another lies, which is hidden and out of the layout then; None: at the end."""
        self.addWidget(widget)
        if in_place_of is not None:
            self._items.insert(self.widgets().index(in_place_of), self._items.pop())
            self.removeWidget(in_place_of)
            in_place_of.hide()

    def arrange(self, widgets: Sequence[QWidget]) -> None:
        """Let what lies in it lie in this order."""
        places: dict[QWidget | None, int] = {widget: place for place, widget in enumerate(widgets)}
        self._items.sort(key=lambda item: places[item.widget()])
        self.invalidate()

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), dry=True)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, dry=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            least = QSize()
            for item in self._shown():
                least = least.expandedTo(item.minimumSize())
            # An item gets no more than there is: one that would like more makes no page wider than the window.
            self._least = QSize(min(least.width(), _NARROWEST), least.height())
        return self._least

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if lines and used + self._gap + wide <= width:
                lines[-1].append(item)
                used += self._gap + wide
            else:
                lines.append([item])
                used = wide
        return lines

    def _place(self, rect: QRect, *, dry: bool) -> int:
        """Lay the lines out and return the height they take."""
        top = rect.y()
        lines = self._lines(rect.width())
        # With `grow`, every line has as many columns as the fullest one, so that cards stand under each other.
        columns = max((len(line) for line in lines), default=1)
        if self._grow and len(lines) > 1:  # five where four have room: three and two, not four and one
            items = [item for line in lines for item in line]
            columns = -(-len(items) // len(lines))
            lines = [items[at : at + columns] for at in range(0, len(items), columns)]
        for line in lines:
            widths = [self._width(item, rect.width(), columns) for item in line]
            height = max(_height(item, wide) for item, wide in zip(line, widths, strict=True))
            left = rect.x()
            for item, wide in zip(line, widths, strict=True):
                if not dry:
                    item.setGeometry(QRect(QPoint(left, top), QSize(wide, height)))
                left += wide + self._gap
            top += height + self._gap
        return max(0, top - self._gap - rect.y())

    def _width(self, item: QLayoutItem, room: int, columns: int) -> int:
        if self._grow:
            return (room - self._gap * (columns - 1)) // columns
        return min(item.sizeHint().width(), room)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()  # at once; the deletion waits for the event loop
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
