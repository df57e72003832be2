"""What next week would hold, before anything is planned."""

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.filling import Filling, WeekPlan
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.format import day, listed
from ui.language import tr, tr_n
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.states import Banner
from ui.widgets.text import ElidedLabel, label


class FillWeekSheet(Sheet):
    """`accepted` when the person wants it so. An item that its platform would refuse is named, and left out."""

    def __init__(self, week: WeekPlan, desk: Desk, parent: QWidget) -> None:
        words = tr(
            "On {accounts}, {first} to {last}.",
            accounts=listed(week.accounts),
            first=day(week.first),
            last=day(week.last),
        )
        if week.zone != desk.zone:
            words += " " + tr("Times are those of {zone}.", zone=week.zone)
        super().__init__(tr("Fill next week"), parent, width=560, words=words)
        for one in week.posts:
            self.body.addWidget(_Line(one))
        if week.left_over:
            left = tr_n(
                "{n} item finds no free slot in that week.", "{n} items find no free slot in that week.", week.left_over
            )
            self.body.addWidget(Banner(left, Tone.WARNING))
        count = len(week.taken)
        self.act(button(tr("Cancel"), self.reject))
        self.plan_button = self.act(button(tr_n("Plan {n} post", "Plan {n} posts", count), self.accept, kind="primary"))
        self.plan_button.setEnabled(count > 0)
        self.plan_button.setDefault(True)
        self.plan_button.setFocus()


class _Line(QWidget):
    """When, which item, with which words; and why not, where it cannot go."""

    def __init__(self, one: Filling) -> None:
        super().__init__()
        line = row(self, gap=16)
        at = column(gap=2)
        at.addWidget(label(f"{one.wall:%H:%M}", "strong", wrap=False))
        at.addWidget(label(day(one.wall.date()), "caption", wrap=False))
        line.addLayout(at)
        what = column(gap=2)
        what.addWidget(ElidedLabel(one.text or tr("No words; the picture alone"), "" if one.text else "muted"))
        what.addWidget(ElidedLabel(one.name, "caption"))
        if one.refused:
            told = label(one.refused, "note")
            told.setProperty("tone", Tone.DANGER.value)
            what.addWidget(told)
        line.addLayout(what, 1)
        said = (day(one.wall.date()), f"{one.wall:%H:%M}", one.name, one.text, one.refused)
        self.setAccessibleName(", ".join(part for part in said if part))
