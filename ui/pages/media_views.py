"""Saved views of the library: what is looked for, and in which order, kept under a name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofauto_desktop.domain.library import MediaFilter
from ofauto_desktop.domain.planning import SavedView
from ui.language import tr
from ui.models.places import EVERYWHERE, Place, PlaceKind
from ui.widgets.library_filters import order_of

if TYPE_CHECKING:
    from ofauto_desktop.services.saved_views import Views
    from ui.pages.media import LibraryPage

PAGE = "library"


class KeptViews(QObject):
    """Saves, turns to and removes; each told, and undone."""

    def __init__(self, page: "LibraryPage", views: "Views") -> None:
        super().__init__(page)
        self._page, self._views = page, views
        page.filters.view_chosen.connect(self._turn_to)
        page.filters.save_wanted.connect(self._ask_name)
        page.filters.view_removed.connect(self._remove)

    def _ask_name(self) -> None:
        from ui.dialogs.one_line import OneLine

        dialog = OneLine(tr("Save as a view"), tr("Name"), self._page.window(), accept=tr("Save"))
        dialog.given.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        desk, views = self._page.desk, self._views
        desk.tasks.run(
            views.add(PAGE, name, self._page.stored()),
            owner=self,
            done=lambda view: desk.shell.toast(
                tr("Saved the view {name}", name=view.name), undo=lambda: views.remove(view.id)
            ),
            failed=desk.errors.show,
        )

    def _turn_to(self, view: SavedView) -> None:
        wanted = MediaFilter.from_json(view.filters)
        self._page.search.setText(wanted.text)
        self._page.filters.put(wanted, order_of(view.filters))
        if wanted.folder_id is not None:
            place = Place(PlaceKind.FOLDER, wanted.folder_id)
        elif wanted.unfiled or wanted.in_bin:
            place = Place(PlaceKind.UNFILED if wanted.unfiled else PlaceKind.BIN)
        else:
            place = EVERYWHERE
        self._page.go_to(place)

    def _remove(self, view: SavedView) -> None:
        desk, views = self._page.desk, self._views
        desk.tasks.run(
            views.remove(view.id),
            owner=self,
            done=lambda gone: desk.shell.toast(
                tr("Removed the view {name}", name=gone.name), undo=lambda: views.put_back(gone)
            ),
            failed=desk.errors.show,
        )
