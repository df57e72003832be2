"""When to post (E4, E8): the answer in a sentence, the twelve slots as a grid, every hour on demand, and all as a table."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from ofauto_desktop.domain.best_times import BAND_HOURS, BANDS, THIN, BestTimes, Slot, SlotEstimate
from ui import theme
from ui.desk import Desk
from ui.format import count, percent, place
from ui.language import tr
from ui.models.analytics_words import best_time, gain, posts, read, slot_name, slot_words
from ui.models.plain_table import PlainTable
from ui.widgets.badge import Chip
from ui.widgets.buttons import icon_button
from ui.widgets.heat_grid import HeatCell, HeatGrid
from ui.widgets.layouts import column, row
from ui.widgets.number_table import NumberTable
from ui.widgets.section import Section
from ui.widgets.text import label

# A slot this much over or under the average has the full shade.
_FULL = 0.6
_TABLE_HEIGHT = 280


class BestTimesSection(Section):
    """Rests on the last 26 weeks, whatever period is looked at."""

    def __init__(self, desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("Best time to post"), content, desk, rows=6, least_width=420)
        lines = column(content, gap=8)
        self.answer = label("")
        lines.addWidget(self.answer)
        choices = row(gap=8)
        self.hours = Chip(tr("Every hour"))
        self.hours.toggled.connect(lambda _: self._turn())
        choices.addWidget(self.hours)
        choices.addStretch(1)
        self.table_button = icon_button("table", tr("Show as a table"), self._to_table)
        choices.addWidget(self.table_button)
        lines.addLayout(choices)
        self.slots = HeatGrid(tr("Best time to post by slot"), row_height=36)
        self.week = HeatGrid(tr("Posts by weekday and hour"), row_height=26)
        self._model = PlainTable()
        self.table = NumberTable(self._model, tr("Best time to post as a table"))
        self._stack = QStackedWidget()
        for made in (self.slots, self.week, self.table):
            self._stack.addWidget(made)
        lines.addWidget(self._stack)
        self.told = label("", "muted")
        self.told.setMinimumHeight(theme.current().scaled(34))
        lines.addWidget(self.told)
        self.foot = label("", "caption")
        lines.addWidget(self.foot)
        lines.addStretch(1)
        for grid in (self.slots, self.week):
            grid.told.connect(self._tell)
        self._hint = ""
        self._turn()
        theme.current().changed.connect(self._restyle)

    def put(self, found: BestTimes) -> None:
        if not found.posts and not found.left_out:
            self.states.empty(tr("Here is shown when posts do best, once there are some that are a day old."))
            return
        self.answer.setText(best_time(found))
        bands = [f"{band * BAND_HOURS:02d}–{(band + 1) * BAND_HOURS:02d}" for band in range(BANDS)]
        slots = [[_slot_cell(found.of(Slot(weekend, band))) for weekend in (False, True)] for band in range(BANDS)]
        self.slots.put(bands, (tr("Weekdays"), tr("Weekends")), slots)
        weekdays = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
        self.week.put(
            weekdays,
            [f"{hour:02d}" for hour in range(24)],
            [[_hour_cell(found, weekdays[day], day, hour) for hour in range(24)] for day in range(7)],
        )
        heads = (tr("Slot"), tr("Posts"), tr("Against the average"), tr("Certainty"))
        self._model.put(heads, [_row(one) for one in found.estimates])
        self._turn()
        self._hint = tr("Hatched: fewer than {n} posts. Framed: it stands out.", n=THIN)
        self._tell("")
        whose = tr("Hours of {zone}", zone=place(found.zone)) if found.zone else tr("Hours of each account's own zone")
        parts = [
            tr("Last 26 weeks, engagement 24 h after posting against the ten posts before"),
            whose,
            tr("{n} left out", n=posts(found.left_out)) if found.left_out else "",
            read(found.as_of, found.source, self.desk.zone, self.desk.now()) if found.as_of else "",
        ]
        self.foot.setText(" · ".join(part for part in parts if part))
        self.states.content()

    def _tell(self, words: str) -> None:
        self.told.setText(words or self._hint)

    def _restyle(self) -> None:
        self.told.setMinimumHeight(theme.current().scaled(34))
        self._show(self._stack.currentWidget() or self.slots)

    def _turn(self) -> None:
        self._show(self.week if self.hours.isChecked() else self.slots)

    def _to_table(self) -> None:
        if self._stack.currentWidget() is self.table:
            self._turn()
        else:
            self._show(self.table)

    def _show(self, made: QWidget) -> None:
        """Only what is shown asks for room."""
        self._stack.setCurrentWidget(made)
        table = made is self.table
        self._stack.setFixedHeight(theme.current().scaled(_TABLE_HEIGHT) if table else made.sizeHint().height())
        name = tr("Show as a grid") if table else tr("Show as a table")
        self.table_button.setToolTip(name)
        self.table_button.setAccessibleName(name)
        theme.current().icons.put(self.table_button, "list" if table else "table")


def _strength(one: SlotEstimate) -> float | None:
    return None if one.gain is None else max(-1.0, min(1.0, one.gain / _FULL))


def _slot_cell(one: SlotEstimate) -> HeatCell:
    return HeatCell(
        words=slot_words(one),
        text=gain(one),
        detail=posts(one.posts),
        strength=_strength(one),
        thin=one.posts < THIN,
        marked=one.stands_out,
    )


def _hour_cell(found: BestTimes, weekday: str, day: int, hour: int) -> HeatCell:
    number = found.hours.get((day, hour), 0)
    slot = found.of(Slot(weekend=day >= 5, band=hour // BAND_HOURS))
    words = tr(
        "{day} {hour}: {posts}. Its slot: {slot}",
        day=weekday,
        hour=f"{hour:02d}:00",
        posts=posts(number),
        slot=slot_words(slot),
    )
    thin = number < THIN
    return HeatCell(words=words, text="" if thin else count(number), strength=_strength(slot), thin=thin)


def _row(one: SlotEstimate) -> tuple[str, ...]:
    sure = "–" if one.probability is None else percent(round(one.probability, 2))
    return slot_name(one.slot), count(one.posts), gain(one), sure
