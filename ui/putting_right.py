"""One press that puts something right: done here where it can be, for the rest the right place opens."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ofauto_desktop.domain.home import Need, NeedKind
from ofauto_desktop.domain.syncing import SyncResult
from ui import needs
from ui.desk import Desk
from ui.format import listed, when, within
from ui.language import tr, tr_n
from ui.tasks import ignore

if TYPE_CHECKING:
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.resending import Resending, Resent
    from ofauto_desktop.services.sync import Sync


class PutRight(QObject):
    """The acts behind the buttons of Home and of the notice centre. `after` is called when one has changed something."""

    def __init__(
        self,
        *,
        publishing: "Publishing",
        resending: "Resending",
        sync: "Sync",
        backups: "Backups",
        desk: Desk,
        parent: QObject | None = None,
        after: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._publishing, self._resending, self._sync, self._backups = publishing, resending, sync, backups
        self._desk, self.after = desk, after

    def need(self, need: Need) -> None:
        """Put `need` right."""
        if need.kind is NeedKind.FAILED and need.post_id is not None:
            self.edit(need.post_id)
        elif need.kind is NeedKind.MISSED and need.account_id is not None:
            self.send_waiting(need.account_id)
        elif need.kind is NeedKind.LOGIN and need.account_id is not None:
            self.log_in(need.account_id)
        elif need.kind is NeedKind.SYNC:
            self.sync_now(need.account_id)
        elif need.kind is NeedKind.PAUSED and need.account_id is None:
            self.resume()
        elif need.kind is NeedKind.BACKUP:
            self.back_up()
        else:
            page, focus = needs.place(need)
            self._desk.shell.open_page(page, **focus)

    def edit(self, post_id: int) -> None:
        self._desk.shell.compose(post_id=post_id)

    def show_post(self, post_id: int) -> None:
        self._desk.shell.open_page("calendar", post_id=post_id)

    def show_account(self, account_id: int) -> None:
        self._desk.shell.open_page("accounts", account_id=account_id)

    def log_in(self, account_id: int) -> None:
        """The login dialog of this account, at once."""
        self._desk.shell.open_page("accounts", account_id=account_id, relogin=True)

    def send_waiting(self, account_id: int) -> None:
        """All that missed its time on the account goes out at the next free slots."""

        def done(sent: "Resent") -> None:
            if sent.refused:
                self._desk.shell.open_page("calendar", post_id=sent.refused[0])
            self._said(_sent(sent, self._desk))

        self._run(self._resending.send_waiting(account_id), done)

    def sync_now(self, account_id: int | None) -> None:
        def done(results: Sequence[SyncResult]) -> None:
            names = sorted({result.account for result in results if result.error is not None})
            self._said(
                tr("Synced; not everything could be read of {names}", names=listed(names)) if names else tr("Synced")
            )

        self._run(self._sync.run(None if account_id is None else (account_id,)), done)

    def back_up(self) -> None:
        self._run(self._backups.tick(), lambda _: self._said(tr("Backed up")))

    def resume(self) -> None:
        work = self._publishing.pause_all(False)
        self._run(work, lambda _: self._said(tr("Resumed: posts go out again at their times")))

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        self._desk.tasks.run(work, owner=self, done=lambda found: ignore(done(found)), failed=self._desk.errors.show)

    def _said(self, words: str) -> None:
        self._desk.shell.toast(words)
        self.after()


def _sent(sent: "Resent", desk: Desk) -> str:
    many = len(sent.planned)
    if not many:
        return (
            tr("Nothing could be planned: each of them needs a change first") if sent.refused else tr("Nothing waits")
        )
    first = "" if sent.first is None else within(when(sent.first, desk.zone, now=desk.now()))
    if sent.refused:
        rest = tr_n("{n} needs a change first", "{n} need a change first", len(sent.refused))
        return tr_n("{n} post is planned again", "{n} posts are planned again", many) + f"; {rest}"
    if many == 1:
        return tr("It goes out {when}", when=first)
    return tr("{n} posts go out, the first {when}", n=many, when=first)
