"""The calendar page as its tests look at it: a full week on a Wednesday, in a window that has the focus."""

from dataclasses import replace

from tests.gui.planning_stage import StubPlanning
from tests.gui.posts_stage import NOW, ZONE, StubAccounts, StubComposing
from ui.pages.calendar import CalendarPage


def a_calendar(qtbot, desk, publishing, width, height):
    made = CalendarPage(
        publishing=publishing,
        composing=StubComposing(publishing),
        accounts=StubAccounts(),
        planning=StubPlanning(publishing),
        desk=replace(desk, now=lambda: NOW, zone=ZONE),
    )
    qtbot.addWidget(made)
    made.resize(width, height)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.refresh()
    qtbot.waitUntil(lambda: 8 in made.week.shown_ids())
    return made
