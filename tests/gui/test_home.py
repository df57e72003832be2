"""Home: what needs the person comes first, each with the one press that puts it right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QLabel, QPushButton

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.events import Synced
from ofauto_desktop.domain.goals import Forecast, Goal, Progress
from ofauto_desktop.domain.home import Kpi, KpiCode, Need, NeedKind, RunningStreak, Started
from ofauto_desktop.domain.home_tiles import DEFAULT, Tile, TileSize
from ofauto_desktop.domain.preferences import HOME_TILES
from ofauto_desktop.services.resending import Resending
from tests.gui.notices_stage import StubNotices
from tests.gui.posts_stage import (
    NEEDS,
    NOW,
    ZONE,
    StubAccounts,
    StubHome,
    StubPublishing,
    StubSync,
    a_full_week,
    a_post,
    a_summary,
)
from tests.gui.preferences_stage import StubPreferences
from ui.dialogs.reminder import ReminderDialog
from ui.models.home_words import TITLES, figure
from ui.pages.home import HomePage
from ui.putting_right import PutRight
from ui.widgets.card import StatTile
from ui.widgets.line_button import LineButton
from ui.widgets.lines import ActivityLine, NeedLine, PostLine
from ui.widgets.states import Banner, ErrorState


class StubBackups:
    def __init__(self) -> None:
        self.made = 0

    async def tick(self):
        self.made += 1


@pytest.fixture
def home():
    return StubHome()


@pytest.fixture
def publishing():
    return StubPublishing(a_full_week())


@pytest.fixture
def sync():
    return StubSync()


@pytest.fixture
def backups():
    return StubBackups()


@pytest.fixture
def preferences(bus):
    return StubPreferences(bus)


@pytest.fixture
def notices():
    return StubNotices()


class StubGoals:
    def __init__(self) -> None:
        self.all: tuple[Progress, ...] = ()

    async def list(self, client_id=None):
        return self.all


@pytest.fixture
def goals():
    return StubGoals()


@pytest.fixture
def page(qtbot, desk, home, publishing, sync, backups, preferences, notices, goals):
    known = replace(desk, now=lambda: NOW, zone=ZONE)
    right = PutRight(
        publishing=publishing, resending=Resending(publishing, StubAccounts()), sync=sync, backups=backups, desk=known
    )
    made = HomePage(
        home=home, publishing=publishing, right=right, notices=notices, preferences=preferences, goals=goals, desk=known
    )
    qtbot.addWidget(made)
    made.resize(1060, 860)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: bool(made.findChildren(StatTile)))
    return made


def said(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def lines(page):
    return [one for one in page.findChildren(NeedLine) if one.isVisibleTo(page)]


def put_right(page, kind):
    number = next(number for number, need in enumerate(NEEDS) if need.kind is kind)
    page.findChildren(NeedLine)[number].fix_button.click()


def test_needs_come_first_with_a_button_each(page):
    assert "Needs you · 4" in said(page)
    assert [line.fix_button.text() for line in page.findChildren(NeedLine)] == [
        "Settle it",
        "Edit post",
        "Send at the next slot",
        "Log in again",
    ]
    first = page.findChildren(NeedLine)[0]
    assert first.mapTo(page, first.rect().topLeft()).y() < min(
        tile.mapTo(page, tile.rect().topLeft()).y() for tile in page.findChildren(StatTile)
    )


def test_of_many_needs_the_most_urgent_are_shown_and_the_rest_by_a_press(qtbot, page, home):
    many = tuple(replace(NEEDS[-1], account=f"account {number}") for number in range(40))
    home.now = replace(home.now, needs=many)
    page.refresh()
    qtbot.waitUntil(lambda: "Needs you · 40" in said(page))
    assert len(page.findChildren(NeedLine)) == 8
    more = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Show all 40")
    more.click()
    qtbot.waitUntil(lambda: len(lines(page)) == 40)
    assert page.window().focusWidget() is lines(page)[8].fix_button  # the keyboard goes on where the rest begins
    home.now = replace(home.now, needs=many[1:])
    page.refresh()
    qtbot.waitUntil(lambda: "Needs you · 39" in said(page))
    assert len(lines(page)) == 39


def test_of_several_currencies_the_largest_is_a_tile_and_each_other_a_line(qtbot, page, home, shell):
    net = next(kpi for kpi in home.now.kpis if kpi.code is KpiCode.NET_REVENUE)
    sums = [replace(net, currency=one, value=value) for one, value in (("EUR", 1305), ("USD", 42384), ("GBP", 0))]
    others = tuple(kpi for kpi in home.now.kpis if kpi.code is not KpiCode.NET_REVENUE)
    home.now = replace(home.now, kpis=(*sums, *others))
    page.refresh()
    qtbot.waitUntil(lambda: "$423.84" in said(page))
    tiles = [
        one
        for one in page.findChildren(StatTile)
        if one.isVisibleTo(page) and one._title == TITLES[KpiCode.NET_REVENUE]
    ]
    assert len(tiles) == 1
    line = next(one for one in page.findChildren(LineButton) if "€13.05" in one.accessibleName())
    assert line.accessibleName().startswith(TITLES[KpiCode.NET_REVENUE])
    assert any("£0.00" in one.accessibleName() for one in page.findChildren(LineButton))
    line.click()
    assert shell.inspected


def test_one_press_puts_it_right_or_opens_the_place(qtbot, page, publishing, shell):
    put_right(page, NeedKind.UNKNOWN_OUTCOME)
    put_right(page, NeedKind.LOGIN)
    assert shell.opened == [("calendar", {"post_id": 5}), ("accounts", {"account_id": 2, "relogin": True})]
    put_right(page, NeedKind.FAILED)
    assert shell.composed == [{"post_id": 4}]
    put_right(page, NeedKind.MISSED)
    qtbot.waitUntil(lambda: shell.toasts == ["It goes out today, 13:20"])
    assert [call[0] for call in publishing.called("move")] == [6]


def test_sync_backup_and_pause_are_done_on_the_spot(qtbot, page, home, sync, backups, publishing, shell):
    home.now = a_summary(
        paused=True,
        needs=(
            Need(kind=NeedKind.SYNC, detail="X did not answer", account_id=1, account="Luna Vale"),
            Need(kind=NeedKind.BACKUP, detail="The last one is 3 days old"),
        ),
    )
    page.refresh()
    qtbot.waitUntil(lambda: len(page.findChildren(NeedLine)) == 2)
    for line in page.findChildren(NeedLine):
        line.fix_button.click()
    qtbot.waitUntil(lambda: backups.made == 1 and sync.called("run") == [((1,),)])
    banner = next(one for one in page.findChildren(Banner) if "paused" in one.accessibleName())
    banner.findChildren(type(line.fix_button))[0].click()
    qtbot.waitUntil(lambda: publishing.called("pause_all") == [(False,)])
    qtbot.waitUntil(lambda: len(shell.toasts) == 3)


def test_a_need_is_told_in_the_size_of_text_there_is_now(qtbot, page, theme):
    """Its button stands below the words once large text leaves them no room, in a window that keeps its width."""
    page.resize(560, 800)
    line = page.findChildren(NeedLine)[0]
    qtbot.waitUntil(lambda: line.isVisible() and line.width() < 560)
    for percent, direction in ((80, QBoxLayout.Direction.LeftToRight), (200, QBoxLayout.Direction.TopToBottom)):
        theme.use(percent=percent)
        qtbot.waitUntil(lambda wanted=direction: line._line.direction() == wanted)


def test_nothing_to_do_is_one_line(qtbot, page, home):
    home.now = a_summary(needs=(), today=(), recent=(), next_due=None)
    page.refresh()
    qtbot.waitUntil(lambda: "Nothing needs you." in said(page))
    qtbot.waitUntil(lambda: "Nothing goes out today." in said(page))
    assert page.findChildren(NeedLine) == [] or not any(line.isVisible() for line in page.findChildren(NeedLine))


def test_today_stands_in_order_and_opens(page, shell):
    lines = page.findChildren(PostLine)
    times = [line.accessibleName().split(", ")[1] for line in lines]
    assert times[:5] == ["06:30", "08:00", "10:20", "18:00", "18:15"]
    assert "Coming up" in said(page)
    assert len(times) > 5  # what follows the day, with its day
    lines[1].click()
    assert shell.opened[-1] == ("calendar", {"post_id": 5})


def test_every_number_has_its_age_and_source(page, shell):
    names = [tile.accessibleName() for tile in page.findChildren(StatTile)]
    assert names[0] == "Net, last 7 days, $4,128.80, +9.2 % in a week, 22 min ago · Gumroad"
    assert names[2].startswith("Engagement, last 7 days, –, Not everything could be read")
    page.findChildren(StatTile)[0].click()
    told = shell.inspected[-1]
    assert any("fees, refunds and chargebacks" in one.text() for one in told.findChildren(QLabel))
    told.deleteLater()


def test_a_number_shows_the_rows_behind_it(qtbot, page, home, shell):
    page.findChildren(StatTile)[0].click()
    panel = shell.inspected[-1]
    qtbot.waitUntil(lambda: "Made up of 2 rows" in [one.text() for one in panel.findChildren(QLabel)])
    words = [one.text() for one in panel.findChildren(QLabel)]
    assert home.called("behind") == [(KpiCode.NET_REVENUE, None)]
    assert "Sale · Today, 08:20 · $20.00 less $2.40 fee" in words
    assert "Refunded · Yesterday, 10:20" in words
    assert ("$17.60" in words, "-$9.00" in words) == (True, True)
    home.failing = DiskProblem("the disk is full")
    page.findChildren(StatTile)[1].click()
    other = shell.inspected[-1]
    qtbot.waitUntil(lambda: any(one.property("tone") == "danger" for one in other.findChildren(QLabel)))
    for one in (panel, other):
        one.deleteLater()


def test_recent_activity_names_things_and_opens_them(page, shell):
    lines = page.findChildren(ActivityLine)
    assert [line.accessibleName() for line in lines] == [
        "Coffee, then the studio., Went out · Luna Vale, 12 min ago",
        "Luna after dark, Connected, 40 min ago",
        "The workspace, Backed up, 9 h ago",
        "A post, Deleted, 10 h ago",
    ]
    for line in lines[:2]:
        line.click()
    assert shell.opened == [("calendar", {"post_id": 8}), ("accounts", {"account_id": 2})]
    assert lines[2].focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_first_steps_go_away_when_they_are_done(qtbot, page, home, shell, preferences):
    assert "First steps" not in said(page)
    home.begun = Started(account=False, post=False, media=False, backup=False)
    home.now = a_summary(needs=(), today=(), kpis=(), recent=())
    page.refresh()
    qtbot.waitUntil(lambda: "First steps" in said(page))
    assert "0 of 4 done" in said(page)
    assert "Nothing needs you." not in said(page)
    next(one for one in page.findChildren(QPushButton) if one.text() == "Connect").click()
    assert shell.opened[-1] == ("accounts", {})
    home.begun = Started(account=True, post=True, media=False, backup=False)
    page.refresh()
    qtbot.waitUntil(lambda: "2 of 4 done" in said(page))
    press(page, "Hide the first steps")
    qtbot.waitUntil(lambda: "First steps" not in said(page))
    shell.undo()
    qtbot.waitUntil(lambda: "First steps" in said(page))


def buttons(page):
    return [one for one in page.findChildren(QAbstractButton) if one.isVisibleTo(page)]


def press(page, name):
    next(one for one in buttons(page) if name in (one.accessibleName(), one.text())).click()


def test_tiles_are_moved_sized_and_removed_by_keys_and_it_is_kept(qtbot, page, preferences, shell):
    first = [tile.id for tile in preferences.get(HOME_TILES)]
    page.board.arrange(editing=True)
    today = page.board.tiles["today"]
    today.setFocus()
    qtbot.keyClick(today, Qt.Key.Key_Left)
    qtbot.keyClick(today, Qt.Key.Key_Left)  # faster than anything is written
    at = first.index("today")
    qtbot.waitUntil(lambda: [one.id for one in preferences.get(HOME_TILES)].index("today") == at - 2)
    qtbot.keyClick(today, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: Tile("today", TileSize.WIDE) in preferences.get(HOME_TILES))
    qtbot.keyClick(today, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "today" not in [one.id for one in preferences.get(HOME_TILES)])
    assert "today" not in page.board.tiles
    shell.undo()
    qtbot.waitUntil(lambda: Tile("today", TileSize.WIDE) in preferences.get(HOME_TILES))
    press(page, "Reset")
    qtbot.waitUntil(lambda: preferences.get(HOME_TILES) == DEFAULT)
    press(page, "Done")
    assert not page.board.editing


def test_a_tile_is_dragged_to_another_ones_place(qtbot, page, preferences):
    page.board.arrange(editing=True)
    moving, target = page.board.tiles["recent"], page.board.tiles["needs"]
    qtbot.waitUntil(lambda: target.width() > 0)
    start = QPoint(40, 12)
    qtbot.mousePress(moving, Qt.MouseButton.LeftButton, pos=start)
    goal = moving.mapFromGlobal(target.mapToGlobal(QPoint(30, 30)))
    drag(moving, start + QPoint(20, 20))
    drag(moving, goal)
    qtbot.mouseRelease(moving, Qt.MouseButton.LeftButton, pos=goal)
    qtbot.waitUntil(lambda: preferences.get(HOME_TILES)[0].id == "recent")


def drag(widget, to):
    """With the button held down, which qtbot's mouseMove does not do."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(widget.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QCoreApplication.sendEvent(widget, event)


def test_tiles_that_are_not_there_can_be_added(qtbot, page, preferences, home):
    home.running = (RunningStreak(client_id=1, client="Luna Vale", days=12, since=NOW.date(), today=True),)
    page.board.arrange(editing=True)
    page.board.menu.aboutToShow.emit()
    words = {one.text(): one for one in page.board.menu.actions()}
    assert set(words) == {"Quick actions", "Posting streak", "Goals"}
    words["Posting streak"].trigger()
    words["Quick actions"].trigger()
    qtbot.waitUntil(lambda: "12 days in a row" in said(page))
    page.board.arrange(editing=False)
    qtbot.waitUntil(lambda: any(one.text() == "Remind me …" for one in buttons(page)))
    press(page, "Remind me …")
    dialog = page.window().findChild(ReminderDialog)
    dialog.words.setText("Ask Ada")
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: [call[:2] for call in page._notices.calls] == [("remind", "Ask Ada")])


def test_a_full_day_is_told_around_now(qtbot, page, home):
    posts = tuple(
        a_post(number, f"Post {number}", due=NOW - timedelta(hours=8) + timedelta(minutes=30 * number))
        for number in range(40)
    )
    home.now = a_summary(today=posts)
    page.refresh()
    qtbot.waitUntil(lambda: "32 more today, in the calendar" in said(page))
    shown = [line.accessibleName().split(", ")[1] for line in page.findChildren(PostLine)][:8]
    assert shown[0] < "10:20" < shown[-1]
    assert len(shown) == 8


def test_what_has_not_changed_is_not_drawn_again(qtbot, page, home):
    tile = page.findChildren(StatTile)[0]
    before = len(home.called("summary"))
    page.refresh()
    qtbot.waitUntil(lambda: len(home.called("summary")) > before)
    page._home.begun = replace(home.begun, media=False)
    page.refresh()
    qtbot.waitUntil(lambda: "First steps" in said(page))
    qtbot.waitUntil(lambda: page.findChildren(StatTile)[0] is not tile)  # this time something had


def test_running_goals_are_shown_and_lead_to_analytics(qtbot, page, goals, shell):
    running = Goal(
        id=1, name="Ten thousand", metric="followers", target=10_000, first=date(2026, 11, 1), last=date(2026, 12, 31)
    )
    over = replace(running, id=2, name="Last year's", first=date(2025, 1, 1), last=date(2025, 12, 31))
    goals.all = tuple(
        Progress(
            goal=one,
            value=8_500,
            start=8_000,
            expected=8_400,
            forecast=Forecast.CANNOT_TELL,
            reached_on=None,
            known_days=24,
            incomplete=False,
            as_of=NOW,
            source="X API",
        )
        for one in (running, over)
    )
    page.board._add("goals")
    qtbot.waitUntil(lambda: "Ten thousand" in said(page))
    assert "8,500 of 10,000" in said(page)
    assert "Last year's" not in said(page)
    next(one for one in page.findChildren(LineButton)).click()
    assert shell.opened[-1] == ("analytics", {})


def test_what_has_nothing_to_show_takes_no_room_until_home_is_arranged(qtbot, page, home):
    assert not page.board.tiles["kpi.followers"].isVisible()  # no account has any here
    page.board.arrange(editing=True)
    assert page.board.tiles["kpi.followers"].isVisible()
    assert "Nothing to show here yet" in said(page)


def test_arranging_begins_and_ends_by_keys(qtbot, page, desk):
    qtbot.waitExposed(page)
    page.setFocus()
    desk.commands.run("home.arrange")
    assert page.board.editing
    desk.commands.run("home.arranged")
    assert not page.board.editing


def test_unknown_is_a_dash_and_zero_is_zero():
    def shown(value):
        return figure(
            Kpi(
                code=KpiCode.FOLLOWERS,
                value=value,
                previous=None,
                change=None,
                change_note="",
                currency=None,
                as_of=None,
                source="",
            ),
            NOW,
            ZONE,
        ).figure

    assert (shown(None), shown(0)) == ("–", "0")


def test_it_reads_again_when_something_was_synced(qtbot, page, home, bus):
    before = len(home.called("summary"))
    bus.publish(Synced(at=NOW, account_id=1, kinds=("posts",), error=None))
    qtbot.waitUntil(lambda: len(home.called("summary")) > before)


def test_an_error_is_said_in_place(qtbot, page, home):
    home.failing = DiskProblem("the disk is full")
    page.refresh()
    qtbot.waitUntil(lambda: page.findChild(ErrorState) is not None)


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_phone(qtbot, page, theme, percent):
    theme.use(percent=percent)
    page.resize(390, 900)
    content = page.board.parentWidget()
    qtbot.waitUntil(lambda: content.width() <= 390)
