"""What the composer shows of what is written: for all accounts, or for the one in sight; and what it will look like."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.manifest import OptionSpec
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.tiers import Tier
from ui import theme
from ui.desk import Desk
from ui.language import tr, tr_marked
from ui.models.composition import media_difference
from ui.models.media_room import room
from ui.models.written import Aspect
from ui.pages.beginning import Beginning
from ui.pages.composer_frame import ComposerFrame
from ui.tokens import Tone
from ui.widgets.previews import Shown

if TYPE_CHECKING:
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library

_PREVIEW_AFTER_MS = 60


class ComposerContent(ComposerFrame):
    """Keeps chips, editor, media, settings and previews at one with `written`. `_changed` is told of each change."""

    def __init__(
        self, composing: "Composing", library: "Library", begins: Beginning, desk: Desk, parent: QWidget | None
    ) -> None:
        super().__init__(composing, library, desk, parent)
        self._composing, self._begins, self._desk = composing, begins, desk
        self._accounts: tuple[Account, ...] = ()
        self._items: dict[int, MediaItem] = {}
        self._tiers: Mapping[int, tuple[Tier, ...]] = {}
        self._preview_soon = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._preview_soon.timeout.connect(self._show_previews)
        self.editor.changed.connect(self._changed)
        self.editor.scope_changed.connect(self._scope_changed)
        self.editor.media_given.connect(self.media.take)
        self.editor.followed.connect(self._followed)
        self.media.changed.connect(self._media_changed)
        self.media.pictured.connect(self._preview_soon.start)
        self.options.changed.connect(self._option_chosen)
        self.more.changed.connect(self._changed)
        self.when.changed.connect(self._time_chosen)
        theme.current().changed.connect(self._preview_soon.start)
        desk.events.settled(MediaChanged, owner=self, refresh=self._read_media)

    def _time_chosen(self) -> None:
        """A time that is picked is meant for all; one that an account had of its own is over."""
        self.written.drop_times()
        self._changed()

    def _changed(self) -> None:
        raise NotImplementedError

    def _refused(self, error: Exception) -> None:
        raise NotImplementedError

    def accounts(self) -> tuple[Account, ...]:
        """Every account that is known here, those too on which nothing can be published."""
        return self._accounts

    def take_back(self, before: Any) -> None:
        """Make what is written what it was before."""
        self.written.restore(before)
        self._show_written()
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
        specs = self._specs(account) if account is not None else ()
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

    def _read_media(self) -> None:
        """Items were described, cut or given another cover meanwhile."""
        work = self._begins.media(self._items)
        self._desk.tasks.run(work, owner=self, done=self._media_read, failed=self._refused)

    def _media_read(self, items: Mapping[int, MediaItem]) -> None:
        self._items |= items
        self.media.look_again(items)
        self._preview_soon.start()
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

    def _specs(self, account: Account) -> tuple[OptionSpec, ...]:
        return self._composing.options(account, self._tiers.get(account.id, ()))

    def _shown(self, account: Account) -> Shown:
        specs = {spec.name: spec for spec in self._specs(account)}
        chosen = self.written.options(account.id)
        notes = [
            f"{tr_marked(specs[name].label)}: {', '.join(tr_marked(one) for one in specs[name].words(value))}"
            for name, value in chosen.items()
        ]
        pictures = [(item, self.media.model.thumbnail(item.id)) for item in self._media_of(account.id)]
        return Shown(account=account, parts=self.editor.shown_parts(account), media=tuple(pictures), notes=tuple(notes))

    def _load(self, draft: Draft) -> None:
        """Show a draft, whatever it came from."""
        self.written.load(draft)
        self.more.load(draft)
        if isinstance(draft.at, When | datetime):
            self.when.blockSignals(True)
            self.when.set_value(draft.at)
            self.when.blockSignals(False)
        self.editor.turn(None)
        self._show_written()

    def _show_written(self) -> None:
        self.editor.show_written()
        self._show_scope()
