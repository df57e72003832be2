"""The words of a post: one text for all accounts, texts and threads of their own where accounts need them."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import TextMeasure
from ofauto_desktop.domain.platforms import PlatformId
from ui import theme
from ui.language import tr
from ui.models.composition import differences
from ui.models.written import Aspect, Written
from ui.widgets.buttons import button
from ui.widgets.elided_chip import ElidedChip
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.own_line import OwnLine
from ui.widgets.previews import ShownPart
from ui.widgets.text import label
from ui.widgets.text_part import TextField, TextPart

_REMEMBERED = 64
Measure = Callable[[Account, str], TextMeasure | None]


class Editor(QWidget):
    """Writes into `written`. `scope` is the account whose own words are shown, None for those of all.

    `followed` comes when an account was made to follow all again, so that it can be taken back.
    """

    changed = Signal()
    scope_changed = Signal()
    media_given = Signal(object)  # QMimeData
    followed = Signal(object)  # how `written` stood before
    asked = Signal(object, object)  # TextField, the words after a slash or None

    def __init__(self, measure: Measure, written: Written, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure_of, self._written = measure, written
        self._measured: OrderedDict[tuple[PlatformId, int | None, str], TextMeasure | None] = OrderedDict()
        self._accounts: tuple[Account, ...] = ()
        self._showing = False
        self.scope: int | None = None
        self.scope_chips: dict[int | None, ElidedChip] = {}
        theme.current().changed.connect(self._look_again)
        lines = column(self, gap=8)
        self._scope_row = QWidget()
        scopes = column(self._scope_row, gap=4)
        scopes.addWidget(label(tr("Written for"), "caption"))
        self._scopes = FlowLayout(gap=6)
        scopes.addLayout(self._scopes)
        lines.addWidget(self._scope_row)
        self.first = TextPart(tr("Text"))
        self.first.field.setPlaceholderText(tr("What do you want to say? “/” puts in a saved text."))
        self.first.changed.connect(self._text_typed)
        self._listen(self.first.field)
        lines.addWidget(self.first)
        self.text_line = self._own_line(Aspect.TEXT)
        lines.addWidget(self.text_line)
        self._parts_box = column(gap=8)
        lines.addLayout(self._parts_box)
        self.parts: list[TextPart] = []
        self.thread_line = self._own_line(Aspect.THREAD)
        lines.addWidget(self.thread_line)
        self.tools = FlowLayout(gap=12)
        self.add_part = button(tr("Add a thread part"), self._add_part, kind="link", icon="plus")
        self.tools.addWidget(self.add_part)
        lines.addLayout(self.tools)

    def show_written(self) -> None:
        """Show what is written, after it was changed from outside."""
        self._show_scopes()
        self._show_texts()

    def set_accounts(self, accounts: Sequence[Account]) -> None:
        self._accounts = tuple(accounts)
        if self.scope not in {account.id for account in accounts}:
            self.turn(None)
        self._show_scopes()
        self._look_again()

    def turn(self, scope: int | None) -> None:
        """Show the words of an account, or those for all."""
        changed, self.scope = scope != self.scope, scope
        if scope in self.scope_chips:
            self.scope_chips[scope].setChecked(True)
        self._show_texts()
        if changed:
            self.scope_changed.emit()

    def jump(self, account_id: int | None, part: int) -> None:
        """Put the cursor where a problem is: into the account's own words, or into those it gets with all others."""
        aspect = Aspect.THREAD if part else Aspect.TEXT
        self.turn(account_id if self._written.is_own(account_id, aspect) else None)
        fields = [self.first, *self.parts]
        fields[min(part, len(fields) - 1)].field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focused_field(self) -> TextField:
        """The field with the cursor, else the first."""
        fields = [part.field for part in (self.first, *self.parts)]
        return next((one for one in fields if one.hasFocus()), fields[0])

    def shown_parts(self, account: Account) -> tuple[ShownPart, ...]:
        """Each part as `account` gets it, with where its limit is passed, and where X folds a long text."""
        folding = replace(account, text_limit=None)
        delays = self._minutes()
        return tuple(
            ShownPart(
                text=text,
                cut=_cut(self._measure(account, text)),
                fold=_cut(self._measure(folding, text)),
                minutes=sum(delays[:number]),
            )
            for number, text in enumerate(self._written.content(account.id).parts)
        )

    def _own_line(self, aspect: Aspect) -> OwnLine:
        def detach() -> None:
            if self.scope is not None:
                self._written.detach(self.scope, aspect)
                self._own_changed()

        def follow() -> None:
            if self.scope is not None:
                before = self._written.snapshot()
                self._written.follow(self.scope, aspect)
                self._own_changed()
                self.followed.emit(before)

        return OwnLine(aspect, detach, follow)

    def _own_changed(self) -> None:
        self.show_written()
        (self.first if not self.parts else self.focused_part()).field.setFocus()
        self.changed.emit()

    def focused_part(self) -> TextPart:
        """The part with the cursor, else the first."""
        field = self.focused_field()
        return next(part for part in (self.first, *self.parts) if part.field is field)

    def _listen(self, field: TextField) -> None:
        field.media_given.connect(self._pass_media)
        field.asked.connect(lambda words: self.asked.emit(field, words))

    def _show_scopes(self) -> None:
        self._scope_row.setVisible(len(self._accounts) > 1)
        wanted = [(None, tr("All accounts")), *((one.id, one.name) for one in self._accounts)]
        if list(self.scope_chips) != [scope for scope, _ in wanted]:
            clear(self._scopes)
            group = QButtonGroup(self._scope_row)
            self.scope_chips = {scope: self._scope_chip(scope, group) for scope, _ in wanted}
        for scope, name in wanted:
            differs = scope is not None and self._written.differs(scope)
            chip = self.scope_chips[scope]
            words = tr("{account} · differs", account=name) if differs else name
            chip.rename(words)
            said = tr("Written for {account}, differs", account=name)
            chip.setAccessibleName(said if differs else tr("Written for {account}", account=name))

    def _scope_chip(self, scope: int | None, group: QButtonGroup) -> ElidedChip:
        chip = ElidedChip("", on=scope == self.scope)
        chip.clicked.connect(lambda: self.turn(scope))
        group.addButton(chip)
        self._scopes.addWidget(chip)
        return chip

    def _show_texts(self) -> None:
        """What the scope gets, in as many fields as it has parts; fields that are there already stay."""
        text, *thread = self._written.content(self.scope).parts
        self._showing = True
        while len(self.parts) > len(thread):
            self._take_out(self.parts[-1])
        while len(self.parts) < len(thread):
            self._make_part()
        self.first.set_text(text)
        for part, words, minutes in zip(self.parts, thread, self._minutes(), strict=False):
            part.set_text(words)
            part.set_minutes(minutes)
        self._showing = False
        self._look_again()

    def _minutes(self) -> tuple[int, ...]:
        """How long each part of the longest thread waits."""
        delays = self._written.draft(()).delays
        return (*delays, *([0] * 100))[:100]

    def _text_typed(self) -> None:
        if not self._showing:
            self._written.put_text(self.scope, self.first.text())
            self._typed()

    def _thread_typed(self) -> None:
        if not self._showing:
            self._written.put_thread(self.scope, tuple(part.text() for part in self.parts))
            self._typed()

    def _delays_chosen(self) -> None:
        if self._showing:
            return
        chosen = [part.minutes() for part in self.parts]
        beyond = self._written.draft(()).delays[len(chosen) :]
        self._written.put_delays((*chosen, *beyond))
        self._typed()

    def _typed(self) -> None:
        self._show_scopes()
        self._look_again()
        self.changed.emit()

    def _look_again(self) -> None:
        """Counters and what differs, for the words in sight."""
        counting = [one for one in self._accounts if self.scope in (None, one.id)]
        for part in (self.first, *self.parts):
            part.measured(self._tightest(counting, part.text()))
        for line in (self.text_line, self.thread_line):
            line.setVisible(self.scope is not None)
        shared, own = self._written.content(None).parts, self._written.content(self.scope).parts
        if self._written.is_own(self.scope, Aspect.TEXT):
            self.text_line.show_own(differences(shared[0], own[0]))
        else:
            self.text_line.show_following()
        if self._written.is_own(self.scope, Aspect.THREAD):
            self.thread_line.show_own(differences("\n".join(shared[1:]), "\n".join(own[1:])))
        else:
            self.thread_line.show_following()

    def _measure(self, account: Account, text: str) -> TextMeasure | None:
        """By platform and limit, not by account: forty accounts have a handful of limits, and each key asks for all."""
        key = (account.platform, account.text_limit, text)
        if key not in self._measured:
            self._measured[key] = self._measure_of(account, text)
            if len(self._measured) > _REMEMBERED:
                self._measured.popitem(last=False)
        return self._measured[key]

    def _tightest(self, accounts: Sequence[Account], text: str) -> TextMeasure | None:
        """The measure of the account with the least room left."""
        measures = [found for account in accounts if (found := self._measure(account, text)) is not None]
        return min(measures, key=lambda found: found.limit - found.length, default=None)

    def _add_part(self) -> None:
        self._make_part().field.setFocus()
        self._thread_typed()

    def _make_part(self) -> TextPart:
        part = TextPart(tr("Part {number}", number=len(self.parts) + 2), removable=True)
        part.changed.connect(self._thread_typed)
        part.delay_changed.connect(self._delays_chosen)
        part.removed.connect(lambda: self._remove(part))
        self._listen(part.field)
        self.parts.append(part)
        self._parts_box.addWidget(part)
        return part

    def _remove(self, part: TextPart) -> None:
        """Its words and its wait go; those below keep theirs. One account's part has no wait of its own."""
        texts = [one.text() for one in self.parts if one is not part]
        minutes = [one.minutes() for one in self.parts if one is not part]
        before = self._written.snapshot()
        if self.scope is None:
            self._written.put_delays(tuple(minutes))
        self._written.put_thread(self.scope, tuple(texts))
        self._show_texts()
        (self.parts[-1] if self.parts else self.first).field.setFocus()
        self._typed()
        self.followed.emit(before)

    def _take_out(self, part: TextPart) -> None:
        self.parts.remove(part)
        self._parts_box.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _pass_media(self, mime: QMimeData) -> None:
        self.media_given.emit(mime)


def _cut(measure: TextMeasure | None) -> int | None:
    return None if measure is None else measure.cut
