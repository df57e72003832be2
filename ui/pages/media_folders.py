"""Folders of the library, plain and smart: asked for by name, renamed, moved, and their rules."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from ofauto_desktop.domain.library import Folder, MediaFilter
from ui import theme
from ui.language import tr
from ui.models.places import EVERYWHERE, Place, PlaceKind, tree
from ui.widgets.folder_tree import place_icon, place_name

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage


class FolderActs(QObject):
    """Does what the tree asks for; `fill` offers the same in a menu."""

    def __init__(self, page: "LibraryPage") -> None:
        super().__init__(page)
        self._page, self._acts = page, page.acts
        places = page.places
        places.items_dropped.connect(self._acts.file)
        places.folder_dropped.connect(self._acts.move_folder)
        places.add_wanted.connect(self.add)
        places.rename_wanted.connect(self.rename)
        places.move_wanted.connect(self._move)
        places.remove_wanted.connect(self._acts.remove_folder)
        places.rule_shown.connect(self._show_rule)
        places.rule_changed.connect(self._change_rule)
        page.filters.smart_wanted.connect(self._save_smart)

    def fill(self, menu: QMenu) -> None:
        """The places, for windows that have no room for the tree."""
        menu.clear()
        page = self._page
        icons = theme.current().icons
        fixed = [Place(kind) for kind in PlaceKind if kind is not PlaceKind.FOLDER]
        folders = [(depth, Place(PlaceKind.FOLDER, one.id), one) for depth, one in tree(page.folders)]
        for depth, place, folder in [*((0, one, None) for one in fixed), *folders]:
            words = "    " * depth + place_name(place, page.folders)
            act = menu.addAction(icons.icon(place_icon(place, folder)), words, partial(page.go_to, place))
            act.setCheckable(True)
            act.setChecked(place == page.place)
        menu.addSeparator()
        menu.addAction(tr("New folder…"), lambda: self.add(None))
        folder = page.folder
        if folder is not None:
            for act in page.places.menu(folder).actions():
                menu.addAction(act)
        menu.addAction(tr("Storage…"), page.opening.storage)

    def add(self, above: Folder | None) -> None:
        """A new one, in `above` or at the top."""
        parent_id = None if above is None else above.id
        help_text = "" if above is None else tr("It will lie in {folder}.", folder=above.name)
        self._ask_name(
            tr("New folder"), tr("Make folder"), lambda name: self._acts.add_folder(name, parent_id, None), help_text
        )

    def rename(self, folder: Folder) -> None:
        act = partial(self._renamed, folder)
        self._ask_name(tr("Rename the folder"), tr("Rename"), act, text=folder.name)

    def _renamed(self, folder: Folder, name: str) -> None:
        if name != folder.name:
            self._acts.edit_folder(folder, name, folder.rule)

    def _move(self, folder: Folder) -> None:
        from ui.dialogs.pick_folder import PickFolder

        dialog = PickFolder(
            self._page.folders,
            self._page.window(),
            title=tr("Move {folder}", folder=folder.name),
            accept=tr("Move here"),
            nowhere=tr("Top of the library"),
            leave_out=folder.id,
        )
        dialog.picked.connect(lambda to: self._acts.move_folder(folder, None if to is None else to.id))
        dialog.open()

    def _save_smart(self) -> None:
        rule = self._rule()
        help_text = tr("It always holds what the present search and filters find.")
        act = partial(self._make_smart, rule)
        self._ask_name(tr("New smart folder"), tr("Make folder"), act, help_text)

    def _make_smart(self, rule: MediaFilter, name: str) -> None:
        self._acts.add_folder(name, None, rule)

    def _show_rule(self, folder: Folder) -> None:
        """What a smart folder looks for, in the search field and the chips, to be changed there."""
        rule = folder.rule or MediaFilter()
        self._page.search.setText(rule.text)
        self._page.filters.put(rule)
        self._page.go_to(EVERYWHERE if rule.folder_id is None else Place(PlaceKind.FOLDER, rule.folder_id))

    def _change_rule(self, folder: Folder) -> None:
        rule = self._rule()
        self._acts.edit_folder(
            folder, folder.name, replace(rule, folder_id=None) if rule.folder_id == folder.id else rule
        )

    def _rule(self) -> MediaFilter:
        """What is looked for now, as a smart folder keeps it."""
        return replace(self._page.wanted(), in_bin=False, unfiled=False)

    def _ask_name(
        self, title: str, accept: str, act: Callable[[str], None], help_text: str = "", text: str = ""
    ) -> None:
        from ui.dialogs.one_line import OneLine

        dialog = OneLine(title, tr("Name"), self._page.window(), accept=accept, text=text, help_text=help_text)
        dialog.given.connect(act)
        dialog.open()
