"""The views of a page that were kept under a name: a button with them, and a way to keep what is in sight."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QToolButton

from ofauto_desktop.domain.planning import SavedView
from ui.desk import Desk
from ui.language import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from ofauto_desktop.services.saved_views import Views


class SavedViews:
    """`filters` tells what is in sight, `choose` shows what a view kept. Add `button` to the page."""

    def __init__(
        self,
        views: "Views",
        desk: Desk,
        *,
        page: str,
        filters: Callable[[], Mapping[str, Any]],
        choose: Callable[[dict[str, Any]], None],
    ) -> None:
        self._views, self._desk, self._page, self._filters, self._choose = views, desk, page, filters, choose
        self.button = icon_button("save", tr("Saved views"))
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fill(())

    def refresh(self) -> None:
        """Read them again."""
        self._desk.tasks.run(
            self._views.list(self._page), owner=self.button, done=self._fill, failed=self._desk.errors.show
        )

    def keep(self, name: str) -> None:
        """Keep what is in sight under `name`."""
        self._desk.tasks.run(
            self._views.add(self._page, name, dict(self._filters())),
            owner=self.button,
            done=self._kept,
            failed=self._desk.errors.show,
        )

    def _fill(self, views: tuple[SavedView, ...]) -> None:
        self._menu.clear()
        for view in views:
            self._menu.addAction(view.name, partial(self._choose, dict(view.filters)))
        if views:
            self._menu.addSeparator()
        self._menu.addAction(tr("Keep this view …"), self._ask)
        if views:
            gone = self._menu.addMenu(tr("Remove"))
            for view in views:
                gone.addAction(view.name, partial(self._remove, view.id))

    def _ask(self) -> None:
        dialog = QDialog(self.button.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Keep this view"))
        lines = column(dialog, gap=16, margin=24)
        name = QLineEdit()
        name.setMaxLength(80)
        lines.addWidget(Field(tr("Name"), name, tr("It stands in the menu of saved views.")))
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), dialog.reject))
        keep = button(tr("Keep"), dialog.accept, kind="primary")
        keep.setDefault(True)
        acts.addWidget(keep)
        lines.addLayout(acts)
        dialog.accepted.connect(lambda: self.keep(name.text()))
        name.setFocus()
        dialog.open()

    def _kept(self, view: SavedView) -> None:
        self._desk.shell.toast(tr("Kept as {name}", name=view.name), undo=lambda: self._views.remove(view.id))
        self.refresh()

    def _remove(self, view_id: int) -> None:
        self._desk.tasks.run(
            self._views.remove(view_id), owner=self.button, done=self._removed, failed=self._desk.errors.show
        )

    def _removed(self, view: SavedView) -> None:
        self._desk.shell.toast(tr("Removed {name}", name=view.name), undo=lambda: self._views.put_back(view))
        self.refresh()
