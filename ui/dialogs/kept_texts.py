"""Templates, snippets, hashtag sets and signatures: look for them, write them, delete them (C6, C7)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.texts import NewText, TextBlock, variables
from ui import theme
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import label
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ofauto_desktop.services.texts import Texts

_SEARCH_AFTER_MS = 150


def kind_words(kind: TextBlockKind) -> str:
    return {
        TextBlockKind.TEMPLATE: tr("Template"),
        TextBlockKind.SNIPPET: tr("Snippet"),
        TextBlockKind.HASHTAGS: tr("Hashtags"),
        TextBlockKind.SIGNATURE: tr("Signature"),
    }[kind]


class KeptTexts(Sheet):
    """A list with a search above, the chosen text below. `changed` after each change, `chosen` to put one in."""

    changed = Signal()
    chosen = Signal(object)  # TextBlock

    def __init__(
        self, texts: "Texts", accounts: Sequence[Account], desk: Desk, parent: QWidget, *, body: str = ""
    ) -> None:
        super().__init__(tr("Saved texts"), parent, width=620)
        self._texts, self._desk = texts, desk
        self._blocks: dict[int, TextBlock] = {}
        self._own: dict[PlatformId, str] = {}
        self._body = ""
        self._edited: TextBlock | None = None
        self._build(accounts)
        self._toast = Toast(self)
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._soon.start())
        if body:
            self._begin()
            self.body_field.setPlainText(body)
            self.name.setFocus()
        self.refresh()

    def refresh(self) -> None:
        work = self._texts.list(self._desk.shell.client_id, words=self.search.text())
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._refused)

    def _build(self, accounts: Sequence[Account]) -> None:
        head = row(gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search saved texts"))
        self.search.setAccessibleName(tr("Search saved texts"))
        self.search.setClearButtonEnabled(True)
        head.addWidget(self.search, 1)
        head.addWidget(button(tr("New"), self._begin, icon="plus"))
        self.body.addLayout(head)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Saved texts"))
        self.list.setMinimumHeight(theme.current().scaled(96))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda now, _: self._choose(now))
        self.list.itemActivated.connect(lambda _: self._put_in())
        self.body.addWidget(self.list, 1)
        self._empty = label(tr("Nothing is saved yet. Write a text that you use again below."), "muted")
        self.body.addWidget(self._empty)
        self.body.addWidget(self._form(accounts))
        self.put_button = self.act(button(tr("Put it in"), self._put_in))
        self.save_button = self.act(button(tr("Save"), self._save, kind="primary"))
        self._begin()

    def _form(self, accounts: Sequence[Account]) -> QWidget:
        made = QWidget()
        lines = column(made, gap=8)
        line = FlowLayout(gap=8)
        self.kind = QComboBox()
        for kind in TextBlockKind:
            self.kind.addItem(kind_words(kind), kind)
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name_field = Field(tr("Name"), self.name)
        self.client = QComboBox()
        self.client.addItem(tr("Every client"), None)
        for client_id, name in sorted({(one.client_id, one.client) for one in accounts}, key=lambda one: one[1]):
            self.client.addItem(name, client_id)
        self.platform = QComboBox()
        self.platform.addItem(tr("Every platform"), None)
        for platform in sorted({one.platform for one in accounts}):
            self.platform.addItem(platform.label, platform)
        self.platform.currentIndexChanged.connect(lambda _: self._turn_platform())
        for field in (
            Field(tr("Kind"), self.kind),
            self.name_field,
            Field(tr("For"), self.client),
            Field(tr("Text on"), self.platform),
        ):
            line.addWidget(field)
        lines.addLayout(line)
        self.body_field = QPlainTextEdit()
        self.body_field.setTabChangesFocus(True)
        self.body_field.setMinimumHeight(theme.current().scaled(96))
        self.body_field.setAccessibleName(tr("Text"))
        self.body_field.textChanged.connect(self._typed)
        lines.addWidget(self.body_field)
        self.asks = label("", "caption")
        lines.addWidget(self.asks)
        self.delete_button = button(tr("Delete"), self._delete, kind="link", icon="trash-2")
        lines.addWidget(self.delete_button, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _show(self, blocks: Sequence[TextBlock]) -> None:
        self._blocks = {one.id: one for one in blocks}
        self._empty.setVisible(not blocks and not self.search.text())
        self.list.setVisible(bool(blocks) or bool(self.search.text()))
        self.list.blockSignals(True)
        self.list.clear()
        for one in blocks:
            item = QListWidgetItem(f"{one.name} · {kind_words(one.kind)}")
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(one.body[:400])
            self.list.addItem(item)
            if self._edited is not None and one.id == self._edited.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        block = None if item is None else self._blocks.get(item.data(Qt.ItemDataRole.UserRole))
        if block is not None:
            self._load(block)

    def _load(self, block: TextBlock) -> None:
        self._edited, self._body, self._own = block, block.body, dict(block.texts)
        self.kind.setCurrentIndex(self.kind.findData(block.kind))
        self.name.setText(block.name)
        self.client.setCurrentIndex(max(0, self.client.findData(block.client_id)))
        self._show_body()

    def _begin(self) -> None:
        """An empty text of a kind that stays as it was."""
        self._edited, self._body, self._own = None, "", {}
        self.list.setCurrentRow(-1)
        self.name.clear()
        self._show_body()
        self.name.setFocus()

    def _show_body(self) -> None:
        self.name_field.wrong("")
        self.platform.blockSignals(True)
        self.platform.setCurrentIndex(0)
        self.platform.blockSignals(False)
        self._turn_platform()
        for made in (self.delete_button, self.put_button):
            made.setVisible(self._edited is not None)

    def _turn_platform(self) -> None:
        platform = self._platform()
        self.body_field.blockSignals(True)
        self.body_field.setPlainText(self._body if platform is None else self._own.get(platform, self._body))
        self.body_field.blockSignals(False)
        self._look()

    def _platform(self) -> PlatformId | None:
        """Whose text is shown. Qt gives an item's data back as a plain string."""
        chosen = self.platform.currentData()
        return None if chosen is None else PlatformId(chosen)

    def _typed(self) -> None:
        platform, text = self._platform(), self.body_field.toPlainText()
        if platform is None:
            self._body = text
        elif text == self._body:
            self._own.pop(platform, None)
        else:
            self._own[platform] = text
        self._look()

    def _look(self) -> None:
        asked = variables(self._body, *self._own.values())
        hint = tr(
            "Words in braces are filled in: {example}. Lines of --- part a thread.", example="{client} {date} {price}"
        )
        self.asks.setText(tr("It asks for {names}", names=", ".join(asked)) if asked else hint)

    def _save(self) -> None:
        new = NewText(
            kind=TextBlockKind(self.kind.currentData()),
            name=self.name.text(),
            body=self._body,
            texts=self._own,
            client_id=self.client.currentData(),
        )
        work = self._texts.add(new) if self._edited is None else self._texts.edit(self._edited.id, new)
        self._desk.tasks.run(work, owner=self, done=self._saved, failed=self._refused)

    def _saved(self, block: TextBlock) -> None:
        self._load(block)
        self._changed()
        self._toast.say(tr("Saved {name}", name=block.name))

    def _delete(self) -> None:
        if self._edited is not None:
            work = self._texts.remove(self._edited.id)
            self._desk.tasks.run(work, owner=self, done=self._deleted, failed=self._refused)

    def _deleted(self, block: TextBlock) -> None:
        def put_back() -> None:
            self._desk.tasks.run(self._texts.put_back(block), owner=self, done=self._saved, failed=self._refused)

        self._begin()
        self._changed()
        self._toast.say(tr("Deleted {name}", name=block.name), undo=put_back)

    def _put_in(self) -> None:
        """As it is kept, not as it was changed here since."""
        if self._edited is not None:
            self.accept()
            self.chosen.emit(self._edited)

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self.name_field.wrong(words.text or words.title)
