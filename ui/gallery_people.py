"""The gallery's lines of the notice centre, of Home, and its tiles while they are arranged."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.home_tiles import SIZES, Tile
from ofauto_desktop.domain.notices import LEVELS, MilestoneOf, Notice, NoticeKind
from ui import theme
from ui.language import tr
from ui.models.home_words import tile_title
from ui.models.notice_words import told
from ui.tokens import Tone
from ui.widgets.home_tile import HomeTile
from ui.widgets.lines import NeedLine
from ui.widgets.notice_line import NoticeLine
from ui.widgets.text import label

_WIDE = 360
_AT = datetime(2026, 6, 4, 12, tzinfo=UTC)


def notice_lines() -> list[QWidget]:
    """Unread with its button, unread without, read."""
    failed = _notice(NoticeKind.POST_FAILED, count=2, post_id=1, account="Luna Vale", about=tr("Beach set"))
    reached = _notice(NoticeKind.MILESTONE, client="Luna Vale", amount=10_000, of=MilestoneOf.FOLLOWERS)
    paid = _notice(NoticeKind.PAYOUT, account=tr("Shop"), amount=150_00, currency="USD", read=True)
    ago = tr("5 min ago")
    return [_fixed(NoticeLine(one, told(one), ago)) for one in (failed, reached, paid)]


def home_lines() -> list[QWidget]:
    """What needs a person: at once, and soon."""
    urgent = NeedLine(tr("A post failed"), tr("It is too long"), Tone.DANGER, tr("Edit post"), lambda: None)
    later = NeedLine(tr("A backup is due"), tr("No backup for a week"), Tone.WARNING, tr("Back up now"), lambda: None)
    return [_fixed(urgent), _fixed(later)]


def home_tiles_arranged() -> list[QWidget]:
    """One with something in it, one that has nothing to show."""
    made = []
    for name, filled in ((home_tiles.TODAY, True), (home_tiles.STREAK, False)):
        tile = Tile(name, SIZES[name][0])
        holder = HomeTile(tile, tile_title(name))
        holder.body.addWidget(label(tr("What the tile holds rests meanwhile.")))
        holder.arrange(tile, editing=True)
        holder.filled(filled=filled)
        made.append(_fixed(holder))
    return made


def _notice(kind: NoticeKind, **more: object) -> Notice:
    return Notice(id=1, at=_AT, kind=kind, level=LEVELS[kind], **more)  # type: ignore[arg-type]  # fields of a notice


def _fixed(made: QWidget) -> QWidget:
    made.setFixedWidth(theme.current().scaled(_WIDE))
    return made
