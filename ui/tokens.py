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


@dataclass(frozen=True, slots=True)
class Room:
    """How much room things take. In pixels; `row` and `target` grow with the text above 100 %.

    `pad`: above and below the words of a button; `row`: a line of a list; `target`: the least edge of what is pressed.
    """

    pad: int
    row: int
    target: int

    def high(self, pad: int, line: int) -> int:
        """The least height of what stands inside `pad` and a border of `line` pixels, for the whole to be a target."""
        return max(0, self.target - 2 * (pad + line))


ROOMS = {"comfortable": Room(6, 36, 24), "compact": Room(3, 28, 24), "touch": Room(8, 48, 44)}


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
    # Told apart by every eye, the colour-blind too (tests/unit/test_tokens.py); each also has a stroke of its own.
    series: tuple[str, ...]
    line_width: int = 1

    def client(self, place: int) -> tuple[str, str]:
        """A client's colour, for a stripe or a dot, and its quiet ground for text; `place` is Client.colour or its id.

        The name or its initials stand beside it: no colour says whose a thing is by itself.
        """
        colour = self.series[place % len(self.series)]
        return colour, mixed(colour, self.surface, 0.26 if self.dark else 0.12)

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
    edge="#868680",
    text="#1c1c1a",
    text_muted="#5e5e59",
    text_disabled="#868680",
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
    series=("#3a55c8", "#db630c", "#469971", "#b66ac0", "#4f1384", "#195664", "#755600", "#5f221b"),
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
    series=("#9db0ff", "#f3a900", "#02d0a6", "#9d738b", "#786ff2", "#a8f3fe", "#e2f24a", "#ee5d2c"),
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
    series=("#10289e", "#7f4d39", "#143d2b", "#7c2064", "#3b0057", "#317b8e", "#7a7902", "#3a0102"),
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
    series=("#b9c8ff", "#e8a23f", "#58c2a8", "#cc86f3", "#8484a5", "#c5feff", "#feef6e", "#da5b43"),
    line_width=2,
)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a series is drawn beside its colour: a pen's dashes, in widths of the line, and a marker (pyqtgraph's names)."""

    dash: tuple[float, ...]
    marker: str


# One for each of `Tokens.series`, in its order.
STROKES = (
    Stroke((), "o"),
    Stroke((6, 3), "s"),
    Stroke((2, 3), "t1"),
    Stroke((8, 3, 2, 3), "d"),
    Stroke((12, 4), "+"),
    Stroke((2, 3, 2, 3, 8, 3), "t"),
    Stroke((4, 2), "x"),
    Stroke((1, 2), "star"),
)
THEMES = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)
TEXT_CONTRAST = 4.5
CONTROL_CONTRAST = 3.0


def pairs(tokens: Tokens) -> Iterator[tuple[str, str, str, float]]:
    """Every pair that meets on screen: its name, the colour, its ground, and the contrast it owes (WCAG 2.2)."""
    grounds = {"ground": tokens.ground, "surface": tokens.surface, "raised": tokens.raised, "hover": tokens.hover}
    for ground, under in (*grounds.items(), ("a chosen row", tokens.accent_soft)):
        yield f"text on {ground}", tokens.text, under, TEXT_CONTRAST
        yield f"muted text on {ground}", tokens.text_muted, under, TEXT_CONTRAST
        yield f"accent on {ground}", tokens.accent, under, TEXT_CONTRAST
        yield f"focus on {ground}", tokens.focus, under, CONTROL_CONTRAST
        yield f"edge on {ground}", tokens.edge, under, CONTROL_CONTRAST
    for ground in ("ground", "surface", "raised"):
        for number, colour in enumerate(tokens.series):
            yield f"series {number} on {ground}", colour, grounds[ground], CONTROL_CONTRAST
    for number in range(len(tokens.series)):
        yield f"text on the ground of client {number}", tokens.text, tokens.client(number)[1], TEXT_CONTRAST
    yield "text on pressed", tokens.text, tokens.pressed, TEXT_CONTRAST
    for tone in Tone:
        colour, soft = tokens.of(tone)
        yield f"{tone} on its ground", colour, soft, TEXT_CONTRAST
        for ground, under in grounds.items():
            yield f"{tone} on {ground}", colour, under, TEXT_CONTRAST
        yield f"text on {tone}'s ground", tokens.text, soft, TEXT_CONTRAST
    yield "button text", tokens.on_accent, tokens.accent, TEXT_CONTRAST
    yield "hovered button text", tokens.on_accent, tokens.accent_hover, TEXT_CONTRAST
    yield "danger button text", tokens.on_danger, tokens.danger, TEXT_CONTRAST
    yield "focus ring of a main button", tokens.surface, tokens.accent_hover, CONTROL_CONTRAST
    yield "focus ring of a danger button", tokens.surface, tokens.danger, CONTROL_CONTRAST
    yield "focus ring of a chosen chip", tokens.text, tokens.accent_soft, CONTROL_CONTRAST
    yield "the bar of a progress", tokens.accent, tokens.hover, CONTROL_CONTRAST


def mixed(colour: str, under: str, share: float) -> str:
    """`share` of `colour` over `under`, both #rrggbb."""
    pairs_of = zip(_channels(colour), _channels(under), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs_of)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (#rrggbb), 1 to 21, by WCAG 2.2's relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (value / 255 for value in _channels(colour))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
