"""A month's report into a file: two presses where the folder is known, any month and form by asking."""

import asyncio
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.preferences import REPORT_FOLDER, REPORT_LOGO, REPORT_PAPER, Paper
from ui.desk import Desk
from ui.format import month
from ui.language import tr
from ui.tasks import ignore

if TYPE_CHECKING:
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.reports import Reports

_BUSY_AFTER_MS = 300


class ReportActs(QObject):
    """`busy` tells whether one is being made."""

    busy = Signal(bool)

    def __init__(
        self, reports: "Reports", exports: "Exports", preferences: "Preferences", desk: Desk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._reports, self._exports, self._preferences = reports, exports, preferences
        self._desk, self._window = desk, parent
        self._patience = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._patience.timeout.connect(lambda: self.busy.emit(True))

    def last_month(self, client: Client) -> date:
        return self._reports.last_month(client)

    def at_once(self, client: Client) -> None:
        """The last whole month as PDF, into the folder of the last one; the first time the folder is asked for."""
        at = self._reports.last_month(client)
        folder = self._preferences.get(REPORT_FOLDER)
        if folder and Path(folder).is_dir():
            self.write(client, at, Path(folder) / file_name(client, at, "pdf"))
        else:
            self.pick(client, at, "pdf")

    def pick(self, client: Client, at: date, form: str) -> None:
        """Ask where it shall go."""
        folder = self._preferences.get(REPORT_FOLDER)
        name = file_name(client, at, form)
        kinds = {"pdf": tr("PDF (*.pdf)"), "html": tr("Web page (*.html)")}
        dialog = QFileDialog(self._window, tr("Where shall the report go?"), folder, kinds[form])
        dialog.selectFile(name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda file: self.write(client, at, Path(file)))
        dialog.open()

    def ask(self, client: Client) -> None:
        """Which month, in which form, on which paper, with which picture."""
        from ui.dialogs.report import ReportDialog

        dialog = ReportDialog(client, self._reports.months(client), self._preferences, self._desk, self._window)
        dialog.chosen.connect(partial(self.pick, client))
        dialog.open()

    def write(self, client: Client, at: date, file: Path) -> None:
        """Make it and write it into `file`."""
        self._patience.start()
        self._desk.tasks.run(
            self._made(client, at, file),
            owner=self,
            done=lambda _: self._written(client, at, file),
            failed=self._failed,
        )

    async def _made(self, client: Client, at: date, file: Path) -> None:
        """On the loop; the drawing on a thread of its own."""
        logo = await _logo(self._preferences.get(REPORT_LOGO))
        if file.suffix.lower() in (".html", ".htm"):
            await self._reports.write_html(client.id, at, file, logo=logo)
        else:
            from ui.report_pdf import rendered

            document = await self._reports.document(client.id, at)
            paper = Paper(self._preferences.get(REPORT_PAPER))
            await self._exports.write(
                file, await asyncio.to_thread(rendered, document, paper=paper, logo=logo), what="report"
            )
        await self._preferences.put(REPORT_FOLDER, str(file.parent))

    def _written(self, client: Client, at: date, file: Path) -> None:
        self._rest()
        self._desk.shell.toast(
            tr(
                "{month} of {client} is in {folder}: {file}",
                month=month(at, long=True),
                client=client.name,
                folder=file.parent.name or str(file.parent),
                file=file.name,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._desk.errors.show(error)

    def _rest(self) -> None:
        self._patience.stop()
        self.busy.emit(False)

    def keep_logo(self, file: str) -> None:
        """The picture for the head of reports; "" for none."""
        self._desk.tasks.run(
            self._preferences.put(REPORT_LOGO, file), owner=self, done=ignore, failed=self._desk.errors.show
        )


def file_name(client: Client, at: date, form: str) -> str:
    """A name that every file system takes."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", client.name).strip(" .") or "client"
    return f"{name} {at:%Y-%m}.{form}"


async def _logo(kept: str) -> bytes | None:
    """A picture that is gone by now is left out: the report matters more."""
    if not kept:
        return None
    try:
        return await asyncio.to_thread(Path(kept).read_bytes)
    except OSError:
        return None
