"""The post beside the calendar: it follows the focus from post to post as long as it is open."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer

from ofauto_desktop.domain.posts import Post
from ui.language import tr
from ui.models.entries import Entry
from ui.widgets.post_inspector import PostInspector

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage

_PREVIEW_MS = 120


class Preview(QObject):
    """Shows posts in the window's side; a moment after the focus came to rest, so that walking stays quick."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self._inspector: PostInspector | None = None
        self._follow = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._follow.timeout.connect(self._follow_focus)
        page.picks.model.currentChanged.connect(lambda *_: self._follow.start())

    def open(self, entry: Entry) -> None:
        page = self._page
        page.desk.tasks.run(page.publishing.get(entry.post.id), owner=self, done=self.show, failed=self._failed)

    def show(self, post: Post) -> None:
        page = self._page
        focused = page.focusWidget()
        self._inspector = PostInspector(
            post,
            page.acts,
            page.publishing,
            page.desk,
            planning=page.planning,
            repeats=page.repeats,
            many=page.many,
            by_hand=page.by_hand,
        )
        page.desk.shell.inspect(tr("Post"), self._inspector)
        if focused is not None and page.isVisible():  # arrows go on through the days
            focused.setFocus()

    def shows(self, entry: Entry) -> bool:
        """Whether the side panel shows this post."""
        inspector = self._open_one()
        return inspector is not None and inspector.post.id == entry.post.id

    def _open_one(self) -> PostInspector | None:
        inspector = self._inspector
        if inspector is None or not shiboken6.isValid(inspector) or not inspector.isVisible():
            return None
        return inspector

    def _follow_focus(self) -> None:
        entry = self._page.current()
        if entry is None or self._open_one() is None:
            return
        if self._page.isVisible() and not self.shows(entry):
            self.open(entry)

    def _failed(self, error: Exception) -> None:
        self._page.desk.errors.show(error)
        self._page.refresh()
