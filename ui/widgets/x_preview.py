"""How a post will look on X, part by part: shortened links, linked names, and what is over the limit marked."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui import theme
from ui.format import span
from ui.language import tr, tr_n
from ui.models.composition import Mark, as_x_shows
from ui.tokens import RADIUS_CARD
from ui.widgets.layouts import clear, column, row
from ui.widgets.previews import Shown, ShownPart
from ui.widgets.text import ElidedLabel, label

_GAP = 2


class Initial(QWidget):
    """Stands for the account's picture."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = name[:1].upper()
        edge = theme.current().scaled(36)
        self.setFixedSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(look.colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


class MediaGrid(QWidget):
    """Up to four pictures as X lays them out: one whole, two beside each other, a large one with two, or four."""

    def __init__(self, shown: Sequence[tuple[MediaItem, QPixmap | None]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = list(shown)[:4]
        self.setAccessibleName(tr_n("{n} attached", "{n} attached", len(self._shown)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def sizeHint(self) -> QSize:
        return QSize(280, 158)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(self.rect(), RADIUS_CARD, RADIUS_CARD)
        painter.setClipPath(frame)
        for room, (item, picture) in zip(_places(self.rect(), len(self._shown)), self._shown, strict=True):
            painter.fillRect(room, look.colour("skeleton"))
            if picture is not None and not picture.isNull():
                painter.drawPixmap(room, picture, filling(picture.rect(), room))
            if item.kind is not MediaKind.IMAGE:
                edge = look.scaled(28)
                icon = look.icons.pixmap("play", "text", edge, self.devicePixelRatioF())
                corner = QRect(0, 0, edge + 12, edge + 12)
                corner.moveCenter(room.center())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("surface"))
                painter.drawEllipse(corner)
                painter.drawPixmap(corner.x() + 6, corner.y() + 6, icon)


class XPreview(QFrame):
    """Of one account. Nothing here can be pressed: it is a picture of what will be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Preview on X"))
        self._lines = column(self, gap=12, margin=16)

    def show_post(self, shown: Shown) -> None:
        clear(self._lines)
        for number, part in enumerate(shown.parts):
            self._lines.addWidget(_part(shown, part, first=number == 0))


def _part(shown: Shown, part: ShownPart, *, first: bool) -> QWidget:
    made = QWidget()
    line = row(made, gap=12)
    account = shown.account
    line.addWidget(Initial(account.name), 0, Qt.AlignmentFlag.AlignTop)
    lines = column(gap=4)
    names = row(gap=6)
    name = ElidedLabel(account.name, "strong")
    name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    names.addWidget(name)
    names.addWidget(ElidedLabel(f"@{account.handle or account.name} · {_at(part)}", "caption"), 1)
    lines.addLayout(names)
    lines.addWidget(_text(part.text, part.cut, part.fold))
    if first and shown.media:
        lines.addWidget(MediaGrid(shown.media))
    for note in shown.notes if first else ():
        lines.addWidget(label(note, "caption"))
    line.addLayout(lines, 1)
    return made


def _at(part: ShownPart) -> str:
    return span(timedelta(minutes=part.minutes)) if part.minutes else tr("now")


def _text(text: str, cut: int | None, fold: int | None) -> QLabel:
    """The text in X's manner. What the person wrote is escaped: nothing in it is read as markup."""
    tokens = theme.current().tokens
    styles = {
        Mark.PLAIN: "",
        Mark.LINKED: f"color: {tokens.accent}",
        Mark.OVER: tr(
            "background-color: {danger_soft}; color: {danger}", danger_soft=tokens.danger_soft, danger=tokens.danger
        ),
    }
    folded = cut is None and fold is not None
    shown = text[:fold] if folded else text
    marked = "".join(
        f'<span style="{styles[mark]}">{escape(part)}</span>'.replace("\n", "<br>")
        for mark, part in as_x_shows(shown, cut)
    )
    more = f'… <span style="{styles[Mark.LINKED]}">{tr("Show more")}</span>' if folded else ""
    made = QLabel(
        marked + more
        if text
        else f'<span style="color: {tokens.text_muted}">{tr("What you write appears here.")}</span>'
    )
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    # A word longer than the column must not widen it.
    made.setMinimumWidth(1)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def _places(room: QRect, count: int) -> list[QRect]:
    half_wide, half_high = (room.width() - _GAP) // 2, (room.height() - _GAP) // 2
    left = QRect(room.x(), room.y(), half_wide, room.height())
    right = QRect(room.x() + half_wide + _GAP, room.y(), room.width() - half_wide - _GAP, room.height())
    if count <= 1:
        return [room][:count]
    if count == 2:
        return [left, right]

    def halves(side: QRect) -> list[QRect]:
        top = QRect(side.x(), side.y(), side.width(), half_high)
        below = QRect(side.x(), side.y() + half_high + _GAP, side.width(), side.height() - half_high - _GAP)
        return [top, below]

    return [left, *halves(right)] if count == 3 else [*halves(left), *halves(right)]


def filling(picture: QRect, room: QRect) -> QRect:
    """The middle part of `picture` in the shape of `room`."""
    if picture.width() * room.height() > picture.height() * room.width():
        wide = picture.height() * room.width() // max(1, room.height())
        return QRect((picture.width() - wide) // 2, 0, wide, picture.height())
    high = picture.width() * room.height() // max(1, room.width())
    return QRect(0, (picture.height() - high) // 2, picture.width(), high)
