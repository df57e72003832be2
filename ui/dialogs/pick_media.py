"""Choose items of the library for a post."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from ofauto_desktop.domain.media import MediaItem
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import tr, tr_n
from ui.models.media import MediaModel, Role
from ui.widgets.buttons import button
from ui.widgets.media_strip import Thumbnails
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.library import Library

_SHOWN = 120
_SEARCH_AFTER_MS = 200


class PickMedia(Sheet):
    """The newest come first; words narrow it. `picked` gives the items in the order in which they were marked."""

    picked = Signal(object)  # tuple[MediaItem, …]

    def __init__(self, library: "Library", desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("From the library"), parent, width=620)
        self._library, self._desk = library, desk
        self._order: list[int] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, tags and descriptions"))
        self.search.setAccessibleName(tr("Search the library"))
        self.search.setClearButtonEnabled(True)
        self.body.addWidget(self.search)
        self.model = MediaModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(Thumbnails(self.view))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QListView.SelectionMode.MultiSelection)
        self.view.setAccessibleName(tr("Library"))
        self.view.setMinimumHeight(260)
        self.view.setIconSize(QSize(96, 96))
        self.view.activated.connect(lambda _: self._done())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._marked())
        self.body.addWidget(self.view, 1)
        self._empty = label("", "muted")
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.act(button(tr("Cancel"), self.reject))
        self.ok = self.act(button(tr("Add"), self._done, kind="primary"))
        self.ok.setEnabled(False)
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.search.returnPressed.connect(lambda: self.view.setFocus(Qt.FocusReason.TabFocusReason))
        self.search.setFocus()
        self.refresh()

    def refresh(self) -> None:
        work = self._library.list(limit=_SHOWN, text=self.search.text())
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._not_read)

    def _show(self, items: Sequence[MediaItem]) -> None:
        self._order = []
        self.model.show(items)
        self.ok.setEnabled(False)
        self._empty.setText(tr("Nothing in the library fits.") if self.search.text() else tr("The library is empty."))
        self._empty.setVisible(not items)
        self.view.setVisible(bool(items))
        for media_id in self.model.without_thumbnail():
            self._desk.tasks.run(
                self._library.thumbnail(media_id),
                owner=self,
                done=partial(self.model.set_thumbnail, media_id),
                failed=lambda _: None,  # shown as a grey square with its name
            )

    def _not_read(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._empty.setText(words.text or words.title)
        self._empty.show()

    def _marked(self) -> None:
        marked = [index.data(Role.ITEM).id for index in self.view.selectedIndexes()]
        self._order = [one for one in self._order if one in marked] + [one for one in marked if one not in self._order]
        self.ok.setEnabled(bool(marked))
        self.ok.setText(tr_n("Add {n}", "Add {n}", len(marked)) if marked else tr("Add"))

    def _done(self) -> None:
        if not self._order:
            return
        items = {item.id: item for item in self.model.items}
        self.accept()
        self.picked.emit(tuple(items[one] for one in self._order if one in items))
