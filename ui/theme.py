"""The look of the program: which tokens are in force, fonts, palette, style sheet. Follows the system, live."""

from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ofauto_desktop.domain.preferences import Density, Motion
from ofauto_desktop.domain.preferences import Theme as Colours
from ui.icons import Icons
from ui.stylesheet import stylesheet
from ui.tokens import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    FAMILY,
    LIGHT,
    MOTION_MS,
    ROOMS,
    TEXT_PERCENT,
    TEXT_SIZES,
    Tokens,
)

FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")


class Theme(QObject):
    """Owns the application's palette, font and style sheet. `changed` comes after all three are set."""

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path) -> None:
        super().__init__(app)
        self._app = app
        self._resources = resources
        self._mode = Colours.SYSTEM
        self.percent = 100
        self.density = Density.COMFORTABLE
        self.motion = Motion.SYSTEM
        self.tokens = LIGHT
        self.icons = Icons(resources / "icons", self)
        app.setStyle("fusion")
        for file in FONTS:
            QFontDatabase.addApplicationFont(str(resources / "fonts" / file))
        # Both are kept: Python's side of the second dies with that of the first.
        self._hints = QGuiApplication.styleHints()
        self._wishes = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._follow)
        self._wishes.contrastPreferenceChanged.connect(self._follow)
        _set_current(self)
        self._apply()

    @property
    def mode(self) -> Colours:
        return self._mode

    def use(
        self,
        *,
        mode: Colours | None = None,
        percent: int | None = None,
        density: Density | None = None,
        motion: Motion | None = None,
    ) -> None:
        """Change colours, text size (80 to 200 %), density or movement; everything on screen follows at once."""
        self.motion = motion or self.motion
        size = min(max(percent or self.percent, TEXT_PERCENT[0]), TEXT_PERCENT[-1])
        wanted = (mode or self._mode, size, density or self.density)
        if wanted == (self._mode, self.percent, self.density):
            return
        self._mode, self.percent, self.density = wanted
        self._apply()

    def px(self, size: str) -> int:
        """A text size by its name, in pixels at the current scale."""
        return self.scaled(TEXT_SIZES[size])

    def scaled(self, pixels: int) -> int:
        """A length that grows with the text: icons, columns that hold words."""
        return round(pixels * self.percent / 100)

    @property
    def row_height(self) -> int:
        """A line of a list, in pixels at the current density and text size."""
        return max(self.scaled(ROOMS[self.density].row), ROOMS[self.density].target)

    @property
    def target(self) -> int:
        """The least edge of something that is pressed."""
        return ROOMS[self.density].target

    def colour(self, token: str) -> QColor:
        """A token as Qt paints with it."""
        return QColor(str(getattr(self.tokens, token)))

    @property
    def motion_ms(self) -> int:
        """How long a movement takes; none where the person or the system asks for less of it."""
        return 0 if self.motion is Motion.REDUCED or self.system_wants_calm() else MOTION_MS

    def system_is_dark(self) -> bool:
        return self._hints.colorScheme() == Qt.ColorScheme.Dark

    def system_wants_contrast(self) -> bool:
        return self._wishes.contrastPreference() == Qt.ContrastPreference.HighContrast

    def system_wants_calm(self) -> bool:
        return self._wishes.motionPreference() == Qt.MotionPreference.ReducedMotion

    def _follow(self, *_: object) -> None:
        if self._wanted() is not self.tokens:
            self._apply()

    def _wanted(self) -> Tokens:
        dark = self.system_is_dark() if self._mode in _FOLLOWS else self._mode is Colours.DARK
        if self.system_wants_contrast() or self._mode is Colours.CONTRAST:
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        self.tokens = self._wanted()
        self.icons.recolour({one.name: str(getattr(self.tokens, one.name)) for one in fields(self.tokens)})
        font = QFont(FAMILY)
        font.setPixelSize(self.px("body"))
        font.setFeature(QFont.Tag.fromString("tnum"), 1)  # figures of one width, so that columns of money line up
        self._app.setFont(font)
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self.percent, self._resources / "icons", ROOMS[self.density]))
        self.changed.emit()


_FOLLOWS = (Colours.SYSTEM, Colours.CONTRAST)
_themes: list[Theme] = []


def current() -> Theme:
    """The one theme of the running application, as QApplication.palette() is the one palette."""
    return _themes[-1]


def _set_current(theme: Theme) -> None:
    _themes[:] = [theme]


def _palette(tokens: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.ground,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.text_muted,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.danger,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Light: tokens.raised,
        QPalette.ColorRole.Mid: tokens.edge,
        QPalette.ColorRole.Dark: tokens.edge,
        QPalette.ColorRole.Shadow: tokens.edge,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    disabled = QColor(tokens.text_disabled)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette
