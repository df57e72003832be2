"""An account's proxy in the window: how it stands in words and as a chart, setting, changing, removing and allowing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from connectors.errors import ProxyFailed
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.proxies import ProxyCheck, ProxyClass, ProxyStanding
from ofauto_desktop.domain.requests import AccountLog, BudgetLeft, RequestNote
from ofauto_desktop.services.proxies import Proxies
from tests.gui.conftest import NOON
from tests.gui.test_accounts_page import an_account
from tests.gui.test_nothing_is_cut import faults
from ui.dialogs.proxy import ProxyDialog
from ui.dialogs.sure import Sure
from ui.models.proxy_words import breakable, budget, latencies, state
from ui.tokens import Tone
from ui.widgets.layouts import scrolled
from ui.widgets.proxy_panel import ProxyPanel
from ui.widgets.requests_panel import RequestsPanel

SHOWN = "http://brd-customer-****-zone-isp-country-de@brd.superproxy.io:44445"
GOOD = ProxyCheck(
    checked_at=NOON - timedelta(minutes=5),
    verdict=ProxyClass.OK,
    http_status=200,
    latency_ms=240,
    exit_ip="203.0.113.…",
    country="DE",
)
DEAD = ProxyCheck(
    checked_at=NOON - timedelta(minutes=15), verdict=ProxyClass.PEER, code="client_10120", reason="its exit is gone"
)
STANDING = ProxyStanding(account_id=1, shown=SHOWN, country="DE", checks=(DEAD, GOOD))


class StubProxies:
    """Answers with `known`; what is asked to be done is written down, or refused with `error`."""

    built_name = Proxies.built_name
    home_country = Proxies.home_country

    def __init__(self, known=None) -> None:
        self.known, self.error, self.calls = known, None, []

    async def standing(self, account_id):
        return self.known

    async def check(self, account_id):
        self.calls.append("check")
        self.known = replace(STANDING, checks=(*STANDING.checks, replace(GOOD, checked_at=NOON, latency_ms=1900)))
        return self.known

    async def set_from(self, account_id, fields, *, country=""):
        self.calls.append((dict(fields), country))
        if self.error is not None:
            raise self.error
        self.known = STANDING
        return STANDING, ("port 33335 was switched off by Bright Data; 44445 is used",)

    async def remove(self, account_id):
        self.calls.append("remove")
        self.known = None

    async def allow_direct(self, account_id, *, allowed):
        self.calls.append(("allow", allowed))
        self.known = replace(self.known, may_go_direct=allowed)

    async def new_session(self, account_id):
        self.calls.append("new session")

    async def set_country(self, account_id, country):
        self.calls.append(("country", country))


@pytest.fixture
def panel_for(qtbot, desk):
    windows = []  # Python keeps no window alive for its children

    def make(known=None):
        window = QWidget()
        windows.append(window)
        window.resize(900, 900)
        qtbot.addWidget(window)
        panel = ProxyPanel(an_account(has_proxy=known is not None), StubProxies(known), desk)
        panel.setParent(window)
        panel.resize(360, 900)
        window.show()
        qtbot.waitUntil(lambda: panel._standing == known and told_in_sight(panel))
        return panel

    return make


def told_in_sight(panel):
    """Whether all that is told stands there: a layout shows what it was given a moment later."""
    told = [panel._told.itemAt(at).widget() for at in range(panel._told.count())]
    return told and all(one.isVisible() for one in told if one is not None)


def words(widget: QWidget) -> str:
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def press(widget: QWidget, text: str) -> None:
    next(one for one in widget.findChildren(QPushButton) if one.text() == text).click()


def dialog_of(qtbot, panel, kind):
    qtbot.waitUntil(lambda: any(one.isVisible() for one in panel.window().findChildren(kind)))
    return next(one for one in panel.window().findChildren(kind) if one.isVisible())


def test_it_says_how_the_proxy_stands_and_how_old_that_is(panel_for):
    told = words(panel_for(STANDING))
    for wanted in (
        breakable(SHOWN),
        "Works",
        "Checked 5 min ago · 240 ms · comes out in DE · 203.0.113.…",
        "50 % of 2 checks",
    ):
        assert wanted in told


@pytest.mark.parametrize(
    ("standing", "said", "tone"),
    [
        (replace(STANDING, checks=()), "Not checked yet", Tone.NEUTRAL),
        (STANDING, "Works", Tone.SUCCESS),
        (replace(STANDING, checks=(replace(GOOD, latency_ms=2000),)), "Works, slowly", Tone.WARNING),
        (replace(STANDING, checks=(replace(GOOD, verdict=ProxyClass.TARGET),)), "Works, but", Tone.WARNING),
        (replace(STANDING, checks=(DEAD,)), "Its exit is gone", Tone.DANGER),
        (replace(STANDING, goes_direct=True), "Goes without it", Tone.WARNING),
        (replace(STANDING, shown=""), "Cannot be read", Tone.DANGER),
    ],
)
def test_each_state_has_its_words_and_tone(standing, said, tone):
    words_, found = state(standing)
    assert words_.startswith(said)
    assert found is tone


def test_every_class_has_words():
    for verdict in ProxyClass:
        assert state(replace(STANDING, checks=(replace(DEAD, verdict=verdict),)))[0]


def test_the_chart_has_a_step_for_each_look_and_a_gap_with_its_reason(panel_for):
    (series,), steps, marks = latencies(STANDING, "Europe/Berlin")
    assert [value for _, value in series.points] == [None, 240.0]
    assert [mark.text for mark in marks] == ["Its exit is gone"]
    assert "13:45" in steps.words(steps.starts[0])
    panel = panel_for(STANDING)
    assert panel.chart.isVisible()
    table = panel.chart.table().model()
    assert [table.index(row, 1).data() for row in range(table.rowCount())] == ["240 ms", "–"]
    assert "13:45" in table.index(1, 0).data()
    assert panel.chart.rendered("csv")


def test_one_look_is_no_chart(panel_for):
    assert not panel_for(replace(STANDING, checks=(GOOD,))).chart.isVisible()


def test_a_look_now_is_shown(qtbot, panel_for):
    panel = panel_for(STANDING)
    press(panel, "Check now")
    qtbot.waitUntil(lambda: panel.badge.text() == "Works, slowly")
    assert panel._proxies.calls == ["check"]


def test_an_account_without_a_proxy_gets_one_by_an_address(qtbot, panel_for, shell):
    panel = panel_for(None)
    assert "this computer's own address" in words(panel)
    assert panel.direct.isHidden()
    press(panel, "Set a proxy")
    dialog = dialog_of(qtbot, panel, ProxyDialog)
    dialog.keep()
    assert panel._proxies.calls == []
    dialog.edits["proxy"].setText("proxy.test:8080:ada:secret")
    dialog.edits["country"].setText("de")
    dialog.keep()
    qtbot.waitUntil(lambda: "Lena X goes through its proxy now" in shell.toasts)
    assert panel._proxies.calls == [({"proxy": "proxy.test:8080:ada:secret"}, "de")]
    assert any("33335" in one for one in shell.toasts)
    qtbot.waitUntil(lambda: breakable(SHOWN) in words(panel))


def test_a_bright_data_name_is_built_from_its_parts_and_shown_masked(qtbot, panel_for):
    panel = panel_for(None)
    press(panel, "Set a proxy")
    dialog = dialog_of(qtbot, panel, ProxyDialog)
    dialog.way.setCurrentIndex(1)
    assert not dialog.edits["proxy"].isVisible()
    assert dialog.edits["country"].text() == "DE"  # where the account is at home
    for name, text in (("customer", "hl_99zz"), ("zone", "isp"), ("password", "pw")):
        dialog.edits[name].setText(text)
    built = dialog._built.text()
    assert built.startswith("brd-customer-****-zone-isp-country-de-session-acct")
    assert built.endswith("-const")
    assert "hl_99zz" not in words(dialog)
    dialog.edits["zone"].setText("my-isp")
    assert "does not know" in dialog._built.text()
    dialog.edits["zone"].setText("isp")
    dialog.keep()
    qtbot.waitUntil(lambda: panel._proxies.calls != [])
    fields = {"customer": "hl_99zz", "zone": "isp", "password": "pw", "country": "DE"}
    assert panel._proxies.calls == [(fields, "")]


def test_a_proxy_that_does_not_work_is_told_in_the_form_and_not_kept(qtbot, panel_for):
    panel = panel_for(STANDING)
    panel._proxies.error = ProxyFailed("the proxy was not stored: wrong user name or password", account="Lena X")
    press(panel, "Change …")
    dialog = dialog_of(qtbot, panel, ProxyDialog)
    dialog.edits["proxy"].setText("proxy.test:8080:ada:secret")
    dialog.keep()
    qtbot.waitUntil(lambda: "wrong user name or password" in words(dialog))
    assert dialog.go_button.isEnabled()
    assert dialog.isVisible()


def test_removing_asks_and_says_what_follows(qtbot, panel_for, shell):
    panel = panel_for(STANDING)
    press(panel, "Remove …")
    dialog = dialog_of(qtbot, panel, Sure)
    assert "this computer's own address" in words(dialog)
    press(dialog, "Remove the proxy")
    qtbot.waitUntil(lambda: shell.toasts == ["The proxy is removed"])
    assert panel._proxies.calls == ["remove"]


def test_going_without_it_is_off_asks_first_and_can_be_taken_back(qtbot, panel_for):
    panel = panel_for(STANDING)
    assert not panel.direct.box.isChecked()
    panel.direct.box.click()
    press(dialog_of(qtbot, panel, Sure), "Cancel")
    qtbot.waitUntil(lambda: not panel.direct.box.isChecked())
    assert panel._proxies.calls == []
    panel.direct.box.click()
    press(dialog_of(qtbot, panel, Sure), "Allow it for this account")
    qtbot.waitUntil(lambda: panel._proxies.calls == [("allow", True)])
    qtbot.waitUntil(lambda: panel._standing.may_go_direct and panel.direct.box.isChecked())
    panel.direct.box.click()
    qtbot.waitUntil(lambda: panel._proxies.calls[-1] == ("allow", False))


def test_another_session_is_taken_only_after_a_question(qtbot, panel_for):
    panel = panel_for(replace(STANDING, session="acct1"))
    press(panel, "New session …")
    press(dialog_of(qtbot, panel, Sure), "Take a new one")
    qtbot.waitUntil(lambda: panel._proxies.calls == ["new session"])
    assert "New session …" not in [one.text() for one in panel_for(STANDING).findChildren(QPushButton)]


def test_an_exit_in_another_country_than_the_accounts_zone_is_a_hint(panel_for):
    assert "time zone lies in US, its proxy comes out in DE" in words(panel_for(replace(STANDING, home="US")))
    assert "time zone lies" not in words(panel_for(replace(STANDING, home="DE")))


def test_another_country_can_be_agreed_to(qtbot, panel_for):
    elsewhere = replace(GOOD, verdict=ProxyClass.EXIT, country="US", reason="it comes out in US instead of DE")
    panel = panel_for(replace(STANDING, checks=(elsewhere,)))
    assert "It comes out in US instead of DE" in words(panel)
    press(panel, "Any country")
    qtbot.waitUntil(lambda: panel._proxies.calls == [("country", "*")])


def test_it_follows_what_happens_elsewhere(qtbot, panel_for, desk, bus):
    panel = panel_for(STANDING)
    panel._proxies.known = replace(STANDING, checks=(DEAD,))
    bus.publish(AccountsChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: panel.badge.text() == "Its exit is gone")


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_cut_at_a_telephones_width(qtbot, panel_for, theme, percent):
    theme.use(percent=percent)
    panel = panel_for(replace(STANDING, checks=(DEAD, replace(GOOD, verdict=ProxyClass.EXIT, reason="r" * 20))))
    area = scrolled(panel)
    area.resize(390, 844)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitUntil(lambda: panel.isVisible() and faults(area) == [])


def test_every_control_says_whose_it_is(panel_for):
    panel = panel_for(STANDING)
    for one in panel.findChildren(QPushButton):
        if one.isVisible() and one.text():
            assert "Lena X" in one.accessibleName()
    assert all(one.accessibleName() or one.text() for one in panel.findChildren(QAbstractButton) if one.isVisible())


class StubRequests:
    def __init__(self, log) -> None:
        self.log = log

    async def of(self, account_id):
        return self.log


def a_request(**changes) -> RequestNote:
    plain = RequestNote(
        at=NOON, method="GET", route="/2/users/…/tweets", status=200, milliseconds=120, received=900, error=None
    )
    return replace(plain, **changes)


def test_requests_are_told_newest_first_with_what_is_left(qtbot, desk):
    left = BudgetLeft(name="post_tweets", limit=100, remaining=5, resets_at=NOON + timedelta(minutes=10), told_at=NOON)
    failed = a_request(method="POST", route="/2/tweets", status=None, error="outcome_unknown")
    panel = RequestsPanel(an_account(), StubRequests(AccountLog(requests=(a_request(), failed), budgets=(left,))), desk)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2)
    assert panel.rows.row_at(0).lead == "POST /2/tweets"
    assert panel.rows.row_at(0).note == "outcome unknown"
    assert panel.rows.row_at(1).spoken == "GET /2/users/…/tweets, 200, 14:00:00, 120 ms"
    qtbot.waitUntil(lambda: "post tweets: 5 of 100 left until today, 14:10" in words(panel))


def test_nothing_asked_is_said(qtbot, desk):
    panel = RequestsPanel(an_account(), StubRequests(AccountLog()), desk)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: "Nothing was asked yet." in words(panel))
    assert panel.table.isHidden()


def test_budgets_warn_before_they_are_used_up():
    one = BudgetLeft(name="reads", limit=100, remaining=50, resets_at=None, told_at=NOON)
    for remaining, tone in ((50, Tone.SUCCESS), (9, Tone.WARNING), (0, Tone.DANGER)):
        assert budget(replace(one, remaining=remaining), "Europe/Berlin", NOON)[1] is tone
    over = replace(one, remaining=0, resets_at=NOON - timedelta(seconds=1))
    assert budget(over, "Europe/Berlin", NOON) == ("reads: all 100 are there again", Tone.NEUTRAL)
