"""What helps to write a post: kept texts, sets of accounts, the library. Each opens over the composer."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.best_times import BestTimes
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.texts import TextBlock, parts
from ofauto_desktop.services.texts import known_values
from ui.desk import Desk
from ui.dialogs.account_sets import ChangeSets
from ui.dialogs.kept_texts import KeptTexts
from ui.dialogs.media_editor import open_editor
from ui.dialogs.name_it import NameIt
from ui.dialogs.pick_media import PickMedia
from ui.language import tr
from ui.models.good_times import good_times
from ui.models.written import Aspect
from ui.tasks import ignore
from ui.text_inserter import TextInserter
from ui.widgets.buttons import button
from ui.widgets.text_part import TextField

if TYPE_CHECKING:
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.best_times import BestTimesToPost
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.media_variants import MediaVariants
    from ofauto_desktop.services.texts import Texts
    from ui.pages.composer import Composer


class Aids(QObject):
    """Built by the composer, for itself."""

    def __init__(
        self,
        sheet: "Composer",
        *,
        texts: "Texts",
        sets: "AccountSets",
        library: "Library",
        variants: "MediaVariants",
        best: "BestTimesToPost",
        desk: Desk,
    ) -> None:
        super().__init__(sheet)
        self._sheet, self._texts, self._sets, self._best = sheet, texts, sets, best
        # What the editor of an item works with (`MediaHost`).
        self.library, self.variants, self.desk = library, variants, desk
        self._suggested_for: int | None = None
        self.inserter = TextInserter(texts, desk, sheet, field=sheet.editor.focused_field, known=self._known)
        self.inserter.ready.connect(self._put_in)
        self.inserter.managing.connect(partial(self._manage_texts, ""))
        self.inserter.keeping.connect(lambda: self._manage_texts(sheet.editor.focused_field().toPlainText()))
        self.texts_button = button(tr("Saved texts"), kind="link", icon="file-text")
        self.texts_button.setMenu(self.inserter.menu)
        sheet.editor.asked.connect(self.inserter.ask)
        sheet.chips.saving.connect(self._save_set)
        sheet.chips.managing.connect(self._change_sets)
        sheet.media.library_wanted.connect(self._pick_media)
        sheet.media.form_wanted.connect(lambda item: open_editor(item.id, self))

    def window(self) -> QWidget:
        """Over which dialogs open."""
        return self._sheet

    def suggest_times(self, chosen: Sequence[Account]) -> None:
        """Good times of the one account that is chosen; several have no common ones."""
        account = chosen[0] if len(chosen) == 1 else None
        wanted = None if account is None else account.id
        if wanted == self._suggested_for:
            return
        self._suggested_for = wanted
        self._sheet.when.suggest(())
        if account is not None:
            work = self._best.for_account(account.id)
            self.desk.tasks.run(work, owner=self, done=partial(self._offer_times, account), failed=ignore)

    def _offer_times(self, account: Account, known: BestTimes) -> None:
        if account.id == self._suggested_for:
            self._sheet.when.suggest(good_times(known, to_wall(self.desk.now(), account.zone)))

    def _known(self) -> Mapping[str, str]:
        """What a template's variables stand for, as far as the post says it, and says one thing."""
        due_at, zone = self._sheet.when.first_due(), self.desk.zone
        several = [known_values(one, due_at, zone) for one in self._in_sight()] or [known_values(None, due_at, zone)]
        return {name: value for name, value in several[0].items() if all(one.get(name) == value for one in several)}

    def _in_sight(self) -> tuple[Account, ...]:
        scope = self._sheet.editor.scope
        return tuple(one for one in self._sheet.chips.chosen() if scope in (None, one.id))

    def _put_in(
        self,
        field: TextField,
        slash: bool,  # noqa: FBT001 - a signal's form
        block: TextBlock,
        texts: Mapping[PlatformId | None, str],
    ) -> None:
        """At the cursor, the further parts of a template as parts of the thread; a platform with its own text gets that."""
        written, editor = self._sheet.written, self._sheet.editor
        before = written.snapshot()
        platforms = {one.platform for one in self._in_sight()}
        only = platforms.pop() if len(platforms) == 1 else None
        first, *more = _pieces(block, texts.get(only, texts[None]))
        if block.kind is TextBlockKind.SIGNATURE and not slash:
            field.at_the_end()
        field.put_in(first, instead_of_slash=slash)
        if more:
            written.put_thread(editor.scope, (*written.content(editor.scope).parts[1:], *more))
        if only is None and editor.scope is None and field is editor.first.field:
            self._give_own(block, texts, first)
        editor.show_written()
        editor.changed.emit()
        field.setFocus()
        self._sheet.say(tr("Put in “{name}”", name=block.name), partial(self._sheet.take_back, before))

    def _give_own(self, block: TextBlock, texts: Mapping[PlatformId | None, str], first: str) -> None:
        """Accounts that follow the text for all, on platforms that have a text of their own."""
        written = self._sheet.written
        for account in self._in_sight():
            if account.platform in texts and not written.is_own(account.id, Aspect.TEXT):
                own = _pieces(block, texts[account.platform])[0]
                written.put_text(account.id, written.content(None).parts[0].replace(first, own, 1))

    def _manage_texts(self, body: str) -> None:
        dialog = KeptTexts(self._texts, self._sheet.accounts(), self.desk, self._sheet, body=body)
        dialog.changed.connect(self.inserter.read)
        dialog.chosen.connect(self.inserter.put_in)
        dialog.open()

    def _save_set(self) -> None:
        chosen = tuple(one.id for one in self._sheet.chips.chosen())
        dialog = NameIt(tr("Save this choice as a set"), self._sheet)

        def kept(one: AccountSet) -> None:
            dialog.accept()
            self._read_sets()
            self._sheet.say(tr("Saved the set {name}", name=one.name), undo=lambda: self._forget(one))

        def refused(error: Exception) -> None:
            words = self.desk.errors.present(error).words
            dialog.refused(words.text or words.title)

        dialog.named.connect(
            lambda name: self.desk.tasks.run(self._sets.add(name, chosen), owner=dialog, done=kept, failed=refused)
        )
        dialog.open()

    def _forget(self, one: AccountSet) -> None:
        work = self._sets.remove(one.id)
        self.desk.tasks.run(work, owner=self, done=lambda _: self._read_sets(), failed=self.desk.errors.show)

    def _change_sets(self) -> None:
        dialog = ChangeSets(self._sets, self._sheet.accounts(), self.desk, self._sheet)
        dialog.changed.connect(self._read_sets)
        dialog.open()

    def _read_sets(self) -> None:
        work = self._sets.list()
        self.desk.tasks.run(work, owner=self, done=self._sheet.chips.offer_sets, failed=self.desk.errors.show)

    def _pick_media(self) -> None:
        dialog = PickMedia(self.library, self.desk, self._sheet)
        dialog.picked.connect(self._sheet.media.add)
        dialog.open()


def _pieces(block: TextBlock, text: str) -> tuple[str, ...]:
    return parts(text) if block.kind is TextBlockKind.TEMPLATE else (text,)
