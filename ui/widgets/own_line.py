"""Says whether one account follows what all get, or has its own, and what differs; the way from one to the other."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.language import tr
from ui.models.composition import Difference, spoken
from ui.models.written import Aspect
from ui.widgets.badge import Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import label


class OwnLine(QWidget):
    """One aspect of one account: "Text as for all", or "Its own text" with what differs."""

    def __init__(
        self,
        aspect: Aspect,
        detach: Callable[[], object],
        follow: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._aspect = aspect
        lines = column(self, gap=4)
        head = FlowLayout(gap=8)
        told = QWidget()
        line = row(told, gap=6)
        self._picture = Picture("link", edge=14)
        line.addWidget(self._picture)
        self._words = label("", "caption", wrap=False)
        line.addWidget(self._words)
        head.addWidget(told)
        self.detach_button = button(_detach_words(aspect), detach, kind="link")
        self.follow_button = button(_follow_words(aspect), follow, kind="link")
        head.addWidget(self.detach_button)
        head.addWidget(self.follow_button)
        lines.addLayout(head)
        self.difference = QLabel()
        self.difference.setWordWrap(True)
        self.difference.setMinimumWidth(1)
        self.difference.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        lines.addWidget(self.difference)
        self.show_following()

    def show_following(self) -> None:
        self._show(own=False, words=_following(self._aspect))
        self.difference.hide()

    def show_own(self, told: Sequence[tuple[Difference, str]]) -> None:
        """With the words that differ: struck out what is gone, underlined what is new."""
        self._show(own=True, words=_own(self._aspect))
        self.difference.setTextFormat(Qt.TextFormat.RichText)
        self.difference.setText(_as_html(told))
        self.difference.setAccessibleName(spoken(told))
        self.difference.show()

    def show_own_in_words(self, words: str) -> None:
        """With words that say what differs, where it is not text."""
        self._show(own=True, words=_own(self._aspect))
        self.difference.setTextFormat(Qt.TextFormat.PlainText)
        self.difference.setText(words)
        self.difference.setAccessibleName(words)
        self.difference.show()

    def _show(self, *, own: bool, words: str) -> None:
        self._picture.put("pencil" if own else "link", "accent" if own else "text_muted")
        self._words.setText(words)
        self.detach_button.setVisible(not own)
        self.follow_button.setVisible(own)


def _following(aspect: Aspect) -> str:
    return {
        Aspect.TEXT: tr("Text as for all"),
        Aspect.THREAD: tr("Thread as for all"),
        Aspect.MEDIA: tr("Media as for all"),
    }[aspect]


def _own(aspect: Aspect) -> str:
    return {
        Aspect.TEXT: tr("Its own text"),
        Aspect.THREAD: tr("Its own thread"),
        Aspect.MEDIA: tr("Its own media"),
    }[aspect]


def _detach_words(aspect: Aspect) -> str:
    return {
        Aspect.TEXT: tr("Give it its own text"),
        Aspect.THREAD: tr("Give it its own thread"),
        Aspect.MEDIA: tr("Give it its own media"),
    }[aspect]


def _follow_words(aspect: Aspect) -> str:
    return {
        Aspect.TEXT: tr("Use the text for all"),
        Aspect.THREAD: tr("Use the thread for all"),
        Aspect.MEDIA: tr("Use the media for all"),
    }[aspect]


def _as_html(told: Sequence[tuple[Difference, str]]) -> str:
    """What only one of the two has, by mark and colour: struck out what is gone, underlined what is new."""
    tokens = theme.current().tokens
    styles = {
        Difference.SAME: f"color: {tokens.text_muted}",
        Difference.ADDED: tr("color: {success}; text-decoration: underline", success=tokens.success),
        Difference.REMOVED: tr("color: {danger}; text-decoration: line-through", danger=tokens.danger),
    }
    return " ".join(f'<span style="{styles[kind]}">{escape(words)}</span>'.replace("\n", " ↵ ") for kind, words in told)
