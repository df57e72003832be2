"""The composer: what will people see, on which accounts, and when. A sheet over any page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.checks import TextMeasure
from ofauto_desktop.domain.drafts import Checked, Draft, When
from ofauto_desktop.domain.metrics import Metric, MetricRow
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ui import theme
from ui.desk import Desk
from ui.dialogs.publish_now import PublishNow
from ui.format import count, day, when, within
from ui.models.composition import Unfinished, draft_of
from ui.pages.beginning import Beginning, Opening, first_draft, refusals
from ui.tasks import ignore
from ui.tokens import Tone
from ui.widgets.account_chips import AccountChips
from ui.widgets.buttons import button, icon_button
from ui.widgets.editor import Editor
from ui.widgets.layouts import clear, column, row, scrolled
from ui.widgets.media_strip import MediaStrip
from ui.widgets.states import Banner
from ui.widgets.text import label, rule
from ui.widgets.when_picker import WhenPicker
from ui.widgets.x_preview import XPreview

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.metrics import Metrics
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.unfinished import Unfinished as Keeper

# What the button says where there is no room for the time; its name for screen readers keeps it.
_SHORT = {When.NEXT: "Schedule", None: "Schedule", When.NOW: "Publish now…"}
KEEP_AFTER_MS = 2000
CHECK_AFTER_MS = 250
_SIDE_BY_SIDE = 760  # pixels at 100 %


class Composer(QDialog):
    """Nothing typed is lost: it is kept every two seconds, when the sheet is closed, and offered when it opens again."""

    def __init__(
        self,
        *,
        composing: "Composing",
        publishing: "Publishing",
        accounts: "Accounts",
        library: "Library",
        metrics: "Metrics",
        unfinished: "Keeper",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._composing, self._publishing, self._metrics = composing, publishing, metrics
        self._keeper, self._desk = unfinished, desk
        self._begins = Beginning(composing, publishing, accounts, library, unfinished)
        self._post_id: int | None = None
        self._stored_post: Post | None = None
        self._reply_to: str | None = None
        self._checks = 0
        self._touched = False
        self._ready = False
        self.setWindowTitle("New post")
        self.chips = AccountChips()
        self.editor = Editor(composing.measure)
        self.media = MediaStrip(library, desk)
        self.when = WhenPicker(desk)
        self.preview = XPreview()
        self._build()
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self._check)
        self.chips.changed.connect(self._accounts_changed)
        self.editor.changed.connect(self._changed)
        self.editor.scope_changed.connect(self._show_preview)
        self.editor.media_given.connect(self.media.take)
        self.media.changed.connect(self._changed)
        self.when.changed.connect(self._changed)
        theme.current().changed.connect(self._show_preview)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.send)
        # Said outright, or the wide arrangement's own minimum would keep the sheet from becoming narrow.
        self.setMinimumSize(320, 320)
        if parent is not None:
            # A telephone's width has no room to show what lies below.
            beside = 0 if parent.width() < theme.current().scaled(_SIDE_BY_SIDE) else 32
            self.resize(min(1000, parent.width() - beside), min(760 if beside else 4000, parent.height() - beside))

    def begin(self, **start: Any) -> None:
        """What to open with: post_id=… to edit, or account_ids=…, at=…, media_ids=…, text=… to begin with."""
        work = self._begins.read(start, self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=self, done=partial(self._open_with, start), failed=self._not_opened)

    def draft(self) -> Draft:
        """What stands in the sheet now."""
        return Draft(
            account_ids=tuple(account.id for account in self.chips.chosen()),
            text=self.editor.text_of(None),
            thread=self.editor.thread_texts(),
            overrides=self.editor.overrides(),
            media_ids=tuple(item.id for item in self.media.items()),
            reply_to=self._reply_to,
            at=self.when.value(),
        )

    def send(self) -> None:
        """Keep the post as it stands; what goes out at once is asked about first."""
        if not self._ready or not self.send_button.isEnabled():
            return
        draft = self.draft()
        if draft.at is When.NOW and draft.account_ids:
            self._ask(draft)
        else:
            self._save(draft)

    def reject(self) -> None:
        """Esc: the sheet goes, the words stay."""
        if self._touched:
            self._keep()
            if not self._unfinished().is_empty:
                self._desk.shell.toast("Kept as it is. Open it again to go on.")
        super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self._wide()
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._body.setStretch(0, 3 if wide else 0)
        self._body.setStretch(1, 2 if wide else 1)
        # At the foot the time would leave no room for the words of a narrow sheet; there it scrolls with them.
        (self._foot_line if wide else self._words_line).insertWidget(0 if wide else -1, self.when, 1 if wide else 0)
        self._label_button()

    def _build(self) -> None:
        lines = column(self, gap=0)
        head = row(gap=8)
        head.setContentsMargins(24, 12, 12, 12)
        self._title = label("New post", "title", wrap=False)
        head.addWidget(self._title)
        self._saved = label("", "caption", wrap=False)
        head.addWidget(self._saved)
        head.addStretch(1)
        head.addWidget(icon_button("x", "Close; what is written is kept (Esc)", self.reject))
        lines.addLayout(head)
        lines.addWidget(rule())
        content = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._body.setContentsMargins(24, 16, 24, 16)
        self._body.setSpacing(24)
        self._body.addWidget(self._writing(), 3, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self._looks(), 2, Qt.AlignmentFlag.AlignTop)
        self._foot_line = row(gap=12)
        lines.addWidget(scrolled(content), 1)
        lines.addWidget(rule())
        lines.addWidget(self._foot())

    def _writing(self) -> QWidget:
        made = QWidget()
        self._words_line = lines = column(made, gap=16)
        self._notes = column(gap=8)
        lines.addLayout(self._notes)
        lines.addWidget(self.chips)
        lines.addWidget(self.editor)
        lines.addWidget(self.media)
        return made

    def _looks(self) -> QWidget:
        made = QWidget()
        lines = column(made, gap=8)
        self._preview_of = label("Preview", "caption")
        lines.addWidget(self._preview_of)
        lines.addWidget(self.preview)
        return made

    def _foot(self) -> QWidget:
        made = QFrame()
        lines = column(made, gap=8)
        lines.setContentsMargins(24, 12, 24, 12)
        self._refusal = column(gap=0)
        lines.addLayout(self._refusal)
        self.send_button = button("Schedule", self.send, kind="primary")
        self.send_button.setEnabled(False)
        self._foot_line.addWidget(self.when, 1)
        self._foot_line.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        lines.addLayout(self._foot_line)
        return made

    def _open_with(self, start: Mapping[str, Any], opening: Opening) -> None:
        """What is unfinished comes first, also where the person meant to begin anew: it would be overwritten otherwise."""
        kept, self._stored_post = opening.kept, opening.post
        self._post_id = None if opening.post is None else opening.post.id
        if kept is not None and not kept.is_empty:
            again = Banner("You were still writing this.", Tone.INFO, "Start afresh", self._start_afresh)
            self._notes.addWidget(again)
        draft = first_draft(opening, start, self._desk.zone, self._desk.now())
        for words in refusals(opening.post):
            self._notes.addWidget(Banner(words, Tone.DANGER))
        self._title.setText("New post" if self._post_id is None else "Edit post")
        self.setWindowTitle(self._title.text())
        self._reply_to = draft.reply_to
        self.chips.offer(opening.accounts, draft.account_ids)
        if not opening.accounts:
            connect = partial(self._desk.shell.open_page, "accounts")
            self._notes.addWidget(Banner("No account can publish yet.", Tone.INFO, "Connect one", connect))
        self.editor.load(draft)
        self.media.show_items(opening.media)
        if isinstance(draft.at, When | datetime):
            self.when.set_value(draft.at)
        self._ready = True
        self._accounts_changed()
        self._touched = False
        self._keep_soon.stop()
        self.editor.first.field.setFocus()

    def _not_opened(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._notes.addWidget(Banner(f"{words.title}. {words.text}", Tone.DANGER))

    def _start_afresh(self) -> None:
        """An empty post, or the edited one as it is stored."""
        clear(self._notes)
        post = self._stored_post
        draft = Draft(account_ids=(), at=When.NEXT) if post is None else draft_of(post)
        self.editor.load(draft)
        self.media.show_items(() if post is None else post.media)
        if isinstance(draft.at, When | datetime):
            self.when.set_value(draft.at)
        self.editor.first.field.setFocus()

    def _accounts_changed(self) -> None:
        chosen = self.chips.chosen()
        self.editor.set_accounts(chosen)
        self.when.set_accounts(chosen)
        self._changed()

    def _changed(self) -> None:
        if not self._ready:
            return
        self._touched = True
        self._label_button()
        self._show_preview()
        self._check_soon.start()
        # Not started anew by each key: someone who never pauses is kept safe too.
        if not self._keep_soon.isActive():
            self._keep_soon.start()

    def _wide(self) -> bool:
        return self.width() >= theme.current().scaled(_SIDE_BY_SIDE)

    def _label_button(self) -> None:
        """The button names the act, with its time or count."""
        at, many = self.when.value(), len(self.chips.chosen())
        if isinstance(at, datetime):
            words = f"Schedule for {day(at.date())}, {at:%H:%M}"
        else:
            accounts = f"{count(many)} account{'' if many == 1 else 's'}"
            words = {
                When.NEXT: "Schedule at the next slot",
                When.NOW: f"Publish to {accounts} now…",
                When.DRAFT: "Keep as draft",
            }[at]
        self.send_button.setText(words if self._wide() else _SHORT.get(at if isinstance(at, When) else None, words))
        self.send_button.setAccessibleName(words)
        self.send_button.setToolTip(f"{words} (Ctrl+Enter)")
        self.send_button.setEnabled(many > 0)

    def _show_preview(self) -> None:
        chosen = self.chips.chosen()
        account = next((one for one in chosen if one.id == self.editor.scope), chosen[0] if chosen else None)
        shown = account is not None and account.platform is PlatformId.X
        self.preview.setVisible(shown)
        nobody = "Choose an account to see the post as it will look."
        self._preview_of.setText(nobody if account is None else f"Preview · {account.name}")
        if account is None or not shown:
            return
        parts = [(text, _cut(measure), _cut(fold)) for text, measure, fold in self.editor.measures(account)]
        pictures = [(item, self.media.model.thumbnail(item.id)) for item in self.media.items()]
        self.preview.show_post(account, parts, pictures)

    def _check(self) -> None:
        self._checks += 1
        asked = self._checks
        work = self._composing.check(self.draft(), post_id=self._post_id)
        self._desk.tasks.run(
            work,
            owner=self,
            done=lambda checked: self._checked(checked) if asked == self._checks else None,
            failed=self._refused,
        )

    def _checked(self, checked: Checked) -> None:
        """Findings are of no use before anything is written."""
        nothing = self._unfinished().is_empty
        self.editor.show_findings(replace(checked, findings=()) if nothing else checked)
        self.when.show_moments(checked.moments)

    def _unfinished(self) -> Unfinished:
        return Unfinished(draft=self.draft(), post_id=self._post_id)

    def _keep(self) -> None:
        self._keep_soon.stop()
        work = self._keeper.keep(self._post_id, self._unfinished().as_json())
        self._desk.tasks.run(work, owner=self, done=self._kept, failed=self._not_kept)

    def _kept(self, _: object) -> None:
        self._saved.setText(f"Kept at {to_wall(self._desk.now(), self._desk.zone):%H:%M:%S}")

    def _not_kept(self, _: Exception) -> None:
        self._saved.setText("Not kept: it is only in this window")

    def _ask(self, draft: Draft) -> None:
        """Who will see it is told where it is known; the question does not wait for it (ux.md, promise 2)."""
        chosen = self.chips.chosen()
        show = partial(self._ask_with, draft, chosen)
        work = self._audience(chosen)
        self._desk.tasks.run(work, owner=self, done=show, failed=lambda _: show({}))

    async def _audience(self, chosen: Sequence[Account]) -> dict[int, MetricRow]:
        """The followers of each chosen account, as far as they were ever read."""
        ids = tuple(account.id for account in chosen)
        rows = await self._metrics.rows(Scope(account_ids=ids), (Metric.FOLLOWERS,))
        return {row.account_id: row for row in rows if row.value is not None}

    def _ask_with(self, draft: Draft, chosen: Sequence[Account], known: Mapping[int, MetricRow]) -> None:
        asked = PublishNow(chosen, known, self._desk, self)
        asked.confirmed.connect(lambda: self._save(draft))
        asked.open()

    def _save(self, draft: Draft) -> None:
        clear(self._refusal)
        self.send_button.setEnabled(False)
        work = self._composing.save(draft, post_id=self._post_id)
        self._desk.tasks.run(work, owner=self, done=partial(self._stored, draft), failed=self._refused)

    def _stored(self, draft: Draft, post: Post) -> None:
        """Only the set of accounts stays, for the next post."""
        empty = Unfinished(draft=Draft(account_ids=draft.account_ids, at=When.NEXT), post_id=self._post_id)
        self._keep_soon.stop()
        self._touched = False
        # The window owns this one: the sheet is gone before it ends.
        self._desk.tasks.run(
            self._keeper.keep(self._post_id, empty.as_json()),
            owner=self._desk.tasks,
            done=ignore,
            failed=self._desk.errors.show,
        )
        self._desk.shell.toast(self._said(draft, post), undo=None if draft.at is When.NOW else self._undo(post))
        self.accept()

    def _said(self, draft: Draft, post: Post) -> str:
        due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
        if draft.at is When.NOW:
            return "It is going out now"
        if due is None:
            return "Kept as a draft"
        return f"Goes out {within(when(due, self._desk.zone, now=self._desk.now()))}"

    def _undo(self, post: Post) -> Any:
        """A new post is a draft again; an edited one keeps its edits, so there is nothing to undo."""
        if self._post_id is not None or all(target.due_at is None for target in post.targets):
            return None
        desk, unplan = self._desk, self._publishing.unplan
        return lambda: desk.tasks.run(unplan(post.id), owner=desk.tasks, done=ignore, failed=desk.errors.show) and None

    def _refused(self, error: Exception) -> None:
        """Said above the button; the sheet stays as it is."""
        shown = self._desk.errors.present(error)
        clear(self._refusal)
        act = shown.words.action if shown.act is not None else ""
        self._refusal.addWidget(Banner(f"{shown.words.title}. {shown.words.text}", Tone.DANGER, act, shown.act))
        self.send_button.setEnabled(bool(self.chips.chosen()))


def _cut(measure: TextMeasure | None) -> int | None:
    return None if measure is None else measure.cut
