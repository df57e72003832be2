"""Goals (E13): how far each is, where its line is today, and when it will be reached."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.goals import Progress
from ofauto_desktop.domain.schedule import zone_named
from ui.desk import Desk
from ui.format import day
from ui.language import tr
from ui.models.analytics_words import goal_state, goal_value, measure_name
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column
from ui.widgets.line_button import LineButton
from ui.widgets.section import Section
from ui.widgets.share_bar import ShareBar


class GoalsSection(Section):
    """`set_one` begins a new goal, `open_one` shows one beside the page."""

    def __init__(self, desk: Desk, set_one: Callable[[], object], open_one: Callable[[Progress], object]) -> None:
        content = QWidget()
        super().__init__(tr("Goals"), content, desk, rows=2, row_height=56, least_width=420)
        self._set_one, self._open_one = set_one, open_one
        self.add_button = button(tr("Set a goal"), set_one, kind="link", icon="target")
        self.heading.addWidget(self.add_button)
        self._rows = column(content, gap=4)

    def put(self, found: Sequence[Progress]) -> None:
        clear(self._rows)
        if not found:
            self.add_button.hide()
            self.states.empty(
                tr("A number to reach by a day: OFAuto draws the line to it and says whether you are on it."),
                tr("Set a goal"),
                self._set_one,
            )
            return
        self.add_button.show()
        today = day_of(self.desk.now(), zone_named(self.desk.zone))
        for one in found:
            goal = one.goal
            tick = None
            if one.expected is not None and one.start is not None and goal.target != one.start:
                tick = (one.expected - one.start) / (goal.target - one.start)
            until = tr("{number} until {day}", number=measure_name(goal.metric), day=day(goal.last, today=today))
            value = tr("{now} of {target}", now=goal_value(goal, one.value), target=goal_value(goal, goal.target))
            self._rows.addWidget(
                LineButton(
                    goal.name,
                    f"{until} · {goal_state(one, today)}",
                    value,
                    partial(self._open_one, one),
                    below=ShareBar(one.fraction or 0, tick=tick),
                    wrap=True,
                )
            )
        self._rows.addStretch(1)
        self.states.content()
