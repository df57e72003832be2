"""Where items stand in a grid: every place belongs to the item that is drawn there, and nothing in sight is left out."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from ui.widgets.tile_layout import TileLayout

LAYOUTS = st.builds(TileLayout, columns=st.integers(1, 9), wide=st.integers(1, 400), high=st.integers(1, 400))
MANY = st.integers(1, 5000)


@given(LAYOUTS, MANY, st.data())
def test_an_items_own_place_leads_back_to_it(layout, many, data):
    row = data.draw(st.integers(0, many - 1))
    cell = layout.cell(row)
    for at in (cell.topLeft(), cell.center(), cell.bottomRight()):
        assert layout.row_at(at, many) == row
    assert cell.bottom() < layout.height(many)


@given(LAYOUTS, MANY, st.integers(-500, 100_000), st.integers(1, 2000))
def test_all_that_is_in_sight_is_drawn(layout, many, top, high):
    shown = layout.between(top, top + high, many)
    for row in (0, many - 1, many // 2, *list(shown)[:3]):
        seen = layout.cell(row).bottom() >= top and layout.cell(row).top() <= top + high
        assert not seen or row in shown
    assert len(shown) <= (high // layout.high + 2) * layout.columns


@given(
    LAYOUTS, st.integers(1, 300), st.integers(-50, 900), st.integers(-50, 900), st.integers(1, 600), st.integers(1, 600)
)
def test_a_frame_takes_what_it_touches(layout, many, left, top, wide, high):
    area = QRect(left, top, wide, high)
    touched = {row for row in range(many) if layout.cell(row).intersects(area)}
    taken = {row for first, last in layout.within(area, many) for row in range(first, last + 1)}
    assert taken == touched


def test_beside_and_below_the_items_is_nothing():
    layout = TileLayout(columns=2, wide=100, high=50)
    for at in (QPoint(200, 0), QPoint(150, 60), QPoint(-1, 0), QPoint(0, -1), QPoint(0, 100)):
        assert layout.row_at(at, 3) == -1
