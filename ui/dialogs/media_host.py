"""The bucket in which files lie while a platform fetches them: where it is, and the key that opens it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.media_host import Bucket, HostChecked, HostShown, Step
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import known, mark, tr, tr_marked
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.fields import Check, Field, SecretField
from ui.widgets.layouts import clear, column
from ui.widgets.states import Banner

if TYPE_CHECKING:
    from ofauto_desktop.services.media_hosting import MediaHosting

_NEEDED = ("endpoint", "region", "bucket", "access_key", "secret_key")
_FAILED = {
    Step.WRITE: mark("A file could not be written there: {reason}"),
    Step.FETCH: mark("A file was written but could not be fetched: {reason}"),
    Step.DELETE: mark("A file was written and fetched, but could not be deleted: {reason}"),
}


def failed_words(checked: HostChecked) -> str:
    """Which step of a check did not work, and why; "" where all did."""
    return "" if checked.failed is None else tr_marked(_FAILED[checked.failed]).format(reason=known(checked.reason))


class MediaHostDialog(Sheet):
    """`kept` once the bucket was tried and stored. What is wrong is said in the form, and nothing is kept."""

    kept = Signal()

    def __init__(self, hosting: "MediaHosting", now: HostShown | None, desk: Desk, parent: QWidget) -> None:
        words = tr(
            "A bucket of your own at Amazon S3, Cloudflare R2, Backblaze B2, MinIO or any other that speaks S3. "
            "Keep it private: links of an hour are made as they are needed."
        )
        super().__init__(tr("Media host"), parent, words=words, width=480)
        self._hosting, self._desk = hosting, desk
        self.edits: dict[str, QLineEdit] = {}
        self.fields: dict[str, Field] = {}
        self._add("endpoint", tr("Endpoint"), tr("Such as https://s3.eu-central-1.amazonaws.com"))
        self._add("region", tr("Region"), tr("Such as eu-central-1; auto at Cloudflare"))
        self._add("bucket", tr("Bucket"))
        self._add("access_key", tr("Access key"), tr("Of a user who may read, write and delete in this bucket alone."))
        self._add("secret_key", tr("Secret key"), secret=True)
        self._add("prefix", tr("Folder in the bucket"), tr("May be left empty, or such as ofauto/"))
        self.host_style = Check(
            tr("The bucket's name stands before the address"), tr("As Amazon has it for new buckets; else in the path.")
        )
        self.body.addWidget(self.host_style)
        self._trouble = column(gap=8)
        self.body.addLayout(self._trouble)
        self.act(button(tr("Cancel"), self.reject))
        self.go_button = self.act(button(tr("Try and keep"), self.keep, kind="primary"))
        self.go_button.setDefault(True)
        if now is not None:
            self._fill(now)
        self.edits["endpoint"].setFocus()

    def keep(self) -> None:
        """Try the bucket and store it."""
        clear(self._trouble)
        missing = [name for name in _NEEDED if not self.edits[name].text().strip()]
        for name, field in self.fields.items():
            field.wrong(tr("This is needed.") if name in missing else "")
        if missing:
            self.edits[missing[0]].setFocus()
            self.fit()
            return
        try:
            bucket = self._bucket()
        except BadInput as error:
            self._not(error)
            return
        self._busy(busy=True)
        self._desk.tasks.run(self._hosting.use(bucket), owner=self, done=self._tried, failed=self._failed)

    def _add(self, name: str, title: str, help_text: str = "", *, secret: bool = False) -> None:
        self.edits[name] = SecretField() if secret else QLineEdit()
        self.fields[name] = Field(title, self.edits[name], help_text)
        self.body.addWidget(self.fields[name])

    def _fill(self, now: HostShown) -> None:
        """What is set up, but for the secret key, which nobody sees again."""
        for name, value in (
            ("endpoint", now.endpoint),
            ("region", now.region),
            ("bucket", now.name),
            ("access_key", now.access_key),
            ("prefix", now.prefix),
        ):
            self.edits[name].setText(value)
        self.host_style.box.setChecked(not now.path_style)

    def _bucket(self) -> Bucket:
        typed = {name: edit.text().strip() for name, edit in self.edits.items()}
        return Bucket(
            endpoint=typed["endpoint"],
            region=typed["region"],
            name=typed["bucket"],
            access_key=typed["access_key"],
            secret_key=typed["secret_key"],
            prefix=typed["prefix"],
            path_style=not self.host_style.box.isChecked(),
        )

    def _busy(self, *, busy: bool) -> None:
        self.go_button.setEnabled(not busy)
        self.go_button.setText(tr("Trying …") if busy else tr("Try and keep"))

    def _tried(self, checked: HostChecked) -> None:
        self._busy(busy=False)
        if checked.failed is not None:
            self._say(failed_words(checked))
            return
        self._desk.shell.toast(tr("The bucket works and is kept"))
        self.kept.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        if isinstance(error, AppError):
            self._not(error)
        else:
            self._desk.errors.show(error)

    def _not(self, error: AppError) -> None:
        """At its field where it has one."""
        field = self.fields.get(error.item or "")
        if field is None:
            self._say(self._desk.errors.present(error).words.text)
            return
        field.wrong(known(error.reason))
        field.edit.setFocus()
        self.fit()

    def _say(self, words: str) -> None:
        self._trouble.addWidget(Banner(words, Tone.DANGER))
        self.fit()
