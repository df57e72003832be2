"""What stands in the window while the workspace is open: bars, the page, the inspector, the toast."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ofauto_desktop.domain.events import Event, PreferencesChanged
from ofauto_desktop.domain.preferences import KEYBOARD, KEYS, NEW_POST
from ui import finding, kinetic, taking_up, theme
from ui.commands import Command
from ui.desk import Desk
from ui.dialogs.palette import Palette
from ui.dialogs.shortcuts import Shortcuts
from ui.help_desk import HelpDesk
from ui.inspector import Inspector
from ui.language import tr, tr_marked
from ui.navigation import PAGES, BottomBar, PageSpec, SideBar, as_page
from ui.notices import Notices
from ui.page_stack import PageStack
from ui.sync_state import SyncState
from ui.top_bar import TopBar
from ui.undo import Act, History, Step
from ui.unread import Unread
from ui.widgets.buttons import icon_button
from ui.widgets.client_switcher import ONE_AND_ALL, ClientSwitcher
from ui.widgets.layouts import column, row
from ui.widgets.ribbon import practice_ribbon
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ofauto_desktop.services import Services

WIDE = 1200
NARROW = 800
_MENU_CHARS = 48  # of a step's name


class WorkspaceView(QWidget):
    """Implements `desk.Shell`. It stands until the workspace is locked.

    `lock` and `leave` are what the commands of those names do. `build_again` shows the same workspace anew, where a
    setting asks for it; the view that then stands is handed the `history` of this one.
    """

    def __init__(
        self,
        services: "Services",
        desk_for: "Callable[[WorkspaceView], Desk]",
        *,
        lock: Callable[[], object],
        leave: Callable[[], object],
        build_again: Callable[[], object],
        history: History | None = None,
        pages: Sequence[PageSpec] = PAGES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._shown = ""
        self._lock, self._leave, self._build_again = lock, leave, build_again
        self.client_id: int | None = None
        self.desk = desk_for(self)
        self.stack = PageStack(pages, services, self.desk)
        self.history = self._begin_history(history)
        self._add_commands()
        self.inspector = Inspector()
        self.inspector.closed.connect(self._arrange)
        self.client = ClientSwitcher(services.clients, self.desk)
        self.client.activated.connect(self._switch_client)
        self.side = SideBar(pages, self.client)
        self.side.chosen.connect(self.open_page)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        more = icon_button("menu", tr("More"))
        more.setMenu(self.menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.bottom = BottomBar(pages, self.compose, more)
        self.bottom.chosen.connect(self.open_page)
        self.notices = Notices(services, self.desk, self)
        self.sync = SyncState(services.sync, self.desk, self)
        to_messages = [bar.buttons["messages"] for bar in (self.side, self.bottom) if "messages" in bar.buttons]
        self.unread = Unread(services.messages, to_messages, self.desk, self)
        self.top = TopBar(self.desk.commands, self.notices.button, self.sync.button)
        self.top.menu.setMenu(self.menu)
        self._lay_out()
        self._toast = Toast(self)
        self.desk.events.each(PreferencesChanged, owner=self, hear=self._take_up)
        taking_up.keys(self.desk.commands, services.preferences)
        self.client.read()
        self.help = HelpDesk(self.desk, self.inspector, self._page_in_sight, self._open_shortcuts, self)
        theme.current().changed.connect(self._arrange)
        theme.current().changed.connect(self._follow_fingers)

    def open_page(self, page_id: str, **focus: object) -> None:
        """Go to a page, building it where it is new; then show what `focus` names."""
        spec = self.stack.specs.get(page_id)
        if spec is None:
            return
        page = self.stack.opened(page_id)
        if page_id != self._shown:
            self.inspector.close_it()
        self._shown = page_id
        self.stack.setCurrentWidget(page)
        self.top.title.setText(tr_marked(spec.title))
        self.side.mark(page_id)
        self.bottom.mark(page_id)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        if focus:
            as_page(page).focus(**focus)
        self.desk.commands.look_again()

    def compose(self, **start: object) -> None:
        """Open the composer over whatever is shown."""
        from ui.pages.composer import Composer

        sheet = Composer(
            composing=self._services.composing,
            publishing=self._services.publishing,
            planning=self._services.planning,
            accounts=self._services.accounts,
            sets=self._services.account_sets,
            library=self._services.library,
            variants=self._services.media_variants,
            metrics=self._services.metrics,
            best_times=self._services.best_times,
            texts=self._services.texts,
            unfinished=self._services.unfinished,
            desk=self.desk,
            parent=self.window(),
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.begin(**start, usual=self._services.preferences.get(NEW_POST))
        sheet.open()

    def toast(self, text: str, *, undo: Act | None = None, redo: Act | None = None) -> None:
        if undo is None:
            self._toast.say(text)
            self.desk.commands.look_again()
        else:
            self.history.add(Step(text=text, undo=undo, redo=redo))

    def _say_done(self, step: Step) -> None:
        self._toast.say(step.text, undo=partial(self._undo_step, step))

    def _undo_step(self, step: Step) -> None:
        """The toast's button: only while nothing was done or undone since by other ways."""
        if self.history.next_undo is step:
            self.history.undo()

    def _say_undone(self, step: Step) -> None:
        again = None if step.redo is None else self.history.redo
        self._toast.say(tr("Undone: {step}", step=step.text), undo=again, action=tr("Redo"))

    def _say_redone(self, step: Step) -> None:
        self._toast.say(tr("Done again: {step}", step=step.text), undo=partial(self._undo_step, step))

    def _say_not_undone(self, step: Step, why: str) -> None:
        self._toast.say(tr("“{step}” stays as it is. {why}", step=step.text, why=why))

    def inspect(self, title: str, content: QWidget) -> None:
        self.inspector.show_it(title, content)
        kinetic.follow(self.inspector)
        self._arrange()

    def close_inspector(self) -> None:
        self.inspector.close_it()

    def shown_page(self) -> str:
        """The id of the page in sight."""
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ParentChange:
            self._arrange()

    def _take_up(self, event: Event) -> None:
        """A setting was chosen, here or by another way."""
        if not isinstance(event, PreferencesChanged):
            return
        if event.key in {one.key for one in taking_up.LOOKS}:
            taking_up.looks(self.desk.theme, self._services.preferences)
        elif event.key in {one.key for one in taking_up.FORMS}:
            self._build_again()
        elif event.key == KEYS.key:
            taking_up.keys(self.desk.commands, self._services.preferences)

    def _follow_fingers(self) -> None:
        kinetic.follow(self)

    def _lay_out(self) -> None:
        lines = column(self, gap=0)
        if self.desk.practice:
            lines.addWidget(practice_ribbon())
        self._across = row(gap=0)
        self._across.addWidget(self.side)
        middle = column(gap=0)
        middle.addWidget(self.top)
        self._page_area = row(gap=0)
        self._page_area.addWidget(self.stack, 1)
        self._page_area.addWidget(self.inspector)
        middle.addLayout(self._page_area, 1)
        self._across.addLayout(middle, 1)
        lines.addLayout(self._across, 1)
        lines.addWidget(self.bottom)

    def _arrange(self) -> None:
        """Side bar with labels, rail or bottom bar; inspector beside the page, over it, or in its place (ux.md, "Map").

        Widths are those at 100 % text: twice the text needs twice the room.
        """
        look = theme.current()
        wide, narrow = self.width() >= look.scaled(WIDE), self.width() < look.scaled(NARROW)
        self.side.setVisible(not narrow)
        self.side.show_labels(labels=wide)
        self.bottom.setVisible(narrow)
        self.top.narrow(narrow=narrow)
        inspecting = not self.inspector.isHidden()
        self.inspector.take_place(whole=narrow)
        self.stack.setVisible(not (narrow and inspecting))
        most = 16_777_215 if narrow else self.inspector.natural_width
        self.inspector.setMinimumWidth(0 if narrow else min(self.inspector.natural_width, self.width() // 2))
        self.inspector.setMaximumWidth(most)

    def _begin_history(self, before: History | None) -> History:
        """The steps outlive a view that is built again: then they are heard by this one."""
        made = before or History(self.desk.tasks, self.desk.errors, self)
        made.setParent(self)
        made.added.connect(self._say_done)
        made.changed.connect(self.desk.commands.look_again)
        made.undone.connect(self._say_undone)
        made.redone.connect(self._say_redone)
        made.failed.connect(self._say_not_undone)
        return made

    def _add_commands(self) -> None:
        commands = self.desk.commands
        for spec in self.stack.specs.values():
            commands.add(
                Command(
                    id=f"go.{spec.id}",
                    text=tr("Go to {title}", title=tr_marked(spec.title)),
                    run=partial(self.open_page, spec.id),
                    keys=(f"G, {spec.key}",),
                    icon=spec.icon,
                    group=tr("Go"),
                    title=tr_marked(spec.title),
                ),
            )
        for command in self._own_commands():
            commands.add(command)

    def _own_commands(self) -> tuple[Command, ...]:
        return (
            Command(id="posts.new", text=tr("New post"), run=self.compose, keys=("N",), icon="plus", group=tr("Posts")),
            Command(
                id="palette",
                text=tr("Search or go to …"),
                run=self._open_palette,
                keys=("Ctrl+K", "/"),
                icon="search",
                group=tr("Go"),
            ),
            Command(
                id="undo",
                text=tr("Undo"),
                run=self.history.undo,
                keys=("Ctrl+Z",),
                icon="undo-2",
                group=tr("Edit"),
                enabled=lambda: self.history.next_undo is not None,
                now=lambda: tr("Undo: {step}", step=_short(step)) if (step := self.history.next_undo) else tr("Undo"),
            ),
            Command(
                id="redo",
                text=tr("Redo"),
                run=self.history.redo,
                keys=("Ctrl+Shift+Z", "Ctrl+Y"),
                icon="redo-2",
                group=tr("Edit"),
                enabled=lambda: self.history.next_redo is not None,
                now=lambda: tr("Redo: {step}", step=_short(step)) if (step := self.history.next_redo) else tr("Redo"),
            ),
            Command(
                id="page.refresh",
                text=tr("Read this page again"),
                run=self._refresh,
                keys=("F5",),
                icon="refresh-cw",
                group=tr("Go"),
            ),
            Command(
                id="sync.now",
                text=tr("Sync now"),
                run=lambda: self.sync.pull(),
                icon="refresh-cw",
                group=tr("Accounts"),
            ),
            Command(
                id="inspector.close",
                text=tr("Close the side panel"),
                run=self.close_inspector,
                keys=("Esc",),
                group=tr("Go"),
                enabled=lambda: hasattr(self, "inspector") and not self.inspector.isHidden(),
            ),
            Command(
                id="workspace.lock",
                text=tr("Lock"),
                run=self._lock,
                keys=("Ctrl+L",),
                icon="lock",
                group=tr("Workspace"),
                words=tr("log out"),
            ),
            Command(
                id="shortcuts",
                text=tr("All shortcuts"),
                run=self._open_shortcuts,
                keys=("?",),
                icon="info",
                group=tr("Help"),
            ),
            Command(
                id="help",
                text=tr("Help on this page"),
                run=lambda: self.help.turn(),
                keys=("F1",),
                icon="circle-question-mark",
                group=tr("Help"),
                words=tr("how to manual"),
            ),
            Command(
                id="quit",
                text=tr("Quit OFAuto"),
                run=self._leave,
                keys=("Ctrl+Q",),
                icon="power",
                group=tr("Workspace"),
            ),
        )

    def _open_palette(self) -> None:
        commands = self.desk.commands
        sources = (finding.pages(commands), finding.acts(commands), finding.settings(self), self.help.find)
        Palette(self.desk, sources, self._services.search, self.stack.specs.__contains__, self.window()).open()

    def _open_shortcuts(self) -> None:
        change = partial(self.open_page, "settings", section=KEYBOARD)
        Shortcuts(self.desk.commands, change, self.window()).open()

    def _page_in_sight(self) -> tuple[str, QWidget]:
        return self._shown, self.stack.made[self._shown]

    def _refresh(self) -> None:
        as_page(self.stack.made[self._shown]).refresh()

    def _fill_menu(self) -> None:
        """Whose things are shown, then everything that can be done here, by group."""
        self.menu.clear()
        if self.client.count() > ONE_AND_ALL:
            whose = self.menu.addMenu(tr("Client"))
            for index in range(self.client.count()):
                act = whose.addAction(self.client.itemText(index), partial(self._choose_client, index))
                act.setCheckable(True)
                act.setChecked(index == self.client.currentIndex())
            self.menu.addSeparator()
        group = ""
        for command in sorted(self.desk.commands.all(), key=lambda one: one.group):
            if group and command.group != group:
                self.menu.addSeparator()
            group = command.group
            self.menu.addAction(self.desk.commands.action(command.id))

    def _choose_client(self, index: int) -> None:
        self.client.setCurrentIndex(index)
        self._switch_client()

    def _switch_client(self) -> None:
        self.client_id = self.client.currentData()
        self.stack.refresh()
        self.unread.look()


def _short(step: Step) -> str:
    """A step's name, as far as a menu has room for it."""
    return step.text if len(step.text) <= _MENU_CHARS else step.text[: _MENU_CHARS - 1].rstrip() + "…"
