"""Lays tiles out in lines that are always full: small ones share a line evenly, halves stand two by two."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ofauto_desktop.domain.home_tiles import TileSize
from ui import theme

# Pixels at 100 %: below these a size no longer fits beside others.
_SMALL, _HALF = 176, 300
_SIZE = "tile_size"
# Thirds do not add up to one.
_FULL = 1.001


class TileGrid(QLayout):
    """Add widgets with `put`; hidden ones take no room."""

    def __init__(self, *, gap: int = 12) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def put(self, widget: QWidget, size: TileSize) -> None:
        """At the end; one that is there already moves there.

        Its item stays the same: a widget tells only its first one when what it has to hold has changed.
        """
        at = self.indexOf(widget)
        if at >= 0:
            self._items.append(self._items.pop(at))
        else:
            self.addWidget(widget)
        widget.setProperty(_SIZE, size.value)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), dry=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, dry=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _share(self, item: QLayoutItem, width: int) -> float:
        """Which part of a line it asks for."""
        scaled = theme.current().scaled
        widget = item.widget()
        size = TileSize.WIDE if widget is None else TileSize(widget.property(_SIZE) or TileSize.WIDE)
        least = {TileSize.SMALL: scaled(_SMALL), TileSize.HALF: scaled(_HALF), TileSize.WIDE: width}[size]
        beside = max(1, (width + self._gap) // (least + self._gap))
        return 1 / min(beside, 2 if size is TileSize.HALF else beside)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, float]]]:
        """Like beside like: a number beside a list would stand in a tall, empty box."""
        lines: list[list[tuple[QLayoutItem, float]]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            share = self._share(item, width)
            if not lines or lines[-1][0][1] != share or (len(lines[-1]) + 1) * share > _FULL:
                lines.append([])
            lines[-1].append((item, share))
        return _evened(lines)

    def _place(self, rect: QRect, *, dry: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            room = rect.width() - self._gap * (len(line) - 1)
            whole = sum(share for _, share in line)
            widths = [int(room * share / whole) for _, share in line]
            widths[-1] += room - sum(widths)
            height = max(_height(item, wide) for (item, _), wide in zip(line, widths, strict=True))
            left = rect.x()
            for (item, _), wide in zip(line, widths, strict=True):
                if not dry:
                    item.setGeometry(QRect(QPoint(left, top), QSize(wide, height)))
                left += wide + self._gap
            top += height + self._gap
        return max(0, top - self._gap - rect.y())


def _evened(lines: list[list[tuple[QLayoutItem, float]]]) -> list[list[tuple[QLayoutItem, float]]]:
    """Lines of like items share them evenly: three and two, not four and one."""
    found: list[list[tuple[QLayoutItem, float]]] = []
    at = 0
    while at < len(lines):
        share = lines[at][0][1]
        end = at
        while end < len(lines) and all(one == share for _, one in lines[end]):
            end += 1
        if end - at < 2:
            found.append(lines[at])
            at += 1
            continue
        items = [item for line in lines[at:end] for item in line]
        columns = -(-len(items) // (end - at))
        found += [items[start : start + columns] for start in range(0, len(items), columns)]
        at = end
    return found


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
