"""Who follows: by country, city, age or gender, as platforms tell it. Not there at all where none does."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ofauto_desktop.domain.audience import AccountShare, AudienceBy, Group, groups
from ui.desk import Desk
from ui.format import count, percent
from ui.language import tr
from ui.models.analytics_words import audience_by, audience_name, read
from ui.widgets.fields import name_choice
from ui.widgets.layouts import clear, column, row
from ui.widgets.section import Section
from ui.widgets.share_bar import ShareBar
from ui.widgets.text import label

_MOST = 10


class AudienceSection(Section):
    """The newest reading of the accounts that are looked at."""

    def __init__(self, desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("Who follows"), content, desk, rows=4, row_height=36)
        lines = column(content, gap=8)
        self.by = QComboBox()
        name_choice(self.by, tr("Groups of followers"))
        self.by.activated.connect(lambda _: self._show())
        self.heading.addWidget(self.by)
        self._rows = column(gap=4)
        lines.addLayout(self._rows)
        self.foot = label("", "caption")
        lines.addWidget(self.foot)
        self._found: Sequence[AccountShare] = ()
        self.hide()

    def put(self, found: Sequence[AccountShare]) -> None:
        self._found = found
        self.setVisible(bool(found))
        told = {one.share.by for one in found}
        before = self.by.currentData()
        self.by.clear()
        for by in (one for one in AudienceBy if one in told):
            self.by.addItem(audience_by(by), by)
        if before in told:
            self.by.setCurrentIndex(self.by.findData(before))
        if found:
            self._show()
        self.states.content()

    def _show(self) -> None:
        by = AudienceBy(self.by.currentData())
        shown = groups(self._found, by)
        clear(self._rows)
        most = max((one.fraction for one in shown), default=0.0)
        for one in shown[:_MOST]:
            self._rows.addLayout(self._line(by, one, most))
        newest = max(one.share.as_of for one in self._found)
        sources = ", ".join(sorted({one.share.source for one in self._found}))
        self.foot.setText(
            " · ".join(
                (
                    tr("of the followers whose group the platform tells"),
                    read(newest, sources, self.desk.zone, self.desk.now()),
                )
            )
        )

    def _line(self, by: AudienceBy, one: Group, most: float) -> QHBoxLayout:
        made = row(gap=12)
        made.addWidget(label(audience_name(by, one.name), wrap=False), 2)
        made.addWidget(ShareBar(one.fraction / most if most else 0.0), 3)
        made.addWidget(label(f"{count(one.value)} · {percent(one.fraction)}", "muted", wrap=False), 1)
        return made
