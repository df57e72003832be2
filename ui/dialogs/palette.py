"""Search and command palette: type a few letters, press Return."""

from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from itertools import groupby
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ofauto_desktop.domain.search import Hit
from ui import theme
from ui.desk import Desk
from ui.finding import Entry, Source, found, page_of
from ui.language import tr
from ui.tasks import ignore
from ui.widgets.layouts import column
from ui.widgets.palette_rows import ENTRY, HEAD, PaletteRows
from ui.widgets.text import label

_WIDTH, _HEIGHT = 640, 520
# An answer comes sooner as a rule. Until then the list stays as it is, so that nothing flickers while typing.
_WAITS_MS = 120


class Searches(Protocol):
    """`services.search.Search`, as the palette uses it."""

    def find(self, words: str, *, limit: int = 30) -> Coroutine[Any, Any, tuple[Hit, ...]]: ...
    def recent(self) -> Coroutine[Any, Any, tuple[Hit, ...]]: ...
    def opened(self, hit: Hit) -> Coroutine[Any, Any, None]: ...


class Palette(QDialog):
    """Lists what can be done, where one can go and what the workspace holds. Arrows move while the text keeps the focus.

    An answer to words that are no longer there is dropped; Return pressed before the answer is there waits for it.
    """

    def __init__(
        self, desk: Desk, sources: Sequence[Source], search: Searches, shows: Callable[[str], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Search or go to"))
        self._desk, self._sources, self._search, self._shows = desk, sources, search, shows
        self._asked = 0
        self._asking: Future[Any] | None = None
        self._chosen_early = self._answered = False
        self._patience = QTimer(self, singleShot=True, interval=_WAITS_MS)
        self._patience.timeout.connect(lambda: self._fill(()))
        lines = column(self, gap=8, margin=12)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Search posts, media, fans, settings … or type a command"))
        self.text.setAccessibleName(tr("Search or go to"))
        self.text.setAccessibleDescription(tr("The arrow keys move through what is found, Return opens it."))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._ask)
        self.text.installEventFilter(self)
        lines.addWidget(self.text)
        self.found = self._list()
        lines.addWidget(self.found, 1)
        self._nothing = label("", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self._nothing, 1)
        self._take_place(parent)
        self._ask("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def titles(self) -> list[str]:
        """What is listed, in order."""
        return [entry.title for entry in self._entries()]

    def groups(self) -> list[str]:
        """The headings, in order."""
        return list(dict.fromkeys(entry.group for entry in self._entries()))

    def _entries(self) -> list[Entry]:
        rows = (self.found.item(row).data(ENTRY) for row in range(self.found.count()))
        return [entry for entry in rows if entry is not None]

    def _list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(tr("What is found"))
        edge = theme.current().scaled(16)
        made.setIconSize(QSize(edge, edge))
        made.setItemDelegate(PaletteRows(made))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemClicked.connect(lambda _: self._choose())
        return made

    def _take_place(self, parent: QWidget) -> None:
        look = theme.current()
        width = min(look.scaled(_WIDTH), parent.width() - 32)
        self.setFixedSize(width, min(look.scaled(_HEIGHT), parent.height() - 96))
        left = parent.mapToGlobal(parent.rect().center()).x() - width // 2
        self.move(left, parent.mapToGlobal(parent.rect().topLeft()).y() + 64)

    def _ask(self, typed: str) -> None:
        self._asked += 1
        asked, words = self._asked, typed.strip()
        if self._asking is not None:
            self._asking.cancel()
        self._chosen_early, self._answered = False, False
        self._patience.start()
        self._asking = self._desk.tasks.run(
            self._search.find(words) if words else self._search.recent(),
            owner=self,
            done=lambda hits: self._answer(asked, hits),
            failed=lambda _: self._answer(asked, (), failed=True),
        )

    def _answer(self, asked: int, hits: Sequence[Hit], *, failed: bool = False) -> None:
        if asked != self._asked:
            return
        self._answered = True
        self._patience.stop()
        self._fill(hits)
        if failed:
            self._nothing.setText(tr("Posts, media and fans could not be searched. Try again in a moment."))
            self._nothing.show()
        if self._chosen_early:
            self._choose()

    def _fill(self, hits: Sequence[Hit]) -> None:
        """All of it anew: what is there at once, and what the workspace holds."""
        typed = self.text.text()
        recent = "" if typed.strip() else tr("Recent")
        things = [found(hit, self._desk, self._remember, group=recent) for hit in hits if self._shows(page_of(hit))]
        others = [entry for source in self._sources for entry in source(typed)]
        self.found.clear()
        for group, entries in groupby([*things, *others] if recent else [*others, *things], key=lambda one: one.group):
            self._add_head(group)
            for entry in entries:
                self._add(entry)
        self._step(1)
        self.found.scrollToTop()
        nothing = self.found.count() == 0
        self.found.setVisible(not nothing)
        self._nothing.setVisible(nothing)
        self._nothing.setText(tr("Nothing is found for “{typed}”.", typed=typed.strip()) if nothing else "")

    def _add_head(self, group: str) -> None:
        item = QListWidgetItem(group)
        item.setData(HEAD, True)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.found.addItem(item)

    def _add(self, entry: Entry) -> None:
        icons = theme.current().icons
        item = QListWidgetItem(icons.icon(entry.icon), entry.title) if entry.icon else QListWidgetItem(entry.title)
        item.setData(ENTRY, entry)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.aloud())
        self.found.addItem(item)

    def _step(self, by: int) -> None:
        """To the next line that can be chosen, over headings and around the ends."""
        count, at = self.found.count(), self.found.currentRow()
        for _ in range(count):
            at = (at + by) % count
            entry = self.found.item(at).data(ENTRY)
            if entry is not None:
                self.found.setCurrentRow(at)
                if self.found.item(at - 1).data(HEAD):
                    self.found.scrollToItem(self.found.item(at - 1))
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.text, entry.aloud()))
                return

    def _choose(self) -> None:
        if not self._answered:  # what is listed may answer other words
            self._chosen_early = True
            return
        item = self.found.currentItem()
        entry = item.data(ENTRY) if item is not None else None
        if entry is not None:
            self.close()
            entry.act()

    def _remember(self, hit: Hit) -> None:
        tasks = self._desk.tasks
        tasks.run(self._search.opened(hit), owner=tasks, done=ignore, failed=self._desk.errors.show)


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
