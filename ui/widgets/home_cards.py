"""What the tiles of Home hold: each builder fills a column with what was read; gives whether there was anything."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ofauto_desktop.domain.goals import Progress
from ofauto_desktop.domain.home import Activity, Kpi, Need, NeedKind, RunningStreak, Started
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ui import needs
from ui.desk import Desk
from ui.format import age, count, weekday, when
from ui.language import tr, tr_n
from ui.models.entries import Entry, entries, on_day
from ui.models.home_words import activity, figure, fix
from ui.tokens import Tone
from ui.widgets.badge import Picture
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card, StatTile
from ui.widgets.layouts import FlowLayout, row
from ui.widgets.line_button import LineButton
from ui.widgets.lines import LINE_SIDE, ActivityLine, NeedLine, PostLine
from ui.widgets.text import ElidedLabel, label

RECENT, SOON, GOALS = 6, 4, 4
# After a night without the network forty logins may have ended: what is most urgent is in sight beside the numbers.
NEEDS = 8
# Of a day that is full; the calendar has all of it.
AROUND_NOW = 8
_STREAKS = 4
_URGENT = frozenset({NeedKind.UNKNOWN_OUTCOME, NeedKind.FAILED})


def put_needs(
    into: QVBoxLayout,
    wanted: Sequence[Need],
    put_right: Callable[[Need], object],
    desk: Desk,
    show_all: Callable[[], object] | None,
) -> None:
    """One line where all is well; a card of lines, each with its button, where it is not.

    `show_all` brings the lines beyond the most urgent; None: they are wanted already.
    """
    if not wanted:
        calm = row(gap=8)
        calm.addWidget(Picture("circle-check", "success"))
        calm.addWidget(label(tr("Nothing needs you.")), 1)
        into.addLayout(calm)
        return
    card = Card(tr("Needs you · {n}", n=count(len(wanted))))
    card.body.setSpacing(0)
    shown = wanted if show_all is None or len(wanted) <= NEEDS + 1 else wanted[:NEEDS]
    for need in shown:
        since = "" if need.since is None else age(need.since, desk.now())
        detail = " · ".join(part for part in (needs.detail(need), since) if part)
        tone = Tone.DANGER if need.kind in _URGENT else Tone.WARNING
        card.body.addWidget(NeedLine(needs.line(need), detail, tone, fix(need), partial(put_right, need)))
    if show_all is not None and len(shown) < len(wanted):
        more = button(tr("Show all {n}", n=count(len(wanted))), show_all, kind="link", icon="chevron-down")
        card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
    into.addWidget(card)


def put_kpis(into: QVBoxLayout, kpis: Sequence[Kpi], explain: Callable[[Kpi], object], desk: Desk) -> None:
    """A tile, the largest of several currencies on it; a line for each of the others, as tiles on each other are a tower."""
    largest = max(kpis, key=lambda kpi: abs(kpi.value or 0), default=None)
    for kpi in sorted(kpis, key=lambda one: one is not largest):
        told = figure(kpi, desk.now(), desk.zone)
        if kpi is largest:
            tile = StatTile(told.title, partial(explain, kpi))
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            tile.show_value(told.figure, change=told.change, age=told.age, better=told.better, source=told.source)
            into.addWidget(tile, 1)
        else:
            line = LineButton(told.figure, "", told.change, partial(explain, kpi), muted=True)
            line.setAccessibleName(", ".join(part for part in (told.title, told.figure, told.change, told.age) if part))
            line.setToolTip(told.age)
            into.addWidget(line)


def put_today(into: QVBoxLayout, posts: Sequence[Post], soon: Sequence[Post], desk: Desk) -> None:
    """The day, then what follows it."""
    card = _lines_card(tr("Today"), into)
    to_calendar = button(tr("Open calendar"), partial(desk.shell.open_page, "calendar"), kind="link")
    card.heading.addWidget(to_calendar, 0, Qt.AlignmentFlag.AlignTop)
    today = to_wall(desk.now(), desk.zone).date()
    of_today = on_day(entries(posts, desk.zone), today)
    if not of_today:
        card.body.addWidget(_note(tr("Nothing goes out today.")))
    near = nearest(of_today, to_wall(desk.now(), desk.zone), AROUND_NOW)
    for entry in near:
        card.body.addWidget(PostLine(entry, partial(_open_post, desk, entry)))
    if len(of_today) > len(near):
        rest = tr_n("{n} more today, in the calendar", "{n} more today, in the calendar", len(of_today) - len(near))
        card.body.addWidget(_note(rest, "caption"))
    coming = [one for one in entries(soon, desk.zone) if one.local is not None and one.local.date() > today]
    if coming:
        card.body.addWidget(_note(tr("Coming up"), "caption", above=12))
    for entry in coming[:SOON]:
        day = "" if entry.local is None else f"{weekday(entry.local)} {entry.local.day}"
        card.body.addWidget(PostLine(entry, partial(_open_post, desk, entry), day=day))
    card.body.addStretch(1)


def nearest(of_today: Sequence[Entry], now: datetime, most: int) -> Sequence[Entry]:
    """Those of a full day that stand around `now` (the viewer's wall time): the last ones before it, what follows."""
    if len(of_today) <= most:
        return of_today
    passed = sum(entry.local is not None and entry.local <= now for entry in of_today)
    first = max(0, min(passed - most // 3, len(of_today) - most))
    return of_today[first : first + most]


def put_recent(into: QVBoxLayout, recent: Sequence[Activity], desk: Desk) -> None:
    card = _lines_card(tr("Recent activity"), into)
    if not recent:
        card.body.addWidget(_note(tr("What is done here is written down here.")))
    for one in recent[:RECENT]:
        told = activity(one)
        go = partial(desk.shell.open_page, told.page, **told.focus)
        at = when(one.at, desk.zone, now=desk.now())
        card.body.addWidget(ActivityLine(told, age(one.at, desk.now()), at, go))
    card.body.addStretch(1)


def put_actions(into: QVBoxLayout, acts: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
    """Quick actions: words, icon, what they do."""
    flow = FlowLayout(gap=8)
    for words, icon, act in acts:
        flow.addWidget(button(words, act, icon=icon))
    into.addLayout(flow)
    into.addStretch(1)


def put_streaks(into: QVBoxLayout, streaks: Sequence[RunningStreak]) -> None:
    """Who posts without a gap, and whether today is still open."""
    card = Card(tr("Posting streak"))
    for one in streaks[:_STREAKS]:
        line = row(gap=8)
        line.addWidget(Picture("flame", "accent" if one.today else "text_muted"))
        line.addWidget(ElidedLabel(one.client), 1)
        days = tr_n("{n} day in a row", "{n} days in a row", one.days)
        line.addWidget(label(days if one.today else tr("{days}, nothing yet today", days=days), "caption"))
        card.body.addLayout(line)
    if len(streaks) > _STREAKS:
        card.body.addWidget(label(tr("and {n} more", n=len(streaks) - _STREAKS), "caption"))
    card.body.addStretch(1)
    into.addWidget(card)


def put_goals(into: QVBoxLayout, goals: Sequence[Progress], desk: Desk) -> None:
    """How far each goal is, where its line is today; a press leads to where goals are looked after."""
    from ui.models.analytics_words import goal_state, goal_value
    from ui.widgets.share_bar import ShareBar

    card = _lines_card(tr("Goals"), into)
    card.heading.addWidget(
        button(tr("Open analytics"), partial(desk.shell.open_page, "analytics"), kind="link"),
        0,
        Qt.AlignmentFlag.AlignTop,
    )
    today = to_wall(desk.now(), desk.zone).date()
    for one in goals[:GOALS]:
        goal = one.goal
        tick = None
        if one.expected is not None and one.start is not None and goal.target != one.start:
            tick = (one.expected - one.start) / (goal.target - one.start)
        value = tr("{now} of {target}", now=goal_value(goal, one.value), target=goal_value(goal, goal.target))
        go = partial(desk.shell.open_page, "analytics")
        bar = ShareBar(one.fraction or 0, tick=tick)
        card.body.addWidget(LineButton(goal.name, goal_state(one, today), value, go, below=bar))
    if len(goals) > GOALS:
        card.body.addWidget(_note(tr("and {n} more", n=len(goals) - GOALS), "caption"))
    card.body.addStretch(1)


def first_steps(
    started: Started, acts: Sequence[tuple[str, str, Callable[[], object]]], hide: Callable[[], object]
) -> Card:
    """The way to the first post, and what is worth doing after it. `acts` in the order of the steps."""
    done = (started.account, started.post, started.media, started.backup)
    card = Card(tr("First steps"), caption=tr("{n} of {all} done", n=sum(done), all=len(done)))
    if started.account and started.post:
        card.heading.addWidget(icon_button("x", tr("Hide the first steps"), hide), 0, Qt.AlignmentFlag.AlignTop)
    open_steps = [number for number, is_done in enumerate(done) if not is_done]
    for number, (is_done, (words, act, do)) in enumerate(zip(done, acts, strict=True)):
        line = row(gap=12)
        line.addWidget(Picture("circle-check" if is_done else "circle-dashed", "success" if is_done else "text_muted"))
        line.addWidget(label(words, "muted" if is_done else ""), 1)
        if not is_done:
            line.addWidget(button(act, do, kind="primary" if number == open_steps[0] else ""))
        card.body.addLayout(line)
    return card


def _lines_card(title: str, into: QVBoxLayout) -> Card:
    card = Card(title)
    card.hold_lines(LINE_SIDE)
    card.setMinimumWidth(260)
    into.addWidget(card, 1)
    return card


def _open_post(desk: Desk, entry: Entry) -> None:
    desk.shell.open_page("calendar", post_id=entry.post.id)


def _note(words: str, role: str = "muted", *, above: int = 4) -> QWidget:
    """A sentence among the lines of a card."""
    made = label(words, role)
    made.setContentsMargins(LINE_SIDE, above, LINE_SIDE, 4)
    return made
