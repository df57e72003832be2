"""The library: every picture and film, found by words and chips, kept in folders, described, and taken into a post."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from ofauto_desktop.domain.events import ClientsChanged, MediaChanged, PlanningChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.library import Folder, Found, MediaFilter, MediaOrder, Taken
from ofauto_desktop.domain.planning import SavedView
from ui import theme
from ui.commands import Command
from ui.desk import Desk
from ui.fill_week import FillWeek
from ui.format import count, size
from ui.language import tr, tr_n
from ui.library_commands import commands_of
from ui.media_acts import MediaActs
from ui.media_intake import MediaIntake, holds_media
from ui.models.library import LibraryModel
from ui.models.places import EVERYWHERE, Place, PlaceKind, tree
from ui.thumbnails import Thumbnails
from ui.tokens import Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.folder_tree import FolderTree, place_icon, place_name
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column, row
from ui.widgets.library_filters import LibraryFilters, order_of
from ui.widgets.media_grid import MediaGrid
from ui.widgets.selection_bar import SelectionBar
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.filling import WeekFilling
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.media_finding import MediaFinding
    from ofauto_desktop.services.media_sorting import MediaSorting
    from ofauto_desktop.services.media_variants import MediaVariants
    from ofauto_desktop.services.planning_book import Planning
    from ui.widgets.media_inspector import MediaInspector

_SEARCH_AFTER_MS = 150
_FOLLOW_AFTER_MS = 120
_PLACES_FROM = 720  # pixels at 100 % text: less, and the folders are behind a button
_PLACES_WIDE = 200
_LEAST_WIDE = 150
_WORDS_FROM = 480
_MOST_BANNERS = 4


class LibraryPage(QWidget):
    """Files dropped anywhere on the page are taken in, into the folder that is open."""

    def __init__(
        self,
        *,
        library: "Library",
        finding: "MediaFinding",
        sorting: "MediaSorting",
        variants: "MediaVariants",
        clients: "Clients",
        planning: "Planning",
        filling: "WeekFilling",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._finding, self._sorting, self._variants = library, finding, sorting, variants
        self._clients, self._planning, self._desk = clients, planning, desk
        self._asked = 0
        self._place = EVERYWHERE
        self._folders: tuple[Folder, ...] = ()
        self._tags: tuple[tuple[str, int], ...] = ()
        self._focus: int | None = None
        self._short = False
        self._stale = False
        self._inspector: MediaInspector | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.model = LibraryModel(finding, desk, self)
        self.pictures = Thumbnails(finding, desk, self)
        self.view = MediaGrid(self.model, self.pictures)
        self.acts = MediaActs(sorting, finding, desk, self)
        self.intake = MediaIntake(library, desk, self)
        self.filling = FillWeek(filling, planning, desk, self)
        self._states = PageStates(self.view, rows=3, row_height=96)
        self._states.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._build()
        self._listen()
        for command in commands_of(self):
            desk.commands.add(command, scope=self.view)
        find = Command(id="library.find", text=tr("Search the library"), run=self.search.setFocus, keys=("Ctrl+F",))
        desk.commands.add(find, scope=self)
        paste = Command(id="library.paste", text=tr("Paste media"), run=self._paste, keys=("Ctrl+V",))
        desk.commands.add(paste, scope=self)

    @property
    def library(self) -> "Library":
        return self._library

    @property
    def finding(self) -> "MediaFinding":
        return self._finding

    @property
    def variants(self) -> "MediaVariants":
        return self._variants

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def place(self) -> Place:
        return self._place

    @property
    def folders(self) -> tuple[Folder, ...]:
        return self._folders

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for tag, _ in self._tags)

    def refresh(self) -> None:
        """Read what is shown, and what the places and menus hold."""
        self._read_items()
        for work, done in (
            (self._sorting.folders(), self._show_folders),
            (self._offers(), self._show_offers),
        ):
            self._desk.tasks.run(work, owner=self, done=done, failed=self._desk.errors.show)

    def focus(self, *, media_id: int | None = None, folder_id: int | None = None, **_: object) -> None:
        """Show an item, wherever it lies; or a folder."""
        if folder_id is not None:
            self.go_to(Place(PlaceKind.FOLDER, folder_id))
        if media_id is None:
            return
        if self.view.go_to(media_id):
            self._inspect(media_id)
            return
        self._focus = media_id
        self.search.clear()
        self.filters.put(MediaFilter())
        self.go_to(EVERYWHERE)

    def go_to(self, place: Place) -> None:
        """Show another place of the library."""
        self._place = place
        self.places.show_folders(self._folders, place)
        self._name_place()
        self._read_items()

    def wanted(self) -> MediaFilter:
        """All that is asked for: words, chips and the place."""
        return replace(
            self.filters.filter,
            text=" ".join(self.search.text().split()),
            folder_id=self._place.folder_id,
            unfiled=self._place.kind is PlaceKind.UNFILED,
            in_bin=self._place.kind is PlaceKind.BIN,
        )

    def _stored(self) -> dict[str, Any]:
        """What a view keeps: all that is asked for, and the order."""
        order = self.filters.order
        return self.wanted().as_json() | ({} if order is MediaOrder.NEWEST else {"order": order.value})

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_media(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData())
        event.acceptProposedAction()

    def minimumSizeHint(self) -> QSize:
        """Of the narrowest form, which `_arrange` goes over to; the window could not become narrow otherwise."""
        return QSize(theme.current().scaled(_LEAST_WIDE), 240)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        across = row(self, gap=0)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what has no room is put away, see _arrange
        self.places = FolderTree()
        self._side = QWidget()
        self._side.setProperty("role", "places")
        side = column(self._side, gap=4)
        side.setContentsMargins(12, PAGE_MARGIN - 4, 0, 12)
        side.addWidget(self.places, 1)
        side.addWidget(button(tr("New folder"), lambda: self._new_folder(None), kind="link", icon="folder-plus"))
        side.addWidget(button(tr("Storage"), self._open_storage, kind="link", icon="hard-drive-download"))
        across.addWidget(self._side)
        main = QWidget()
        across.addWidget(main, 1)
        lines = column(main, gap=12, margin=PAGE_MARGIN)
        PageMargin(main, lines)
        lines.addLayout(self._head())
        self.filters = LibraryFilters()
        lines.addWidget(self.filters)
        self.selection = SelectionBar()
        lines.addWidget(self.selection)
        lines.addWidget(IntakeProgress(self.intake))
        self._problems = column(gap=8)
        lines.addLayout(self._problems)
        lines.addWidget(self._states, 1)
        self._count = label("", "caption", wrap=False)
        lines.addWidget(self._count)
        theme.current().changed.connect(self._arrange)
        self._arrange()

    def _head(self) -> Any:
        head = row(gap=8)
        self.place_button = button("", icon="images")
        menu = QMenu(self.place_button)
        menu.aboutToShow.connect(lambda: self._fill_places(menu))
        self.place_button.setMenu(menu)
        head.addWidget(self.place_button)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, texts, tags and posts"))
        self.search.setAccessibleName(tr("Search the library"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(60)
        head.addWidget(self.search, 1)
        self.filter_button = button(tr("Filters"), icon="sliders-horizontal")
        self.filter_button.setCheckable(True)
        head.addWidget(self.filter_button)
        self.add_button = button(tr("Add media"), self.intake.pick, kind="primary", icon="image-plus")
        self.add_button.setToolTip(tr("Add pictures and films; you can also drop and paste them"))
        head.addWidget(self.add_button)
        return head

    def _listen(self) -> None:
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._search_soon.timeout.connect(self._read_items)
        self.search.textChanged.connect(lambda _: self._search_soon.start())
        self._follow_soon = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._follow_soon.timeout.connect(self._follow)
        self.search.returnPressed.connect(self._to_first)
        self.filters.changed.connect(self._read_items)
        self.filters.view_chosen.connect(self._use_view)
        self.filters.save_wanted.connect(self._save_view)
        self.filters.smart_wanted.connect(self._save_smart)
        self.filters.view_removed.connect(self._remove_view)
        self.filter_button.toggled.connect(lambda _: self._arrange())
        self.places.chosen.connect(self.go_to)
        self.places.items_dropped.connect(self.acts.file)
        self.places.folder_dropped.connect(self.acts.move_folder)
        self.places.add_wanted.connect(self._new_folder)
        self.places.rename_wanted.connect(self._rename_folder)
        self.places.move_wanted.connect(self._move_folder)
        self.places.remove_wanted.connect(self.acts.remove_folder)
        self.places.rule_shown.connect(self._show_rule)
        self.places.rule_changed.connect(self._change_rule)
        self.view.opened.connect(self._inspect)
        self.view.clicked.connect(lambda index: self._clicked(self.model.ids[index.row()]))
        self.view.previewed.connect(self._preview)
        self.view.chosen.connect(self._say_selection)
        self.view.menu_wanted.connect(lambda at: self.item_menu().popup(at))
        self.intake.taken.connect(self._taken)
        self.intake.refused.connect(self._refused)
        self.intake.busy.connect(self._say_busy)
        events = self._desk.events
        events.each(MediaChanged, owner=self, hear=lambda event: self.pictures.forget(_ids_of(event)))
        events.settled(MediaChanged, PlanningChanged, ClientsChanged, owner=self, refresh=self._hear)
        events.settled(PostsChanged, TargetSettled, owner=self, refresh=self._hear_of_posts)

    def _hear(self) -> None:
        """What changes while another page is shown is read when this one is shown again."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _hear_of_posts(self) -> None:
        if self.isVisible():
            self._read_items()
        else:
            self._stale = True

    def _arrange(self) -> None:
        """Folders beside the items, or behind a button; the same with the chips; no word is cut."""
        look = theme.current()
        narrow = self.width() < look.scaled(_PLACES_FROM)
        self._side.setVisible(not narrow)
        self._side.setFixedWidth(look.scaled(_PLACES_WIDE))
        self.place_button.setVisible(narrow)
        self.filter_button.setVisible(narrow)
        self.filters.setVisible(not narrow or self.filter_button.isChecked())
        self._short = self.width() < look.scaled(_WORDS_FROM)
        self._word(self.add_button, tr("Add media"), "image-plus", "on_accent")
        folder = next((one for one in self._folders if one.id == self._place.folder_id), None)
        self._word(self.place_button, place_name(self._place, self._folders), place_icon(self._place, folder))
        self._say_filters()

    def _word(self, made: QPushButton, words: str, icon: str, colour: str = "text_muted") -> None:
        """An icon with its words where there is room, for readers in any case."""
        shown = "" if self._short else words
        if (made.text(), made.property("icon_name")) != (shown, icon) or made.icon().isNull():
            made.setText(shown)
            made.setProperty("icon_name", icon)
            theme.current().icons.put(made, icon, colour)  # its room depends on whether words follow
        made.setAccessibleName(words)
        made.setToolTip(words if self._short else "")

    # --- reading ---

    def _read_items(self) -> None:
        self._search_soon.stop()
        self._asked += 1
        asked = self._asked
        self._states.loading()
        work = self._look_alikes() if self._place.kind is PlaceKind.ALIKE else self._find()
        self._desk.tasks.run(
            work,
            owner=self,
            done=lambda found: self._show(*found) if asked == self._asked else None,
            failed=lambda error: self._failed(error) if asked == self._asked else None,
        )

    async def _find(self) -> tuple[Found, dict[int, int]]:
        found = await self._finding.find(self.wanted(), self.filters.order, zone=self._desk.zone)
        return found, {}

    async def _look_alikes(self) -> tuple[Found, dict[int, int]]:
        """Those that narrowing leaves, group by group."""
        from array import array

        groups, _ = await self._finding.look_alike_groups()
        fits = set((await self._finding.find(self.wanted(), zone=self._desk.zone)).ids)
        ids: array[int] = array("q")
        numbers: dict[int, int] = {}
        for number, members in enumerate(groups, start=1):
            if fits.issuperset(members):
                ids.extend(members)
                numbers |= dict.fromkeys(members, number)
        return Found(ids=ids, size=0), numbers

    def _show(self, found: Found, groups: dict[int, int]) -> None:
        chosen, current = self.view.chosen_ids(), self.view.current_id()
        scroll = self.view.verticalScrollBar().value()
        if self.model.show(found.ids, groups):
            self.view.keep_place(chosen, current, scroll)
        self._say_count(found)
        self._say_filters()
        self.filters.name_view(self._stored())
        if found.ids:
            self._states.content()
        else:
            self._say_nothing()
        self._say_selection()
        if self._focus is not None and self.view.go_to(self._focus):
            media_id, self._focus = self._focus, None
            self._inspect(media_id)

    def _say_nothing(self) -> None:
        if self.wanted().narrows:
            self._states.empty(tr("Nothing here fits what you look for."), tr("Clear search and filters"), self._clear)
        elif self._place.kind is PlaceKind.ALIKE:
            self._states.empty(tr("No two pictures look alike. New ones are compared when they are added."))
        elif self._place.kind is PlaceKind.BIN:
            self._states.empty(tr("The bin is empty. What is removed stays here for 30 days."))
        elif self._place.kind is PlaceKind.FOLDER:
            words = tr("Nothing lies here yet. Drag items onto the folder, or press M on them.")
            self._states.empty(words, tr("Show all media"), lambda: self.go_to(EVERYWHERE))
        else:
            words = tr("Drop pictures and films here. They are kept encrypted on this computer.")
            self._states.empty(words, tr("Add media"), self.intake.pick)

    def _failed(self, error: Exception) -> None:
        if self._place.kind is PlaceKind.FOLDER and self._place.folder_id not in {one.id for one in self._folders}:
            self.go_to(EVERYWHERE)
            return
        self._states.error(self._desk.errors.present(error), self.refresh)

    async def _offers(self) -> tuple[Any, ...]:
        return (
            await self._finding.tags(),
            await self._clients.list(),
            await self._planning.views.list("library"),
        )

    def _show_offers(self, offers: tuple[Any, ...]) -> None:
        tags, clients, views = offers
        self._tags = tags
        self.filters.offer(tags=tags, clients=clients, views=views)
        self.filters.name_view(self._stored())

    def _show_folders(self, folders: Sequence[Folder]) -> None:
        self._folders = tuple(folders)
        if self._place.kind is PlaceKind.FOLDER and self._place.folder_id not in {one.id for one in folders}:
            self.go_to(EVERYWHERE)  # it was removed
            return
        self.places.show_folders(self._folders, self._place)
        self._name_place()

    # --- words ---

    def _name_place(self) -> None:
        self._arrange()

    def _say_count(self, found: Found) -> None:
        many = len(found.ids)
        words = tr_n("{n} item", "{n} items", many) if many < 1000 else tr("{n} items", n=count(many))
        self._count.setText(f"{words} · {size(found.size)}" if found.size else words)
        self._count.setVisible(many > 0)

    def _say_filters(self) -> None:
        active = self.filters.active
        words = tr("Filters ({n})", n=active) if active else tr("Filters")
        self._word(self.filter_button, words, "sliders-horizontal", "accent" if active else "text_muted")

    def _say_selection(self) -> None:
        alike = self._place.kind is PlaceKind.ALIKE and bool(self.model.ids)
        self.selection.say(self.view.chosen_count(), in_bin=self._place.kind is PlaceKind.BIN, alike=alike)
        self._desk.commands.look_again()
        if self.view.hasFocus():
            self._follow_soon.start()

    def _say_busy(self, under_way: int) -> None:
        self.add_button.setEnabled(not under_way)

    # --- acts ---

    def _to_first(self) -> None:
        """From the search field into what was found."""
        if self.model.ids:
            self.view.setFocus()
            self.view.go_to(self.model.ids[0])

    def _clear(self) -> None:
        self.search.clear()
        self.filters.put(MediaFilter())
        self._read_items()

    def _take(self, mime: Any) -> None:
        self.intake.folder_id = self._open_folder()
        self.intake.take(mime)

    def _paste(self) -> None:
        self._take(QApplication.clipboard().mimeData())

    def _open_folder(self) -> int | None:
        """Where new items go: the folder that is open, unless it is a smart one."""
        folder = next((one for one in self._folders if one.id == self._place.folder_id), None)
        return folder.id if folder is not None and folder.rule is None else None

    def _clicked(self, media_id: int) -> None:
        """A click shows it; with Shift or Ctrl many are being chosen."""
        if self.view.chosen_count() == 1:
            self._inspect(media_id)
            self.view.setFocus()

    def _inspect(self, media_id: int) -> None:
        from ui.widgets.media_inspector import MediaInspector

        self._inspector = MediaInspector(media_id, self)
        self._desk.shell.inspect(tr("Media"), self._inspector)

    def _follow(self) -> None:
        """An open inspector shows what the keys go to, and leaves them where they are."""
        current, open_now = self.view.current_id(), self._inspector
        if current is None or open_now is None or not shiboken6.isValid(open_now) or not open_now.isVisible():
            return
        if self.view.chosen_count() == 1 and open_now.media_id != current:
            self._inspect(current)
            self.view.setFocus()

    def _preview(self, media_id: int) -> None:
        from ui.dialogs.media_preview import MediaPreview

        MediaPreview(media_id, self).open()

    def _open_storage(self) -> None:
        from ui.dialogs.media_storage import MediaStorage

        MediaStorage(self._finding, self._desk, self.window()).open()

    def _taken(self, taken: Taken) -> None:
        if taken.was_here:
            self._tell(tr("You already have {name}.", name=taken.item.name), Tone.INFO, tr("Show it"), taken.item.id)
        elif taken.alike:
            words = tr(
                "{name} looks like {other}, which you already have.", name=taken.item.name, other=taken.alike[0].name
            )
            self._tell(words, Tone.INFO, tr("Compare"), taken.item.id)

    def _refused(self, name: str, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._tell(f"{name}: {words.text or words.title}", Tone.DANGER)

    def _tell(self, words: str, tone: Tone, action: str = "", media_id: int | None = None) -> None:
        """A line over the items, until it is closed or too many came after it."""
        while self._problems.count() >= _MOST_BANNERS:
            oldest = self._problems.takeAt(0)
            if oldest is not None and (widget := oldest.widget()) is not None:
                widget.deleteLater()

        told = QWidget()
        line = row(told, gap=4)

        def act() -> None:
            told.deleteLater()
            if media_id is not None:
                self.focus(media_id=media_id)

        line.addWidget(Banner(words, tone, action or tr("Close"), act), 1)
        if action:
            line.addWidget(icon_button("x", tr("Close: {words}", words=words), told.deleteLater))
        self._problems.addWidget(told)

    def item_menu(self) -> QMenu:
        """The commands that can be used on what is selected."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name in ("compose", "edit", "move", "tag", "save_copy", "restore", "remove", "delete"):
            act = self._desk.commands.action(f"library.{name}")
            if act.isEnabled():
                menu.addAction(act)
        return menu

    # --- folders and views ---

    def _fill_places(self, menu: QMenu) -> None:
        """The places, for windows that have no room for the tree."""
        menu.clear()
        icons = theme.current().icons
        fixed = [Place(kind) for kind in PlaceKind if kind is not PlaceKind.FOLDER]
        folders = [(depth, Place(PlaceKind.FOLDER, one.id), one) for depth, one in tree(self._folders)]
        for depth, place, folder in [*((0, one, None) for one in fixed), *folders]:
            words = "    " * depth + place_name(place, self._folders)
            act = menu.addAction(icons.icon(place_icon(place, folder)), words, partial(self.go_to, place))
            act.setCheckable(True)
            act.setChecked(place == self._place)
        menu.addSeparator()
        menu.addAction(tr("New folder…"), lambda: self._new_folder(None))
        folder = next((one for one in self._folders if one.id == self._place.folder_id), None)
        if folder is not None:
            for act in self.places.menu(folder).actions():
                menu.addAction(act)
        menu.addAction(tr("Storage…"), self._open_storage)

    def _new_folder(self, above: Folder | None) -> None:
        parent_id = None if above is None else above.id
        help_text = "" if above is None else tr("It will lie in {folder}.", folder=above.name)
        self._ask_name(
            tr("New folder"), tr("Make folder"), lambda name: self.acts.add_folder(name, parent_id, None), help_text
        )

    def _rename_folder(self, folder: Folder) -> None:
        act = partial(self._renamed, folder)
        self._ask_name(tr("Rename the folder"), tr("Rename"), act, text=folder.name)

    def _renamed(self, folder: Folder, name: str) -> None:
        if name != folder.name:
            self.acts.edit_folder(folder, name, folder.rule)

    def _move_folder(self, folder: Folder) -> None:
        from ui.dialogs.pick_folder import PickFolder

        dialog = PickFolder(
            self._folders,
            self.window(),
            title=tr("Move {folder}", folder=folder.name),
            accept=tr("Move here"),
            nowhere=tr("Top of the library"),
            leave_out=folder.id,
        )
        dialog.picked.connect(lambda to: self.acts.move_folder(folder, None if to is None else to.id))
        dialog.open()

    def _save_smart(self) -> None:
        rule = replace(self.wanted(), in_bin=False, unfiled=False)
        help_text = tr("It always holds what the present search and filters find.")
        act = partial(self._make_smart, rule)
        self._ask_name(tr("New smart folder"), tr("Make folder"), act, help_text)

    def _show_rule(self, folder: Folder) -> None:
        """What a smart folder looks for, in the search field and the chips, to be changed there."""
        rule = folder.rule or MediaFilter()
        self.search.setText(rule.text)
        self.filters.put(rule)
        self.go_to(EVERYWHERE if rule.folder_id is None else Place(PlaceKind.FOLDER, rule.folder_id))

    def _change_rule(self, folder: Folder) -> None:
        rule = replace(self.wanted(), in_bin=False, unfiled=False)
        self.acts.edit_folder(
            folder, folder.name, replace(rule, folder_id=None) if rule.folder_id == folder.id else rule
        )

    def _make_smart(self, rule: MediaFilter, name: str) -> None:
        self.acts.add_folder(name, None, rule)

    def _save_view(self) -> None:
        self._ask_name(tr("Save as a view"), tr("Save"), self._keep_view)

    def _keep_view(self, name: str) -> None:
        views = self._planning.views
        self._desk.tasks.run(
            views.add("library", name, self._stored()),
            owner=self,
            done=lambda view: self._desk.shell.toast(
                tr("Saved the view {name}", name=view.name), undo=lambda: views.remove(view.id)
            ),
            failed=self._desk.errors.show,
        )

    def _use_view(self, view: SavedView) -> None:
        wanted = MediaFilter.from_json(view.filters)
        self.search.setText(wanted.text)
        self.filters.put(wanted, order_of(view.filters))
        if wanted.folder_id is not None:
            place = Place(PlaceKind.FOLDER, wanted.folder_id)
        elif wanted.unfiled or wanted.in_bin:
            place = Place(PlaceKind.UNFILED if wanted.unfiled else PlaceKind.BIN)
        else:
            place = EVERYWHERE
        self.go_to(place)

    def _remove_view(self, view: SavedView) -> None:
        views = self._planning.views
        self._desk.tasks.run(
            views.remove(view.id),
            owner=self,
            done=lambda gone: self._desk.shell.toast(
                tr("Removed the view {name}", name=gone.name), undo=lambda: views.put_back(gone)
            ),
            failed=self._desk.errors.show,
        )

    def _ask_name(self, title: str, accept: str, act: Any, help_text: str = "", text: str = "") -> None:
        from ui.dialogs.one_line import OneLine

        dialog = OneLine(title, tr("Name"), self.window(), accept=accept, text=text, help_text=help_text)
        dialog.given.connect(act)
        dialog.open()


def _ids_of(event: object) -> Sequence[int]:
    return event.media_ids if isinstance(event, MediaChanged) else ()
