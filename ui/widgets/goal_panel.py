"""A goal beside the page: what was reached by each day, the line to the target, and what can be done with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.goals import Progress, expected
from ofauto_desktop.domain.schedule import zone_named
from ui.desk import Desk
from ui.format import day
from ui.language import tr
from ui.models.analytics_words import goal_state, goal_value, measure_name, read
from ui.widgets.buttons import button
from ui.widgets.chart import Chart, Series
from ui.widgets.chart_saving import SaveChart
from ui.widgets.layouts import column, row
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.exports import Exports

_HEIGHT = 240


class GoalPanel(QWidget):
    """`edit` and `remove` are called for this goal."""

    def __init__(
        self,
        found: Progress,
        exports: "Exports",
        desk: Desk,
        *,
        edit: Callable[[], object],
        remove: Callable[[], object],
    ) -> None:
        super().__init__()
        goal = found.goal
        today = day_of(desk.now(), zone_named(desk.zone))
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(goal_value(goal, found.value), "figure"))
        lines.addWidget(
            label(
                tr(
                    "{number}: {target} from {first} to {last}",
                    number=measure_name(goal.metric),
                    target=goal_value(goal, goal.target),
                    first=day(goal.first, today=today),
                    last=day(goal.last, today=today),
                )
            )
        )
        lines.addWidget(label(goal_state(found, today), "muted"))
        if found.incomplete:
            lines.addWidget(label(tr("Days of it are unknown, so it may be further than this."), "muted"))
        self.chart = Chart(goal.name)
        self.chart.setMinimumHeight(_HEIGHT)
        self.saving = SaveChart(self.chart, exports, desk)
        self._draw(found)
        self.chart.say_source(read(found.as_of, found.source, desk.zone, desk.now()))
        lines.addWidget(self.chart)
        acts = row()
        acts.addWidget(button(tr("Change"), edit, icon="pencil"))
        acts.addWidget(button(tr("Remove"), remove, icon="trash-2"))
        acts.addStretch(1)
        lines.addLayout(acts)
        lines.addStretch(1)
        lines.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _draw(self, found: Progress) -> None:
        goal = found.goal
        length = (goal.last - goal.first).days + 1
        all_days = [goal.first + timedelta(days=at) for at in range(length)]
        known = dict(found.points)
        reached = Series(tr("Reached"), tuple((one, known.get(one)) for one in all_days))
        line = Series(tr("Its line"), tuple((one, expected(goal, found.start or 0, one)) for one in all_days))
        self.chart.show_series((reached, line), write=lambda value: goal_value(goal, round(value)))
