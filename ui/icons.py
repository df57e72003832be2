"""Outline icons (Lucide) and brand glyphs (simple-icons), tinted from the theme's tokens."""

from pathlib import Path
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QToolButton

# Beside words an icon is drawn with room to its right: Qt leaves hardly any, and style sheets cannot ask for more.
GAP = 21 / 16
# Sharp at 100, 200 and 300 % display scaling for the sizes in use.
_EDGES = (16, 20, 24, 32, 48)


class _TakesIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


class Icons(QObject):
    """Draws icons in the colours of the current theme; what was given one gets it anew when the theme changes."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._icons: dict[tuple[str, str, bool], QIcon] = {}
        self._given: list[tuple[QObject, str, str]] = []
        self._colours: dict[str, str] = {}

    def put(self, target: QObject, name: str, colour: str = "text_muted") -> None:
        """Give a button or an action the icon `name` in the token `colour`, now and after each change of theme."""
        self._given = [one for one in self._given if one[0] is not target and shiboken6.isValid(one[0])]
        self._given.append((target, name, colour))
        _set(target, self.icon(name, colour, beside_words=_has_words(target)))

    def take(self, target: QObject) -> None:
        """Leave a button or an action without an icon."""
        self._given = [one for one in self._given if one[0] is not target and shiboken6.isValid(one[0])]
        _set(target, QIcon())

    def icon(self, name: str, colour: str = "text_muted", *, beside_words: bool = False) -> QIcon:
        """The icon as it looks in the current theme; `brands/x` for a platform's glyph."""
        key = (name, colour, beside_words)
        if key not in self._icons:
            self._icons[key] = self._drawn(name, colour, GAP if beside_words else 1.0)
        return self._icons[key]

    def pixmap(self, name: str, colour: str, edge: int, ratio: float = 1.0) -> QPixmap:
        """One picture of `edge` logical pixels a side."""
        picture = _picture(self._source(name), self._colours[colour], round(edge * ratio))
        picture.setDevicePixelRatio(ratio)
        return picture

    def recolour(self, colours: dict[str, str]) -> None:
        """A new theme: `colours` by token name."""
        self._colours = colours
        self._icons.clear()
        self._given = [one for one in self._given if shiboken6.isValid(one[0])]
        for target, name, colour in self._given:
            _set(target, self.icon(name, colour, beside_words=_has_words(target)))

    def _drawn(self, name: str, colour: str, wide: float) -> QIcon:
        icon = QIcon()
        source = self._source(name)
        for edge in _EDGES:
            icon.addPixmap(_picture(source, self._colours[colour], edge, wide))
            icon.addPixmap(_picture(source, self._colours["text_disabled"], edge, wide), QIcon.Mode.Disabled)
        return icon

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name]


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
