"""Where items stand in a view of any length: arithmetic, so that no item is looked at but those in sight."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect


@dataclass(frozen=True, slots=True, kw_only=True)
class TileLayout:
    """Cells of one size, `columns` side by side. Places count from the top of the content, rows from 0."""

    columns: int = 1
    wide: int = 1
    high: int = 1

    def height(self, many: int) -> int:
        """Of `many` items."""
        return -(-many // self.columns) * self.high

    def cell(self, row: int) -> QRect:
        line, place = divmod(row, self.columns)
        return QRect(place * self.wide, line * self.high, self.wide, self.high)

    def row_at(self, at: QPoint, many: int) -> int:
        """The item there, -1 for none."""
        place = at.x() // self.wide
        row = at.y() // self.high * self.columns + place
        return row if 0 <= place < self.columns and 0 <= row < many and at.y() >= 0 else -1

    def between(self, top: int, bottom: int, many: int) -> range:
        """The items that show between two heights."""
        first = max(0, top // self.high) * self.columns
        last = (max(0, bottom) // self.high + 1) * self.columns
        return range(min(first, many), min(last, many))

    def within(self, area: QRect, many: int) -> list[tuple[int, int]]:
        """First and last item of each line that an area touches."""
        left = max(0, area.left() // self.wide)
        right = min(self.columns - 1, area.right() // self.wide)
        if right < left:
            return []
        lines = range(max(0, area.top() // self.high), max(-1, area.bottom() // self.high) + 1)
        found = [(line * self.columns + left, min(line * self.columns + right, many - 1)) for line in lines]
        return [(first, last) for first, last in found if first <= last]
