"""Help beside the page: what the page answers, its keys, and a search over all of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from ui.commands import Command, keys_of
from ui.helping import EVERYWHERE, Topic
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column
from ui.widgets.text import label, rule


class HelpPanel(QWidget):
    """`keys` are the commands of the page in sight; `all_keys` opens the whole list of them."""

    def __init__(
        self,
        topics: Sequence[Topic],
        page_id: str,
        keys: Sequence[Command],
        all_keys: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._topics = {one.id: one for one in topics}
        self._page_id, self._keys, self._all_keys = page_id, keys, all_keys
        self._links: list[QPushButton] = []
        lines = column(self, gap=12, margin=16)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the help"))
        self.search.setAccessibleName(tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        lines.addWidget(self.search)
        self._body = column(gap=8)
        lines.addLayout(self._body)
        lines.addStretch(1)
        self.setFocusProxy(self.search)
        self.show_topic(page_id if page_id in self._topics else EVERYWHERE)

    def show_topic(self, topic_id: str) -> None:
        """One topic whole; the keys stand under that of the page in sight."""
        clear(self._body)
        self._links.clear()
        topic = self._topics.get(topic_id)
        if topic is None:
            return
        self._body.addWidget(label(topic.title, "title"))
        for section in topic.sections:
            if section.title:
                self._body.addSpacing(4)
                self._body.addWidget(label(section.title, "strong"))
            for paragraph in section.paragraphs:
                self._body.addWidget(label(paragraph))
        if topic_id == self._page_id and self._keys:
            self._show_keys()
        self._body.addWidget(rule())
        others = [one for one in self._topics.values() if one.id != topic_id]
        for one in sorted(others, key=lambda other: (other.id != EVERYWHERE, other.title)):
            self._link(one)

    def titles(self) -> list[str]:
        """The topics that can be opened from here, for tests and readers."""
        return [one.text() for one in self._links]

    def _show_keys(self) -> None:
        self._body.addSpacing(4)
        self._body.addWidget(label(tr("Keys on this page"), "strong"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        for at, command in enumerate(self._keys):
            grid.addWidget(label(keys_of(command, most=1), "muted", wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(command.text), at, 1)
        self._body.addLayout(grid)
        self._body.addWidget(button(tr("All shortcuts"), self._all_keys, kind="link"), 0, Qt.AlignmentFlag.AlignLeft)

    def _find(self, typed: str) -> None:
        wanted = typed.strip()
        if not wanted:
            self.show_topic(self._page_id if self._page_id in self._topics else EVERYWHERE)
            return
        clear(self._body)
        self._links.clear()
        ranked = [(topic.answers(wanted), topic) for topic in self._topics.values()]
        found = sorted(
            ((rank, topic.title, topic) for rank, topic in ranked if rank is not None), key=lambda one: one[:2]
        )
        if not found:
            self._body.addWidget(label(tr("Nothing is found for “{typed}”.", typed=wanted), "muted"))
        for _, _, topic in found:
            self._link(topic)

    def _link(self, topic: Topic) -> None:
        made = button(topic.title, lambda: self.show_topic(topic.id), kind="link", icon="file-text")
        self._links.append(made)
        self._body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
