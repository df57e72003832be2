"""Changes to how the workspace opens: who asks for one shows what opens it now."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.errors import AppError, WrongPassphrase
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field, SecretField
from ui.widgets.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from ofauto_desktop.services.ways_in import WaysIn


class ProveIt(Sheet):
    """Asks for the passphrase or the recovery code, and stays until `work`, given that, is done.

    What was wrong is said in its place. `done` is the toast.
    """

    def __init__(self, title: str, parent: QWidget, *, words: str, act: str, done: str, desk: Desk) -> None:
        super().__init__(title, parent, words=words)
        self._done, self._desk = done, desk
        self.now = SecretField()
        self._now_field = Field(tr("Passphrase now, or the recovery code"), self.now)
        self.body.addWidget(self._now_field)
        self.act(button(tr("Cancel"), self.reject))
        self.ok = self.act(button(act, self._go, kind="primary"))
        self.ok.setDefault(True)
        self.now.textChanged.connect(self._look)
        self.now.setFocus()
        self._busy = False
        self._look()

    def work(self, now: str) -> Coroutine[Any, Any, None]:
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether all else that it needs stands there."""
        return True

    def _look(self) -> None:
        self._now_field.wrong("")
        self.ok.setEnabled(bool(self.now.text()) and self.ready and not self._busy)

    def _go(self) -> None:
        if not self.ok.isEnabled():
            return
        self._busy = True
        self._look()
        self._desk.tasks.run(self.work(self.now.text()), owner=self, done=lambda _: self._is_done(), failed=self._not)

    def _is_done(self) -> None:
        self._desk.shell.toast(self._done)
        self.accept()

    def _not(self, error: Exception) -> None:
        self._busy = False
        self._look()
        if isinstance(error, WrongPassphrase):
            self._now_field.wrong(tr("Neither the passphrase nor the recovery code."))
            self.now.selectAll()
            self.now.setFocus()
        elif isinstance(error, AppError):
            self._now_field.wrong(self._desk.errors.present(error).words.text)
        else:
            self._desk.errors.show(error)
        self.fit()


class ChangePassphrase(ProveIt):
    """A new passphrase in place of the old one."""

    def __init__(self, ways_in: "WaysIn", parent: QWidget, desk: Desk) -> None:
        self.chosen = NewPassphrase(tr("New passphrase"), desk.tasks)
        super().__init__(
            tr("Change the passphrase"),
            parent,
            words=tr(
                "The recovery code stays as it is. Backups that were made before still open with the passphrase of then."
            ),
            act=tr("Change it"),
            done=tr("The passphrase is changed"),
            desk=desk,
        )
        self._ways_in = ways_in
        self.chosen.changed.connect(self._look)
        self.chosen.entered.connect(self._go)
        self.body.addWidget(self.chosen)
        self._look()

    @property
    def ready(self) -> bool:
        return self.chosen.holds

    def work(self, now: str) -> Coroutine[Any, Any, None]:
        return self._ways_in.change_passphrase(now, self.chosen.text())


class UseKeychain(ProveIt):
    """Whether this computer's keychain may open the workspace, from now on."""

    def __init__(
        self, ways_in: "WaysIn", parent: QWidget, desk: Desk, *, wanted: bool, changed: Callable[[], object]
    ) -> None:
        self._ways_in, self._wanted = ways_in, wanted
        if wanted:
            title, act = tr("Let the keychain unlock it"), tr("Allow it")
            words = tr("Then OFAuto opens by itself while you are logged in to this computer.")
            done = tr("This computer's keychain unlocks the workspace from now on")
        else:
            title, act = tr("Ask for the passphrase each time"), tr("Ask each time")
            words = tr("What this computer's keychain keeps for the workspace is deleted.")
            done = tr("The passphrase is asked for each time from now on")
        super().__init__(title, parent, words=words, act=act, done=done, desk=desk)
        self.accepted.connect(changed)

    def work(self, now: str) -> Coroutine[Any, Any, None]:
        return self._ways_in.use_keychain(now, wanted=self._wanted)
