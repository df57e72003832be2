"""What can be done on the calendar by key, by menu and by palette: one list."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.commands import Command
from ui.language import tr, tr_n
from ui.models.entries import Entry
from ui.models.stretch import View

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage

_WEEK = 7
_PLANNING = ("slots", "queues", "missed", "export")
_MOST_TAGS = 12


def add_commands(page: "CalendarPage") -> None:
    """Those of the whole page, and those that are meant for what has the focus among days and posts."""
    _add_views(page)
    _add_acts(page)
    _add_walking(page)
    _add_selecting(page)
    selection = page.selection
    selection.offer("calendar.day_earlier", tr("A day earlier"), "chevron-left")
    selection.offer("calendar.day_later", tr("A day later"), "chevron-right")
    selection.offer_menu(tr("Shift"), "calendar-clock", partial(_fill_shift, page))
    selection.offer_menu(tr("Tag"), "tag", partial(fill_tags, page))
    selection.offer_menu(tr("Queue"), "list-ordered", page.side.fill_queues)
    selection.offer("calendar.unplan", tr("Make drafts"), "file-text")
    selection.offer("calendar.delete", tr("Delete"), "trash-2")
    selection.finish()


def fill_menu(page: "CalendarPage", menu: QMenu) -> None:
    """What the calendar's own menu holds."""
    menu.clear()
    action = page.desk.commands.action
    menu.addAction(action("posts.new_here"))
    menu.addAction(action("calendar.mark"))
    menu.addSeparator()
    for name in _PLANNING:
        menu.addAction(action(f"calendar.{name}"))
    menu.addSeparator()
    menu.addAction(action("calendar.select_all"))


def fill_entry_menu(page: "CalendarPage", menu: QMenu) -> None:
    """What can be done with the chosen posts, or with the day that has the focus."""
    chosen = page.chosen()
    action = page.desk.commands.action
    if not chosen:
        menu.addAction(action("posts.new_here"))
        fill_marks(page, menu)
        return
    for name in ("open", "preview"):
        menu.addAction(action(f"calendar.{name}"))
    menu.addSeparator()
    for name in ("day_earlier", "day_later", "week_earlier_post", "week_later_post"):
        menu.addAction(action(f"calendar.{name}"))
    menu.addSeparator()
    fill_tags(page, menu.addMenu(tr("Tag")))
    page.side.fill_queues(menu.addMenu(tr("Put into a queue")))
    for name in ("next_slot", "duplicate", "unplan", "delete"):
        menu.addAction(action(f"calendar.{name}"))


def fill_marks(page: "CalendarPage", menu: QMenu) -> None:
    """A mark for the day that has the focus, and those that it has."""
    menu.addAction(page.desk.commands.action("calendar.mark"))
    day = page.views.board().current_day()
    for mark in page.marking.on(day) if day is not None else ():
        menu.addAction(tr("Change “{title}”…", title=mark.title), partial(page.marking.change, mark))


def _add_views(page: "CalendarPage") -> None:
    add = _adder(page, page)
    add("today", tr("Go to today"), lambda: page.go(page.today()), "T")
    add("month", tr("Show the month"), partial(page.choose, View.MONTH), "M")
    add("week", tr("Show the week"), partial(page.choose, View.WEEK), "W")
    add("day", tr("Show the day"), partial(page.choose, View.DAY), "D")
    add("list", tr("Show the list"), partial(page.choose, View.LIST), "L")
    add("stretch_later", tr("Next month, week or day"), partial(page.step_stretch, 1), "PgDown")
    add("stretch_earlier", tr("Month, week or day before"), partial(page.step_stretch, -1), "PgUp")
    add("drafts", tr("Show or close the drafts"), lambda: page.views.open_drafts(on=not page.views.drafts_shown), "U")
    add("find", tr("Find in the calendar's posts"), page.find_posts, "Ctrl+F")
    add("mark", tr("Mark this day…"), lambda: page.marking.add(page.marked_day()), "Shift+M", icon="flag")
    side = page.side
    add("slots", tr("Posting slots"), side.open_slots, "Shift+S", icon="clock")
    add("queues", tr("Queues"), side.open_queues, "Q", icon="list-ordered")
    add("missed", tr("Missed posts"), side.open_missed, icon="triangle-alert")
    add("export", tr("Export as iCalendar…"), side.export, icon="download")


def _add_acts(page: "CalendarPage") -> None:
    add = _adder(page, page, enabled=page.can_act)

    def shift(days: int) -> None:
        page.doing.shift_days(days)

    add("day_later", tr("Move a day later"), partial(shift, 1), "Alt+Right")
    add("day_earlier", tr("Move a day earlier"), partial(shift, -1), "Alt+Left")
    add("week_later_post", tr("Move a week later"), partial(shift, _WEEK), "Alt+Shift+Right")
    add("week_earlier_post", tr("Move a week earlier"), partial(shift, -_WEEK), "Alt+Shift+Left")
    add("next_slot", tr("Plan at the next free slot"), lambda: page.many.next_slots(page.chosen()), "S", icon="clock")
    add("duplicate", tr("Copy a week later"), page.doing.copy_a_week_later, "Ctrl+D", icon="copy-plus")
    add("unplan", tr("Make it a draft"), lambda: page.many.unplan(page.chosen()), "Ctrl+Shift+D", icon="file-text")
    inside = _adder(page, page.views, enabled=page.can_act)
    inside("delete", tr("Delete the post"), page.doing.remove_chosen, "Del", icon="trash-2")
    inside("open", tr("Open the post"), partial(_open, page), "Return", "Enter", icon="pencil")
    inside("preview", tr("Show the post beside the calendar"), partial(_preview, page), "Space", icon="eye")
    page.desk.commands.add(
        Command(
            id="posts.new_here",
            text=tr("New post on this day"),
            run=lambda: page.doing.compose_on(page.views.board().current_day()),
            keys=("Shift+N",),
            icon="calendar-plus",
            group=tr("Calendar"),
            enabled=lambda: page.views.board().current_day() is not None,
        ),
        scope=page,
    )


def _add_walking(page: "CalendarPage") -> None:
    add = _adder(page, page.views)
    arrows = (
        (Qt.Key.Key_Up, "Up", tr("Post or day above"), tr("Select up to above")),
        (Qt.Key.Key_Down, "Down", tr("Post or day below"), tr("Select down to below")),
        (Qt.Key.Key_Left, "Left", tr("Day before"), tr("Select to the day before")),
        (Qt.Key.Key_Right, "Right", tr("Day after"), tr("Select to the day after")),
    )
    for key, name, words, selecting in arrows:
        add(f"go_{name.lower()}", words, lambda one=key: page.views.focused().walk(one), name)
        add(
            f"select_{name.lower()}",
            selecting,
            lambda one=key: page.views.focused().walk(one, extend=True),
            f"Shift+{name}",
        )
    wide = _adder(page, page)
    wide("next", tr("Next post"), lambda: page.views.focused().step(1), "J")
    wide("previous", tr("Previous post"), lambda: page.views.focused().step(-1), "K")


def _add_selecting(page: "CalendarPage") -> None:
    add = _adder(page, page.views)
    add("select_all", tr("Select all posts shown"), lambda: page.views.focused().picks.everything(), "Ctrl+A")
    add("select", tr("Select or deselect the post"), partial(_toggle, page), "X", "Ctrl+Space", icon="square-check")


def _adder(page: "CalendarPage", scope: QWidget, *, enabled: Callable[[], bool] | None = None) -> Callable[..., None]:
    def add(name: str, text: str, run: Callable[[], object], *keys: str, icon: str = "") -> None:
        command = Command(
            id=f"calendar.{name}", text=text, run=run, keys=keys, icon=icon, group=tr("Calendar"), enabled=enabled
        )
        page.desk.commands.add(command, scope=scope)

    return add


def _open(page: "CalendarPage") -> None:
    """A post to be written on; a day begins a post."""
    entry = page.current()
    day = page.views.board().current_day()
    if entry is not None:
        page.doing.edit(entry)
    elif day is not None:
        page.doing.compose_on(day)


def _preview(page: "CalendarPage") -> None:
    """Beside the page, and away again."""
    entry = page.current()
    if entry is None:
        return
    if page.preview.shows(entry):
        page.desk.shell.close_inspector()
    else:
        page.open(entry)


def _tag(page: "CalendarPage", tag: str) -> None:
    page.many.tag(page.chosen(), add=(tag,))


def _untag(page: "CalendarPage", tag: str) -> None:
    page.many.tag(page.chosen(), remove=(tag,))


def _toggle(page: "CalendarPage") -> None:
    board = page.views.focused()
    if isinstance(board.current(), Entry):
        board.picks.toggle(board.picks.focus)


def _fill_shift(page: "CalendarPage", menu: QMenu) -> None:
    """By how many days; posts keep their time of day."""
    for days in (1, 2, 3, _WEEK, 2 * _WEEK, 4 * _WEEK):
        menu.addAction(tr_n("{n} day later", "{n} days later", days), partial(page.doing.shift_days, days))
    menu.addSeparator()
    for days in (1, 2, 3, _WEEK):
        menu.addAction(tr_n("{n} day earlier", "{n} days earlier", days), partial(page.doing.shift_days, -days))
    menu.addSeparator()
    menu.addAction(tr("By another number of days…"), page.doing.ask_days)


def fill_tags(page: "CalendarPage", menu: QMenu) -> None:
    """Tags to give, and to take away where one of the chosen posts carries it."""
    chosen = page.chosen()
    carried = sorted({tag for entry in chosen for tag in entry.tags})
    menu.addAction(tr("New tag…"), page.kept.ask_tag)
    others = [tag for tag in page.filters.choices.tags if not chosen or any(tag not in one.tags for one in chosen)]
    if others:
        menu.addSeparator()
    for tag in others[:_MOST_TAGS]:
        menu.addAction(tag.replace("&", "&&"), partial(_tag, page, tag))
    if carried:
        menu.addSeparator()
    for tag in carried[:_MOST_TAGS]:
        menu.addAction(tr("Take off “{tag}”", tag=tag), partial(_untag, page, tag))
