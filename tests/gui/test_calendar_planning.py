"""The calendar over real services and a real database: views, tags, marks, slots, queues, series, clashes, missed posts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.planning import WeekSlot
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.recurrence import Every
from ofauto_desktop.domain.repeating import Scope
from tests.publishing_stage import NOON, opened
from ui.dialogs.mark import MarkDialog
from ui.dialogs.name_it import NameIt
from ui.dialogs.repeat import RepeatDialog
from ui.dialogs.which_occurrences import WhichOccurrences
from ui.models.filters import Filters, Kind
from ui.models.stretch import View
from ui.pages.calendar import CalendarPage
from ui.widgets.missed_panel import MissedPanel
from ui.widgets.post_inspector import PostInspector
from ui.widgets.queues_panel import QueuesPanel
from ui.widgets.slots_panel import SlotsPanel
from ui.widgets.states import Banner

ZONE = "UTC"
CTRL = Qt.KeyboardModifier.ControlModifier


class Real:
    """The stage, asked from the window's thread."""

    def __init__(self, loop, stage) -> None:
        self._loop, self.stage = loop, stage

    def run(self, work):
        return self._loop.submit(work).result(20)

    def post(self, text, at, *, to=None):
        account = to or self.stage.ada
        draft = Draft(account_ids=(account.id,), text=text, at=at)
        return self.run(self.stage.composing.save(draft))

    def get(self, post):
        return self.run(self.stage.publishing.get(post.id))

    def posts(self, **wanted):
        return self.run(self.stage.publishing.list(PostFilter(**wanted)))


@pytest.fixture
def real(loop, tmp_path):
    made = Real(loop, loop.submit(opened(tmp_path, people=2)).result(20))
    yield made
    made.run(made.stage.aclose())


@pytest.fixture
def page(qtbot, desk, real, bus):
    stage = real.stage
    stage.bus.subscribe(bus.publish)
    made = CalendarPage(
        publishing=stage.publishing,
        composing=stage.composing,
        accounts=stage.accounts,
        planning=stage.planning,
        desk=replace(desk, now=stage.clocks.now, zone=ZONE),
    )
    qtbot.addWidget(made)
    made.resize(1240, 860)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: len(made.posting) == 2)
    made.refresh()
    return made


def wall(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute)  # noqa: DTZ001 - wall time


def shown(page, *posts):
    return all(page.rows.row_of(post.id) is not None for post in posts)


def pick(page, *posts):
    page.week.setFocus()
    page.week.focus_post(posts[0].id)
    for post in posts[1:]:
        page.picks.toggle(page.rows.row_of(post.id))


def test_filters_are_saved_under_a_name_and_come_back(qtbot, page, real, shell):
    bar = page.filters
    bar.toggle(Kind.STATE, "scheduled")
    bar.save_wanted.emit()
    asked = page.window().findChild(NameIt)
    asked.edit.setText(" To come ")
    asked.ok.click()
    qtbot.waitUntil(lambda: shell.toasts == ["Saved the view “To come”"])
    bar.clear()
    (view,) = real.run(real.stage.planning.views.list("calendar"))
    bar.view_chosen.emit(view.id)
    qtbot.waitUntil(lambda: bar.filters == Filters(states=("scheduled",)))
    qtbot.waitUntil(lambda: bar.views_button.text() == "To come")
    bar.delete_wanted.emit(view.id)
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Deleted the view “To come”")
    assert real.run(real.stage.planning.views.list("calendar")) == ()
    shell.undo()
    qtbot.waitUntil(lambda: len(real.run(real.stage.planning.views.list("calendar"))) == 1)


def test_a_taken_name_is_refused_and_said(qtbot, page, real, errors):
    told = []
    errors.shown.connect(told.append)
    real.run(real.stage.planning.views.add("calendar", "Mine", {}))
    page.kept._save("Mine")
    qtbot.waitUntil(lambda: len(told) == 1)


def test_a_view_keeps_other_filters_when_asked(qtbot, page, real, shell):
    views = real.stage.planning.views
    view = real.run(views.add("calendar", "Mine", {"states": ["draft"]}))
    page.kept.turn_to(view.id)
    qtbot.waitUntil(lambda: page.filters.filters.states == ("draft",))
    page.filters.toggle(Kind.STATE, "failed")
    page.filters.update_wanted.emit(view.id)
    qtbot.waitUntil(lambda: shell.toasts == ["Changed the view “Mine”"])
    assert real.run(views.list("calendar"))[0].filters == {"states": ["draft", "failed"]}
    shell.undo()
    qtbot.waitUntil(lambda: real.run(views.list("calendar"))[0].filters == {"states": ["draft"]})


def test_a_key_gives_a_draft_its_next_slot_and_takes_it_back(qtbot, page, real, shell):
    draft = real.post("an idea", When.DRAFT)
    page.views.open_drafts(on=True)
    page.read_drafts()
    drafts = page.views.drafts.board
    qtbot.waitUntil(lambda: drafts.shown_ids() == [draft.id])
    drafts.setFocus()
    drafts.focus_post(draft.id)
    qtbot.keyClick(drafts, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: shell.toasts == ["1 post goes out at its next slot"])
    assert real.get(draft).targets[0].wall == wall(15, 13)
    qtbot.waitUntil(lambda: shown(page, draft))
    shell.undo()
    qtbot.waitUntil(lambda: real.get(draft).targets[0].state is PostState.DRAFT)


def test_everything_beside_the_calendar_has_a_name(qtbot, page, real, shell, missed):
    post = real.post("one", wall(20, 9))
    page.show_post(post.id)
    page.side.open_slots()
    page.side.open_queues()
    qtbot.waitUntil(lambda: len(shell.inspected) == 4)
    qtbot.wait(200)
    for panel in shell.inspected:
        qtbot.addWidget(panel)
        panel.show()
        for one in panel.findChildren(QWidget):
            if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.focusProxy():
                name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
                assert name, (type(panel).__name__, type(one).__name__)


def test_several_are_tagged_and_filtered_by_it(qtbot, page, real, shell):
    one, two = real.post("one", wall(16, 9)), real.post("two", wall(17, 9))
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, one, two))
    pick(page, one, two)
    page.many.tag(page.chosen(), add=("teaser",))
    qtbot.waitUntil(lambda: shell.toasts == ["Tagged 2 posts “teaser”"])
    assert real.get(two).tags == ("teaser",)
    qtbot.waitUntil(lambda: "teaser" in page.filters.choices.tags)
    shell.undo()
    qtbot.waitUntil(lambda: real.get(one).tags == real.get(two).tags == ())
    shell.redo()
    qtbot.waitUntil(lambda: real.get(one).tags == ("teaser",))


def test_deleted_posts_come_back_whole(qtbot, page, real, shell):
    one = real.post("one", wall(16, 9))
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, one))
    pick(page, one)
    qtbot.keyClick(page.week, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shell.toasts == ["Deleted 1 post"])
    qtbot.waitUntil(lambda: not shown(page, one))
    shell.undo()
    qtbot.waitUntil(lambda: shown(page, one))
    assert real.get(one).targets[0].state is PostState.SCHEDULED


def test_days_are_marked_and_the_mark_is_changed_and_taken_off(qtbot, page, real, shell):
    page.marking.add(date(2026, 6, 16))
    dialog = page.window().findChild(MarkDialog)
    dialog.title.setText("Launch")
    dialog.last.setDate(dialog.first.date().addDays(1))
    dialog.save_button.click()
    marks = real.stage.planning.marks
    qtbot.waitUntil(lambda: [one.title for one in page.marked] == ["Launch"])
    assert (page.marked[0].first, page.marked[0].last) == (date(2026, 6, 16), date(2026, 6, 17))
    row = page.rows.row_of_day(date(2026, 6, 17))
    qtbot.waitUntil(lambda: page.rows.rows[row].titles == ("Launch",))
    qtbot.waitUntil(lambda: page.window().findChild(MarkDialog) is None)
    page.change_marks(date(2026, 6, 16))
    page.window().findChild(MarkDialog).removed.emit(page.marked[0].id)
    qtbot.waitUntil(lambda: page.marked == () and shell.toasts[-1].startswith("Took"))
    shell.undo()
    qtbot.waitUntil(lambda: len(real.run(marks.between(date(2026, 6, 1), date(2026, 6, 30)))) == 1)


@pytest.fixture
def slots(qtbot, page, shell):
    page.side.open_slots()
    panel = shell.inspected[-1]
    assert isinstance(panel, SlotsPanel)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: len(panel._slots) == 28)
    return panel


def test_slots_are_added_and_undone(qtbot, slots, real, shell):
    for chip in slots.days[1:]:
        chip.setChecked(False)
    slots.time.setTime(slots.time.time().addSecs(1800))
    slots.add_button.click()
    qtbot.waitUntil(lambda: shell.toasts == ["Added the slot 18:30"])
    kept = real.run(real.stage.planning.slots.list(real.stage.ada.id))
    assert len(kept) == 29  # the daily ones are now its own
    assert (0, 18 * 60 + 30) in {(one.weekday, one.minute) for one in kept}
    shell.undo()
    qtbot.waitUntil(lambda: real.run(real.stage.planning.slots.list(real.stage.ada.id)) == ())


def test_a_slot_is_given_to_a_queue_and_taken_away(qtbot, slots, real, shell):
    queue = real.run(real.stage.planning.queues.add("Teasers"))
    qtbot.waitUntil(lambda: slots._queues == {queue.id: "Teasers"})
    first = slots._slots[0]
    slots._give(first, queue.id)
    qtbot.waitUntil(lambda: shell.toasts == ["09:00 is for the queue Teasers"])
    qtbot.waitUntil(lambda: slots._slots[0].queue_id == queue.id)
    slots._remove(WeekSlot(weekday=6, minute=21 * 60))
    qtbot.waitUntil(lambda: len(real.run(real.stage.planning.slots.list(real.stage.ada.id))) == 27)


def test_free_slots_are_lines_of_the_day(qtbot, page):
    page.go(date(2026, 6, 16), View.DAY)
    qtbot.waitUntil(lambda: [f"{one.at:%H:%M}" for one in page.day.slots] == ["09:00", "13:00", "18:00", "21:00"])
    assert page.day.slots[0].words.endswith("and 1 more")


def test_a_queue_is_filled_from_the_calendar_and_put_in_order(qtbot, page, real, shell):
    posts = [real.post(text, wall(20, 10 + number)) for number, text in enumerate(("a", "b", "c"))]
    queue = real.run(real.stage.planning.queues.add("Teasers"))
    qtbot.waitUntil(lambda: bool(page.side.queues) and page.side.queues[0].name == "Teasers")
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, *posts))
    pick(page, *posts)
    page.side._put(page.side.queues[0])
    qtbot.waitUntil(lambda: shell.toasts == ["Put 3 posts into “Teasers”"])
    page.side.open_queues(queue.id)
    panel = shell.inspected[-1]
    assert isinstance(panel, QueuesPanel)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.posts.ids() == [post.id for post in posts])
    before = [real.get(post).targets[0].due_at for post in posts]
    panel.posts.setCurrentRow(0)
    panel.posts.setFocus()
    panel._move(1)
    qtbot.waitUntil(lambda: "Changed the order" in shell.toasts[-1])
    a, b, _ = posts
    assert [real.get(post).targets[0].due_at for post in (b, a)] == before[:2]
    shell.undo()
    qtbot.waitUntil(lambda: [real.get(post).targets[0].due_at for post in posts] == before)
    qtbot.waitUntil(lambda: panel.posts.ids() == [post.id for post in posts])
    panel.posts.setCurrentRow(2)
    panel.out.click()
    qtbot.waitUntil(lambda: panel.posts.ids() == [a.id, b.id])


def series_of(real, post):
    return [one for one in real.posts(limit=500) if one.series_id == real.get(post).series_id]


@pytest.fixture
def weekly(qtbot, page, real, shell):
    """A post that repeats each week, begun with the dialog."""
    post = real.post("every week", wall(16, 9))
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, post))
    page.repeats.repeat(real.get(post))
    dialog = page.window().findChild(RepeatDialog)
    dialog.interval.setValue(2)
    assert "Every 2 weeks on Tuesday" in dialog._note.text()
    dialog.ends["count"].setChecked(True)
    dialog.count.setValue(4)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(shell.toasts) and shell.toasts[-1].startswith("It repeats"))
    assert len(series_of(real, post)) == 4
    qtbot.waitUntil(lambda: page.rows.entry(page.rows.row_of(post.id)).series_id is not None)
    return post


def test_a_repeated_post_is_moved_with_those_after_it(qtbot, page, real, shell, weekly):
    page.week.focus_post(weekly.id)
    page.doing.shift_days(1)
    asked = page.window().findChild(WhichOccurrences)
    asked.chosen.emit(Scope.FOLLOWING)
    qtbot.waitUntil(lambda: "of the series" in shell.toasts[-1])
    days = sorted(post.targets[0].wall for post in series_of(real, weekly))
    assert [f"{day:%d.%m. %H:%M}" for day in days] == ["17.06. 09:00", "01.07. 09:00", "15.07. 09:00", "29.07. 09:00"]
    shell.undo()
    qtbot.waitUntil(lambda: min(post.targets[0].wall for post in series_of(real, weekly)) == wall(16, 9))


def test_a_repeated_post_is_moved_alone(qtbot, page, real, shell, weekly):
    page.week.focus_post(weekly.id)
    page.doing.shift_days(1)
    page.window().findChild(WhichOccurrences).chosen.emit(Scope.THIS)
    qtbot.waitUntil(lambda: real.get(weekly).targets[0].wall == wall(17, 9))
    assert sum(post.targets[0].wall.weekday() == 1 for post in series_of(real, weekly)) == 3


def test_all_of_a_series_are_deleted_and_come_back(qtbot, page, real, shell, weekly):
    page.week.focus_post(weekly.id)
    page.doing.remove_chosen()
    page.window().findChild(WhichOccurrences).chosen.emit(Scope.ALL)
    qtbot.waitUntil(lambda: shell.toasts[-1] == "Deleted 4 posts")
    assert real.posts() == ()
    shell.undo()
    qtbot.waitUntil(lambda: len(real.posts()) == 4)


def test_the_dialog_offers_the_ways_in_which_a_month_repeats(qtbot, page):
    dialog = RepeatDialog(datetime(2026, 6, 30, 9, 0), page)  # noqa: DTZ001 - wall time
    qtbot.addWidget(dialog)
    dialog.unit.setCurrentIndex(dialog.unit.findData(Every.MONTH))
    offered = [dialog.month.itemText(number) for number in range(dialog.month.count())]
    assert offered == ["Every month on day 30", "Every month on the last Tuesday", "Every month on its last day"]
    dialog.month.setCurrentIndex(2)
    assert dialog.rule().month_day == -1
    assert "Tue 30 Jun, Fri 31 Jul" in dialog._note.text()


def test_posts_of_one_hour_are_warned_of_with_words(qtbot, page, real, shell):
    one, two = real.post("Good morning", wall(16, 9)), real.post("Good morning", wall(16, 9, 30))
    page.refresh()
    qtbot.waitUntil(lambda: page.week.signs.warned >= {one.id, two.id})
    page.open(page.rows.entry(page.rows.row_of(one.id)))
    qtbot.waitUntil(lambda: bool(shell.inspected))
    panel = shell.inspected[-1]
    assert isinstance(panel, PostInspector)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: len(panel.findChildren(Banner)) == 2)
    said = {banner.accessibleName() for banner in panel.findChildren(Banner)}
    name = real.stage.ada.name
    assert f"Another post goes out on {name} within the hour, at 09:30." in said
    assert any(one.startswith("It says the same as a post of Tue 16 Jun") for one in said)


@pytest.fixture
def missed(qtbot, page, real, shell):
    posts = [
        real.post(f"late {number}", NOON.replace(tzinfo=None) + timedelta(hours=1 + number)) for number in range(2)
    ]
    real.stage.clocks.pass_(timedelta(days=2))
    real.run(real.stage.publishing.publish_due())
    assert {real.get(post).targets[0].state for post in posts} == {PostState.MISSED}
    page.read_choices()
    qtbot.waitUntil(page._missed.isVisible)
    page._missed.findChild(QPushButton).click()
    panel = shell.inspected[-1]
    assert isinstance(panel, MissedPanel)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: len(panel._items) == 2)
    return panel, posts


def test_all_that_was_missed_goes_to_the_next_slots_and_back(qtbot, page, real, shell, missed):
    panel, posts = missed
    panel.all_next.click()
    qtbot.waitUntil(lambda: shell.toasts == ["2 posts go out at their next slots"])
    assert {real.get(post).targets[0].state for post in posts} == {PostState.SCHEDULED}
    qtbot.waitUntil(lambda: not page._missed.isVisible())
    shell.undo()
    qtbot.waitUntil(lambda: {real.get(post).targets[0].state for post in posts} == {PostState.MISSED})


def test_one_is_skipped_and_the_other_is_sent_only_after_a_question(qtbot, page, real, shell, missed):
    panel, (first, second) = missed
    skip = next(
        one
        for one in panel.findChildren(QPushButton)
        if one.accessibleName().endswith("late 0") and "Skip" in one.text()
    )
    skip.click()
    qtbot.waitUntil(lambda: real.get(first).targets[0].state is PostState.CANCELLED)
    qtbot.waitUntil(lambda: len(panel._items) == 1)

    def sendable():
        return [one for one in panel.findChildren(QPushButton) if one.isVisible() and one.text() == "Send now…"]

    qtbot.waitUntil(lambda: [one.accessibleName()[-6:] for one in sendable()] == ["late 1"])
    (now,) = sendable()
    now.click()
    box = panel.findChild(QMessageBox)
    assert real.stage.ada.name in box.text()
    assert real.get(second).targets[0].state is PostState.MISSED
    next(one for one in box.buttons() if one.text() == "Send 1 post").click()
    qtbot.waitUntil(lambda: real.get(second).targets[0].state is PostState.SCHEDULED)


def test_what_the_filters_let_through_is_written_for_other_calendars(qtbot, page, real, shell, tmp_path):
    real.post("for the file", wall(16, 9))
    real.post("not this", wall(17, 9))
    page.filters.text.setText("file")
    qtbot.waitUntil(lambda: page.filters.filters.text == "file")
    file = tmp_path / "posts.ics"
    page.side.export_into(str(file))
    qtbot.waitUntil(lambda: shell.toasts == ["Wrote 1 post to posts.ics"])
    written = file.read_text(encoding="utf-8")
    assert "for the file" in written
    assert "not this" not in written


def test_a_draft_dropped_on_a_day_of_the_month_takes_its_first_free_slot(qtbot, page, real, shell):
    real.post("has the first slot", wall(18, 9))
    draft = real.post("an idea", When.DRAFT)
    page.go(date(2026, 6, 18), View.MONTH)
    qtbot.waitUntil(lambda: page.rows.row_of_day(date(2026, 6, 18)) is not None and page.month.isVisible())
    page.read_drafts()
    qtbot.waitUntil(lambda: page.views.drafts.rows.row_of(draft.id) is not None)
    entry = page.views.drafts.rows.entry(0)
    at = page.month.landing(entry, page.month.point_of(wall(18, 12)))
    page.views.moved.emit(entry, at, False)
    qtbot.waitUntil(lambda: bool(shell.toasts))
    assert real.get(draft).targets[0].wall == wall(18, 13)
    shell.undo()
    qtbot.waitUntil(lambda: real.get(draft).targets[0].state is PostState.DRAFT)
