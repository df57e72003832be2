"""Where platforms fetch files from: what that means, and the bucket that is set up for it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.media_host import HostChecked, HostShown
from ui.desk import Desk
from ui.dialogs.sure import Sure
from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.layouts import FlowLayout
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.media_hosting import MediaHosting


class MediaHostCard(Card):
    """A card of the settings."""

    def __init__(self, hosting: "MediaHosting", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Media host"), parent=parent)
        self._hosting, self._desk = hosting, desk
        self._shown: HostShown | None = None
        words = tr(
            "Instagram fetches pictures and films from an address. A bucket of your own gives them one. "
            "Each lies there under a random name, behind a link that works for an hour, and is deleted once it was fetched. "
            "Until then, whoever has the link can see it."
        )
        self.body.addWidget(label(words, "muted"))
        self.told = label(" ")
        self.body.addWidget(self.told)
        acts = FlowLayout(gap=8)
        self.set_button = button(tr("Set up a bucket …"), self._set, icon="upload")
        self.check_button = button(tr("Try it now"), self._check)
        self.stop_button = button(tr("Stop using it …"), self._stop)
        for one in (self.set_button, self.check_button, self.stop_button):
            acts.addWidget(one)
        self.body.addLayout(acts)
        for one in (self.check_button, self.stop_button):
            one.hide()
        self.look()

    def look(self) -> None:
        """Ask what is set up."""
        self._desk.tasks.run(self._hosting.shown(), owner=self, done=self._show, failed=self._desk.errors.show)

    def _show(self, shown: HostShown | None) -> None:
        self._shown = shown
        if shown is None:
            self.told.setText(tr("None is set up."))
        else:
            lying = tr_n("{n} file lies there now.", "{n} files lie there now.", shown.waiting) if shown.waiting else ""
            self.told.setText(tr("{bucket} at {address}.", bucket=shown.name, address=shown.endpoint) + " " + lying)
        self.set_button.setText(tr("Set up a bucket …") if shown is None else tr("Change it …"))
        self.set_button.setAccessibleName(self.set_button.text())
        for one in (self.check_button, self.stop_button):
            one.setVisible(shown is not None)

    def _set(self) -> None:
        from ui.dialogs.media_host import MediaHostDialog

        dialog = MediaHostDialog(self._hosting, self._shown, self._desk, self)
        dialog.kept.connect(self.look)
        dialog.open()

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self._desk.tasks.run(self._hosting.check(), owner=self, done=self._checked, failed=self._not_checked)

    def _checked(self, checked: HostChecked) -> None:
        from ui.dialogs.media_host import failed_words

        self.check_button.setEnabled(True)
        words = tr("A file was written, fetched and deleted: the bucket works")
        self._desk.shell.toast(failed_words(checked) or words)

    def _not_checked(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self._desk.errors.show(error)

    def _stop(self) -> None:
        ask = Sure(
            tr("Stop using the bucket?"),
            tr("What lies there is deleted, and its key is forgotten. Posts of Instagram with files wait for another."),
            tr("Stop using it"),
            self,
        )
        ask.confirmed.connect(self._stopped)
        ask.open()

    def _stopped(self) -> None:
        self._desk.tasks.run(
            self._hosting.stop_using(), owner=self, done=self._forgotten, failed=self._desk.errors.show
        )

    def _forgotten(self, stay: int) -> None:
        if stay:
            words = tr_n(
                "{n} file stays in the bucket, which no longer lets us delete it",
                "{n} files stay in the bucket, which no longer lets us delete them",
                stay,
            )
            self._desk.shell.toast(words)
        self.look()
