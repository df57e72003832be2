"""Outline icons (Lucide) and brand glyphs (simple-icons), tinted from the theme's tokens."""

from pathlib import Path
from typing import ClassVar, Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QToolButton

# Beside words an icon is drawn with room to its right: Qt leaves hardly any, and style sheets cannot ask for more.
GAP = 21 / 16
# So many targets may be gone before they are looked for: looking each time took longer than drawing.
_SWEEP_FROM = 500


class _TakesIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


class Icons(QObject):
    """Draws icons in the colours of the current theme; what was given one gets it anew when the theme changes."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._icons: dict[tuple[str, str, bool], QIcon] = {}
        # Qt owns an icon's engine; Python must not let go of its half meanwhile.
        self._engines: list[_Drawn] = []
        self._pictures: dict[tuple[str, str, int, float], QPixmap] = {}
        # By the identity of what was given one, which the entry itself keeps from being another's.
        self._given: dict[int, tuple[QObject, str, str]] = {}
        self._sweep_at = _SWEEP_FROM
        self._colours: dict[str, str] = {}

    def put(self, target: QObject, name: str, colour: str = "text_muted") -> None:
        """Give a button or an action the icon `name` in the token `colour`, now and after each change of theme."""
        self._given[id(target)] = (target, name, colour)
        if len(self._given) > self._sweep_at:
            self._forget_gone()
            self._sweep_at = max(_SWEEP_FROM, 2 * len(self._given))
        _set(target, self.icon(name, colour, beside_words=_has_words(target)))

    def take(self, target: QObject) -> None:
        """Leave a button or an action without an icon."""
        self._given.pop(id(target), None)
        _set(target, QIcon())

    def icon(self, name: str, colour: str = "text_muted", *, beside_words: bool = False) -> QIcon:
        """The icon as it looks in the current theme; `brands/x` for a platform's glyph."""
        key = (name, colour, beside_words)
        if key not in self._icons:
            self._engines.append(self._engine(name, colour, GAP if beside_words else 1.0))
            self._icons[key] = QIcon(self._engines[-1])
        return self._icons[key]

    def pixmap(self, name: str, colour: str, edge: int, ratio: float = 1.0) -> QPixmap:
        """One picture of `edge` logical pixels a side."""
        key = (name, colour, edge, ratio)
        if key not in self._pictures:
            picture = _picture(self._source(name), self._colours[colour], round(edge * ratio))
            picture.setDevicePixelRatio(ratio)
            self._pictures[key] = picture
        return self._pictures[key]

    def recolour(self, colours: dict[str, str]) -> None:
        """A new theme: `colours` by token name."""
        self._colours = colours
        self._icons.clear()
        self._pictures.clear()
        old, self._engines = self._engines, []
        self._forget_gone()
        for target, name, colour in self._given.values():
            _set(target, self.icon(name, colour, beside_words=_has_words(target)))
        del old  # only now: until here targets still had their icons from them

    def _forget_gone(self) -> None:
        self._given = {key: one for key, one in self._given.items() if shiboken6.isValid(one[0])}

    def _engine(self, name: str, colour: str, wide: float) -> "_Drawn":
        return _Drawn(self._source(name), self._colours[colour], self._colours["text_disabled"], wide)

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name]


class _Drawn(QIconEngine):
    """Draws an icon when it is painted, in the size it is painted in: most icons of a page are needed in one only."""

    _clones: ClassVar[list["_Drawn"]] = []

    def __init__(self, source: bytes, colour: str, disabled: str, wide: float) -> None:
        super().__init__()
        self._source, self._colour, self._disabled, self._wide = source, colour, disabled, wide
        self._pictures: dict[tuple[int, bool], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        picture = self._picture(QSize(round(rect.width() * ratio), round(rect.height() * ratio)), mode)
        shown = QRect(QPoint(), picture.size() / ratio)
        shown.moveCenter(rect.center())
        painter.drawPixmap(shown, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._picture(size, mode)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        edge = self._edge(size)
        return QSize(round(edge * self._wide), edge)

    def clone(self) -> "_Drawn":
        # Nobody in Python would hold what Qt asks for here: it would be gone while the copied icon still draws with it.
        copy = _Drawn(self._source, self._colour, self._disabled, self._wide)
        self._clones.append(copy)
        return copy

    def _picture(self, size: QSize, mode: QIcon.Mode) -> QPixmap:
        key = self._edge(size), mode is QIcon.Mode.Disabled
        if key not in self._pictures:
            self._pictures[key] = _picture(self._source, self._disabled if key[1] else self._colour, key[0], self._wide)
        return self._pictures[key]

    def _edge(self, size: QSize) -> int:
        return max(1, min(size.height(), round(size.width() / self._wide)))


def _set(target: QObject, icon: QIcon) -> None:
    takes: _TakesIcon = target  # type: ignore[assignment]  # buttons and actions share no base with setIcon
    takes.setIcon(icon)


def _has_words(target: QObject) -> bool:
    if isinstance(target, QToolButton):
        return target.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return isinstance(target, QPushButton) and bool(target.text())


def _picture(source: bytes, colour: str, edge: int, wide: float = 1.0) -> QPixmap:
    # Brand glyphs are filled and name no colour; outlines say currentColor.
    tinted = source.replace(b"currentColor", colour.encode())
    if b"stroke=" not in tinted:
        tinted = tinted.replace(b"<svg ", b'<svg fill="' + colour.encode() + b'" ', 1)
    picture = QPixmap(QSize(round(edge * wide), edge))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return picture
