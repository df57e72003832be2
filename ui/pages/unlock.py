"""The door: a passphrase, this computer's keychain, or the recovery code."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.errors import KeychainLocked, KeychainMissing, Locked, WrongPassphrase
from ui.error_presenter import ErrorPresenter, Presented
from ui.language import tr
from ui.pages.door import Door
from ui.tasks import Tasks
from ui.widgets.badge import Picture
from ui.widgets.buttons import button
from ui.widgets.fields import Field, SecretField
from ui.widgets.layouts import clear, column
from ui.widgets.states import Details
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any


class Opens(Protocol):
    """What the page does with what it is given: open the workspace, or uncover one that is open. Gives what it opened."""

    def __call__(
        self, *, passphrase: str | None = None, recovery_code: str | None = None
    ) -> "Coroutine[Any, Any, object]": ...


class UnlockPage(Door):
    """`opened` hands on what the door let in. The field is emptied with every try."""

    opened = Signal(object)

    def __init__(
        self, opens: Opens, tasks: Tasks, errors: ErrorPresenter, *, waiting: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._opens, self._tasks, self._errors = opens, tasks, errors
        self.body.addWidget(Picture("lock", "accent", edge=28), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(tr("Unlock OFAuto"), "title"))
        self._waiting = label(waiting, "muted")
        self.body.addWidget(self._waiting)
        self._waiting.setVisible(bool(waiting))  # not before it has its place: it would be a window for a moment
        self.passphrase = SecretField()
        self._passphrase_field = Field(tr("Passphrase"), self.passphrase)
        self.body.addWidget(self._passphrase_field)
        self.code = QLineEdit()
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self._code_field = Field(tr("Recovery code"), self.code, tr("The eight groups of your recovery kit."))
        self._code_field.hide()
        self.body.addWidget(self._code_field)
        self._trouble = column(gap=8)
        self.body.addLayout(self._trouble)
        self.unlock_button = button(tr("Unlock"), self._try, kind="primary")
        self.body.addWidget(self.unlock_button)
        self.keychain_button = button(tr("Unlock with this computer's keychain"), self.by_keychain, icon="key-round")
        self.keychain_button.hide()
        self.body.addWidget(self.keychain_button)
        self.other_button = button(tr("Use the recovery code"), self._other_way, kind="link")
        self.body.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        for edit in (self.passphrase, self.code):
            edit.returnPressed.connect(self._try)
            edit.textChanged.connect(self._look)
        self.setFocusProxy(self.passphrase)
        self._busy = False
        self._look()

    def offer_keychain(self) -> None:
        """The workspace opens by this computer's keychain."""
        self.keychain_button.show()

    def tell(self, words: str) -> None:
        """What happens, or does not, while it is locked."""
        self._waiting.setText(words)
        self._waiting.show()

    def by_keychain(self) -> None:
        self._start(self._opens(), tr("Asking the keychain …"))

    def _try(self) -> None:
        by_code = not self._code_field.isHidden()
        given = (self.code if by_code else self.passphrase).text()
        if not given.strip() or self._busy:
            return
        self._start(self._opens(recovery_code=given) if by_code else self._opens(passphrase=given), tr("Unlocking …"))

    def _start(self, opening: "Coroutine[Any, Any, object]", words: str) -> None:
        clear(self._trouble)
        self._busy = True
        self.unlock_button.setText(words)
        self._look()
        self._tasks.run(opening, owner=self, done=self._opened, failed=self._failed)

    def _opened(self, what: object) -> None:
        self._rest()
        self.opened.emit(what)

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._show(self._errors.present(error), plain=isinstance(error, Locked))
        if isinstance(error, KeychainMissing | KeychainLocked):
            self.keychain_button.show()
        (self.passphrase if self._code_field.isHidden() else self.code).setFocus()
        if isinstance(error, WrongPassphrase):
            self._passphrase_field.wrong("")

    def _show(self, error: Presented, *, plain: bool) -> None:
        clear(self._trouble)
        title = label(error.words.title, "strong")
        title.setProperty("tone", "danger")
        self._trouble.addWidget(title)
        self._trouble.addWidget(label(error.words.text, "muted"))
        if not plain:
            self._trouble.addWidget(Details(error.details))

    def _rest(self) -> None:
        self._busy = False
        self.unlock_button.setText(tr("Unlock"))
        self.passphrase.clear()
        self.code.clear()
        self._look()

    def _other_way(self) -> None:
        by_code = self._code_field.isHidden()
        self._code_field.setVisible(by_code)
        self._passphrase_field.setVisible(not by_code)
        self.other_button.setText(tr("Use the passphrase") if by_code else tr("Use the recovery code"))
        (self.code if by_code else self.passphrase).setFocus()
        self._look()

    def _look(self) -> None:
        given = self.code if not self._code_field.isHidden() else self.passphrase
        self.unlock_button.setEnabled(bool(given.text().strip()) and not self._busy)
        for widget in (self.passphrase, self.code, self.keychain_button, self.other_button):
            widget.setEnabled(not self._busy)
