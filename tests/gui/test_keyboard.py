"""Every page by keyboard alone: Tab reaches all there is to press, everything has a name, and the focus can be seen."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ofauto_desktop.domain.preferences import Theme as Colours
from ofauto_desktop.services.resending import Resending
from tests.gui import library_stage
from tests.gui.notices_stage import StubNotices
from tests.gui.planning_stage import StubPlanning
from tests.gui.posts_stage import (
    NOW,
    ZONE,
    StubAccounts,
    StubComposing,
    StubHome,
    StubPublishing,
    StubSync,
    a_full_week,
)
from tests.gui.preferences_stage import StubPreferences
from tests.gui.test_accounts_page import StubAccounts as Connections
from tests.gui.test_accounts_page import (
    StubClients,
    StubDeliveries,
    StubProxies,
    StubRequests,
    StubResending,
    StubRight,
    an_account,
)
from tests.gui.test_accounts_page import StubSync as Freshness
from tests.gui.test_home import StubBackups, StubGoals
from ui.pages.accounts import AccountsPage
from ui.pages.calendar import CalendarPage
from ui.pages.home import HomePage
from ui.putting_right import PutRight


def home(desk):
    publishing = StubPublishing(a_full_week())
    right = PutRight(
        publishing=publishing,
        resending=Resending(publishing, StubAccounts()),
        sync=StubSync(),
        backups=StubBackups(),
        desk=desk,
    )
    return HomePage(
        home=StubHome(),
        publishing=publishing,
        right=right,
        notices=StubNotices(),
        preferences=StubPreferences(),
        goals=StubGoals(),
        desk=desk,
    )


def calendar(desk):
    publishing = StubPublishing(a_full_week())
    return CalendarPage(
        publishing=publishing,
        composing=StubComposing(publishing),
        accounts=StubAccounts(),
        planning=StubPlanning(publishing),
        desk=desk,
    )


def accounts(desk):
    return AccountsPage(
        accounts=Connections(an_account()),
        clients=StubClients(),
        sync=Freshness(),
        proxies=StubProxies(),
        requests=StubRequests(),
        deliveries=StubDeliveries(),
        preferences=StubPreferences(),
        resending=StubResending(),
        right=StubRight(),
        desk=desk,
    )


PAGES = {"home": home, "calendar": calendar, "accounts": accounts}

# At least so many: then all that was read is shown.
_STOPS = {"home": 12, "calendar": 8, "library": 3, "accounts": 5}


@pytest.fixture
def library(tmp_path, bus, loop):
    """Over a workspace with a picture in it, closed after the page."""
    stage = library_stage.opened(tmp_path, bus, loop)
    stage.add("beach.png")
    yield stage.page
    stage.database.close()


@pytest.fixture(params=[*PAGES, "library"])
def page(request, qtbot, desk):
    build = PAGES.get(request.param) or request.getfixturevalue(request.param)
    made = build(replace(desk, now=lambda: NOW, zone=ZONE))
    qtbot.addWidget(made)
    made.resize(1060, 860)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.refresh()
    qtbot.waitUntil(lambda: len(stops(made)) >= _STOPS[request.param])
    return made


def stops(page) -> list[QWidget]:
    """What Tab should reach."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.focusProxy()
    ]


def walked(qtbot, page) -> list[QWidget]:
    """The widgets that Tab visits, once around."""
    seen: list[QWidget] = []
    for _ in range(200):
        page.focusNextPrevChild(True)
        now = QApplication.focusWidget()
        if now is None or now in seen:
            break
        seen.append(now)
    return seen


def test_tab_reaches_everything_that_can_be_pressed(qtbot, page):
    seen = walked(qtbot, page)
    missed = [one for one in stops(page) if isinstance(one, QAbstractButton) and one not in seen and not grouped(one)]
    assert missed == []


def grouped(one: QAbstractButton) -> bool:
    """Of an exclusive group Tab reaches one, arrows the others."""
    return one.group() is not None and one.group().exclusive()


def test_tab_goes_down_the_page(qtbot, page):
    """Never far up again, but for the head of a next column and the one step around, back to the top."""
    tops = [one.mapTo(page, QPoint(0, 0)) for one in walked(qtbot, page)]
    back = [(a, b) for a, b in pairwise(tops) if b.y() < a.y() - 60 and b.x() <= a.x()]
    assert len(back) <= 1


def test_everything_that_takes_the_focus_has_a_name(page):
    nameless = [one for one in stops(page) if not (one.accessibleName() or getattr(one, "text", str)())]
    nameless = [
        one for one in nameless if not isinstance(one, QLabel) and one.metaObject().className() != "QScrollArea"
    ]
    assert nameless == []


@pytest.mark.parametrize("mode", [Colours.LIGHT, Colours.DARK, Colours.CONTRAST])
def test_the_focus_can_be_seen(qtbot, page, theme, mode):
    theme.use(mode=mode)
    for one in [one for one in stops(page) if isinstance(one, QAbstractButton)][:12]:
        one.clearFocus()
        before = one.grab().toImage()
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert one.grab().toImage() != before, one.accessibleName()
