"""A post that the person puts up themselves: one press opens the site with text and files at hand, then they say so."""

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain.by_hand import LaidOut, Sheet
from ofauto_desktop.domain.posts import Target
from ui.desk import Desk
from ui.format import when, within
from ui.language import tr, tr_n
from ui.post_acts import PostActs
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.by_hand import ByHand


class HandPanel(QWidget):
    """Reads the sheet at once; readable files are written only when the person asks for them."""

    def __init__(
        self,
        post_id: int,
        target: Target,
        acts: PostActs,
        by_hand: "ByHand",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._post_id, self._target = post_id, target
        self._acts, self._by_hand, self._desk = acts, by_hand, desk
        self._lines = column(self, gap=12)
        work = by_hand.sheet(post_id, target.account_id)
        desk.tasks.run(work, owner=self, done=self._show, failed=desk.errors.show)

    def _show(self, sheet: Sheet) -> None:
        clear(self._lines)
        said = tr("{site} takes no posts from programs. It counts as posted once you say so.", site=sheet.site)
        if sheet.fills:
            said = tr(
                "Its time has come: look at it, and send it yourself. The program fills it in on {site}.",
                site=sheet.site,
            )
        self._lines.addWidget(Banner(said, Tone.WARNING))
        if sheet.tiers:
            chosen = tr("Choose there, for these tiers only: {tiers}", tiers=", ".join(sheet.tiers))
            self._lines.addWidget(label(chosen, "strong"))
        if sheet.files:
            many = tr_n("{n} file: {names}", "{n} files: {names}", len(sheet.files), names=", ".join(sheet.files))
            self._lines.addWidget(label(many, "caption"))
        self.fill_button = button(tr("Fill in and look"), self._fill, kind="primary", icon="eye")
        self.open_button = button(
            tr("Open {site}", site=sheet.site),
            partial(self._open, sheet),
            kind="" if sheet.fills else "primary",
            icon="external-link",
        )
        self.open_button.setToolTip(tr("Copies the text, lays out the files and opens the site's own editor"))
        self._lines.addLayout(_flow(*([self.fill_button] if sheet.fills else []), self.open_button))
        self._said = column(gap=4)
        self._lines.addLayout(self._said)
        self._lines.addWidget(label(tr("And then?"), "strong"))
        self.link = QLineEdit()
        self.link.setPlaceholderText("https://")
        self.link.returnPressed.connect(self._is_out)
        self._lines.addWidget(Field(tr("Address of the post on {site}", site=sheet.site), self.link))
        self.posted_button = button(tr("I posted it"), self._is_out, icon="check")
        self.posted_button.setEnabled(False)
        self.link.textChanged.connect(lambda words: self.posted_button.setEnabled(bool(words.strip())))
        not_posted = partial(self._acts.is_not_out, self._post_id, self._target)
        self.not_posted_button = button(tr("I will not post it"), not_posted, icon="x")
        self._lines.addLayout(_flow(self.posted_button, self.not_posted_button))

    def _fill(self) -> None:
        """The window is the site's own page, filled in; what the person does there is told when it is over."""
        self.fill_button.setEnabled(False)
        self.open_button.setEnabled(False)
        clear(self._said)
        self._say(tr("A window opens. Send the post there, or close the window: then nothing is sent."))
        self._acts.fill(self._post_id, self._target, self._at_rest)

    def _at_rest(self) -> None:
        """The window is gone, or none came; the panel itself may be gone as well by then."""
        if shiboken6.isValid(self):
            clear(self._said)
            self.fill_button.setEnabled(True)
            self.open_button.setEnabled(True)

    def _open(self, sheet: Sheet) -> None:
        QGuiApplication.clipboard().setText(sheet.text)
        if sheet.files:
            work = self._by_hand.lay_out(self._post_id, self._target.account_id)
            self._desk.tasks.run(work, owner=self, done=partial(self._opened, sheet), failed=self._desk.errors.show)
        else:
            self._opened(sheet, None)

    def _opened(self, sheet: Sheet, laid: LaidOut | None) -> None:
        clear(self._said)
        self._say(tr("The text is on the clipboard.") if sheet.text else tr("There is no text to copy."))
        if laid is not None:
            until = within(when(laid.until, self._desk.zone, now=self._desk.now()))
            files = tr_n("{n} file lies", "{n} files lie", len(laid.files))
            self._say(
                tr("{files} in a folder of your own until {until}, or until you say below.", files=files, until=until)
            )
            show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(laid.folder)))
            self._said.addWidget(button(tr("Open the folder"), show, kind="link", icon="folder"))
            show()
        if sheet.practice:
            self._say(tr("This is practice: no page of {site} is opened.", site=sheet.site))
        else:
            QDesktopServices.openUrl(QUrl(sheet.editor))

    def _say(self, words: str) -> None:
        self._said.addWidget(label(words, "muted"))

    def _is_out(self) -> None:
        if address := self.link.text().strip():
            self._acts.is_out(self._post_id, self._target, address)


def _flow(*widgets: QWidget) -> FlowLayout:
    flow = FlowLayout(gap=8)
    for widget in widgets:
        flow.addWidget(widget)
    return flow
