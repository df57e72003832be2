"""Analytics as a person uses it, on real services: choosing, comparing, drilling, goals with undo, best times, posts."""

import asyncio
import csv
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QPushButton, QWidget

from ofauto_desktop.domain.audience import AudienceBy, AudienceShare
from ofauto_desktop.domain.books import MarkerKind
from ofauto_desktop.domain.content_types import Grouping
from ofauto_desktop.domain.events import Synced
from ofauto_desktop.domain.periods import Against, Period
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Pulled
from storage import migrate, sync_state
from storage.database import Database
from tests.db.seeds import KEY, migrated_copy
from tests.gui.analytics_stage import analytics_page, filled
from tests.gui.conftest import NOON
from tests.gui.test_keyboard import stops, walked
from ui.dialogs.goal import GoalDialog
from ui.models.analytics_choice import Choice, from_kept
from ui.widgets.card import StatTile
from ui.widgets.layouts import column, scrolled
from ui.widgets.line_button import LineButton
from ui.widgets.states import Banner, EmptyState


@pytest.fixture(scope="session")
def weeks(tmp_path_factory):
    """A filled database file, closed; made once."""
    path = tmp_path_factory.mktemp("analytics") / "ofauto.db"
    database = Database(path, KEY, create=True)
    migrate.bring_up_to_date(database)
    filled(database)
    database.close()
    return path


@pytest.fixture
def database(weeks, tmp_path):
    opened = migrated_copy(weeks, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, database, desk, bus):
    made = analytics_page(database, desk, bus)
    qtbot.addWidget(made)
    made.resize(1060, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.refresh()
    qtbot.waitUntil(lambda: ready(made), timeout=20_000)
    return made


def ready(page) -> bool:
    return bool(
        page.series.chart.canvas._content.days
        and page.findChildren(StatTile)
        and page.posts.model.ids
        and page.content.findChildren(LineButton)
        and page.best.answer.text()
        and page.comparison.chart.canvas._content.days
        and page.series.trend.text()
    )


def said(widget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def tiles(page) -> dict[str, str]:
    return {one._title: one.accessibleName() for one in page.findChildren(StatTile) if not one.isHidden()}


def pick(combo, value):
    combo.setCurrentIndex(next(at for at in range(combo.count()) if combo.itemData(at) == value))
    combo.activated.emit(combo.currentIndex())


def test_numbers_say_how_they_compare_and_how_old_they_are(page):
    shown = tiles(page)
    assert shown["Engagement"].startswith("Engagement, ")
    assert "X API" in shown["Engagement"]
    assert shown["Followers"].startswith("Followers, 3,222, +1.8 % (+56)")
    assert "Engagement rate by impressions, 5.0 %" in shown["Engagement rate by impressions"]
    assert page.series.chart.title == "Engagement"
    assert "Days in Berlin" in page.series.chart._source
    assert "a week" in page.series.trend.text()


def test_the_line_has_every_day_and_the_period_before(page):
    content = page.series.chart.canvas._content
    assert (content.first, content.days) == (date(2026, 5, 7), 28)
    assert content.ghosts[0].shift == 28


def test_another_number_period_and_comparison(qtbot, page):
    pick(page.filters.measure, "followers")
    pick(page.filters.period, Period.WEEK)
    pick(page.filters.against, Against.NOTHING)
    chart = page.series.chart
    qtbot.waitUntil(lambda: chart.title == "Followers" and chart.canvas._content.days == 7)
    assert chart.canvas._content.ghosts == (None,)
    assert page.choice.measure_id == "followers"


def test_days_of_ones_own_choosing(qtbot, page):
    assert page.filters.first.isHidden()
    pick(page.filters.period, Period.CUSTOM)
    assert page.filters.first.isVisible()
    page.filters.first.setDate(page.filters.first.date().fromString("2026-04-01", Qt.DateFormat.ISODate))
    page.filters.last.setDate(page.filters.last.date().fromString("2026-04-10", Qt.DateFormat.ISODate))
    page.filters.first.editingFinished.emit()
    content = page.series.chart.canvas
    qtbot.waitUntil(lambda: (content._content.first, content._content.days) == (date(2026, 4, 1), 10))


def test_the_time_zone_can_be_switched_and_is_named(qtbot, page):
    pick(page.filters.zone, "UTC")
    qtbot.waitUntil(lambda: "Days in UTC" in page.series.chart._source)
    qtbot.waitUntil(lambda: "Hours of UTC" in page.best.foot.text())


def test_one_account_is_looked_at_by_itself(qtbot, page):
    before = page.series.chart.canvas._content.lines[0].values[0]
    pick(page.filters.whose, ("account", 1))
    qtbot.waitUntil(lambda: page.series.chart.canvas._content.lines[0].values[0] < before)
    page.focus(account_id=2, measure="likes")
    qtbot.waitUntil(lambda: page.series.chart.title == "Likes")
    assert page.choice.account_id == 2


def test_one_platform_by_itself_is_parted_into_its_accounts(page):
    assert [line.name for line in page.comparison.chart.canvas._content.lines] == ["bo_x", "ada_x"]
    assert "All on one scale" in page.comparison.words.text()


def test_lines_can_each_have_their_own_scale(qtbot, page):
    page.comparison.indexed.click()
    qtbot.waitUntil(lambda: "100 is the average day" in page.comparison.words.text())
    values = [value for value in page.comparison.chart.canvas._content.lines[0].values if value is not None]
    assert sum(values) / len(values) == pytest.approx(100)
    pick(page.filters.measure, "followers")
    qtbot.waitUntil(lambda: "100 is the first known day" in page.comparison.words.text())
    assert [line.values[0] for line in page.comparison.chart.canvas._content.lines] == [100, 100]


def test_a_number_opens_the_rows_behind_it_and_they_add_up(qtbot, page, shell):
    tile = next(one for one in page.findChildren(StatTile) if one._title == "Engagement")
    tile.click()
    panel = shell.inspected[-1]
    qtbot.waitUntil(lambda: "Made up of" in said(panel))
    assert "which make" not in said(panel)
    assert "Post " in said(panel)
    next(one for one in panel.findChildren(QPushButton) if one.text() == "Show over time").click()
    assert page.choice.measure_id == "engagement"
    panel.deleteLater()


def test_a_day_of_the_chart_opens_its_rows(qtbot, page, shell):
    page.series.chart.canvas.setFocus()
    qtbot.keyClick(page.series.chart.canvas, Qt.Key.Key_End)
    qtbot.keyClick(page.series.chart.canvas, Qt.Key.Key_Return)
    panel = shell.inspected[-1]
    qtbot.waitUntil(lambda: "Made up of" in said(panel))
    assert "Wed 3 Jun" in said(panel)
    panel.deleteLater()


def test_a_rate_shows_its_parts(page, shell):
    tile = next(one for one in page.findChildren(StatTile) if one._title.startswith("Engagement rate"))
    tile.click()
    panel = shell.inspected[-1]
    assert "of" in said(panel)
    assert "impressions of" in said(panel)
    panel.deleteLater()


def test_the_best_time_is_told_with_what_it_rests_on(qtbot, page):
    assert page.best.answer.text().startswith("Weekdays 16:00–20:00 does best")
    assert "left out" in page.best.foot.text()
    grid = page.best.slots
    grid.setFocus()
    for _ in range(4):
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert page.best.told.text().startswith("Weekdays 16:00–20:00, ")
    assert grid.accessibleName().endswith(page.best.told.text())
    page.best.hours.click()
    week = page.best.week
    assert week.isVisible()
    spot = week._place(1, 20).center()
    qtbot.mouseMove(week, QPoint(round(spot.x()), round(spot.y())))
    assert page.best.told.text().startswith("Tue 20:00: ")
    page.best.table_button.click()
    model = page.best.table.model()
    assert (model.rowCount(), model.index(5, 0).data()) == (12, "Weekdays 20:00–24:00")
    page.best.table_button.click()
    assert week.isVisible()


def test_kinds_of_posts_lead_to_their_posts(qtbot, page):
    rows = [one.accessibleName() for one in page.content.findChildren(LineButton)]
    assert [name.split(",")[0] for name in rows] == ["Picture", "Text"]
    assert "of 5" not in rows[0]
    everything = len(page.posts.model.ids)
    page.content.findChildren(LineButton)[0].click()
    qtbot.waitUntil(lambda: len(page.posts.model.ids) == everything // 2)
    assert page.posts.kind == (Grouping.FORM, "picture")
    assert page.posts.kind_button.accessibleName() == "Only Picture; show all"
    page.posts.kind_button.click()
    qtbot.waitUntil(lambda: len(page.posts.model.ids) == everything)


def test_tags_that_nobody_gave_are_explained(qtbot, page):
    pick(page.content.grouping, Grouping.TAG)
    qtbot.waitUntil(lambda: "Tag posts in the composer" in said(page.content))


def test_posts_are_sorted_fetched_in_parts_and_opened(qtbot, page, shell):
    model, table = page.posts.model, page.posts.table
    assert model.rowCount() == 112
    qtbot.waitUntil(lambda: model.post(0) is not None)
    assert len(model._known) <= 60
    first = [model.index(row, 3).data() for row in range(3)]
    assert [int(one.replace(",", "")) for one in first] == sorted(
        (int(one.replace(",", "")) for one in first), reverse=True
    )
    page.posts.direction.click()
    qtbot.waitUntil(lambda: model.post(0) is not None and int(model.index(0, 3).data().replace(",", "")) < 300)
    pick(page.posts.sort, "")
    qtbot.waitUntil(lambda: model.post(0) is not None and "Post 28" in model.index(0, 0).data())
    table.setFocus()
    table.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = shell.inspected[-1]
    assert "Likes" in said(panel)
    panel.deleteLater()


def test_a_goal_is_set_changed_and_taken_back(qtbot, page, shell, database):
    qtbot.waitUntil(lambda: page.goals.findChild(EmptyState) is not None)
    page._desk.commands.run("analytics.goal")
    qtbot.waitUntil(lambda: page.findChild(GoalDialog) is not None)
    dialog = page.findChild(GoalDialog)
    dialog.save_button.click()
    assert "It needs a name." in said(dialog)
    dialog.name.setText("Four thousand")
    pick(dialog.number, ("followers", None))
    dialog.target.setText("4,000")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(page.goals.findChildren(LineButton)))
    line = page.goals.findChildren(LineButton)[0]
    assert line.accessibleName().startswith("Four thousand, 3,222 of 4,000, Followers until Tue 30 Jun")
    assert shell.toasts[-1] == "Goal set: Four thousand"
    line.click()
    panel = shell.inspected[-1]
    assert [one.name for one in panel.chart.canvas._content.lines] == ["Reached", "Its line"]
    next(one for one in panel.findChildren(QPushButton) if one.text() == "Remove").click()
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Goal removed: Four thousand")
    qtbot.waitUntil(lambda: page.goals.findChild(EmptyState) is not None)
    shell.undo()
    qtbot.waitUntil(lambda: any(not one.isHidden() for one in page.goals.findChildren(LineButton)))
    panel.deleteLater()


def test_it_reads_again_when_something_was_synced(qtbot, page, bus):
    asked = page.series._asked
    bus.publish(Synced(at=NOON, account_id=1, kinds=("metrics",), error=None))
    qtbot.waitUntil(lambda: page.series._asked > asked)


def test_the_clients_numbers_only(qtbot, page, shell):
    shell.client_id = 1
    page.refresh()
    qtbot.waitUntil(lambda: "1,111" in tiles(page).get("Followers", ""))
    assert page.filters.whose.count() == 2


def test_old_numbers_and_gaps_are_told(qtbot, database, desk, bus):
    from dataclasses import replace

    made = analytics_page(database, replace(desk, now=lambda: NOON + timedelta(days=5)), bus)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.findChild(Banner) is not None, timeout=20_000)
    assert "The newest numbers are from" in made.findChild(Banner).accessibleName()


def test_without_an_account_it_teaches(qtbot, desk, empty_database, shell):
    made = analytics_page(empty_database, desk)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.findChild(EmptyState) is not None)
    next(one for one in made.findChildren(QPushButton) if one.text() == "Connect an account").click()
    assert shell.opened == [("accounts", {})]


def test_without_a_reading_every_part_says_so(qtbot, desk, empty_database):
    filled(empty_database, posts=False)
    made = analytics_page(empty_database, desk)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: len(made.findChildren(EmptyState)) >= 6)
    assert "Nothing is known of this number" in said(made.series)


@pytest.fixture
def empty_database(tmp_path):
    made = Database(tmp_path / "empty.db", KEY, create=True)
    migrate.bring_up_to_date(made)
    yield made
    made.close()


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_phone(qtbot, page, theme, percent):
    theme.use(percent=percent)
    page.resize(390, 900)
    content = page._area.widget()
    qtbot.waitUntil(lambda: content.width() <= 390)
    QApplication.processEvents()
    wide = [
        one
        for one in content.findChildren(QPushButton)
        if one.isVisible() and one.mapTo(content, QPoint(one.width(), 0)).x() > 391
    ]
    assert wide == []


def test_a_kept_view_comes_back_whole():
    choice = Choice(
        measure_id="likes",
        account_id=3,
        period=Period.CUSTOM,
        first=date(2026, 1, 1),
        last=date(2026, 2, 1),
        against=Against.SAME_WEEKDAYS,
        zone="UTC",
        indexed=True,
    )
    assert from_kept(choice.kept()) == choice
    assert from_kept({"measure_id": "gone", "period": "never", "first": 7, "what": 1}) == Choice()


def test_tab_reaches_everything_down_the_page_and_all_has_a_name(qtbot, page):
    page.resize(1060, 900)
    seen = walked(qtbot, page)
    missed = [one for one in stops(page) if isinstance(one, QAbstractButton) and one not in seen]
    assert missed == []
    assert {page.series.chart.canvas, page.best.slots, page.posts.table} <= set(seen)
    nameless = [one for one in stops(page) if not (one.accessibleName() or getattr(one, "text", str)())]
    assert nameless == []


def test_a_view_is_kept_and_chosen_again(qtbot, page, shell):
    pick(page.filters.measure, "likes")
    page.views.keep("Likes of the month")
    qtbot.waitUntil(lambda: shell.toasts == ["Kept as Likes of the month"])
    pick(page.filters.measure, "followers")
    qtbot.waitUntil(lambda: page.views.button.menu().actions()[0].text() == "Likes of the month")
    page.views.button.menu().actions()[0].trigger()
    assert page.choice.measure_id == "likes"
    assert page.filters.measure.currentData() == "likes"


def test_what_happened_stands_on_the_chart(qtbot, page):
    page._desk.tasks.run(
        page._books.add_marker(date(2026, 5, 20), MarkerKind.PRICE, "Price raised"),
        owner=page,
        done=lambda _: page.refresh(),
        failed=lambda error: pytest.fail(str(error)),
    )
    canvas = page.series.chart.canvas
    qtbot.waitUntil(lambda: bool(canvas._content.marks))
    canvas._go((date(2026, 5, 20) - canvas._content.first).days)
    assert canvas.accessibleName().endswith("Price raised")


def test_rows_of_a_list_keep_their_height_where_room_is_short(qtbot, theme):
    inner = QWidget()
    lines = column(inner, gap=0)
    made = [LineButton("A title", "A detail", "+7", lambda: None) for _ in range(40)]
    for one in made:
        lines.addWidget(one)
    area = scrolled(inner)
    qtbot.addWidget(area)
    area.resize(300, 300)
    area.show()
    qtbot.waitUntil(lambda: all(one.height() >= one.sizeHint().height() for one in made))


def test_all_posts_are_saved_in_their_order(qtbot, page, shell, tmp_path):
    page.posts.save_button.click()
    dialog = page.posts.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "csv"
    dialog.fileSelected.emit(str(tmp_path / "posts.csv"))
    qtbot.waitUntil(lambda: shell.toasts == ["112 posts saved as posts.csv"])
    dialog.close()
    rows = list(csv.DictReader((tmp_path / "posts.csv").read_text().splitlines()))
    assert len(rows) == 112
    engagement = [int(row["engagement"]) for row in rows if row["engagement"]]
    assert engagement == sorted(engagement, reverse=True)
    assert (rows[0]["account"], rows[0]["source"], rows[0]["comments"]) == ("bo_x", "X API", "")


def test_everything_that_a_screen_reader_meets_has_a_name(page):
    """As AT-SPI walks it: what holds or decorates needs no name, unless the focus can go there."""
    holders = {
        QAccessible.Role.Client,
        QAccessible.Role.Pane,
        QAccessible.Role.LayeredPane,
        QAccessible.Role.Border,
        QAccessible.Role.Graphic,
        QAccessible.Role.ScrollBar,
        QAccessible.Role.Separator,
        QAccessible.Role.Grouping,
        QAccessible.Role.Indicator,
        QAccessible.Role.Grip,
        QAccessible.Role.Cell,
    }
    nameless, met = [], []

    def walk(one):
        met.append(one.role())
        seen = one.state()
        if seen.invisible:
            return
        said = one.text(QAccessible.Text.Name) or one.text(QAccessible.Text.Value)
        if not said.strip() and (one.role() not in holders or seen.focusable) and one.childCount() == 0:
            nameless.append((one.role(), one.object().metaObject().className() if one.object() else ""))
        if one.role() not in {QAccessible.Role.Table, QAccessible.Role.List}:
            for at in range(one.childCount()):
                if (child := one.child(at)) is not None:
                    walk(child)

    walk(QAccessible.queryAccessibleInterface(page))
    assert len(met) > 80
    assert nameless == []


def test_who_follows_is_there_where_a_platform_tells_it(page, database, qtbot):
    assert not page.audience.isVisibleTo(page)
    shares = [
        AudienceShare(by=by, name=name, value=value, as_of=NOON, source="Instagram API")
        for by, name, value in (
            (AudienceBy.COUNTRY, "SE", 30),
            (AudienceBy.COUNTRY, "DE", 10),
            (AudienceBy.GENDER, "F", 25),
        )
    ]
    database.write_now(sync_state.keep, 1, SyncKind.AUDIENCE, Pulled(audience=shares), NOON)
    page.refresh()
    qtbot.waitUntil(lambda: page.audience.isVisibleTo(page) and ready(page), timeout=20_000)
    offered = [page.audience.by.itemText(index) for index in range(page.audience.by.count())]
    assert offered == ["By gender", "By country"]
    pick(page.audience.by, AudienceBy.COUNTRY)
    words = said(page.audience)
    assert "Sweden" in words
    assert "30 · 75" in words
    assert "Instagram API" in words


def test_what_is_asked_again_while_it_reads_waits_for_the_answer(qtbot, page, loop, monkeypatch):
    """While accounts are read one after another, each of them has the page ask; what stands last was never shown."""
    gate, asked = asyncio.Event(), []
    audience = page._analytics.audience

    async def held(*given):
        asked.append(given)
        await gate.wait()
        return await audience(*given)

    monkeypatch.setattr(page._analytics, "audience", held)
    page.refresh()
    qtbot.waitUntil(lambda: bool(asked))
    shown = []
    page.audience.settled.connect(lambda: shown.append(1))
    page.refresh()
    page.refresh()
    qtbot.waitUntil(lambda: page._is_stale)
    assert len(asked) == 1
    loop.loop.call_soon_threadsafe(gate.set)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert len(asked) == 2
