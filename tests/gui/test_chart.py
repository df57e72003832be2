"""Charts read out, looked into, narrowed down and put on paper: by pointer, by keys, by a screen reader."""

import csv
import io
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from ofauto_desktop.domain.preferences import Theme as Colours
from ui.widgets.chart import Chart, ChartMark, Series
from ui.widgets.chart_export import FORMATS
from ui.widgets.chart_saving import SaveChart

START = date(2026, 3, 1)


def series(name="Followers", days=60, start=START, scale=10):
    points = tuple(
        (start + timedelta(days=at), None if at in (20, 21, 22) else float(scale * at)) for at in range(days)
    )
    return Series(name, points)


def figure(value):
    return f"{value:,.0f}"


@pytest.fixture
def chart(qtbot, theme):
    made = Chart("Followers of Ada")
    qtbot.addWidget(made)
    made.show_series(
        (series(), series("Likes", scale=3)),
        write=figure,
        marks=(ChartMark(START + timedelta(days=5), "Price raised"),),
        previous=(series(start=START - timedelta(days=60), scale=7),),
    )
    made.say_source("Read today from X API")
    made.resize(720, 360)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(qtbot, chart, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(chart.canvas, key, modifier)


def place(chart, at):
    frame = chart.canvas._frame
    return QPoint(round(frame.x(at)), round(frame.plot.center().y()))


def test_arrow_keys_read_out_day_by_day(qtbot, chart):
    press(qtbot, chart, Qt.Key.Key_End)
    assert chart.canvas.accessibleName() == (
        "Followers of Ada. Wed 29 Apr 2026. Followers: 590. Sat 28 Feb 2026: 413. Likes: 177"
    )
    press(qtbot, chart, Qt.Key.Key_Home)
    for _ in range(5):
        press(qtbot, chart, Qt.Key.Key_Right)
    assert chart.canvas.accessibleName().endswith("Price raised")
    press(qtbot, chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert chart.canvas.at == 12
    press(qtbot, chart, Qt.Key.Key_PageDown)
    press(qtbot, chart, Qt.Key.Key_PageUp)
    assert chart.canvas.at == 12


def test_an_unknown_day_is_said_to_be_unknown(qtbot, chart):
    chart.canvas._go(21)
    assert "Followers: unknown" in chart.canvas.accessibleName()


def test_enter_asks_for_what_is_behind_the_day_of_the_chosen_series(qtbot, chart):
    press(qtbot, chart, Qt.Key.Key_Home)
    press(qtbot, chart, Qt.Key.Key_Down)
    press(qtbot, chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.chosen) as heard:
        press(qtbot, chart, Qt.Key.Key_Return)
    assert heard.args == [1, START]


def test_a_press_asks_for_the_nearest_series(qtbot, chart):
    frame = chart.canvas._frame
    likes = frame.point(50, 150.0).toPoint()
    with qtbot.waitSignal(chart.chosen) as heard:
        qtbot.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=likes)
    assert heard.args == [1, START + timedelta(days=50)]


def test_a_drag_looks_closer_and_the_button_looks_back(qtbot, chart):
    qtbot.mousePress(chart.canvas, Qt.MouseButton.LeftButton, pos=place(chart, 10))
    qtbot.mouseMove(chart.canvas, place(chart, 25))
    qtbot.mouseMove(chart.canvas, place(chart, 30))
    qtbot.mouseRelease(chart.canvas, Qt.MouseButton.LeftButton, pos=place(chart, 30))
    assert (chart.canvas.view.start, chart.canvas.view.stop) == (10, 31)
    assert chart.reset_button.isVisible()
    chart.reset_button.click()
    assert (chart.canvas.view.start, chart.canvas.view.stop) == (0, 60)
    assert chart.reset_button.isHidden()


def test_keys_look_closer_and_follow_the_cursor(qtbot, chart):
    press(qtbot, chart, Qt.Key.Key_End)
    press(qtbot, chart, Qt.Key.Key_Plus)
    press(qtbot, chart, Qt.Key.Key_Plus)
    assert chart.canvas.view.stop - chart.canvas.view.start == 15
    press(qtbot, chart, Qt.Key.Key_Home)
    assert (chart.canvas.view.start, chart.canvas.view.stop) == (0, 15)
    press(qtbot, chart, Qt.Key.Key_Minus)
    assert chart.canvas.view.stop == 30
    press(qtbot, chart, Qt.Key.Key_Escape)
    assert not chart.canvas.is_zoomed
    chart.canvas.zoom(59, 60)
    assert chart.canvas.view.stop - chart.canvas.view.start == 7


def test_escape_is_left_to_others_where_all_is_in_sight(qtbot, chart):
    heard = []
    chart.keyPressEvent = lambda event: heard.append(event.key())
    press(qtbot, chart, Qt.Key.Key_Escape)
    assert heard == [Qt.Key.Key_Escape]


def test_the_legend_hides_series_and_the_axis_follows(qtbot, chart):
    wide = chart.canvas._frame.scale.high
    chart.legend.buttons[0].click()
    assert chart.canvas.view.shown == (1,)
    chart.canvas.repaint()
    assert chart.canvas._frame.scale.high < wide
    chart.legend.before.click()
    assert not chart.canvas.view.ghosts
    # What was hidden stays hidden when the numbers are read again.
    chart.show_series((series(), series("Likes", scale=3)), write=figure)
    assert chart.canvas.view.shown == (1,)


def test_one_series_needs_no_legend(qtbot, chart):
    chart.show_series((series(),), write=figure)
    assert chart.legend.isHidden()


def test_the_table_has_the_same_numbers(qtbot, chart):
    chart.table_button.click()
    model = chart.table().model()
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads == ["Day", "Followers", "Followers, before", "Likes", "What happened"]
    row = [model.index(59 - 5, column).data() for column in range(5)]
    assert row == ["Fri 6 Mar 2026", "50", "35", "15", "Price raised"]
    assert model.index(59 - 21, 1).data() == "–"
    with qtbot.waitSignal(chart.chosen) as heard:
        chart.table().activated.emit(model.index(0, 3))
    assert heard.args == [1, START + timedelta(days=59)]
    chart.table_button.click()
    assert chart.canvas.isVisible()


@pytest.mark.parametrize("bars", [False, True])
def test_it_is_put_on_paper_in_four_forms(qtbot, theme, tmp_path, bars):
    made = Chart("Net revenue", kind="bar" if bars else "line")
    qtbot.addWidget(made)
    made.show_series((series("=Ada"), series("Bo")), write=figure)
    made.say_source("Read today from X API")
    for kind in FORMATS:
        made.export(tmp_path / f"chart.{kind}")
    picture = QImage(str(tmp_path / "chart.png"))
    assert (picture.width(), picture.height()) == (2000, 1120)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 2000, 7) for y in range(0, 1120, 7)}
    assert len(colours) > 3
    assert (tmp_path / "chart.pdf").read_bytes().startswith(b"%PDF")
    drawn = (tmp_path / "chart.svg").read_text()
    assert "Net revenue" in drawn
    assert "Read today from X API" in drawn
    rows = list(csv.reader(io.StringIO((tmp_path / "chart.csv").read_text())))
    assert rows[:3] == [["# Net revenue"], ["# Sun 1 Mar 2026 to Wed 29 Apr 2026"], ["# Read today from X API"]]
    assert rows[3] == ["day", "'=Ada", "Bo"]
    assert rows[4 + 20] == ["2026-03-21", "", ""]
    assert rows[-1] == ["2026-04-29", "590", "590"]


def test_an_export_shows_what_is_in_sight(qtbot, chart, tmp_path):
    chart.canvas.zoom(10, 20)
    rows = list(csv.reader(io.StringIO(chart.rendered("csv").decode())))
    assert [row[0] for row in rows[4:]] == [f"2026-03-{day}" for day in range(11, 21)]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("mode", [Colours.LIGHT, Colours.DARK, Colours.CONTRAST])
def test_it_follows_theme_and_text_size(qtbot, chart, theme, mode, percent):
    before = chart.canvas.grab().toImage()
    theme.use(mode=mode, percent=percent)
    chart.resize(390, 500)
    QApplication.processEvents()
    after = chart.canvas.grab().toImage()
    assert after != before
    assert chart.canvas._frame.plot.width() > 200


def test_an_empty_chart_can_be_looked_at_and_pressed(qtbot, theme):
    made = Chart("Reach")
    qtbot.addWidget(made)
    made.show_series((Series("Reach", ()),), write=figure)
    made.show()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Plus):
        press(qtbot, made, key)
    qtbot.mouseClick(made.canvas, Qt.MouseButton.LeftButton)
    assert made.canvas.accessibleDescription() == "Nothing is known yet."
    assert made.rendered("csv").decode().splitlines()[-1] == "day,Reach"


def test_it_is_saved_where_the_person_says(qtbot, chart, desk, shell, tmp_path):
    written = []

    class Exports:
        async def write(self, file, content, *, what):
            written.append((file, content[:4], what))

    saving = SaveChart(chart, Exports(), desk)
    assert [act.text() for act in saving.button.menu().actions()] == [
        "Picture (PNG)",
        "Drawing (SVG)",
        "Page (PDF)",
        "Numbers (CSV)",
    ]
    saving.button.menu().actions()[2].trigger()
    dialog = chart.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "pdf"
    dialog.fileSelected.emit(str(tmp_path / "one.pdf"))
    qtbot.waitUntil(lambda: shell.toasts == ["Saved as one.pdf"])
    assert written == [(tmp_path / "one.pdf", b"%PDF", "chart")]
    dialog.close()
