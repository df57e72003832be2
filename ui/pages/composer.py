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
from ofauto_desktop.domain.drafts import Checked, Draft, Finding, When
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.metrics import Metric, MetricRow
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ui import theme
from ui.desk import Desk
from ui.dialogs.publish_now import PublishNow
from ui.format import day
from ui.keeping import Keeping
from ui.language import tr, tr_n
from ui.models.composition import Unfinished, draft_of, media_difference
from ui.models.media_room import room
from ui.models.written import Aspect, Written
from ui.pages.beginning import Beginning, Opening, first_draft, refusals
from ui.pages.composer_aids import Aids
from ui.pages.composer_saving import Saving
from ui.tokens import Tone
from ui.widgets.account_chips import AccountChips
from ui.widgets.buttons import button, icon_button
from ui.widgets.editor import Editor
from ui.widgets.findings import Findings
from ui.widgets.layouts import clear, column, row, scrolled
from ui.widgets.media_strip import MediaStrip
from ui.widgets.own_line import OwnLine
from ui.widgets.post_options import PostOptions
from ui.widgets.previews import Previews, Shown
from ui.widgets.reply_and_tags import ReplyAndTags
from ui.widgets.states import Banner
from ui.widgets.text import label, rule
from ui.widgets.toast import Toast
from ui.widgets.unfinished_offers import Offer, UnfinishedOffers, headline
from ui.widgets.when_picker import WhenPicker

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.metrics import Metrics
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.texts import Texts
    from ofauto_desktop.services.unfinished import Unfinished as Keeper

CHECK_AFTER_MS = 250
_PREVIEW_AFTER_MS = 60
_SIDE_BY_SIDE = 760  # pixels at 100 %


class Composer(QDialog):
    """Nothing typed is lost: it is kept every two seconds and when the sheet is closed, and offered later."""

    def __init__(
        self,
        *,
        composing: "Composing",
        publishing: "Publishing",
        planning: "Planning",
        accounts: "Accounts",
        sets: "AccountSets",
        library: "Library",
        metrics: "Metrics",
        texts: "Texts",
        unfinished: "Keeper",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._composing, self._planning, self._metrics, self._desk = composing, planning, metrics, desk
        self._begins = Beginning(
            composing=composing,
            publishing=publishing,
            accounts=accounts,
            library=library,
            sets=sets,
            planning=planning,
            keeper=unfinished,
        )
        self._saving = Saving(
            composing=composing, publishing=publishing, planning=planning, sets=sets, keeper=unfinished, desk=desk
        )
        self.keeping = Keeping(unfinished, desk, self._unfinished, self)
        self._stored_post: Post | None = None
        self._accounts: tuple[Account, ...] = ()
        self._items: dict[int, MediaItem] = {}
        self._checked_draft: Draft | None = None
        self._ready = False
        self.written = Written()
        self.setWindowTitle(tr("New post"))
        self.chips = AccountChips()
        self.editor = Editor(composing.measure, self.written)
        self.media = MediaStrip(library, desk)
        self.media_line = OwnLine(Aspect.MEDIA, self._detach_media, self._follow_media)
        self.options = PostOptions()
        self.more = ReplyAndTags()
        self.findings = Findings()
        self.when = WhenPicker(desk)
        self.previews = Previews()
        self.offers = UnfinishedOffers(desk.now())
        self._build()
        self._toast = Toast(self)
        self.aids = Aids(self, texts=texts, sets=sets, library=library, desk=desk)
        self.editor.tools.addWidget(self.aids.texts_button)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self._check)
        self._preview_soon = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._preview_soon.timeout.connect(self._show_previews)
        self._connect()
        # Said outright, or the wide arrangement's own minimum would keep the sheet from becoming narrow.
        self.setMinimumSize(320, 320)
        if parent is not None:
            # A telephone's width has no room to show what lies below.
            beside = 0 if parent.width() < theme.current().scaled(_SIDE_BY_SIDE) else 32
            self.resize(min(1040, parent.width() - beside), min(800 if beside else 4000, parent.height() - beside))

    def begin(self, **start: Any) -> None:
        """What to open with: post_id=… to edit, or account_ids=…, at=…, media_ids=…, text=…, queue_id=… to begin with."""
        work = self._begins.read(start, self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=self, done=partial(self._open_with, start), failed=self._not_opened)

    def draft(self) -> Draft:
        """What stands in the sheet now."""
        chosen = (account.id for account in self.chips.chosen())
        return self.written.draft(chosen, at=self.when.value(), reply_to=self.more.reply_to(), tags=self.more.tags())

    def send(self) -> None:
        """Keep the post as it stands; what goes out at once is asked about first, what cannot go out is shown."""
        if not self._ready or not self.send_button.isEnabled():
            return
        draft = self.draft()
        if self.findings.blocking and self._checked_draft == draft:
            self._jump(self.findings.blocking[0])
        elif draft.at is When.NOW and draft.account_ids:
            self._ask(draft)
        else:
            self._save(draft)

    def accounts(self) -> tuple[Account, ...]:
        """Every account that is known here, those too on which nothing can be published."""
        return self._accounts

    def say(self, text: str, undo: Any = None) -> None:
        """Something was done in this sheet, with Undo where it can be undone."""
        self._toast.say(text, undo=undo)

    def take_back(self, before: Any) -> None:
        """Make what is written what it was before."""
        self.written.restore(before)
        self._show_written()
        self._changed()

    def reject(self) -> None:
        """Esc: the sheet goes, the words stay."""
        if self.keeping.touched:
            self.keeping.keep(is_open=False)
            if not self._unfinished().is_empty:
                self._desk.shell.toast(tr("Kept as it is. A new post offers to go on with it."))
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
        self._title = label(tr("New post"), "title", wrap=False)
        head.addWidget(self._title)
        self._saved = label("", "caption", wrap=False)
        head.addWidget(self._saved)
        head.addStretch(1)
        head.addWidget(icon_button("x", tr("Close; what is written is kept (Esc)"), self.reject))
        lines.addLayout(head)
        lines.addWidget(rule())
        content = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._body.setContentsMargins(24, 16, 24, 16)
        self._body.setSpacing(24)
        self._body.addWidget(self._writing(), 3, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.previews, 2, Qt.AlignmentFlag.AlignTop)
        self._foot_line = row(gap=12)
        lines.addWidget(scrolled(content), 1)
        lines.addWidget(rule())
        lines.addWidget(self._foot())

    def _writing(self) -> QWidget:
        made = QWidget()
        self._words_line = lines = column(made, gap=16)
        self._notes = column(gap=8)
        lines.addLayout(self._notes)
        lines.addWidget(self.offers)
        lines.addWidget(self.chips)
        lines.addWidget(self.editor)
        media = column(gap=6)
        media.addWidget(self.media)
        media.addWidget(self.media_line)
        lines.addLayout(media)
        further = column(gap=4)
        further.addWidget(self.options)
        further.addWidget(self.more)
        lines.addLayout(further)
        lines.addWidget(self.findings)
        return made

    def _foot(self) -> QWidget:
        made = QFrame()
        lines = column(made, gap=8)
        lines.setContentsMargins(24, 12, 24, 12)
        self._refusal = column(gap=0)
        lines.addLayout(self._refusal)
        self.send_button = button(tr("Schedule"), self.send, kind="primary")
        self.send_button.setEnabled(False)
        self._foot_line.addWidget(self.when, 1)
        self._foot_line.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        lines.addLayout(self._foot_line)
        return made

    def _connect(self) -> None:
        self.chips.changed.connect(self._accounts_changed)
        self.editor.changed.connect(self._changed)
        self.editor.scope_changed.connect(self._scope_changed)
        self.editor.media_given.connect(self.media.take)
        self.editor.followed.connect(self._followed)
        self.media.changed.connect(self._media_changed)
        self.media.pictured.connect(self._preview_soon.start)
        self.options.changed.connect(self._option_chosen)
        self.more.changed.connect(self._changed)
        self.when.changed.connect(self._changed)
        self.findings.wanted.connect(self._jump)
        self.offers.chosen.connect(self._go_on_with)
        self.offers.dropped.connect(self._throw_away)
        self.keeping.kept.connect(self._kept)
        self.keeping.not_kept.connect(lambda: self._saved.setText(tr("Not kept: it is only in this window")))
        theme.current().changed.connect(self._preview_soon.start)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.send)

    def _open_with(self, start: Mapping[str, Any], opening: Opening) -> None:
        """What the program's end cut off comes back by itself; whatever else was begun is offered, in nobody's way."""
        self._stored_post = opening.post
        self._saving.begin(opening.post)
        post_id = None if opening.post is None else opening.post.id
        if opening.kept is not None:
            self._say_restored(opening.kept)
        draft = first_draft(opening, start, self._desk.zone, self._desk.now())
        for words in refusals(opening.post):
            self._notes.addWidget(Banner(words, Tone.DANGER))
        self._title.setText(tr("New post") if post_id is None else tr("Edit post"))
        self.setWindowTitle(self._title.text())
        self._accounts, self._items = opening.accounts, dict(opening.media)
        self.chips.offer(opening.accounts, draft.account_ids, opening.closed)
        self.chips.offer_sets(opening.sets)
        self.when.offer_queues(opening.queues)
        if not self.chips.open_ids():
            connect = partial(self._desk.shell.open_page, "accounts")
            self._notes.addWidget(Banner(tr("No account can publish yet."), Tone.INFO, tr("Connect one"), connect))
        self.media.want_pictures(self._items)
        self.offers.offer(opening.offers if not start.get("post_id") else ())
        self._load(draft)
        if "queue_id" in start:
            self.when.set_queue(start["queue_id"])
        self._ready = True
        self._accounts_changed()
        # What the library gave to post is not anybody's writing yet.
        self.keeping.begin(post_id, opening.kept.key if opening.kept is not None else "")
        self.editor.first.field.setFocus()

    def _say_restored(self, kept: Offer) -> None:
        new = kept.unfinished.post_id is None
        words = (
            tr("OFAuto ended while you wrote this. All of it is here.") if new else tr("You were still writing this.")
        )
        self._notes.addWidget(Banner(words, Tone.INFO, tr("Start afresh"), self._start_afresh))

    def _not_opened(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self._notes.addWidget(Banner(f"{words.title}. {words.text}", Tone.DANGER))

    def _load(self, draft: Draft) -> None:
        """Show a draft, whatever it came from."""
        self.written.load(draft)
        self.more.load(draft)
        if isinstance(draft.at, When | datetime):
            self.when.set_value(draft.at)
        self.editor.turn(None)
        self._show_written()

    def _show_written(self) -> None:
        self.editor.show_written()
        self._show_scope()

    def _start_afresh(self) -> None:
        """An empty post, or the edited one as it is stored; what was written stays among the unfinished."""
        clear(self._notes)
        post = self._stored_post
        if post is None:
            self.keeping.keep(is_open=False)
            self._load(Draft(account_ids=(), at=When.NEXT))
            self.keeping.begin(None)
        else:
            self._load(draft_of(post))
            self._changed()
        self.editor.first.field.setFocus()

    def _go_on_with(self, offer: Offer) -> None:
        """What stands here already is kept for later, in the offer's place."""
        if self.keeping.touched:
            self.keeping.keep(is_open=False)
        left = self._unfinished()
        rest = [one for one in self.offers.offers if one is not offer]
        if not left.is_empty:
            rest.insert(0, Offer(key=self.keeping.key, at=self._desk.now(), unfinished=left))
        self.offers.offer(rest)
        work = self._begins.media_of(offer.unfinished)
        self._desk.tasks.run(work, owner=self, done=partial(self._gone_on_with, offer), failed=self._refused)

    def _gone_on_with(self, offer: Offer, media: Mapping[int, MediaItem]) -> None:
        self._items |= media
        self.media.want_pictures(media)
        draft = offer.unfinished.draft
        known = tuple(one for one in draft.media_ids if one in self._items)
        self._load(replace(draft, media_ids=known))
        self.chips.choose(draft.account_ids)
        self.keeping.begin(None, offer.key)
        self.editor.first.field.setFocus()

    def _throw_away(self, offer: Offer) -> None:
        before = self.offers.offers
        self.offers.offer([one for one in before if one is not offer])
        self.keeping.drop(offer.key)

        def put_back() -> None:
            self.offers.offer(before)
            self.keeping.put_back(offer.key, offer.unfinished)

        self.say(tr("Threw away “{words}”", words=headline(offer.unfinished)), put_back)

    def _accounts_changed(self) -> None:
        chosen = self.chips.chosen()
        self.editor.set_accounts(chosen)
        self.when.set_accounts(chosen)
        self._show_scope()
        self._changed()

    def _scope_changed(self) -> None:
        self._show_scope()
        self._preview_soon.start()

    def _show_scope(self) -> None:
        """Media and settings of the account in sight, or of all."""
        scope = self.editor.scope
        self.media.show_items(self._media_of(scope))
        self.media_line.setVisible(scope is not None)
        if self.written.is_own(scope, Aspect.MEDIA):
            words = media_difference(self._media_of(None), self._media_of(scope))
            self.media_line.show_own_in_words(words)
        else:
            self.media_line.show_following()
        self._show_options()
        self._show_room()

    def _show_options(self) -> None:
        chosen = self.chips.chosen()
        only = chosen[0] if len(chosen) == 1 else None
        account = next((one for one in chosen if one.id == self.editor.scope), only)
        specs = self._composing.options(account) if account is not None else ()
        self.options.show_for(account, specs, self.written.options(account.id) if account is not None else {})

    def _show_room(self) -> None:
        """The media line for the accounts in sight."""
        scope = self.editor.scope
        accounts = [one for one in self.chips.chosen() if scope in (None, one.id)]
        words, over = room([(one, self._composing.limits(one)) for one in accounts], self.media.items())
        self.media.show_room(words if self.media.items() else "", Tone.DANGER if over else Tone.NEUTRAL)

    def _media_of(self, scope: int | None) -> tuple[MediaItem, ...]:
        ids = self.written.content(scope).media_ids
        return tuple(self._items[one] for one in ids if one in self._items)

    def _media_changed(self) -> None:
        items = self.media.items()
        self._items |= {item.id: item for item in items}
        self.written.put_media(self.editor.scope, tuple(item.id for item in items))
        self._show_scope()
        self.editor.show_written()
        self._changed()

    def _detach_media(self) -> None:
        if self.editor.scope is not None:
            self.written.detach(self.editor.scope, Aspect.MEDIA)
            self._show_written()
            self._changed()

    def _follow_media(self) -> None:
        if self.editor.scope is not None:
            before = self.written.snapshot()
            self.written.follow(self.editor.scope, Aspect.MEDIA)
            self._show_written()
            self._changed()
            self._followed(before)

    def _followed(self, before: Any) -> None:
        self.say(tr("Changed"), partial(self.take_back, before))

    def _option_chosen(self, name: str, value: str | None) -> None:
        chosen = self.chips.chosen()
        scope = self.editor.scope if self.editor.scope is not None else chosen[0].id
        self.written.put_option(scope, name, value)
        self.editor.show_written()
        self._changed()

    def _changed(self) -> None:
        if not self._ready:
            return
        self.keeping.touch()
        self._label_button()
        self._preview_soon.start()
        self._check_soon.start()

    def _wide(self) -> bool:
        return self.width() >= theme.current().scaled(_SIDE_BY_SIDE)

    def _label_button(self) -> None:
        """The button names the act, with its time or count; a narrow one says less, its name for readers does not."""
        at, many = self.when.value(), len(self.chips.chosen())
        short = tr("Schedule")
        if self.when.queue_id() is not None:
            words = tr("Add to {queue}", queue=self.when.queue_name())
            short = tr("Add to queue")
        elif isinstance(at, datetime):
            words = tr("Schedule for {day}, {time}", day=day(at.date()), time=f"{at:%H:%M}")
        elif at is When.NEXT:
            moment = self.when.moment_words()
            words = tr("Schedule: {when}", when=moment) if moment else tr("Schedule at the next slot")
        elif at is When.NOW:
            words = tr_n("Publish to {n} account now…", "Publish to {n} accounts now…", many)
            short = tr("Publish now…")
        else:
            words = short = tr("Keep as draft")
        self.send_button.setText(words if self._wide() else short)
        self.send_button.setAccessibleName(words)
        self.send_button.setToolTip(tr("{act} (Ctrl+Enter)", act=words))
        self.send_button.setEnabled(many > 0)

    def _show_previews(self) -> None:
        """One for each form in which it will be seen; those who get just the same share it."""
        chosen = self.chips.chosen()
        shown: dict[Any, Shown] = {}
        for account in chosen:
            if self.editor.scope not in (None, account.id):
                continue
            one = self._shown(account)
            key = (account.platform, one.parts, tuple(item.id for item, _ in one.media), one.notes)
            known = shown.get(key)
            shown[key] = one if known is None else replace(known, others=(*known.others, account))
        self.previews.show_posts(tuple(shown.values()))

    def _shown(self, account: Account) -> Shown:
        specs = {spec.name: spec for spec in self._composing.options(account)}
        chosen = self.written.options(account.id)
        notes = [f"{specs[name].label}: {specs[name].choices.get(value, value)}" for name, value in chosen.items()]
        pictures = [(item, self.media.model.thumbnail(item.id)) for item in self._media_of(account.id)]
        return Shown(account=account, parts=self.editor.shown_parts(account), media=tuple(pictures), notes=tuple(notes))

    def _check(self) -> None:
        draft = self.draft()
        queue_id = self.when.queue_id()
        self._desk.tasks.run(
            self._check_for(draft, queue_id),
            owner=self,
            done=partial(self._checked, draft, queue_id),
            failed=self._refused,
        )

    async def _check_for(self, draft: Draft, queue_id: int | None) -> Checked:
        """For a queue as if it were scheduled, at the queue's next place."""
        if queue_id is None:
            return await self._composing.check(draft, post_id=self._saving.post_id)
        checked = await self._composing.check(replace(draft, at=When.NEXT), post_id=self._saving.post_id)
        places = {one.id: await self._planning.slots.next(one, queue_id=queue_id) for one in self.chips.chosen()}
        return replace(checked, moments=places)

    def _checked(self, draft: Draft, queue_id: int | None, checked: Checked) -> None:
        """Findings are of no use before anything is written, and of what stood there a moment ago."""
        if draft != self.draft() or queue_id != self.when.queue_id():
            return
        self._checked_draft = draft
        self.findings.show_all(() if self._unfinished().is_empty else checked.findings)
        self.when.show_moments(checked.moments)
        self._label_button()

    def _jump(self, found: Finding) -> None:
        """To the words or the accounts that a problem is about."""
        if found.account_id is None and not self.chips.chosen():
            next(iter(self.chips.chips.values()), self.chips).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.editor.jump(found.account_id, found.problem.part)

    def _unfinished(self) -> Unfinished:
        return Unfinished(draft=self.draft(), post_id=self._saving.post_id)

    def _kept(self) -> None:
        self._saved.setText(tr("Kept at {time}", time=f"{to_wall(self._desk.now(), self._desk.zone):%H:%M:%S}"))

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
        queue_id = self.when.queue_id()
        queue = self.when.queue_name() if queue_id is not None else ""
        self.keeping.pause()
        work = self._saving.store(draft, queue_id, self.keeping.key)
        self._desk.tasks.run(work, owner=self, done=partial(self._stored, draft, queue), failed=self._refused)

    def _stored(self, draft: Draft, queue: str, post: Post) -> None:
        self.keeping.stop()
        self._saving.tell(draft, post, queue)
        self.accept()

    def _refused(self, error: Exception) -> None:
        """Said above the button; the sheet stays as it is."""
        shown = self._desk.errors.present(error)
        clear(self._refusal)
        act = shown.words.action if shown.act is not None else ""
        self._refusal.addWidget(Banner(f"{shown.words.title}. {shown.words.text}", Tone.DANGER, act, shown.act))
        self.send_button.setEnabled(bool(self.chips.chosen()))
        if self.keeping.touched:
            self.keeping.touch()
