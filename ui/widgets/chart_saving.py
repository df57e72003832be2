"""Saving a chart: a button with its forms, a dialog for the place, and a service that writes the file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from ui.desk import Desk
from ui.language import tr
from ui.widgets.buttons import icon_button
from ui.widgets.chart import Chart

if TYPE_CHECKING:
    from ofauto_desktop.services.exports import Exports


class SaveChart:
    """Adds the button to `chart`'s own; lives as long as it does."""

    def __init__(self, chart: Chart, exports: "Exports", desk: Desk) -> None:
        self._chart, self._exports, self._desk = chart, exports, desk
        self.button = icon_button("download", tr("Save this chart"), parent=chart)
        menu = QMenu(self.button)
        for kind, words in (
            ("png", tr("Picture (PNG)")),
            ("svg", tr("Drawing (SVG)")),
            ("pdf", tr("Page (PDF)")),
            ("csv", tr("Numbers (CSV)")),
        ):
            menu.addAction(words, partial(self._ask, kind))
        self.button.setMenu(menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        chart.add_tool(self.button)

    def save_to(self, kind: str, file: str) -> None:
        """Draw the chart as it is now, in the form `kind`, and write it to `file`."""
        place = Path(file)
        self._desk.tasks.run(
            self._exports.write(place, self._chart.rendered(kind), what="chart"),
            owner=self._chart,
            done=lambda _: self._desk.shell.toast(tr("Saved as {name}", name=place.name)),
            failed=self._desk.errors.show,
        )

    def _ask(self, kind: str) -> None:
        name = f"{_plain(self._chart.title)} {self._desk.now():%Y-%m-%d}.{kind}"
        dialog = QFileDialog(self._chart, tr("Save this chart"), name, f"{kind.upper()} (*.{kind})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self.save_to, kind))
        dialog.open()


def _plain(title: str) -> str:
    """A title as a file's name, on every system."""
    return "".join(one if one.isalnum() or one in " -" else " " for one in title).strip() or tr("Chart")
