"""The library: every picture and film, found by words and chips, kept in folders, described, and taken into a post."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QMenu, QPushButton, QWidget

from ofauto_desktop.domain.events import ClientsChanged, MediaChanged, PlanningChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.library import Folder, MediaFilter, MediaOrder
from ui import theme
from ui.commands import Command
from ui.desk import Desk
from ui.fill_week import FillWeek
from ui.language import tr
from ui.library_commands import commands_of
from ui.media_acts import MediaActs
from ui.media_intake import MediaIntake, holds_media
from ui.models.library import LibraryModel
from ui.models.places import EVERYWHERE, Place, PlaceKind
from ui.pages.media_folders import FolderActs
from ui.pages.media_listing import Listing
from ui.pages.media_news import IntakeNews
from ui.pages.media_opening import Opening
from ui.pages.media_views import PAGE, KeptViews
from ui.thumbnails import Thumbnails
from ui.widgets.buttons import button
from ui.widgets.folder_tree import FolderTree, place_icon, place_name
from ui.widgets.intake_progress import IntakeProgress
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column, row
from ui.widgets.library_filters import LibraryFilters
from ui.widgets.media_grid import MediaGrid
from ui.widgets.selection_bar import SelectionBar

if TYPE_CHECKING:
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.filling import WeekFilling
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.media_finding import MediaFinding
    from ofauto_desktop.services.media_sorting import MediaSorting
    from ofauto_desktop.services.media_variants import MediaVariants
    from ofauto_desktop.services.planning_book import Planning

_PLACES_FROM = 720  # pixels at 100 % text: less, and the folders are behind a button
_PLACES_WIDE = 200
_LEAST_WIDE = 150
_WORDS_FROM = 480


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
        self._place = EVERYWHERE
        self._folders: tuple[Folder, ...] = ()
        self._tags: tuple[tuple[str, int], ...] = ()
        self._short = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.model = LibraryModel(finding, desk, self)
        self.pictures = Thumbnails(finding, desk, self)
        self.view = MediaGrid(self.model, self.pictures)
        self.acts = MediaActs(sorting, finding, desk, self)
        self.intake = MediaIntake(library, desk, self)
        self.filling = FillWeek(filling, planning, desk, self)
        self.opening = Opening(self)
        self._listing = Listing(self)
        self._news = IntakeNews(self)
        self._build()
        self.folder_acts = FolderActs(self)
        self.kept_views = KeptViews(self, planning.views)
        self._listen()
        for command in commands_of(self):
            desk.commands.add(command, scope=self.view)
        for name, words, act, keys in (
            ("find", tr("Search the library"), self.search.setFocus, "Ctrl+F"),
            ("paste", tr("Paste media"), self._paste, "Ctrl+V"),
        ):
            command = Command(id=f"library.{name}", text=words, run=act, keys=(keys,), group=tr("Library"))
            desk.commands.add(command, scope=self)

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
    def folder(self) -> Folder | None:
        """The one that is open."""
        return next((one for one in self._folders if one.id == self._place.folder_id), None)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for tag, _ in self._tags)

    def refresh(self) -> None:
        """Read what is shown, and what the places and menus hold."""
        self._listing.read()
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
            self.opening.inspect(media_id)
            return
        self._listing.await_item(media_id)
        self.search.clear()
        self.filters.put(MediaFilter())
        self.go_to(EVERYWHERE)

    def go_to(self, place: Place) -> None:
        """Show another place of the library."""
        self._place = place
        self.places.show_folders(self._folders, place)
        self._arrange()
        self._listing.read()

    def wanted(self) -> MediaFilter:
        """All that is asked for: words, chips and the place."""
        return replace(
            self.filters.filter,
            text=" ".join(self.search.text().split()),
            folder_id=self._place.folder_id,
            unfiled=self._place.kind is PlaceKind.UNFILED,
            in_bin=self._place.kind is PlaceKind.BIN,
        )

    def stored(self) -> dict[str, Any]:
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
        side.addWidget(button(tr("New folder"), lambda: self.folder_acts.add(None), kind="link", icon="folder-plus"))
        side.addWidget(button(tr("Storage"), self.opening.storage, kind="link", icon="hard-drive-download"))
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
        lines.addLayout(self._news.lines)
        lines.addWidget(self._listing.states, 1)
        lines.addWidget(self._listing.count)
        theme.current().changed.connect(self._arrange)
        self._arrange()

    def _head(self) -> Any:
        head = row(gap=8)
        self.place_button = button("", icon="images")
        menu = QMenu(self.place_button)
        menu.aboutToShow.connect(lambda: self.folder_acts.fill(menu))
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
        self.search.textChanged.connect(lambda _: self._listing.read_soon())
        self.search.returnPressed.connect(self._to_first)
        self.filters.changed.connect(self._listing.read)
        self.filter_button.toggled.connect(lambda _: self._arrange())
        self.places.chosen.connect(self.go_to)
        self._listing.shown.connect(self._say_shown)
        self.view.chosen.connect(self._say_selection)
        self.view.menu_wanted.connect(lambda at: self.item_menu().popup(at))
        self.intake.busy.connect(self._say_busy)
        events = self._desk.events
        events.each(MediaChanged, owner=self, hear=lambda event: self.pictures.forget(_ids_of(event)))
        events.settled(MediaChanged, PlanningChanged, ClientsChanged, owner=self, refresh=self.refresh)
        events.settled(PostsChanged, TargetSettled, owner=self, refresh=self._listing.read)

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
        self._word(self.place_button, place_name(self._place, self._folders), place_icon(self._place, self.folder))
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

    async def _offers(self) -> tuple[Any, ...]:
        return (
            await self._finding.tags(),
            await self._clients.list(),
            await self._planning.views.list(PAGE),
        )

    def _show_offers(self, offers: tuple[Any, ...]) -> None:
        tags, clients, views = offers
        self._tags = tags
        self.filters.offer(tags=tags, clients=clients, views=views)
        self.filters.name_view(self.stored())

    def _show_folders(self, folders: Sequence[Folder]) -> None:
        self._folders = tuple(folders)
        if self._place.kind is PlaceKind.FOLDER and self._place.folder_id not in {one.id for one in folders}:
            self.go_to(EVERYWHERE)  # it was removed
            return
        self.places.show_folders(self._folders, self._place)
        self._arrange()

    # --- words ---

    def _say_shown(self) -> None:
        self._say_filters()
        self.filters.name_view(self.stored())
        self._say_selection()

    def _say_filters(self) -> None:
        active = self.filters.active
        words = tr("Filters ({n})", n=active) if active else tr("Filters")
        self._word(self.filter_button, words, "sliders-horizontal", "accent" if active else "text_muted")

    def _say_selection(self) -> None:
        alike = self._place.kind is PlaceKind.ALIKE and bool(self.model.ids)
        self.selection.say(self.view.chosen_count(), in_bin=self._place.kind is PlaceKind.BIN, alike=alike)
        self._desk.commands.look_again()
        if self.view.hasFocus():
            self.opening.follow_soon()

    def _say_busy(self, under_way: int) -> None:
        self.add_button.setEnabled(not under_way)

    # --- acts ---

    def _to_first(self) -> None:
        """From the search field into what was found."""
        if self.model.ids:
            self.view.setFocus()
            self.view.go_to(self.model.ids[0])

    def _take(self, mime: Any) -> None:
        self.intake.folder_id = self._open_folder()
        self.intake.take(mime)

    def _paste(self) -> None:
        self._take(QApplication.clipboard().mimeData())

    def _open_folder(self) -> int | None:
        """Where new items go: the folder that is open, unless it is a smart one."""
        folder = self.folder
        return folder.id if folder is not None and folder.rule is None else None

    def item_menu(self) -> QMenu:
        """The commands that can be used on what is selected."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name in ("compose", "edit", "move", "tag", "save_copy", "restore", "remove", "delete"):
            act = self._desk.commands.action(f"library.{name}")
            if act.isEnabled():
                menu.addAction(act)
        return menu


def _ids_of(event: object) -> Sequence[int]:
    return event.media_ids if isinstance(event, MediaChanged) else ()
