"""Every colour, size and weight of the window. Widgets name these; no colour is written anywhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

SPACE = (4, 8, 12, 16, 24, 32, 48)
RADIUS = 6
RADIUS_CARD = 10
RADIUS_PILL = 8
FAMILY = "Inter"
# Pixels at 100 %: caption, body, emphasis, title, figure (ux.md).
TEXT_SIZES = {"caption": 12, "body": 13, "lead": 15, "title": 20, "figure": 28}
TEXT_PERCENT = (80, 90, 100, 110, 125, 150, 175, 200)
MOTION_MS = 140


class Tone(StrEnum):
    """What a colour says; an icon or a word always stands beside it."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme. `*_soft` are quiet grounds for text of the tone; `on_*` is text on the full colour.

    `line` separates and may be faint; `edge` bounds controls and keeps 3:1 to what it lies on (WCAG 1.4.11).
    """

    name: str
    dark: bool
    ground: str  # behind everything
    surface: str  # cards, side bar, dialogs
    raised: str  # menus, tooltips, toasts
    hover: str
    pressed: str
    line: str
    edge: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    focus: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    on_danger: str
    info: str
    info_soft: str
    skeleton: str
    shadow: str
    scroll: str  # the bar that shows how far a page has been read; `edge` under the pointer
    series: tuple[str, ...]
    line_width: int = 1

    def of(self, tone: Tone) -> tuple[str, str]:
        """The tone's text colour and its quiet ground."""
        return {
            Tone.NEUTRAL: (self.text_muted, self.hover),
            Tone.ACCENT: (self.accent, self.accent_soft),
            Tone.SUCCESS: (self.success, self.success_soft),
            Tone.WARNING: (self.warning, self.warning_soft),
            Tone.DANGER: (self.danger, self.danger_soft),
            Tone.INFO: (self.info, self.info_soft),
        }[tone]


LIGHT = Tokens(
    name="light",
    dark=False,
    ground="#f6f6f4",
    surface="#ffffff",
    raised="#ffffff",
    hover="#eeeeeb",
    pressed="#e4e4e0",
    line="#e3e3de",
    edge="#8b8b85",
    text="#1c1c1a",
    text_muted="#5e5e59",
    text_disabled="#8b8b85",
    accent="#3a55c8",
    accent_hover="#2f47ad",
    accent_soft="#e9edfb",
    on_accent="#ffffff",
    focus="#3a55c8",
    success="#1c6e41",
    success_soft="#e4f3ea",
    warning="#855300",
    warning_soft="#fbf0da",
    danger="#b3261e",
    danger_soft="#fbe9e7",
    on_danger="#ffffff",
    info="#1d6287",
    info_soft="#e3f1f8",
    skeleton="#e9e9e5",
    shadow="#28000000",
    scroll="#c8c8c2",
    series=("#3a55c8", "#b4560f", "#1c7a5a", "#9a3d97", "#5e5e59"),
)
DARK = Tokens(
    name="dark",
    dark=True,
    ground="#171716",
    surface="#1f1f1e",
    raised="#292927",
    hover="#2c2c2a",
    pressed="#363633",
    line="#343431",
    edge="#83837c",
    text="#eeeeea",
    text_muted="#adada6",
    text_disabled="#83837c",
    accent="#9db0ff",
    accent_hover="#b5c3ff",
    accent_soft="#2a3150",
    on_accent="#14182b",
    focus="#9db0ff",
    success="#7fcf9f",
    success_soft="#1f3628",
    warning="#e9b968",
    warning_soft="#3a2f1a",
    danger="#ff9a91",
    danger_soft="#432522",
    on_danger="#2b0d0a",
    info="#86c5e8",
    info_soft="#1d3340",
    skeleton="#2b2b29",
    shadow="#70000000",
    scroll="#4d4d49",
    series=("#9db0ff", "#f0a46a", "#6fcfae", "#e09adf", "#adada6"),
)
CONTRAST_LIGHT = Tokens(
    name="high contrast, light",
    dark=False,
    ground="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e8e8e8",
    pressed="#d6d6d6",
    line="#000000",
    edge="#000000",
    text="#000000",
    text_muted="#2b2b2b",
    text_disabled="#595959",
    accent="#0b2a9c",
    accent_hover="#061a66",
    accent_soft="#e3e9ff",
    on_accent="#ffffff",
    focus="#0b2a9c",
    success="#00491f",
    success_soft="#e2f6ea",
    warning="#5a3600",
    warning_soft="#fff1d6",
    danger="#8a0b05",
    danger_soft="#ffe9e7",
    on_danger="#ffffff",
    info="#003f60",
    info_soft="#e1f3ff",
    skeleton="#d6d6d6",
    shadow="#60000000",
    scroll="#000000",
    series=("#0b2a9c", "#8a3500", "#00593c", "#6c0d69", "#000000"),
    line_width=2,
)
CONTRAST_DARK = Tokens(
    name="high contrast, dark",
    dark=True,
    ground="#000000",
    surface="#000000",
    raised="#0c0c0c",
    hover="#262626",
    pressed="#3a3a3a",
    line="#ffffff",
    edge="#ffffff",
    text="#ffffff",
    text_muted="#e2e2e2",
    text_disabled="#ababab",
    accent="#b9c8ff",
    accent_hover="#dbe3ff",
    accent_soft="#1a2450",
    on_accent="#000000",
    focus="#ffe45c",
    success="#8ff0b4",
    success_soft="#062a14",
    warning="#ffd37a",
    warning_soft="#332200",
    danger="#ffb3ac",
    danger_soft="#3d0a06",
    on_danger="#000000",
    info="#a6deff",
    info_soft="#032a3d",
    skeleton="#3a3a3a",
    shadow="#00000000",
    scroll="#ffffff",
    series=("#b9c8ff", "#ffb77f", "#8ff0d0", "#ffb3fe", "#ffffff"),
    line_width=2,
)
THEMES = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)
TEXT_CONTRAST = 4.5
CONTROL_CONTRAST = 3.0


def pairs(tokens: Tokens) -> Iterator[tuple[str, str, str, float]]:
    """Every pair that meets on screen: its name, the colour, its ground, and the contrast it owes (WCAG 2.2)."""
    grounds = {"ground": tokens.ground, "surface": tokens.surface, "raised": tokens.raised, "hover": tokens.hover}
    for ground, under in grounds.items():
        yield f"text on {ground}", tokens.text, under, TEXT_CONTRAST
        yield f"muted text on {ground}", tokens.text_muted, under, TEXT_CONTRAST
        yield f"accent on {ground}", tokens.accent, under, TEXT_CONTRAST
        yield f"focus on {ground}", tokens.focus, under, CONTROL_CONTRAST
    for ground in ("ground", "surface", "raised"):
        yield f"edge on {ground}", tokens.edge, grounds[ground], CONTROL_CONTRAST
        for number, colour in enumerate(tokens.series):
            yield f"series {number} on {ground}", colour, grounds[ground], CONTROL_CONTRAST
    yield "text on pressed", tokens.text, tokens.pressed, TEXT_CONTRAST
    for tone in Tone:
        colour, soft = tokens.of(tone)
        yield f"{tone} on its ground", colour, soft, TEXT_CONTRAST
        yield f"{tone} on surface", colour, tokens.surface, TEXT_CONTRAST
        yield f"text on {tone}'s ground", tokens.text, soft, TEXT_CONTRAST
    yield "button text", tokens.on_accent, tokens.accent, TEXT_CONTRAST
    yield "hovered button text", tokens.on_accent, tokens.accent_hover, TEXT_CONTRAST
    yield "danger button text", tokens.on_danger, tokens.danger, TEXT_CONTRAST


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (#rrggbb), 1 to 21, by WCAG 2.2's relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
