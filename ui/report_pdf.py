"""A report on paper: A4 or Letter, our own fonts, black on white whatever the theme, text that can be selected.

Runs on any thread: nothing here touches a widget. Drawn twice: the first time counts the pages.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.preferences import Paper
from ofauto_desktop.domain.reports import Bars, Block, Document, Figure, Figures, Heading, Table, Words
from ui.language import tr
from ui.tokens import FAMILY, LIGHT

_DPI = 144
_UNIT = _DPI / 72  # a point
_MARGIN_MM = 18
_FOOT = 34 * _UNIT
_LOGO = QSizeF(150 * _UNIT, 40 * _UNIT)
_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_TILE_LEAST = 110 * _UNIT
_BETWEEN_WORDS = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_ANYWHERE = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere)
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def rendered(document: Document, *, paper: Paper, logo: bytes | None = None) -> bytes:
    """The PDF's content. Raises BadInput for a logo that is no picture."""
    picture = None if logo is None else QImage.fromData(logo)
    if picture is not None and picture.isNull():
        raise BadInput("a logo is a PNG or JPEG picture")
    pages = _Sheets(QBuffer(), document, paper, picture, of=0).draw()
    kept = QBuffer()
    _Sheets(kept, document, paper, picture, of=pages).draw()
    content: QByteArray = kept.data()
    return bytes(content.data())


class _Sheets:
    """One pass over the document; `of` is how many pages there are, 0 while they are counted."""

    def __init__(self, target: QBuffer, document: Document, paper: Paper, logo: QImage | None, *, of: int) -> None:
        target.open(QIODevice.OpenModeFlag.WriteOnly)
        self._target = target  # the writer does not keep it
        self._document, self._logo, self._of = document, logo, of
        self._writer = writer = QPdfWriter(target)
        writer.setResolution(_DPI)
        writer.setPageSize(QPageSize(_SIZES[paper]))
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        writer.setTitle(f"{document.title}, {document.subtitle}")
        writer.setCreator("OFAuto")
        self._page = 1
        self._y = 0.0
        self._width, self._height = float(writer.width()), float(writer.height())

    def draw(self) -> int:
        """Everything; gives the number of pages."""
        self._painter = QPainter(self._writer)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._head()
        for at, block in enumerate(self._document.blocks):
            self._block(block, self._document.blocks[at + 1] if at + 1 < len(self._document.blocks) else None)
        self._foot()
        self._painter.end()
        return self._page

    # Parts

    def _head(self) -> None:
        beside = 0.0
        if self._logo is not None:
            size = QSizeF(self._logo.size()).scaled(_LOGO, Qt.AspectRatioMode.KeepAspectRatio)
            self._painter.drawImage(QRectF(QPointF(self._width - size.width(), 0), size), self._logo)
            beside = size.width() + 16 * _UNIT
        room = self._width - beside
        self._y += self._text(self._document.title, _font(22, strong=True), QRectF(0, 0, room, 0))
        self._y += self._text(self._document.subtitle, _font(13), QRectF(0, self._y, room, 0), colour=LIGHT.text_muted)
        self._y = max(self._y, _LOGO.height() if self._logo is not None else 0) + 14 * _UNIT

    def _block(self, block: Block, following: Block | None) -> None:
        match block:
            case Heading():
                self._heading(block, following)
            case Words():
                self._words(block)
            case Figures():
                self._figures(block)
            case Table():
                self._table(block)
            case Bars():
                self._bars(block)

    def _heading(self, block: Heading, following: Block | None) -> None:
        """Never alone at a page's end."""
        self._need(170 * _UNIT if isinstance(following, Bars) else 70 * _UNIT)
        self._y += 12 * _UNIT if self._y else 0
        self._y += self._text(block.text, _font(13, strong=True), QRectF(0, self._y, self._width, 0)) + 5 * _UNIT

    def _words(self, block: Words) -> None:
        font = _font(8.5 if block.quiet else 10)
        colour = LIGHT.text_muted if block.quiet else LIGHT.text
        self._need(self._text_height(block.text, font, self._width))
        self._y += self._text(block.text, font, QRectF(0, self._y, self._width, 0), colour=colour) + 5 * _UNIT

    def _figures(self, block: Figures) -> None:
        gap, pad = 8 * _UNIT, 9 * _UNIT
        columns = max(1, min(len(block.items), 4, int((self._width + gap) // (_TILE_LEAST + gap))))
        wide = (self._width - gap * (columns - 1)) / columns
        for start in range(0, len(block.items), columns):
            line = block.items[start : start + columns]
            height = max(self._figure_height(one, wide - 2 * pad) for one in line) + 2 * pad
            self._need(height)
            for at, one in enumerate(line):
                self._figure(one, QRectF(at * (wide + gap), self._y, wide, height), pad)
            self._y += height + gap

    def _figure_height(self, one: Figure, wide: float) -> float:
        parts = ((one.title, _font(8.5)), (one.value, _font(16, strong=True)), (one.change, _font(8.5)))
        return sum(self._text_height(words, font, wide) for words, font in parts)

    def _figure(self, one: Figure, box: QRectF, pad: float) -> None:
        self._painter.setPen(QPen(QColor(LIGHT.line), 0.75 * _UNIT))
        self._painter.drawRoundedRect(box, 5 * _UNIT, 5 * _UNIT)
        inner = box.adjusted(pad, pad, -pad, -pad)
        y = inner.top()
        y += self._text(one.title, _font(8.5), QRectF(inner.left(), y, inner.width(), 0), colour=LIGHT.text_muted)
        y += self._text(one.value, _font(16, strong=True), QRectF(inner.left(), y, inner.width(), 0))
        colour = {None: LIGHT.text_muted, True: LIGHT.success, False: LIGHT.danger}[one.better]
        self._text(one.change, _font(8.5), QRectF(inner.left(), y, inner.width(), 0), colour=colour)

    def _bars(self, block: Bars) -> None:
        high, below = 96 * _UNIT, 14 * _UNIT
        self._need(high + below + 20 * _UNIT)
        known = [value for value in block.values if value is not None]
        top, bottom = max(0.0, *known), min(0.0, *known)
        scale = high / ((top - bottom) or 1)
        zero, step = self._y + top * scale, self._width / len(block.values)
        self._painter.setPen(QPen(QColor(LIGHT.edge), 0.75 * _UNIT))
        self._painter.drawLine(QLineF(0, zero, self._width, zero))
        for at, value in enumerate(block.values):
            box = QRectF(at * step + _UNIT, 0, max(_UNIT, step - 2 * _UNIT), 0)
            if value is None:  # not read: an empty mark on the line, no bar of height zero
                box.setY(zero - 2 * _UNIT)
                box.setHeight(4 * _UNIT)
                self._painter.drawRect(box)
            elif value:
                box.setY(zero - max(0.0, value) * scale)
                box.setHeight(abs(value) * scale)
                self._painter.fillRect(box, QColor(LIGHT.series[0]))
            if at == 0 or at % 5 == 4:
                place = QRectF(at * step - 10 * _UNIT, self._y + high + 2 * _UNIT, step + 20 * _UNIT, below)
                self._small(block.labels[at], place)
        self._y += high + below + 4 * _UNIT
        self._words(Words(text=f"{block.title}. {block.most}", quiet=True))

    def _small(self, words: str, box: QRectF) -> None:
        self._painter.setFont(_font(8))
        self._painter.setPen(QColor(LIGHT.text_muted))
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)

    def _table(self, block: Table) -> None:
        """Breaks between rows; each page of it has its head."""
        widths = self._widths(block)
        heights = [self._row_height(row, widths) for row in block.rows]
        head = self._row_height(block.columns, widths, strong=True)
        self._need(head + (heights[0] if heights else 0))
        self._row(block.columns, widths, block, head, strong=True)
        for row, height in zip(block.rows, heights, strict=True):
            if self._y + height > self._floor():
                self._break()
                self._row(block.columns, widths, block, head, strong=True)
            self._row(row, widths, block, height)
        self._y += 8 * _UNIT

    def _widths(self, block: Table) -> list[float]:
        """Numbers get what they need; words share the rest."""
        plain, strong = QFontMetricsF(_font(9), self._writer), QFontMetricsF(_font(8.5, strong=True), self._writer)
        pad = 12 * _UNIT
        needed = []
        for at, title in enumerate(block.columns):
            words = [plain.horizontalAdvance(row[at]) for row in block.rows]
            needed.append(max([strong.horizontalAdvance(title), *words]) + pad)
        fixed = sum(wide for at, wide in enumerate(needed) if at in block.numeric)
        free = sorted((wide, at) for at, wide in enumerate(needed) if at not in block.numeric)
        room = max(self._width - fixed, 60 * _UNIT * len(free))
        found = list(needed)
        for number, (wide, at) in enumerate(free):  # what fits into its share leaves the rest to the others
            found[at] = min(wide, room / (len(free) - number))
            room -= found[at]
        if free:
            found[free[-1][1]] += max(0.0, room)
        return [wide * min(1.0, self._width / sum(found)) for wide in found]

    def _row_height(self, row: tuple[str, ...], widths: list[float], *, strong: bool = False) -> float:
        font = _font(8.5, strong=True) if strong else _font(9)
        pad = 12 * _UNIT
        return (
            max(self._text_height(words, font, wide - pad) for words, wide in zip(row, widths, strict=True)) + 7 * _UNIT
        )

    def _row(
        self, row: tuple[str, ...], widths: list[float], block: Table, height: float, *, strong: bool = False
    ) -> None:
        font = _font(8.5, strong=True) if strong else _font(9)
        colour = LIGHT.text_muted if strong else LIGHT.text
        left, pad = 0.0, 12 * _UNIT
        for at, (words, wide) in enumerate(zip(row, widths, strict=True)):
            numeric = at in block.numeric
            box = QRectF(left + (pad if numeric else 0), self._y + 3.5 * _UNIT, wide - pad, 0)
            self._text(words, font, box, colour=colour, side=_RIGHT if numeric else _LEFT)
            left += wide
        self._y += height
        self._painter.setPen(QPen(QColor(LIGHT.line), 0.75 * _UNIT))
        self._painter.drawLine(QLineF(0, self._y, self._width, self._y))

    # Paper

    def _floor(self) -> float:
        return self._height - _FOOT

    def _need(self, height: float) -> None:
        if self._y and self._y + height > self._floor():
            self._break()

    def _break(self) -> None:
        self._foot()
        self._writer.newPage()
        self._page += 1
        self._y = 0.0

    def _foot(self) -> None:
        top = self._height - 18 * _UNIT
        self._painter.setPen(QPen(QColor(LIGHT.line), 0.75 * _UNIT))
        self._painter.drawLine(QLineF(0, top - 4 * _UNIT, self._width, top - 4 * _UNIT))
        number = tr("Page {n} of {all}", n=self._page, all=self._of)
        beside = QFontMetricsF(_font(8), self._writer).horizontalAdvance(number) + 12 * _UNIT
        self._text(self._document.foot, _font(8), QRectF(0, top, self._width - beside, 0), colour=LIGHT.text_muted)
        self._text(number, _font(8), QRectF(0, top, self._width, 0), colour=LIGHT.text_muted, side=_RIGHT)

    def _text(
        self,
        words: str,
        font: QFont,
        box: QRectF,
        *,
        colour: str = LIGHT.text,
        side: Qt.AlignmentFlag = _LEFT,
    ) -> float:
        """Draw wrapped words from the top of `box`; gives their height."""
        height = self._text_height(words, font, box.width())
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        place = QRectF(box.left(), box.top(), box.width(), height + _UNIT)
        self._painter.drawText(place, int(side) | self._wrap(words, font, box.width()), words)
        return height

    def _text_height(self, words: str, font: QFont, wide: float) -> float:
        metrics = QFontMetricsF(font, self._writer)
        flags = int(_LEFT) | self._wrap(words, font, wide)
        return metrics.boundingRect(QRectF(0, 0, wide, 100_000), flags, words).height()

    def _wrap(self, words: str, font: QFont, wide: float) -> int:
        """Between words, unless one of them is longer than there is room: broken is better than cut."""
        metrics = QFontMetricsF(font, self._writer)
        longest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0.0)
        return _ANYWHERE if longest > wide else _BETWEEN_WORDS


def _font(points: float, *, strong: bool = False) -> QFont:
    made = QFont(FAMILY)
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    for feature in ("tnum", "calt"):  # other forms of a glyph are no text any more to who selects or searches it
        made.setFeature(QFont.Tag(feature), 0)
    return made
