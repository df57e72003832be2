"""The style sheet, made from tokens. Roles and kinds are dynamic properties: `role` on labels and frames, `kind` on buttons."""

from pathlib import Path

from ui.icons import GAP
from ui.tokens import RADIUS, RADIUS_CARD, RADIUS_PILL, TEXT_SIZES, Room, Tokens, Tone

_FINGER = 44  # pixels: what a finger hits


def stylesheet(tokens: Tokens, percent: int, icons: Path, room: Room) -> str:
    """QSS for the whole program; `percent` is the text size, `room` the density."""
    sizes = {name: round(size * percent / 100) for name, size in TEXT_SIZES.items()}
    return "\n".join(
        (
            _ground(tokens, sizes, room),
            _labels(tokens, sizes),
            _buttons(tokens, round(16 * percent / 100), round(16 * GAP * percent / 100), room),
            _fields(tokens, icons, round(16 * percent / 100), room),
            _checks(tokens, icons, round(16 * percent / 100), room),
            _lists(tokens, room),
            _frames(tokens),
            _tones(tokens, sizes, round(RADIUS_PILL * percent / 100)),
        )
    )


def _ground(t: Tokens, sizes: dict[str, int], room: Room) -> str:
    bar = 10 if room.target < _FINGER else 18
    return f"""
QWidget {{ color: {t.text}; font-size: {sizes["body"]}px; }}
QMainWindow, QDialog, QWidget[role="page"] {{ background: {t.ground}; }}
QDialog {{ background: {t.surface}; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: none; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: {t.line_width}px solid {t.edge}; padding: 4px 8px; }}
QMenu {{ background: {t.raised}; border: {t.line_width}px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: {room.pad}px 24px {room.pad}px 12px; min-height: {room.high(room.pad, 0)}px; border-radius: {RADIUS}px; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.text_disabled}; }}
QMenu::separator {{ height: {t.line_width}px; background: {t.line}; margin: 4px 8px; }}
QScrollBar:vertical {{ width: {bar}px; background: transparent; }}
QScrollBar:horizontal {{ height: {bar}px; background: transparent; }}
QScrollBar::handle {{ background: {t.scroll}; border-radius: 3px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.edge}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {t.hover}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {t.line}; }}
"""


def _labels(t: Tokens, sizes: dict[str, int]) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ font-size: {sizes["caption"]}px; color: {t.text_muted}; }}
QLabel[role="muted"] {{ color: {t.text_muted}; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="lead"] {{ font-size: {sizes["lead"]}px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {sizes["title"]}px; font-weight: 600; }}
QLabel[role="figure"] {{ font-size: {sizes["figure"]}px; font-weight: 600; }}
QLabel[role="code"] {{
  font-family: monospace; font-size: {sizes["lead"]}px; background: {t.hover}; border-radius: {RADIUS}px; padding: 12px;
}}
QLabel[role="count"] {{
  background: {t.accent}; color: {t.on_accent}; font-size: {sizes["caption"]}px; font-weight: 600;
  border-radius: {sizes["caption"] // 2 + 2}px; padding: 1px 6px;
}}
QLabel:disabled {{ color: {t.text_disabled}; }}
"""


def _buttons(t: Tokens, icon: int, spaced: int, room: Room) -> str:
    pad, line = room.pad, t.line_width
    return f"""
QPushButton, QToolButton {{
  background: {t.surface}; border: {t.line_width}px solid {t.edge}; border-radius: {RADIUS}px;
  padding: {pad}px 12px; min-height: {room.high(pad, line)}px; margin: 1px; icon-size: {spaced}px;
}}
QToolButton {{ padding: {max(pad, 4)}px; min-width: {room.high(max(pad, 4), line)}px; icon-size: {icon}px; }}
QToolButton[kind="nav"] {{ icon-size: {spaced}px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.pressed}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.text_disabled}; border-color: {t.line}; }}
QPushButton[kind="primary"] {{
  background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[kind="primary"]:disabled {{
  background: {t.hover}; color: {t.text_disabled}; border-color: {t.hover};
}}
QPushButton[kind="danger"] {{
  background: {t.danger}; color: {t.on_danger}; border-color: {t.danger}; font-weight: 600;
}}
QPushButton[kind="plain"], QToolButton[kind="plain"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="plain"]:hover, QToolButton[kind="plain"]:hover {{ background: {t.hover}; }}
QPushButton[kind="link"] {{
  background: transparent; border-color: transparent; color: {t.accent}; padding: 2px 4px;
  min-height: {room.high(2, line)}px; min-width: {room.high(4, line)}px; text-align: left;
}}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton[kind="nav"], QToolButton[kind="nav"] {{
  background: transparent; border-color: transparent; text-align: left; padding: {pad + 2}px 12px;
  min-height: {room.high(pad + 2, line)}px; color: {t.text_muted};
}}
QPushButton[kind="nav"]:hover, QToolButton[kind="nav"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[kind="nav"]:checked, QToolButton[kind="nav"]:checked {{
  background: {t.accent_soft}; color: {t.accent}; font-weight: 600;
}}
QToolButton[kind="tab"] {{
  background: transparent; border-color: transparent; padding: 4px; min-height: {room.high(4, line)}px; color: {t.text_muted};
}}
QToolButton[kind="tab"]:checked {{ color: {t.accent}; font-weight: 600; }}
QPushButton[kind="chip"] {{
  border-radius: {RADIUS}px; padding: 4px 10px; min-height: {room.high(4, line)}px; border-color: {t.edge};
}}
QPushButton[kind="chip"]:checked {{
  background: {t.accent_soft}; color: {t.accent}; border-color: {t.accent}; font-weight: 600;
}}
QPushButton[kind="tile"] {{ text-align: left; padding: 16px; border-radius: {RADIUS_CARD}px; border-color: {t.line}; }}
QPushButton[kind="tile"]:hover {{ background: {t.hover}; }}
QPushButton[kind="line"] {{ background: transparent; border-color: transparent; margin: 0; text-align: left; }}
QPushButton[kind="line"]:hover {{ background: {t.hover}; }}
QPushButton[kind="line"]:focus {{ border: 2px solid {t.focus}; margin: 0; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.focus}; margin: {max(0, t.line_width - 1)}px; }}
QPushButton[kind="chip"]:checked:focus {{ border-color: {t.text}; }}
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus {{
  border: 2px solid {t.surface}; outline: none; background: {t.accent_hover}; margin: 0;
}}
QPushButton[kind="danger"]:focus {{ background: {t.danger}; }}
"""


def _fields(t: Tokens, icons: Path, arrow: int, room: Room) -> str:
    pad = room.pad
    chevron = (icons / "control-chevron.svg").as_posix()
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {{
  background: {t.surface}; border: {t.line_width}px solid {t.edge}; border-radius: {RADIUS}px; padding: {pad}px 8px; margin: 1px;
  min-height: {room.high(pad, t.line_width)}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; placeholder-text-color: {t.text_muted};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus {{ border: 2px solid {t.focus}; margin: {max(0, t.line_width - 1)}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
  color: {t.text_disabled}; background: {t.ground}; border-color: {t.line};
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {t.danger}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {arrow + 10}px; }}
QTimeEdit::up-button, QTimeEdit::down-button {{ width: 0; border: none; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{chevron}"); width: {arrow}px; height: {arrow}px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: {t.line_width}px solid {t.edge}; outline: none; }}
"""


def _checks(t: Tokens, icons: Path, box: int, room: Room) -> str:
    ring = max(4, box // 3)
    check = (icons / f"control-check-{'dark' if t.dark else 'light'}.svg").as_posix()
    return f"""
QCheckBox, QRadioButton {{
  min-height: {room.high(2, 2)}px; min-width: {max(0, room.high(2, 2) - box - 8)}px;
  spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: {RADIUS}px;
}}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.text_disabled}; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {box}px; height: {box}px; border: {t.line_width}px solid {t.edge}; background: {t.surface};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {box // 2 + t.line_width}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {t.hover}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{check}"); }}
QRadioButton::indicator:checked {{
  border: {ring}px solid {t.accent}; background: {t.on_accent};
  width: {box + 2 * (t.line_width - ring)}px; height: {box + 2 * (t.line_width - ring)}px;
}}
"""


def _lists(t: Tokens, room: Room) -> str:
    return f"""
QAbstractItemView {{
  background: {t.surface}; alternate-background-color: {t.ground}; border: none; outline: none;
  selection-background-color: {t.accent_soft}; selection-color: {t.text}; gridline-color: {t.line};
}}
QListView[role="grid"], QListView[role="sections"], QTreeView[role="places"] {{ background: transparent; }}
QTreeView[role="places"]::item {{ border-radius: {RADIUS}px; }}
QTreeView[role="places"]::branch {{ background: transparent; }}
QAbstractItemView::item {{
  padding: {room.pad}px 8px; min-height: {room.high(room.pad, 2)}px; border: 2px solid transparent;
}}
QAbstractItemView::item:hover {{ background: {t.hover}; }}
QAbstractItemView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QAbstractItemView::item:focus {{ border-color: {t.focus}; border-radius: {RADIUS}px; }}
QHeaderView::section {{
  background: {t.surface}; color: {t.text_muted}; border: none; border-bottom: {t.line_width}px solid {t.line};
  padding: {room.pad}px 8px; text-align: left;
}}
QTabBar::tab {{
  padding: {room.pad + 2}px 12px; min-height: {room.high(room.pad + 2, 2)}px; color: {t.text_muted};
  border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ border-bottom-color: {t.focus}; }}
QTabWidget::pane {{ border: none; border-top: {t.line_width}px solid {t.line}; }}
"""


def _frames(t: Tokens) -> str:
    line = f"{t.line_width}px solid {t.line}"
    return f"""
QFrame[role="card"] {{ background: {t.surface}; border: {line}; border-radius: {RADIUS_CARD}px; }}
QFrame[role="bubble"] {{ background: {t.surface}; border: {line}; border-radius: {RADIUS_CARD}px; }}
QFrame[role="bubble"][own="true"] {{ background: {t.accent_soft}; border-color: {t.accent_soft}; }}
QFrame[role="card"]:focus {{ border: 2px solid {t.focus}; }}
QFrame[role="toast"] {{ background: {t.raised}; border: {t.line_width}px solid {t.edge}; border-radius: {RADIUS_CARD}px; }}
QFrame[role="side"] {{ background: {t.surface}; border: none; border-right: {line}; }}
QFrame[role="bottom"] {{ background: {t.surface}; border: none; border-top: {line}; }}
QFrame[role="top"] {{ background: {t.surface}; border: none; border-bottom: {line}; }}
QFrame[role="inspector"] {{ background: {t.surface}; border: none; border-left: {line}; }}
QFrame[role="rule"] {{ background: {t.line}; border: none; max-height: {t.line_width}px; min-height: {t.line_width}px; }}
QFrame[role="skeleton"] {{ background: {t.skeleton}; border: none; border-radius: {RADIUS}px; }}
"""


def _tones(t: Tokens, sizes: dict[str, int], pill: int) -> str:
    rules = []
    for tone in Tone:
        colour, soft = t.of(tone)
        rules.append(
            f"""
QFrame[role="badge"][tone="{tone}"] {{ background: {soft}; border: none; border-radius: {pill}px; }}
QFrame[role="badge"][tone="{tone}"] > QLabel, QLabel[role="note"][tone="{tone}"] {{
  color: {colour}; font-size: {sizes["caption"]}px;
}}
QFrame[role="banner"][tone="{tone}"] {{ background: {soft}; border: none; border-radius: {RADIUS}px; }}
QFrame[role="ribbon"][tone="{tone}"] {{ background: {soft}; border: none; }}
QLabel[tone="{tone}"] {{ color: {colour}; }}"""
        )
    return "".join(rules)
