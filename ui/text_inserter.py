"""Puts kept texts into what is written: from a menu, or where a slash begins a word (C6, C7)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.texts import TextBlock, filled, variables
from ui.desk import Desk
from ui.dialogs.fill_in import FillIn
from ui.dialogs.kept_texts import kind_words
from ui.language import tr
from ui.tasks import ignore
from ui.widgets.suggestions import Suggestions
from ui.widgets.text_part import TextField

if TYPE_CHECKING:
    from ofauto_desktop.services.texts import Texts

_IN_A_MENU = 12
_OFFERED = 30


class TextInserter(QObject):
    """`ready` gives a text with its variables filled in: (field, whether a slash asked for it, block, texts by platform).

    Key None of the texts is that for every platform.
    """

    ready = Signal(object, bool, object, object)
    managing = Signal()
    keeping = Signal()

    def __init__(
        self,
        texts: "Texts",
        desk: Desk,
        host: QWidget,
        *,
        field: Callable[[], TextField],
        known: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(host)
        self._texts, self._desk, self._host, self._field, self._known = texts, desk, host, field, known
        self._blocks: tuple[TextBlock, ...] = ()
        self._asking: TextField | None = None
        self.menu = QMenu(host)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.suggestions = Suggestions(host)
        self.suggestions.taken.connect(self._taken)
        self.read()

    def read(self) -> None:
        """Read the kept texts again."""
        self.reading = True
        work = self._texts.list(self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=self, done=self._take, failed=ignore)

    def ask(self, field: TextField, words: str | None) -> None:
        """A slash was typed in `field`, and `words` after it; None closes what was offered."""
        self._asking = field
        fitting = [] if words is None else [one for one in self._blocks if words.casefold() in one.name.casefold()]
        lines = [(one.id, f"{one.name} · {kind_words(one.kind)}", one.body[:400]) for one in fitting[:_OFFERED]]
        self.suggestions.offer(field, lines)

    def put_in(self, block: TextBlock, field: TextField | None = None, *, slash: bool = False) -> None:
        """Put a text in; what its variables stand for is asked for first, where it is not known."""
        wanted = field or self._field()
        names = variables(*block.bodies)
        known = dict(self._known())
        missing = [name for name in names if name not in known]
        if not missing:
            self._put(wanted, slash, block, known)
            return
        asked = FillIn(block.name, missing, {}, self._host)
        asked.filled.connect(lambda given: self._put(wanted, slash, block, {**known, **given}))
        asked.finished.connect(lambda _: wanted.setFocus())
        asked.open()

    def _put(self, field: TextField, slash: bool, block: TextBlock, values: Mapping[str, str]) -> None:  # noqa: FBT001 - a signal's form
        texts: dict[PlatformId | None, str] = {None: filled(block.body, values)}
        texts |= {platform: filled(text, values) for platform, text in block.texts.items()}
        self.ready.emit(field, slash, block, texts)
        self._desk.tasks.run(self._texts.note_use(block.id), owner=self, done=lambda _: self.read(), failed=ignore)

    def _take(self, blocks: Sequence[TextBlock]) -> None:
        self.reading = False
        self._blocks = tuple(blocks)

    def _taken(self, text_id: int) -> None:
        block = next((one for one in self._blocks if one.id == text_id), None)
        if block is not None and self._asking is not None and shiboken6.isValid(self._asking):
            self.put_in(block, self._asking, slash=True)

    def _fill_menu(self) -> None:
        """Those last used of each kind, then the way to all of them."""
        self.menu.clear()
        for kind in TextBlockKind:
            blocks = [one for one in self._blocks if one.kind is kind][:_IN_A_MENU]
            if blocks:
                self.menu.addSection(kind_words(kind))
            for block in blocks:
                act = self.menu.addAction(block.name, partial(self.put_in, block))
                act.setToolTip(block.body[:400])
        if self._blocks:
            self.menu.addSeparator()
        self.menu.addAction(tr("Save this text as a template…"), self.keeping.emit)
        self.menu.addAction(tr("Saved texts…"), self.managing.emit)
