"""Live previews, one for each form in which a post will be seen (B6). A platform adds its own in `PREVIEWS`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.platforms import PlatformId
from ui.language import tr, tr_n
from ui.widgets.layouts import clear, column
from ui.widgets.text import label

_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A part's text; `cut` is where the account's limit is passed, `fold` where the platform folds it (indices into NFC)."""

    text: str = field(repr=False)
    cut: int | None = None
    fold: int | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as one account's followers will see it, and the further accounts where it looks just the same."""

    account: Account
    parts: tuple[ShownPart, ...]
    media: tuple[tuple[MediaItem, QPixmap | None], ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[Account, ...] = ()


class Preview(Protocol):
    """A widget that draws a post in the manner of one platform. Nothing in it can be pressed."""

    def show_post(self, shown: Shown) -> None: ...


def _x() -> QWidget:
    from ui.widgets.x_preview import XPreview

    return XPreview()


PREVIEWS: Mapping[PlatformId, Callable[[], QWidget]] = {PlatformId.X: _x}


class Previews(QWidget):
    """Below each other; accounts that get just the same share one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self, gap=16)
        self._hint = label("", "caption")
        lines.addWidget(self._hint)
        self._stack = column(gap=16)
        lines.addLayout(self._stack)
        self._rest = label("", "caption")
        lines.addWidget(self._rest)
        self._drawn: list[tuple[PlatformId, QLabel, QWidget]] = []

    def show_posts(self, shown: Sequence[Shown]) -> None:
        self._hint.setText("" if shown else tr("Choose an account to see the post as it will look."))
        self._hint.setVisible(not shown)
        drawn = [one for one in shown if one.account.platform in PREVIEWS]
        left = len(drawn) - _MOST
        self._rest.setText(tr_n("One more looks different.", "{n} more look different.", left) if left > 0 else "")
        self._rest.setVisible(left > 0)
        self._arrange([one.account.platform for one in drawn[:_MOST]])
        for one, (_, title, preview) in zip(drawn, self._drawn, strict=False):
            title.setText(_title(one))
            cast("Preview", preview).show_post(one)

    def _arrange(self, platforms: list[PlatformId]) -> None:
        """The frames stay while their platforms do: only what is in them is drawn anew at each key."""
        if [platform for platform, _, _ in self._drawn] == platforms:
            return
        clear(self._stack)
        self._drawn = []
        for platform in platforms:
            box = QWidget()
            lines = column(box, gap=6)
            title, preview = label("", "caption"), PREVIEWS[platform]()
            lines.addWidget(title)
            lines.addWidget(preview)
            self._stack.addWidget(box)
            self._drawn.append((platform, title, preview))


def _title(shown: Shown) -> str:
    names = ", ".join(one.name for one in (shown.account, *shown.others)[:3])
    more = len(shown.others) - 2
    if more > 0:
        names = tr_n("{names} and one more", "{names} and {n} more", more, names=names)
    return tr("Preview · {names}", names=names)
