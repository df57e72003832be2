"""Saved views of the calendar and tags for its posts: names that a person gives."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofauto_desktop.domain.planning import SavedView
from ui.dialogs.ask_name import ask_name
from ui.language import tr
from ui.models.filters import Filters

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage

PAGE = "calendar"


class KeptViews(QObject):
    """Saves what is filtered under a name, turns to a saved view, renames and deletes; each told and undone."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self._views = page.planning.views
        bar = page.filters
        bar.view_chosen.connect(self.turn_to)
        bar.save_wanted.connect(self._ask_name)
        bar.update_wanted.connect(self._keep_in)
        bar.rename_wanted.connect(self._ask_new_name)
        bar.delete_wanted.connect(self._delete)

    def turn_to(self, view_id: int) -> None:
        def show(views: tuple[SavedView, ...]) -> None:
            view = next((one for one in views if one.id == view_id), None)
            if view is not None:
                self._page.filters.put(Filters.from_json(view.filters), view.id)
                self._page.refresh()

        self._run(self._views.list(PAGE), show)

    def _ask_name(self) -> None:
        ask_name(
            tr("Save as a view"),
            self._page.window(),
            self._save,
            words=tr("The filters that are set now, to come back to."),
            act=tr("Save"),
        )

    def _save(self, name: str) -> None:
        kept = self._page.filters.filters

        def done(view: SavedView) -> None:
            self._page.filters.put(kept, view.id)
            self._tell(tr("Saved the view “{name}”", name=view.name), undo=partial(self._views.remove, view.id))

        self._run(self._views.add(PAGE, name, kept.as_json()), done)

    def _keep_in(self, view_id: int) -> None:
        """The filters as they are now become those of the view."""
        now = self._page.filters.filters

        def change(views: tuple[SavedView, ...]) -> None:
            before = next((view for view in views if view.id == view_id), None)
            if before is not None:
                self._run(self._views.edit(view_id, filters=now.as_json()), partial(done, before))

        def done(before: SavedView, view: SavedView) -> None:
            self._page.filters.put(now, view_id)
            undo = partial(self._views.edit, view_id, filters=dict(before.filters))
            self._tell(tr("Changed the view “{name}”", name=view.name), undo=undo)

        self._run(self._views.list(PAGE), change)

    def _ask_new_name(self, view_id: int) -> None:
        known = dict(self._page.filters.choices.views).get(view_id, "")
        ask_name(
            tr("Rename the view"),
            self._page.window(),
            lambda name: self._rename(view_id, known, name),
            act=tr("Rename"),
            known=known,
        )

    def _rename(self, view_id: int, known: str, name: str) -> None:
        self._run(
            self._views.edit(view_id, name=name),
            lambda view: self._tell(
                tr("Renamed to “{name}”", name=view.name), undo=partial(self._views.edit, view_id, name=known)
            ),
        )

    def _delete(self, view_id: int) -> None:
        def done(view: SavedView) -> None:
            self._page.filters.put(self._page.filters.filters)
            self._tell(tr("Deleted the view “{name}”", name=view.name), undo=partial(self._views.put_back, view))

        self._run(self._views.remove(view_id), done)

    def ask_tag(self) -> None:
        """A tag that no post has yet, for those that are chosen."""
        chosen = self._page.chosen()
        ask_name(
            tr("New tag"),
            self._page.window(),
            lambda tag: self._page.many.tag(chosen, add=(tag,)),
            act=tr("Tag posts"),
        )

    def _tell(self, said: str, *, undo: object) -> None:
        self._page.desk.shell.toast(said, undo=undo)  # type: ignore[arg-type]  # partials of coroutines are acts
        self._page.read_choices()

    def _run(self, work: object, done: object) -> None:
        desk = self._page.desk
        desk.tasks.run(work, owner=self, done=done, failed=desk.errors.show)  # type: ignore[arg-type]
