"""The composer: what will people see, on which accounts, and when. A sheet over any page."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.drafts import Checked, Draft, Finding, When
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Scope as Occurrences
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.format import clock
from ui.keeping import Keeping
from ui.language import tr
from ui.models.composition import Unfinished, draft_of
from ui.pages.beginning import Beginning, Opening, first_draft, refusals
from ui.pages.composer_aids import Aids
from ui.pages.composer_asking import Asking
from ui.pages.composer_content import ComposerContent
from ui.pages.composer_saving import Saving, Wish
from ui.tokens import Tone
from ui.widgets.layouts import clear
from ui.widgets.states import Banner
from ui.widgets.unfinished_offers import Offer, headline

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.best_times import BestTimesToPost
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.media_variants import MediaVariants
    from ofauto_desktop.services.metrics import Metrics
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.texts import Texts
    from ofauto_desktop.services.unfinished import Unfinished as Keeper

CHECK_AFTER_MS = 250


class Composer(ComposerContent):
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
        variants: "MediaVariants",
        metrics: "Metrics",
        best_times: "BestTimesToPost",
        texts: "Texts",
        unfinished: "Keeper",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        begins = Beginning(
            composing=composing,
            publishing=publishing,
            accounts=accounts,
            library=library,
            sets=sets,
            planning=planning,
            keeper=unfinished,
        )
        super().__init__(composing, library, begins, desk, parent)
        self._planning = planning
        self._saving = Saving(
            composing=composing, publishing=publishing, planning=planning, sets=sets, keeper=unfinished, desk=desk
        )
        self.keeping = Keeping(unfinished, desk, self._unfinished, self)
        self._stored_post: Post | None = None
        self._checked_draft: Draft | None = None
        self._rule: Recurrence | None = None
        self._ready = False
        self._asking = Asking(self, metrics=metrics, desk=desk)
        self.aids = Aids(self, texts=texts, sets=sets, library=library, variants=variants, best=best_times, desk=desk)
        self.editor.tools.addWidget(self.aids.texts_button)
        self.setTabOrder(self.editor.add_part, self.aids.texts_button)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self._check)
        self._connect()

    def begin(self, **start: Any) -> None:
        """What to open with: post_id=… to edit, or account_ids=…, at=…, media_ids=…, text=…, reply_to=…, queue_id=… to begin."""
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
            self._asking.publish_now(self.chips.chosen(), lambda: self._save(Wish(draft=draft)))
        elif self._stored_post is not None and self._stored_post.series_id is not None and draft.at is not When.DRAFT:
            self._asking.which(partial(self._in_scope, draft))
        else:
            self._save(self._wish(draft))

    def reject(self) -> None:
        """Esc: the sheet goes, the words stay."""
        if self.keeping.touched:
            self.keeping.keep(is_open=False)
            if not self._unfinished().is_empty:
                self._desk.shell.toast(tr("Kept as it is. A new post offers to go on with it."))
        super().reject()

    def _connect(self) -> None:
        self.chips.changed.connect(self._accounts_changed)
        self.findings.wanted.connect(self._jump)
        self.offers.chosen.connect(self._go_on_with)
        self.offers.dropped.connect(self._throw_away)
        self.keeping.kept.connect(self._kept)
        self.keeping.not_kept.connect(lambda: self._saved.setText(tr("Not kept: it is only in this window")))
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
        self._tiers = opening.tiers
        self.chips.offer(opening.accounts, draft.account_ids, opening.closed)
        self.chips.offer_sets(opening.sets)
        self.when.offer_queues(opening.queues)
        if not self.chips.open_ids():
            connect = partial(self._desk.shell.open_page, "accounts")
            self._notes.addWidget(Banner(tr("No account can publish yet."), Tone.INFO, tr("Connect one"), connect))
        self.media.want_pictures(self._items)
        self.offers.offer(opening.offers if not start.get("post_id") else ())
        self._load(draft)
        self._rule = opening.rule
        kept = None if opening.kept is None else opening.kept.unfinished
        self._plan(opening.rule if kept is None else kept.rule, start.get("queue_id", kept and kept.queue_id))
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

    def _start_afresh(self) -> None:
        """An empty post, or the edited one as it is stored; what was written stays among the unfinished."""
        clear(self._notes)
        post = self._stored_post
        self._plan(self._rule, None)
        if post is None:
            self.keeping.keep(is_open=False)
            self._load(Draft(account_ids=(), at=When.NEXT))
            self.keeping.begin(None)
        else:
            self._load(draft_of(post))
            self._changed()
        self.editor.first.field.setFocus()

    def _plan(self, rule: Recurrence | None, queue_id: int | None) -> None:
        """Beside the draft: whether it comes again, or joins a queue."""
        self.when.repeat.load(rule)
        if queue_id is not None:
            self.when.set_queue(queue_id)

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
        self._plan(offer.unfinished.rule, offer.unfinished.queue_id)
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
        self.aids.suggest_times(chosen)
        self._show_scope()
        self._changed()

    def _changed(self) -> None:
        if not self._ready:
            return
        self.keeping.touch()
        self._label_button()
        self._preview_soon.start()
        self._check_soon.start()

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
        return Unfinished(
            draft=self.draft(), post_id=self._saving.post_id, rule=self.when.rule(), queue_id=self.when.queue_id()
        )

    def _kept(self) -> None:
        self._saved.setText(tr("Kept at {time}", time=clock(to_wall(self._desk.now(), self._desk.zone), seconds=True)))

    def _in_scope(self, draft: Draft, scope: Occurrences) -> None:
        """Save an edit of a post that repeats; the rule goes with it where it was changed."""
        rule = None if scope is Occurrences.THIS or self.when.rule() == self._rule else self.when.rule()
        self._save(replace(self._wish(draft), rule=rule, scope=scope))

    def _wish(self, draft: Draft) -> Wish:
        queue_id = self.when.queue_id()
        queue = self.when.queue_name() if queue_id is not None else ""
        return Wish(draft=draft, queue_id=queue_id, queue=queue, rule=self.when.rule())

    def _save(self, wish: Wish) -> None:
        clear(self._refusal)
        self.send_button.setEnabled(False)
        self.keeping.pause()
        work = self._saving.store(wish, self.keeping.key)
        self._desk.tasks.run(work, owner=self, done=partial(self._stored, wish), failed=self._refused)

    def _stored(self, wish: Wish, post: Post) -> None:
        self.keeping.stop()
        self._saving.tell(wish, post)
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
