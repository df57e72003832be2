"""The licence of a sale: asked of its platform when it is wanted, and what the seller can do with it."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.licences import Licence, LicenceChange, LicenceStanding
from ui.desk import Desk
from ui.dialogs.sure import Sure
from ui.format import UNKNOWN
from ui.language import Words, mark, tr, tr_n
from ui.tokens import Tone
from ui.widgets.badge import Badge
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.licences import Licences

_STANDINGS = Words(
    {
        LicenceStanding.GOOD: mark("Good"),
        LicenceStanding.DISABLED: mark("Disabled"),
        LicenceStanding.REFUSED: mark("Not accepted"),
    }
)
_TONES = {
    LicenceStanding.GOOD: Tone.SUCCESS,
    LicenceStanding.DISABLED: Tone.WARNING,
    LicenceStanding.REFUSED: Tone.DANGER,
}
_DONE = Words(
    {
        LicenceChange.ENABLE: mark("The licence is good again"),
        LicenceChange.DISABLE: mark("The licence is disabled"),
        LicenceChange.GIVE_BACK: mark("One use was given back"),
    }
)


class LicencePart(QWidget):
    """Not there where the platform gives no licences. The key itself is only copied, never shown whole."""

    def __init__(self, account_id: int, sale: str, licences: "Licences", desk: Desk) -> None:
        super().__init__()
        self._account_id, self._sale, self._licences, self._desk = account_id, sale, licences, desk
        lines = column(self, gap=8)
        self.read_button = button(tr("Look up its licence"), self.read, kind="link", icon="key-round")
        lines.addWidget(self.read_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = column(gap=8)
        lines.addLayout(self._rows)
        self.hide()
        desk.tasks.run(licences.offered(account_id), owner=self, done=self.setVisible, failed=desk.errors.show)

    def read(self) -> None:
        """Ask for it. Looking counts as no use."""
        self._ask(self._licences.of(self._account_id, self._sale))

    def _ask(self, work: Coroutine[Any, Any, Licence | None], done: str = "") -> None:
        self.setEnabled(False)

        def show(found: Licence | None) -> None:
            self._show(found)
            if done:
                self._desk.shell.toast(done)

        self._desk.tasks.run(work, owner=self, done=show, failed=self._failed)

    def _show(self, found: Licence | None) -> None:
        self.setEnabled(True)
        self.read_button.setText(tr("Look again"))
        clear(self._rows)
        if found is None:
            self._rows.addWidget(label(tr("This sale has no licence."), "muted"))
            return
        state = FlowLayout(gap=8)
        state.addWidget(Badge(_STANDINGS[found.standing], _TONES[found.standing]))
        self._rows.addLayout(state)
        if found.reason:
            self._rows.addWidget(label(found.reason, "caption"))
        self._rows.addWidget(label(_used(found)))
        self._rows.addWidget(label(tr("Key {key}", key=found.masked), "muted"))
        self._rows.addLayout(self._acts(found))

    def _acts(self, found: Licence) -> FlowLayout:
        acts = FlowLayout(gap=8)
        acts.addWidget(button(tr("Copy the key"), lambda: self._copy(found), icon="copy"))
        if found.standing is LicenceStanding.GOOD:
            acts.addWidget(button(tr("Disable it"), lambda: self._change(LicenceChange.DISABLE)))
            if found.uses:
                acts.addWidget(button(tr("Give a use back"), self._give_back))
        if found.standing is LicenceStanding.DISABLED:
            acts.addWidget(button(tr("Enable it"), lambda: self._change(LicenceChange.ENABLE)))
        return acts

    def _copy(self, found: Licence) -> None:
        QGuiApplication.clipboard().setText(found.key)
        self._desk.shell.toast(tr("Copied"))

    def _give_back(self) -> None:
        asked = Sure(
            tr("Give a use back"),
            tr("The buyer can use the licence once more. Nobody can take that back."),
            tr("Give a use back"),
            self.window(),
        )
        asked.confirmed.connect(lambda: self._change(LicenceChange.GIVE_BACK))
        asked.open()

    def _change(self, change: LicenceChange) -> None:
        self._ask(self._licences.change(self._account_id, self._sale, change), _DONE[change])

    def _failed(self, error: Exception) -> None:
        """What is shown may no longer be so: it is asked for again before anything is done again."""
        self.setEnabled(True)
        clear(self._rows)
        self._desk.errors.show(error)


def _used(found: Licence) -> str:
    if found.uses is None:
        return tr("Uses: {count}", count=UNKNOWN)
    seats = tr("for several people") if found.several_seats else ""
    return " · ".join(part for part in (tr_n("Used once", "Used {n} times", found.uses), seats) if part)
