"""`ofauto gallery`: every widget of our own in each of its states, in any theme, size and density. Opens no workspace."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QFrame,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ofauto_desktop.domain.errors import Conflict, DiskProblem
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.preferences import Density
from ofauto_desktop.domain.preferences import Theme as Colours
from ofauto_desktop.runtime.paths import resources_dir
from ui import gallery_people, theme
from ui.error_presenter import ErrorPresenter
from ui.format import count, percent
from ui.gallery_media import tiles
from ui.inspector import Inspector
from ui.language import tr
from ui.theme import Theme
from ui.tokens import TEXT_PERCENT, Tone
from ui.widgets.badge import Badge, Chip, PlatformDisc
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card, StatTile
from ui.widgets.chart import Chart, ChartMark, Series
from ui.widgets.fields import Check, Field, SecretField, name_choice
from ui.widgets.interval_bar import Interval, IntervalBar
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, row, scrolled
from ui.widgets.states import Banner, EmptyState, ErrorState, OfflineState, Skeleton
from ui.widgets.text import label
from ui.widgets.toast import Toast

_FIRST_SIZE = (1180, 860)
_HALF = 360
_DAYS = 90


def run() -> int:
    """Show the gallery until it is closed; returns the exit code."""
    app = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication is needed")
    Theme(app, resources_dir())
    window = Gallery()
    window.show()
    return app.exec()


class Gallery(QMainWindow):
    """A bar of looks above one long page."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("OFAuto gallery"))
        self.resize(*_FIRST_SIZE)
        whole = QWidget()
        whole.setProperty("role", "page")
        whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = column(whole, gap=0)
        lines.addWidget(_looks())
        content = QWidget()
        self._lines = column(content, gap=24, margin=PAGE_MARGIN)
        PageMargin(content, self._lines)
        self.toast = Toast(whole)
        for title, made in self._sections():
            self._add(title, made)
        self._lines.addStretch(1)
        self.area = scrolled(content)
        lines.addWidget(self.area, 1)
        self.setCentralWidget(whole)

    def _sections(self) -> tuple[tuple[str, Sequence[QWidget]], ...]:
        return (
            (tr("Buttons"), _buttons()),
            (tr("Fields"), _fields()),
            (tr("Badges, chips and platforms"), _badges()),
            (tr("Headline numbers"), _tiles()),
            (tr("Cards"), _cards()),
            (tr("Charts, each with its table"), _charts()),
            (tr("Intervals"), _intervals()),
            (tr("Loading, empty, broken, offline"), _states()),
            (tr("Banners"), _banners()),
            (tr("Media"), tiles()),
            (tr("Side panel"), _inspectors()),
            (tr("Lines of the notice centre"), gallery_people.notice_lines()),
            (tr("What needs a person"), gallery_people.home_lines()),
            (tr("Tiles of Home, while they are arranged"), gallery_people.home_tiles_arranged()),
            (tr("Notices with Undo"), self._toasts()),
        )

    def _add(self, title: str, made: Sequence[QWidget]) -> None:
        self._lines.addWidget(label(title, "title"))
        grid = FlowLayout(gap=12)
        for one in made:
            grid.addWidget(one)
        self._lines.addLayout(grid)

    def _toasts(self) -> list[QWidget]:
        undone = partial(self.toast.say, tr("Undone: {step}", step=tr("Moved 3 posts")))
        return [
            button(tr("With Undo"), lambda: self.toast.say(tr("Moved 3 posts"), undo=undone)),
            button(tr("Without"), lambda: self.toast.say(tr("The backup is written, and was read back"))),
        ]


def _looks() -> QFrame:
    bar = QFrame()
    bar.setProperty("role", "top")
    line = FlowLayout(bar, gap=12)
    line.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 8)
    look = theme.current()
    modes: dict[Any, str] = {Colours.SYSTEM: tr("As the desktop"), Colours.LIGHT: tr("Light"), Colours.DARK: tr("Dark")}
    modes |= {Colours.CONTRAST: tr("High contrast")}
    line.addWidget(_choice(tr("Colours"), modes, look.mode, lambda mode: look.use(mode=Colours(mode))))
    sizes: dict[Any, str] = {size: f"{size} %" for size in TEXT_PERCENT}
    line.addWidget(_choice(tr("Text size"), sizes, look.percent, lambda size: look.use(percent=int(size))))
    rooms: dict[Any, str] = {
        Density.COMFORTABLE: tr("Comfortable"),
        Density.COMPACT: tr("Compact"),
        Density.TOUCH: tr("Touch"),
    }
    line.addWidget(_choice(tr("Density"), rooms, look.density, lambda room: look.use(density=Density(room))))
    return bar


def _choice(name: str, choices: dict[Any, str], chosen: Any, take: Callable[[Any], None]) -> QComboBox:
    made = QComboBox()
    name_choice(made, name)
    made.setToolTip(name)
    for value, words in choices.items():
        made.addItem(words, value)
    made.setCurrentIndex(made.findData(chosen))
    made.activated.connect(lambda _: take(made.currentData()))
    return made


def _buttons() -> list[QWidget]:
    made: list[QWidget] = [
        button(tr("Ordinary")),
        button(tr("With an icon"), icon="refresh-cw"),
        button(tr("Main"), kind="primary", icon="plus"),
        button(tr("Cannot be taken back"), kind="danger"),
        button(tr("Plain"), kind="plain"),
        button(tr("Link"), kind="link"),
        icon_button("bell", tr("Icon alone")),
    ]
    for kind in ("", "primary"):
        greyed = button(tr("Not now"), kind=kind)
        greyed.setEnabled(False)
        made.append(greyed)
    return made


def _fields() -> list[QWidget]:
    wrong = Field(tr("A line that is wrong"), QLineEdit(tr("not an address")))
    wrong.wrong(tr("An address begins with https://."))
    greyed = Field(tr("A line that cannot be changed"), QLineEdit(tr("fixed")))
    greyed.setEnabled(False)
    choice = QComboBox()
    choice.addItems([tr("One"), tr("Another")])
    check = Check(tr("Yes or no"), tr("With a sentence of help."))
    check.box.setChecked(True)
    radios = QWidget()
    group = QButtonGroup(radios)
    lines = column(radios, gap=4)
    for at, words in enumerate((tr("This"), tr("Or that"))):
        radio = QRadioButton(words)
        radio.setChecked(at == 0)
        group.addButton(radio)
        lines.addWidget(radio)
    made = [
        Field(tr("A line"), QLineEdit(tr("what was typed")), tr("Help stands below.")),
        wrong,
        greyed,
        Field(tr("A secret"), SecretField()),
        Field(tr("A choice"), choice),
        check,
        radios,
    ]
    for one in made:
        one.setMinimumWidth(220)
    return made


def _badges() -> list[QWidget]:
    words = {
        Tone.NEUTRAL: tr("Draft"),
        Tone.ACCENT: tr("Scheduled"),
        Tone.SUCCESS: tr("Posted"),
        Tone.WARNING: tr("Missed"),
        Tone.DANGER: tr("Failed"),
        Tone.INFO: tr("Sending"),
    }
    made: list[QWidget] = [Badge(text, tone) for tone, text in words.items()]
    made += [Chip(tr("Filter")), Chip(tr("Filter that is on"), on=True), Chip(tr("With an icon"), icon="list-filter")]
    return [*made, PlatformDisc(PlatformId.X, "X"), PlatformDisc(PlatformId.GUMROAD, "Gumroad")]


def _tiles() -> list[QWidget]:
    better, worse, first, unknown = (StatTile(tr("Followers"), lambda: None) for _ in range(4))
    age = tr("5 min ago, from X API")
    better.show_value(count(25_346), change=tr("+0.5 % in a week"), age=age, better=True)
    worse.show_value(count(24_910), change=tr("−1.7 % in a week"), age=age, better=False)
    first.show_value(count(0), change=tr("New: nothing to compare with yet"), age=age)
    unknown.show_value("–", change="", age=tr("Never read yet"))
    return [better, worse, first, unknown]


def _cards() -> list[QWidget]:
    plain = Card(tr("A card"), least_width=_HALF)
    plain.body.addWidget(label(tr("Space before lines, lines before boxes.")))
    acting = Card(tr("With a caption and a button"), caption=tr("What it is about"), least_width=_HALF)
    acting.heading.addWidget(button(tr("Open"), kind="link"))
    acting.body.addWidget(label(tr("Numbers stand in columns: {figures}", figures="1,204 · 98 · 7"), "muted"))
    return [plain, acting]


def _charts() -> list[QWidget]:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(_DAYS)]
    series = [
        Series(
            name=tr("Series {n}", n=at + 1),
            points=tuple((day, _value(at, number)) for number, day in enumerate(days)),
        )
        for at in range(8)
    ]
    lines = Chart(tr("Eight series"))
    marks = [ChartMark(day=days[30], text=tr("A new price"))]
    lines.show_series(series, write=lambda value: count(round(value)), marks=marks)
    bars = Chart(tr("Bars with the period before"), kind="bar")
    bars.show_series(
        [Series(name=tr("Net"), points=series[1].points[-14:])],
        write=lambda value: count(round(value)),
        previous=[Series(name=tr("Net"), points=series[0].points[-14:])],
    )
    table = Chart(tr("The same as a table"))
    table.show_series(series[:2], write=lambda value: count(round(value)))
    table.show_table(table=True)
    return [_framed(chart, 540, 320) for chart in (lines, bars, table)]


def _value(at: int, number: int) -> float | None:
    """A wave for each series, with a hole where nothing was read."""
    if at == 2 and 40 < number < 50:
        return None
    return 100 + 30 * at + (number * (3 + at)) % 37 + number / (at + 1)


def _intervals() -> list[QWidget]:
    cases = (
        (tr("Better"), Interval(0.04, 0.12, 0.2)),
        (tr("Worse"), Interval(-0.18, -0.1, -0.02)),
        (tr("Not clear"), Interval(-0.05, 0.03, 0.12)),
        (tr("Nothing yet"), None),
    )
    made: list[QWidget] = []
    for name, interval in cases:
        bar = IntervalBar(name)
        bar.show_interval(interval, write=lambda value: percent(value, signed=True), scale=(-0.2, 0.2))
        card = Card(name, least_width=_HALF)
        card.body.addWidget(bar)
        made.append(card)
    return made


def _states() -> list[QWidget]:
    presenter = ErrorPresenter()
    presenter.offer("accounts.open", lambda _: None)
    refused = presenter.present(DiskProblem(tr("the disk is full"), item=tr("beach.jpg")))
    made: list[QWidget] = [
        Skeleton(3, 32),
        EmptyState(tr("Nothing is planned here. What you write stands at its day."), tr("New post"), lambda: None),
        ErrorState(refused, lambda: None),
        ErrorState(presenter.present(Conflict(tr("the post is being sent"), item=tr("post 7")))),
        OfflineState(tr("The platform is not reached. What is stored here can be read and planned."), lambda: None),
    ]
    return [_framed(one, 340, 220) for one in made]


def _banners() -> list[QWidget]:
    made: list[QWidget] = [
        Banner(tr("Everything is paused: nothing goes out."), Tone.WARNING, tr("Resume all"), lambda: None),
        Banner(tr("A login is needed."), Tone.DANGER, tr("Log in again"), lambda: None),
        Banner(tr("All numbers are up to date."), Tone.SUCCESS),
        Banner(tr("Practice data. Nothing here reaches a real platform."), Tone.INFO),
    ]
    for one in made:
        one.setMinimumWidth(_HALF)
    return made


def _inspectors() -> list[QWidget]:
    panel = Inspector()
    body = QWidget()
    lines: QVBoxLayout = column(body, gap=8, margin=16)
    lines.addWidget(label(tr("What is selected stands here, beside the page.")))
    line = row()
    line.addWidget(button(tr("Edit post")))
    line.addStretch(1)
    lines.addLayout(line)
    lines.addStretch(1)
    panel.show_it(tr("Post 7"), body)
    return [_framed(panel, 360, 220)]


def _framed(inner: QWidget, width: int, height: int) -> QWidget:
    """In a card of this size, so that states that fill a page can stand side by side."""
    card = QFrame()
    card.setProperty("role", "card")
    lines = column(card, margin=8)
    lines.addWidget(inner)
    look = theme.current()
    card.setMinimumWidth(width)
    card.setMinimumHeight(look.scaled(height))
    return card
