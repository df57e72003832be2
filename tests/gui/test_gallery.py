"""The gallery shows every state in every look, and the interval bar says what it draws."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from ofauto_desktop.__main__ import wants_window
from ofauto_desktop.domain.preferences import Density
from ofauto_desktop.domain.preferences import Theme as Colours
from ui.format import percent
from ui.gallery import Gallery
from ui.widgets.chart import Chart
from ui.widgets.home_tile import HomeTile
from ui.widgets.interval_bar import Interval, IntervalBar
from ui.widgets.notice_line import NoticeLine
from ui.widgets.states import EmptyState, ErrorState, OfflineState, Skeleton


@pytest.fixture
def gallery(qtbot, theme):
    made = Gallery()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    "kind", [Skeleton, EmptyState, ErrorState, OfflineState, Chart, IntervalBar, NoticeLine, HomeTile]
)
def test_each_kind_is_there(gallery, kind):
    assert gallery.findChildren(kind)


@pytest.mark.parametrize("mode", list(Colours))
@pytest.mark.parametrize("density", list(Density))
def test_every_look_can_be_drawn(gallery, theme, mode, density):
    theme.use(mode=mode, density=density)
    assert not gallery.grab().isNull()


def test_everything_that_is_pressed_has_a_name(gallery):
    nameless = [one for one in gallery.findChildren(QAbstractButton) if not (one.text() or one.accessibleName())]
    assert [one for one in nameless if one.isVisible()] == []


def test_the_notice_can_be_undone(gallery):
    with_undo = next(one for one in gallery.findChildren(QAbstractButton) if one.text() == "With Undo")
    with_undo.click()
    gallery.toast.act_button.click()
    assert gallery.toast.text() == "Undone: Moved 3 posts"


def test_the_gallery_is_a_verb():
    assert not wants_window(["gallery"])


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(0.04, 0.12, 0.2), "Uplift: +12 %, between +4 % and +20 %: above zero"),
        (Interval(-0.2, -0.1, -0.01), "Uplift: −10 %, between −20 % and −1 %: below zero"),
        (Interval(-0.05, 0.03, 0.12), "Uplift: +3 %, between −5 % and +12 %: it may be either"),
        (None, "Uplift: –"),
    ],
)
def test_an_interval_is_said_as_it_is_drawn(qtbot, theme, interval, words):
    bar = IntervalBar("Uplift")
    qtbot.addWidget(bar)
    bar.show_interval(interval, write=lambda value: percent(value, signed=True))
    assert bar.accessibleName() == words
    assert not bar.grab().isNull()
