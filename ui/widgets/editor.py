"""The words of a post: one text for all accounts, a text of its own where an account needs one, and thread parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import TextMeasure
from ofauto_desktop.domain.drafts import Checked, Draft, Override
from ui import theme
from ui.models.composition import Difference, differences
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS, TONE_ICONS, Chip, Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, clear, column, row
from ui.widgets.text import label
from ui.widgets.text_part import TextPart

Measure = Callable[[Account, str], TextMeasure | None]


class Editor(QWidget):
    """`scope` is the account whose own text is shown, None for the text of all."""

    changed = Signal()
    scope_changed = Signal()
    media_given = Signal(object)  # QMimeData

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._accounts: tuple[Account, ...] = ()
        self._shared = ""
        self._own: dict[int, str] = {}
        self.scope: int | None = None
        self.scope_chips: dict[int | None, Chip] = {}
        theme.current().changed.connect(self._look_again)
        lines = column(self, gap=8)
        self._scopes = FlowLayout(gap=6)
        self._scope_row = QWidget()
        scopes = column(self._scope_row, gap=4)
        scopes.addWidget(label("Text for", "caption"))
        scopes.addLayout(self._scopes)
        lines.addWidget(self._scope_row)
        self.first = TextPart("Text")
        self.first.field.setPlaceholderText("What do you want to say?")
        self.first.changed.connect(self._typed)
        self.first.field.media_given.connect(self.media_given)
        lines.addWidget(self.first)
        lines.addWidget(self._difference())
        self._parts_box = column(gap=8)
        lines.addLayout(self._parts_box)
        self.parts: list[TextPart] = []
        self.add_part = button("Add a thread part", lambda: self._add_part(""), kind="link", icon="plus")
        lines.addWidget(self.add_part, 0, Qt.AlignmentFlag.AlignLeft)
        self._findings = column(gap=6)
        lines.addLayout(self._findings)

    def text_of(self, account_id: int | None) -> str:
        return self._shared if account_id is None else self._own.get(account_id, self._shared)

    def thread_texts(self) -> tuple[str, ...]:
        return tuple(part.text() for part in self.parts)

    def overrides(self) -> Mapping[int, Override]:
        """Of chosen accounts only; what was written for others is kept in case they come back."""
        chosen = [account.id for account in self._accounts if account.id in self._own]
        return {account_id: Override(text=self._own[account_id]) for account_id in chosen}

    def load(self, draft: Draft) -> None:
        """Show a draft's words."""
        self._shared = draft.text
        self._own = {one: own.text for one, own in draft.overrides.items() if own.text is not None}
        for part in tuple(self.parts):
            self._remove_part(part)
        for text in draft.thread:
            self._add_part(text, focus=False)
        self.first.set_text(self.text_of(self.scope))
        self._look_again()

    def set_accounts(self, accounts: Sequence[Account]) -> None:
        self._accounts = tuple(accounts)
        if self.scope not in {account.id for account in accounts}:
            self._turn(None)
        self._show_scopes()
        self._look_again()

    def show_findings(self, checked: Checked) -> None:
        """What the checks say, under the text they are about."""
        clear(self._findings)
        for found in checked.findings:
            tone = Tone.DANGER if found.problem.blocking else Tone.WARNING
            line = row(gap=8)
            line.addWidget(Picture(TONE_ICONS[tone], TONE_COLOURS[tone]), 0, Qt.AlignmentFlag.AlignTop)
            said = found.problem.text[:1].upper() + found.problem.text[1:]
            line.addWidget(label(f"{found.account}: {found.problem.text}" if found.account else said), 1)
            self._findings.addLayout(line)

    def measures(self, account: Account) -> list[tuple[str, TextMeasure | None, TextMeasure | None]]:
        """Each part as `account` gets it, with its measure, and the one at which X folds a long text."""
        folding = replace(account, text_limit=None)
        texts = [self.text_of(account.id), *self.thread_texts()]
        return [(text, self._measure(account, text), self._measure(folding, text)) for text in texts]

    def _difference(self) -> QWidget:
        self._differs = QWidget()
        lines = column(self._differs, gap=4)
        self._diff = QLabel()
        self._diff.setTextFormat(Qt.TextFormat.RichText)
        self._diff.setWordWrap(True)
        lines.addWidget(self._diff)
        self.use_shared = button("Use the text for all", self._drop_own, kind="link", icon="undo-2")
        lines.addWidget(self.use_shared, 0, Qt.AlignmentFlag.AlignLeft)
        return self._differs

    def _show_scopes(self) -> None:
        clear(self._scopes)
        self._scope_row.setVisible(len(self._accounts) > 1)
        group = QButtonGroup(self._scope_row)
        self.scope_chips = {}
        for account_id, name in [(None, "All accounts"), *((one.id, one.name) for one in self._accounts)]:
            differs = account_id in self._own
            chip = Chip(f"{name} · differs" if differs else name, on=account_id == self.scope)
            chip.setAccessibleName(f"Text for {name}{', differs' if differs else ''}")
            chip.clicked.connect(lambda _=False, one=account_id: self._turn(one))
            group.addButton(chip)
            self._scopes.addWidget(chip)
            self.scope_chips[account_id] = chip

    def _turn(self, scope: int | None) -> None:
        self.scope = scope
        if scope in self.scope_chips:
            self.scope_chips[scope].setChecked(True)
        self.first.set_text(self.text_of(scope))
        self._look_again()
        self.scope_changed.emit()

    def _typed(self) -> None:
        text = self.first.text()
        had = self.scope in self._own
        if self.scope is None:
            self._shared = text
        elif text == self._shared:
            self._own.pop(self.scope, None)
        else:
            self._own[self.scope] = text
        if had != (self.scope in self._own):
            self._show_scopes()
        self._look_again()
        self.changed.emit()

    def _drop_own(self) -> None:
        self.first.set_text(self._shared)
        self.first.field.setFocus()

    def _look_again(self) -> None:
        """Counters and what differs, for the text in sight."""
        counting = [one for one in self._accounts if self.scope in (None, one.id)]
        for part in (self.first, *self.parts):
            part.measured(self._tightest(counting, part.text()))
        own = self._own.get(self.scope) if self.scope is not None else None
        self._differs.setVisible(own is not None)
        if own is not None:
            self._diff.setText(_as_html(differences(self._shared, own)))

    def _tightest(self, accounts: Sequence[Account], text: str) -> TextMeasure | None:
        """The measure of the account with the least room left."""
        measures = [found for account in accounts if (found := self._measure(account, text)) is not None]
        return min(measures, key=lambda found: found.limit - found.length, default=None)

    def _add_part(self, text: str, *, focus: bool = True) -> None:
        part = TextPart(f"Part {len(self.parts) + 2}", removable=True)
        part.set_text(text)
        part.changed.connect(self._part_typed)
        part.removed.connect(lambda: self._remove_part(part))
        part.field.media_given.connect(self._pass_media)
        self.parts.append(part)
        self._parts_box.addWidget(part)
        if focus:
            part.field.setFocus()
            self._part_typed()

    def _remove_part(self, part: TextPart) -> None:
        self.parts.remove(part)
        self._parts_box.removeWidget(part)
        part.hide()
        part.deleteLater()
        self._part_typed()

    def _part_typed(self) -> None:
        self._look_again()
        self.changed.emit()

    def _pass_media(self, mime: QMimeData) -> None:
        self.media_given.emit(mime)


def _as_html(told: Sequence[tuple[Difference, str]]) -> str:
    """What only one of the two texts has, by mark and colour: struck out what is gone, underlined what is new."""
    tokens = theme.current().tokens
    styles = {
        Difference.SAME: f"color: {tokens.text_muted}",
        Difference.ADDED: f"color: {tokens.success}; text-decoration: underline",
        Difference.REMOVED: f"color: {tokens.danger}; text-decoration: line-through",
    }
    return " ".join(f'<span style="{styles[kind]}">{escape(words)}</span>' for kind, words in told)
