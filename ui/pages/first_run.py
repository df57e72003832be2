"""The first start: practice or an own workspace, a passphrase, a recovery kit."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.error_presenter import ErrorPresenter
from ui.language import tr
from ui.pages.door import Door
from ui.pages.recovery_kit import RecoveryKit
from ui.pages.unlock import Opens
from ui.tasks import Tasks
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.fields import Check
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.new_passphrase import NewPassphrase
from ui.widgets.states import Banner
from ui.widgets.text import label
from ui.widgets.tile import Tile

if TYPE_CHECKING:
    from ofauto_desktop.services.lock import Created, Lock


class FirstRun(QWidget):
    """Three steps, one after the other. `finished` hands on what `opens` let in."""

    finished = Signal(object)

    def __init__(
        self, lock: "Lock", opens: Opens, tasks: Tasks, errors: ErrorPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lock, self._opens, self._tasks, self._errors = lock, opens, tasks, errors
        self._practice = False
        self._steps = QStackedLayout(self)
        self.choice = Choice(self._chosen)
        self.protect = Protect(tasks, self._create, back=lambda: self._steps.setCurrentWidget(self.choice))
        for step in (self.choice, self.protect):
            self._steps.addWidget(step)

    def _chosen(self, *, practice: bool) -> None:
        self._practice = practice
        self._steps.setCurrentWidget(self.protect)
        self.protect.chosen.setFocus()

    def _create(self, passphrase: str, *, keychain: bool) -> None:
        self.protect.busy(busy=True)
        creating = self._lock.create(passphrase, use_keychain=keychain, practice=self._practice)
        self._tasks.run(
            creating, owner=self, done=lambda created: self._created(created, passphrase), failed=self._failed
        )

    def _created(self, created: "Created", passphrase: str) -> None:
        kit = RecoveryKit(created.recovery_code, self._tasks, self._errors, may_skip=self._practice)
        kit.done.connect(lambda: self._open(kit, passphrase))
        self._steps.addWidget(kit)
        self._steps.setCurrentWidget(kit)

    def _open(self, kit: RecoveryKit, passphrase: str) -> None:
        kit.busy(busy=True, words=tr("Making a year of practice data …") if self._practice else tr("Opening …"))
        self._tasks.run(
            self._opens(passphrase=passphrase),
            owner=self,
            done=self.finished.emit,
            failed=lambda error: self._not_opened(kit, error),
        )

    def _not_opened(self, kit: RecoveryKit, error: Exception) -> None:
        kit.busy(busy=False)
        self._errors.show(error)

    def _failed(self, error: Exception) -> None:
        self.protect.busy(busy=False)
        words = self._errors.present(error).words
        self.protect.trouble(f"{words.title}. {words.text}")


class Choice(Door):
    """What to begin with."""

    def __init__(self, chosen: Callable[..., None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(label(tr("Welcome to OFAuto"), "title"))
        self.body.addWidget(
            label(
                tr("Plan, publish and account for a creator's work. Everything stays encrypted on this computer."),
                "muted",
            )
        )
        self.practice_button = _Option(
            tr("Start with practice data"),
            tr("Three made-up creators with a year of posts and sales. Nothing reaches a real platform."),
        )
        self.practice_button.clicked.connect(lambda: chosen(practice=True))
        self.own_button = _Option(
            tr("Set up my workspace"),
            tr("Connect your own accounts. Takes about two minutes to the first planned post."),
        )
        self.own_button.clicked.connect(lambda: chosen(practice=False))
        self.body.addWidget(self.own_button)
        self.body.addWidget(self.practice_button)
        self.setFocusProxy(self.own_button)


class _Option(Tile):
    """A choice with a sentence under it."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.lines.addWidget(label(title, "lead"))
        self.lines.addWidget(label(sentence, "muted"))


class Protect(Door):
    """A passphrase that holds, and whether the keychain may open as well."""

    def __init__(
        self,
        tasks: Tasks,
        create: Callable[..., None],
        back: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._create = create
        self.body.addWidget(label(tr("Choose a passphrase"), "title"))
        self.body.addWidget(
            label(
                tr("It encrypts everything here. Nobody can reset it for you; four random words are a good one."),
                "muted",
            )
        )
        self.chosen = NewPassphrase(tr("Passphrase"), tasks)
        self.body.addWidget(self.chosen)
        self.keychain = Check(
            tr("This computer's keychain may unlock it"),
            tr("Then OFAuto opens by itself while you are logged in here."),
        )
        self.keychain.box.setChecked(True)
        self.body.addWidget(self.keychain)
        self._trouble = column()
        self.body.addLayout(self._trouble)
        acts = FlowLayout(gap=8)
        acts.addWidget(button(tr("Back"), back, kind="plain"))
        self.create_button = button(tr("Create workspace"), self._go, kind="primary")
        acts.addWidget(self.create_button)
        self.body.addLayout(acts)
        self.chosen.changed.connect(self._look)
        self.chosen.entered.connect(self._go)
        self._busy = False
        self._look()

    def busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.create_button.setText(tr("Creating …") if busy else tr("Create workspace"))
        self._look()

    def trouble(self, words: str) -> None:
        clear(self._trouble)
        self._trouble.addWidget(Banner(words, Tone.DANGER))

    def _look(self) -> None:
        self.create_button.setEnabled(self.chosen.holds and not self._busy)
        for widget in (self.chosen, self.keychain):
            widget.setEnabled(not self._busy)

    def _go(self) -> None:
        if self.create_button.isEnabled():
            clear(self._trouble)
            self._create(self.chosen.text(), keychain=self.keychain.box.isChecked())
