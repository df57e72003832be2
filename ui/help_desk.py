"""Help beside the page: read once, opened by F1 or by what a search found."""

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.runtime.paths import resources_dir
from ui import finding, helping
from ui.desk import Desk
from ui.inspector import Inspector
from ui.language import shown, tr
from ui.widgets.help_panel import HelpPanel


class HelpDesk(QObject):
    """`page` gives the id and the widget of the page in sight; `all_keys` opens the list of all shortcuts."""

    def __init__(
        self,
        desk: Desk,
        inspector: Inspector,
        page: Callable[[], tuple[str, QWidget]],
        all_keys: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._inspector, self._page, self._all_keys = desk, inspector, page, all_keys
        self.topics: tuple[helping.Topic, ...] = ()
        work = asyncio.to_thread(helping.read, resources_dir(), shown())
        desk.tasks.run(work, owner=self, done=self._take, failed=desk.errors.show)

    def turn(self) -> None:
        """Open the help on the page in sight; close it where it is open."""
        if isinstance(self._inspector.content(), HelpPanel):
            self._desk.shell.close_inspector()
        else:
            self.open()

    def open(self, topic_id: str = "") -> None:
        """Beside the page: its own help, or the topic that was asked for."""
        page_id, page = self._page()
        keys = [one for one in self._desk.commands.of(page) if one.keys]
        panel = HelpPanel(self.topics, page_id, keys, self._all_keys)
        if topic_id:
            panel.show_topic(topic_id)
        self._desk.shell.inspect(tr("Help"), panel)

    def find(self, typed: str) -> list[finding.Entry]:
        """What answers the words, for the palette."""
        return finding.topics(self.topics, self.open, typed)

    def _take(self, topics: Sequence[helping.Topic]) -> None:
        self.topics = tuple(topics)
