"""A chart on paper: PNG, SVG and PDF with title, days, source and age on it, and its numbers as CSV."""

import csv
import io

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from ofauto_desktop.domain.csv_cells import safe
from ui.language import tr
from ui.models.chart_words import said_day
from ui.models.charting import Content
from ui.widgets.chart_frame import View, frame
from ui.widgets.chart_look import Look, on_paper
from ui.widgets.chart_paint import paint
from ui.widgets.chart_table import DaysModel

FORMATS = ("png", "svg", "pdf", "csv")
_SIZE = QSize(1000, 560)
_SHARP = 2
_MARGIN = 28
_POINTS_PER_INCH = 96
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def rendered(kind: str, title: str, source: str, content: Content, view: View) -> bytes:
    """The file's content; `kind` is one of FORMATS, `view` what of the content is in sight. Raises KeyError for others."""
    if kind == "csv":
        return as_csv(title, source, content, view)
    return {"png": _png, "svg": _svg, "pdf": _pdf}[kind](title, source, content, view)


def as_csv(title: str, source: str, content: Content, view: View) -> bytes:
    """A line a day, unknown days empty, with full figures; the first lines say what it is and how old."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"# {title}"])
    writer.writerow([f"# {_period(content, view)}"])
    writer.writerow([f"# {source}"])
    model = DaysModel()
    model.put(content)
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(1, model.columnCount())]
    writer.writerow(["day", *(safe(name) for name in names)])
    for at in range(view.start, view.stop):
        figures = [_figure(line.values[at]) for _, line in model.columns]
        told = [safe(model.text(at, column)) for column in range(1 + len(model.columns), model.columnCount())]
        writer.writerow([content.day(at).isoformat(), *figures, *told])
    return out.getvalue().encode()


def _figure(value: float | None) -> str:
    return "" if value is None else str(int(value)) if float(value).is_integer() else repr(value)


def _png(title: str, source: str, content: Content, view: View) -> bytes:
    image = QImage(_SIZE * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(on_paper().colour("surface"))
    painter = QPainter(image)
    _page(painter, QRectF(0, 0, _SIZE.width(), _SIZE.height()), title, source, content, view)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows the old form only
    return bytes(data.data())


def _svg(title: str, source: str, content: Content, view: View) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(_SIZE)
    made.setViewBox(QRectF(0, 0, _SIZE.width(), _SIZE.height()))
    made.setTitle(title)
    made.setDescription(source)
    painter = QPainter(made)
    _page(painter, QRectF(0, 0, _SIZE.width(), _SIZE.height()), title, source, content, view)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _pdf(title: str, source: str, content: Content, view: View) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("OFAuto")
    writer.setResolution(_POINTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    painter = QPainter(writer)
    _page(painter, QRectF(0, 0, writer.width(), writer.height()), title, source, content, view)
    painter.end()
    buffer.close()
    return bytes(data.data())


def paint_page(painter: QPainter, rect: QRectF, title: str, source: str, content: Content, view: View) -> None:
    """A whole chart with its words in `rect` of any painter: reports draw it too."""
    _page(painter, rect, title, source, content, view)


def _page(painter: QPainter, rect: QRectF, title: str, source: str, content: Content, view: View) -> None:
    look = on_paper()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    painter.setFont(look.font("title", strong=True))
    painter.setPen(look.colour("text"))
    line = painter.fontMetrics().height()
    painter.drawText(QRectF(area.left(), area.top(), area.width(), line), _LEFT, title)
    area.setTop(area.top() + line)
    painter.setFont(look.font())
    painter.setPen(look.colour("text_muted"))
    small = painter.fontMetrics().height()
    painter.drawText(QRectF(area.left(), area.top(), area.width(), small * 1.5), _LEFT, _period(content, view))
    painter.drawText(QRectF(area.left(), area.bottom() - small, area.width(), small), _LEFT, source)
    area.setTop(area.top() + small * 2)
    area.setBottom(area.bottom() - small * 1.6)
    area.setTop(area.top() + _legend(painter, area, content, view, look))
    painter.save()
    painter.translate(area.topLeft())
    inner = QRectF(0, 0, area.width(), area.height())
    paint(painter, content, frame(content, inner, view, look), look)
    painter.restore()


def _legend(painter: QPainter, area: QRectF, content: Content, view: View, look: Look) -> float:
    """What each line is; returns the height it took."""
    painter.setFont(look.font())
    metrics = painter.fontMetrics()
    line, sample, gap = metrics.height() * 1.4, look.scaled(26), look.scaled(18)
    entries = [(index, content.lines[index].name, False) for index in view.shown]
    ghosted = [index for index in view.shown if view.ghosts and content.ghosts[index] is not None]
    entries += [(ghosted[0], tr("Before"), True)] if ghosted else []
    if len(entries) < 2:
        return 0.0
    x, y = area.left(), area.top()
    for index, name, ghost in entries:
        wide = sample + look.scaled(6) + metrics.horizontalAdvance(name)
        if x > area.left() and x + wide > area.right():
            x, y = area.left(), y + line
        look.sample(painter, index, QRectF(x, y, sample, line), ghost=ghost, bar=view.bars)
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(x + sample + look.scaled(6), y, wide, line), _LEFT, name)
        x += wide + gap
    return y - area.top() + line * 1.3


def _period(content: Content, view: View) -> str:
    if view.stop <= view.start:
        return tr("No days")
    return tr("{first} to {last}", first=said_day(content, view.start), last=said_day(content, view.stop - 1))
