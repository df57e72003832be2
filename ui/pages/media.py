"""The library: every picture and film, found by words, described, and taken into a post."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.media import MediaItem
from ui.commands import Command
from ui.desk import Desk
from ui.format import count, size
from ui.media_intake import MediaIntake, holds_media
from ui.models.media import MediaModel
from ui.tasks import ignore
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, row
from ui.widgets.media_strip import Thumbnails
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.library import Library

_SEARCH_AFTER_MS = 200
_EDGE = 136
_DESCRIBE = "Describe it for people who cannot see it"


class LibraryPage(QWidget):
    """Files dropped anywhere on the page are taken in."""

    def __init__(self, *, library: "Library", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._desk = library, desk
        self._asked = 0
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.model = MediaModel(self)
        self.view = self._grid()
        self._states = PageStates(self.view, rows=3, row_height=96)
        self.intake = MediaIntake(library, desk, self)
        self._build()
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._search_soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._search_soon.start())
        self.intake.added.connect(lambda _: self.refresh())
        self.intake.refused.connect(self._refused)
        self.intake.busy.connect(self._say_busy)
        desk.events.settled(MediaChanged, owner=self, refresh=self.refresh)
        compose = Command(id="library.compose", text="Write a post with it", run=self._compose, keys=("Ctrl+Return",))
        desk.commands.add(compose, scope=self)
        remove = Command(id="library.remove", text="Remove from the library", run=self._remove, keys=("Del",))
        desk.commands.add(remove, scope=self.view)

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        self._states.loading()
        self._desk.tasks.run(
            self._library.list(text=self.search.text()),
            owner=self,
            done=lambda items: self._show(items) if asked == self._asked else None,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self.refresh),
        )

    def focus(self, *, media_id: int | None = None, **_: object) -> None:
        """Choose an item."""
        for number, item in enumerate(self.model.items):
            if item.id == media_id:
                self.view.setCurrentIndex(self.model.index(number, 0))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_media(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.intake.take(event.mimeData())
        event.acceptProposedAction()

    def _grid(self) -> QListView:
        view = QListView()
        view.setProperty("role", "grid")
        view.setModel(self.model)
        view.setItemDelegate(Thumbnails(view, _EDGE))
        view.setFlow(QListView.Flow.LeftToRight)
        view.setWrapping(True)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setSpacing(4)
        view.setIconSize(QSize(1, 1))
        view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        view.setAccessibleName("Media")
        view.activated.connect(lambda index: self._inspect(self.model.items[index.row()]))
        view.clicked.connect(lambda index: self._inspect(self.model.items[index.row()]))
        return view

    def _build(self) -> None:
        lines = column(self, gap=12, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        head = row(gap=12)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names, descriptions and tags")
        self.search.setAccessibleName("Search the library")
        self.search.setClearButtonEnabled(True)
        head.addWidget(self.search, 1)
        self.add_button = button("Add media", self.intake.pick, icon="image-plus")
        head.addWidget(self.add_button)
        lines.addLayout(head)
        self._count = label("", "caption")
        lines.addWidget(self._count)
        lines.addWidget(IntakeProgress(self.intake))
        self._problems = column(gap=8)
        lines.addLayout(self._problems)
        lines.addWidget(self._states, 1)

    def _show(self, items: Sequence[MediaItem]) -> None:
        chosen = {item.id for item in self._chosen()}
        self.model.show(items)
        for number, item in enumerate(items):
            if item.id in chosen:
                self.view.selectionModel().select(self.model.index(number, 0), QItemSelectionModel.SelectionFlag.Select)
        self._count.setText(f"{count(len(items))} item{'' if len(items) == 1 else 's'}")
        self._count.setVisible(bool(items))
        if items:
            self._states.content()
        elif self.search.text():
            self._states.empty(f"Nothing is called or described “{self.search.text()}”.")
        else:
            self._states.empty("Drop pictures and films here. They are kept encrypted.", "Add media", self.intake.pick)
        for media_id in self.model.without_thumbnail():
            self._desk.tasks.run(
                self._library.thumbnail(media_id),
                owner=self,
                done=partial(self.model.set_thumbnail, media_id),
                failed=ignore,  # the item stays a grey square, named in its tooltip
            )

    def _chosen(self) -> tuple[MediaItem, ...]:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return tuple(self.model.items[number] for number in rows if number < len(self.model.items))

    def _inspect(self, item: MediaItem) -> None:
        """What is known of an item, beside the page; its description can be changed there."""
        made = QWidget()
        lines = column(made, gap=12, margin=16)
        shape = f"{count(item.width)} × {count(item.height)} · {size(item.size)}"
        lines.addWidget(label(item.name, "strong"))
        lines.addWidget(label(f"{item.kind.value.capitalize()} · {shape}", "muted"))
        if item.tags:
            lines.addWidget(label(", ".join(item.tags), "caption"))
        alt = QLineEdit(item.alt_text)
        alt.setPlaceholderText(_DESCRIBE)
        alt.setAccessibleName("Alternative text")
        alt.editingFinished.connect(lambda: self._describe(item.id, alt.text()))
        lines.addWidget(label("Alternative text", "caption"))
        lines.addWidget(alt)
        acts = FlowLayout(gap=8)
        acts.addWidget(button("Write a post with it", self._compose, icon="plus"))
        acts.addWidget(button("Remove", self._remove, icon="trash-2"))
        lines.addLayout(acts)
        lines.addStretch(1)
        self._desk.shell.inspect("Media", made)

    def _describe(self, media_id: int, text: str) -> None:
        work = self._library.describe(media_id, alt_text=text)
        self._desk.tasks.run(work, owner=self, done=self.model.replace, failed=self._desk.errors.show)

    def _compose(self) -> None:
        chosen = tuple(item.id for item in self._chosen())
        if chosen:
            self._desk.shell.compose(media_ids=chosen)

    def _remove(self) -> None:
        for item in self._chosen():
            done = partial(self._removed, item)
            work = self._library.remove(item.id)
            self._desk.tasks.run(work, owner=self, done=done, failed=self._desk.errors.show)

    def _removed(self, item: MediaItem, _: object) -> None:
        self._desk.shell.close_inspector()
        self._desk.shell.toast(f"Removed {item.name}", undo=lambda: self._restore(item.id))
        self.refresh()

    def _restore(self, media_id: int) -> None:
        work = self._library.restore(media_id)
        self._desk.tasks.run(work, owner=self, done=lambda _: self.refresh(), failed=self._desk.errors.show)

    def _refused(self, name: str, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        banner = Banner(f"{name}: {words.text or words.title}", Tone.DANGER, "Close", lambda: banner.deleteLater())
        self._problems.addWidget(banner)

    def _say_busy(self, under_way: int) -> None:
        self.add_button.setText(f"Adding {count(under_way)}…" if under_way else "Add media")
