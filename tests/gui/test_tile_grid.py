"""The grid of Home: full lines, like beside like, and heights that follow what is inside, after tiles were moved too."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from ofauto_desktop.domain.home_tiles import TileSize
from ui.widgets.layouts import clear, column
from ui.widgets.tile_grid import TileGrid


@pytest.fixture
def board(qtbot, theme):
    made = QWidget()
    made.grid = TileGrid(gap=12)
    lines = column(made)
    lines.addLayout(made.grid)
    lines.addStretch(1)
    qtbot.addWidget(made)
    made.resize(1016, 600)
    made.show()
    return made


def put(board, *sizes):
    made = [QLabel(size.value) for size in sizes]
    for one, size in zip(made, sizes, strict=True):
        one.setWordWrap(True)
        board.grid.put(one, size)
    return made


def lines_of(tiles):
    """Widths by line, once they stand."""
    tops = sorted({one.y() for one in tiles})
    return [[one.width() for one in tiles if one.y() == top] for top in tops]


def full(line, width):
    return abs(sum(line) + 12 * (len(line) - 1) - width) <= 1


def even(line):
    return max(line) - min(line) <= len(line)


S, H, W = TileSize.SMALL, TileSize.HALF, TileSize.WIDE


@pytest.mark.parametrize(
    ("width", "sizes", "counts"),
    [
        (1016, (S, S, S, S, S), [5]),
        (860, (S, S, S, S, S), [3, 2]),
        (1016, (W, S, S, S, S, S, H, H), [1, 5, 2]),
        (1016, (S, H, H, S), [1, 2, 1]),
        (1016, (H,), [1]),
        (358, (S, S, H, W), [1, 1, 1, 1]),
    ],
)
def test_lines_are_full_and_hold_like_tiles(qtbot, board, width, sizes, counts):
    board.resize(width, 600)
    tiles = put(board, *sizes)
    qtbot.waitUntil(lambda: tiles[0].width() > 0 and all(full(line, width) for line in lines_of(tiles)))
    assert [len(line) for line in lines_of(tiles)] == counts
    assert all(even(line) for line in lines_of(tiles))


def test_a_tile_that_was_moved_still_grows_with_its_words(qtbot, board):
    first, second = put(board, W, W)
    qtbot.waitUntil(lambda: second.y() > first.y())
    board.grid.put(first, W)  # to the end
    qtbot.waitUntil(lambda: first.y() > second.y())
    before = first.height()
    first.setText("many words " * 60)
    qtbot.waitUntil(lambda: first.height() > before)


def test_hidden_tiles_take_no_room(qtbot, board):
    first, second = put(board, W, W)
    qtbot.waitUntil(lambda: second.y() > 0)
    first.hide()
    qtbot.waitUntil(lambda: second.y() == 0)


def test_tiles_come_and_go_again_and_again(qtbot, board):
    for _ in range(40):
        tiles = put(board, S, S, H)
        qtbot.waitUntil(lambda shown=tiles: shown[2].width() > 0)
        for one in tiles[:2]:
            one.hide()
            board.grid.removeWidget(one)
            one.deleteLater()
        clear(board.grid)
        assert board.grid.count() == 0
