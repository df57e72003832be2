"""The bar above the page: its title, search, New, notices, sync state, lock."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from ui import theme
from ui.commands import Commands
from ui.language import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import page_margin, row
from ui.widgets.text import ElidedLabel

# Up to this text size five icons stand beside a title in 390 pixels.
_ROOMY = 125


class TopBar(QFrame):
    """Narrow windows keep the icons and lose the words. `sync` and `notices` are put in by the shell."""

    def __init__(
        self, commands: Commands, notices: QToolButton, sync: QToolButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "top")
        self.setAccessibleName(tr("Tools"))
        # A page that would like to be taller takes nothing from it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = line = row(self, gap=4)
        line.setContentsMargins(16, 8, 8, 8)
        self.title = ElidedLabel("", "title")
        line.addWidget(self.title, 1)
        self.search = button(tr("Search or go to …"))
        commands.bind(self.search, "palette", text=False)
        self.search_icon = icon_button("search", tr("Search"))
        commands.bind(self.search_icon, "palette", text=False)
        self.new = button(tr("New post"), kind="primary")
        commands.bind(self.new, "posts.new", text=False, colour="on_accent")
        self.help = icon_button("circle-question-mark", tr("Help on this page"))
        commands.bind(self.help, "help", text=False)
        self.lock = icon_button("lock", tr("Lock"))
        commands.bind(self.lock, "workspace.lock", text=False)
        self.menu = icon_button("ellipsis", tr("Menu"))
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for widget in (self.search, self.search_icon, self.new, notices, sync, self.help, self.lock, self.menu):
            line.addWidget(widget)
        self.narrow(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.setContentsMargins(page_margin(self.width()), 8, 8, 8)

    def narrow(self, *, narrow: bool) -> None:
        """A window of a telephone's width has New and the menu in its bottom bar; large text leaves less beside a title."""
        tight = narrow and theme.current().percent > _ROOMY
        self.search.setVisible(not narrow)
        self.search_icon.setVisible(narrow and not tight)
        self.lock.setVisible(not tight)
        self.help.setVisible(not narrow)
        self.new.setVisible(not narrow)
        self.menu.setVisible(not narrow)
