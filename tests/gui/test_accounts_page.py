"""Accounts: what each can do and how it stands, connecting one, and logging in again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from connectors import registry
from connectors.errors import LoginExpired, NetworkDown, NoBrowser, NotFinished
from connectors.gumroad.manifest import MANIFEST as GUMROAD
from connectors.kofi.manifest import MANIFEST as KOFI
from connectors.x.manifest import MANIFEST as X
from ofauto_desktop.domain.accounts import Account, Caution, LiveCheck, LoginState
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.deliveries import Heard
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.login_history import LoginAct, LoginEvent, LoginHistory
from ofauto_desktop.domain.manifest import FieldSpec
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.preferences import Density, Motion, Theme
from ofauto_desktop.domain.requests import AccountLog, BudgetLeft
from ofauto_desktop.domain.syncing import Freshness, SyncError
from tests.browser_platform import MANIFEST as FANSLY
from tests.gui.conftest import NOON
from tests.gui.preferences_stage import StubPreferences
from ui.dialogs.connect import ConnectDialog
from ui.dialogs.remove_account import RemoveAccount
from ui.dialogs.sure import Sure
from ui.pages.accounts import AccountsPage
from ui.widgets.hooks_panel import HooksPanel
from ui.widgets.platform_card import PlatformCard
from ui.widgets.proxy_panel import ProxyPanel
from ui.widgets.requests_panel import RequestsPanel

LENA = Client(id=1, name="Lena", zone="Europe/Berlin", currency="EUR", notes="", created_at=NOON)


def an_account(**changes) -> Account:
    plain = Account(
        id=1,
        platform=PlatformId.X,
        name="Lena X",
        client_id=1,
        client="Lena",
        zone="Europe/Berlin",
        state=LoginState.CONNECTED,
        state_since=NOON,
        state_reason="",
        remote_id="42",
        handle="lena",
        expires_at=None,
        paused_until=None,
    )
    return replace(plain, **changes)


class StubLogin:
    authorize_url = "https://x.example/authorize"

    def __init__(self, accounts) -> None:
        self._accounts = accounts
        self.cancelled = False

    async def wait(self):
        return await self._accounts.answer("wait")

    async def paste(self, redirect_url):
        return await self._accounts.answer("paste", redirect_url)

    async def cancel(self):
        self.cancelled = True


class StubWindow:
    """A login in a window, which ends as the test says."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self.found = NotFinished("the login was cancelled")

    async def wait(self):
        await self.ended.wait()
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    async def cancel(self):
        self.ended.set()


class StubAccounts:
    """Answers with `found`, or raises it."""

    refused = None
    offered = (X, KOFI, GUMROAD)

    def __init__(self, *known) -> None:
        self.known = list(known)
        self.calls = []
        self.found = LiveCheck(account=an_account(), warnings=())

    async def answer(self, *call):
        self.calls.append(call)
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def offers(self):
        return self.offered

    def practice_logins(self, platform):
        return {"lena": {"access_token": "practice-token"}, "mia": {"access_token": "practice-token-2"}}

    async def list(self, client_id=None):
        return tuple(one for one in self.known if client_id in (None, one.client_id))

    async def check(self, account_id):
        return await self.answer("check", account_id)

    async def login_history(self, account_id):
        return self.history

    async def add(self, platform, *, client_id, fields, zone, proxy, endpoints, practice, unattended):
        self.endpoints, self.proxy, self.unattended = endpoints, proxy, unattended
        return await self.answer("add", platform, client_id, fields)

    async def relogin(self, account_id, fields):
        return await self.answer("relogin", account_id, fields)

    async def begin_login(self, platform, *, client_id, app, zone, proxy, endpoints, account_id, practice, choices):
        self.calls.append(("begin", client_id, app, *choices))
        self.login = StubLogin(self)
        return self.login

    async def begin_window_login(self, platform, *, account_id, unattended, **_):
        if isinstance(self.refused, Exception):
            raise self.refused
        self.calls.append(("window", account_id, unattended))
        self.login = StubWindow()
        return self.login

    async def set_unattended(self, account_id, *, unattended):
        self.calls.append(("unattended", account_id, unattended))

    async def resume(self, account_id):
        return (await self.answer("resume", account_id)).account

    async def remove(self, account_id):
        self.calls.append(("remove", account_id))


class StubClients:
    def __init__(self) -> None:
        self.added = []

    async def list(self):
        return (LENA,)

    async def add(self, name, *, zone):
        self.added.append((name, zone))
        return replace(LENA, id=2, name=name)


class StubDeliveries:
    port, trouble = None, ""

    def path(self, account):
        return f"/hook/{account.id}/secret"

    async def heard(self, account_id):
        return Heard(count=0, last_at=None, unreadable=0)


class StubSync:
    def __init__(self) -> None:
        self.met = None

    async def freshness(self, account_ids=None):
        read, kinds = NOON - timedelta(minutes=5), (SyncKind.POSTS, SyncKind.METRICS) if self.met else (SyncKind.POSTS,)
        at = NOON if self.met else None
        return tuple(
            Freshness(account_id=1, kind=kind, succeeded_at=read, error=self.met, error_at=at) for kind in kinds
        )


class StubProxies:
    async def standing(self, account_id):
        return None


class StubRequests:
    def __init__(self) -> None:
        self.left = {}

    async def of(self, account_id):
        return AccountLog()

    async def low(self):
        return self.left


class StubResending:
    def __init__(self) -> None:
        self.missed = {}

    async def counts(self):
        return self.missed


class StubRight:
    def __init__(self) -> None:
        self.sent, self.after = [], None

    def send_waiting(self, account_id):
        self.sent.append(account_id)


@pytest.fixture
def page_for(qtbot, desk):
    def make(*known, offers=(X, KOFI, GUMROAD)):
        accounts = StubAccounts(*known)
        accounts.offered = offers
        page = AccountsPage(
            accounts=accounts,
            clients=StubClients(),
            sync=StubSync(),
            proxies=StubProxies(),
            requests=StubRequests(),
            deliveries=StubDeliveries(),
            preferences=StubPreferences(),
            resending=StubResending(),
            right=StubRight(),
            desk=desk,
        )
        qtbot.addWidget(page)
        page.resize(1000, 800)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: len(page.cards) == len(known))
        return page

    return make


def words(widget: QWidget) -> str:
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def press(widget: QWidget, text: str) -> None:
    next(one for one in widget.findChildren(QPushButton) if one.text() == text).click()


def dialog_of(qtbot, page, kind):
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(kind)))
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


def test_a_card_tells_state_reason_zone_and_age(page_for):
    page = page_for(an_account(state=LoginState.EXPIRED, state_reason="the token has ended"))
    told = words(page.cards[1])
    for wanted in (
        "Lena X",
        "@lena · Lena",
        "Needs a new login",
        "The token has ended",
        "Berlin",
        "Read 5 min ago: posts",
    ):
        assert wanted in told


def test_a_login_that_ended_says_since_when_and_nothing_of_it_is_cut(qtbot, page_for, theme):
    from tests.gui.test_nothing_is_cut import faults  # which itself stands on this module's words

    theme.use(mode=Theme.DARK, percent=200, density=Density.COMFORTABLE, motion=Motion.SYSTEM)
    page = page_for(an_account(state=LoginState.EXPIRED, state_reason="X no longer accepts this login"))
    page.resize(390, 844)
    card = page.cards[1]
    qtbot.waitUntil(lambda: card.isVisible() and faults(card) == [])
    assert "X no longer accepts this login, since today, 14:00" in words(card)


def test_what_the_last_reading_met_is_said(qtbot, page_for):
    page = page_for(an_account())
    page._sync.met = SyncError(kind=ErrorKind.TEMPORARY, message="X answered with a page", action="", retry_at=None)
    page.refresh()
    qtbot.waitUntil(lambda: "Reading failed today, 14:00: X answered with a page" in words(page))
    assert words(page).count("Reading failed") == 1


def test_platforms_say_what_they_cannot_do_and_why(qtbot, page_for):
    page = page_for()
    qtbot.waitUntil(lambda: "Publish posts: Gumroad is connected for money and customers" in words(page))
    assert "Read sales, fees and payouts: X tells no earnings" in words(page)
    assert X.stores in words(page)


def test_a_check_says_what_it_found(qtbot, page_for, shell):
    page = page_for(an_account())
    low = Caution(kind="credit", message="credit is low", action="")
    page._accounts.found = LiveCheck(account=an_account(), warnings=(low,))
    press(page.cards[1], "Check")
    qtbot.waitUntil(lambda: shell.toasts == ["Lena X works, but credit is low"])


def test_a_check_that_fails_is_shown_and_the_card_recovers(qtbot, page_for, errors):
    shown = []
    errors.shown.connect(shown.append)
    page = page_for(an_account())
    page._accounts.found = NetworkDown("no route", account="Lena X")
    press(page.cards[1], "Check")
    qtbot.waitUntil(lambda: len(shown) == 1)
    qtbot.waitUntil(lambda: page.cards[1].badge.text() == "Connected")


def test_a_paused_account_can_go_on(qtbot, page_for):
    page = page_for(an_account(paused_until=NOON + timedelta(hours=1), state_reason="no credit left"))
    press(page.cards[1], "Go on now")
    qtbot.waitUntil(lambda: ("resume", 1) in page._accounts.calls)


def test_disconnecting_asks_first_and_names_the_account(qtbot, page_for, shell):
    page = page_for(an_account())
    page.cards[1].remove.emit(1)
    dialog = dialog_of(qtbot, page, RemoveAccount)
    assert page._accounts.calls == []
    press(dialog, "Disconnect Lena X")
    qtbot.waitUntil(lambda: ("remove", 1) in page._accounts.calls)


def test_a_pasted_token_is_tried_before_it_is_stored(qtbot, page_for, shell):
    page = page_for()
    page.connect_account(GUMROAD)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    form.go_button.click()
    assert "This is needed." in words(form)
    form.edits["access_token"].setText(" secret-token ")
    form.go_button.click()
    wanted = ("add", PlatformId.GUMROAD, 1, {"access_token": "secret-token"})
    qtbot.waitUntil(lambda: wanted in page._accounts.calls)
    qtbot.waitUntil(lambda: shell.toasts == ["Lena X is connected"])


def test_a_new_name_adds_the_client(qtbot, page_for):
    page = page_for()
    page.connect_account(GUMROAD)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    form.client.setEditText("Mara")
    form.edits["access_token"].setText("t")
    form.go_button.click()
    qtbot.waitUntil(lambda: page._clients.added == [("Mara", "Europe/Berlin")])


def test_addresses_of_ones_own_are_checked_and_used(qtbot, page_for):
    page = page_for()
    page.connect_account(GUMROAD)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    form.edits["access_token"].setText("t")
    edit = form.addresses.edits["api"]
    assert edit.placeholderText() == GUMROAD.endpoints["api"]
    assert edit.accessibleName() == "Address of the interface"
    assert not edit.isVisible()
    edit.setText("gumroad.example")
    form.go_button.click()
    assert "An endpoint begins with https:// or http:// and names a host." in words(form)
    assert edit.isVisible()
    edit.setText("http://127.0.0.1:8080/v2")
    form.go_button.click()
    qtbot.waitUntil(lambda: page._accounts.calls != [])
    assert page._accounts.endpoints == {"api": "http://127.0.0.1:8080/v2"}


def test_a_refused_login_stays_open_and_says_why(qtbot, page_for):
    page = page_for()
    page._accounts.found = LoginExpired("the token is not valid", account="Gumroad")
    page.connect_account(GUMROAD)
    dialog = dialog_of(qtbot, page, ConnectDialog)
    dialog.form.client.setEditText("Lena")
    dialog.form.edits["access_token"].setText("wrong")
    dialog.form.go_button.click()
    qtbot.waitUntil(lambda: "The token is not valid." in words(dialog))
    assert dialog.isVisible()
    assert dialog.form.go_button.isEnabled()
    assert dialog.form.edits["access_token"].text() == "wrong"


def test_the_browser_login_opens_the_browser_and_takes_a_pasted_address(qtbot, page_for, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()))
    page = page_for()
    page.connect_account(X)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    assert form.by_browser()
    assert form.edits["access_token"].isHidden() or not form.edits["access_token"].isVisible()
    form.edits["client_id"].setText("my-app")
    page._accounts.found = LoginExpired("nothing came back")
    form.go_button.click()
    qtbot.waitUntil(lambda: opened == [StubLogin.authorize_url])
    assert ("begin", 1, {"client_id": "my-app"}) in page._accounts.calls


def test_direct_messages_are_asked_for_where_the_person_chooses_so(qtbot, page_for, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    page = page_for()
    page.connect_account(X)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    choice = form.choices["messages"]
    assert not choice.isHidden()
    assert not choice.box.isChecked()
    form.way.setCurrentIndex(1)  # a pasted token has what it was granted
    assert choice.isHidden()
    form.way.setCurrentIndex(0)
    choice.box.setChecked(True)
    form.edits["client_id"].setText("my-app")
    form.go_button.click()
    qtbot.waitUntil(lambda: ("begin", 1, {"client_id": "my-app"}, "messages") in page._accounts.calls)


def test_a_platform_names_the_fields_of_its_app(qtbot, page_for, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    page = page_for()
    instagram = registry.platform(PlatformId.INSTAGRAM).manifest
    page.connect_account(instagram)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    shown = {name for name, field in form._fields.items() if not field.isHidden()}
    assert shown == {"app_id", "app_secret", "redirect_uri"}
    form.edits["app_id"].setText("99")
    form.go_button.click()
    assert not any(call[0] == "begin" for call in page._accounts.calls)  # its secret is missing
    form.edits["app_secret"].setText("secret")
    page._accounts.found = LoginExpired("nothing came back")
    form.go_button.click()
    qtbot.waitUntil(lambda: ("begin", 1, {"app_id": "99", "app_secret": "secret"}) in page._accounts.calls)


def of_a_session(qtbot, page_for, *known):
    """A page where a platform that is logged in to in a window is offered, its form opened for a new account."""
    session = replace(FANSLY, session=True)
    page = page_for(*known, offers=(X, session))
    page.connect_account(session, known[0] if known else None)
    form = dialog_of(qtbot, page, ConnectDialog).form
    if not known:
        qtbot.waitUntil(lambda: form.client.count() == 1)
    return page, form


def test_a_login_in_a_window_says_what_it_is_and_waits(qtbot, page_for):
    page, form = of_a_session(qtbot, page_for)
    assert form.by_window()
    said = words(form)
    assert "your password never passes this program" in said
    assert "are reported to forbid automation" in said
    assert all(field.isHidden() for field in form._fields.values())
    form.session.unattended.box.setChecked(True)
    form.go_button.click()
    qtbot.waitUntil(lambda: form.go_button.text() == "Waiting for your login …")
    assert page._accounts.calls == [("window", None, True)]
    page._accounts.login.found = LiveCheck(account=an_account(), warnings=())
    found = []
    form.connected.connect(found.append)
    page._desk.tasks.run(page._accounts.login.cancel(), owner=page, done=lambda _: None, failed=print)
    qtbot.waitUntil(lambda: len(found) == 1)


def test_a_field_may_be_left_out_where_another_one_stands_for_it(qtbot, page_for):
    fields = (
        FieldSpec(name="token", required=True, secret=True, help="The token", instead=("session",)),
        FieldSpec(name="session", required=False, secret=True, help="A session"),
    )
    offered = replace(GUMROAD, fields=fields, oauth=None)
    page = page_for(offers=(X, offered))
    page.connect_account(offered)
    form = dialog_of(qtbot, page, ConnectDialog).form
    qtbot.waitUntil(lambda: form.client.count() == 1)
    form.go_button.click()
    assert [name for name, field in form._fields.items() if "This is needed." in words(field)] == ["token"]
    form.edits["session"].setText("abc")
    form.go_button.click()
    qtbot.waitUntil(lambda: len(page._accounts.calls) == 1)


def test_closing_the_dialog_closes_the_window(qtbot, page_for):
    page, form = of_a_session(qtbot, page_for)
    form.go_button.click()
    qtbot.waitUntil(lambda: form.go_button.text() == "Waiting for your login …")
    login = page._accounts.login
    form.cancelled.emit()
    qtbot.waitUntil(login.ended.is_set)


def test_without_a_browser_it_says_what_to_do(qtbot, page_for):
    page, form = of_a_session(qtbot, page_for)
    page._accounts.refused = NoBrowser("no Chrome, Edge or Chromium was found on this computer")
    form.go_button.click()
    qtbot.waitUntil(lambda: "Install Chrome, Edge or Chromium" in words(form))
    assert form.go_button.isEnabled()


def test_a_login_that_ended_is_mended_in_the_window_and_keeps_its_account(qtbot, page_for):
    page, form = of_a_session(qtbot, page_for, an_account(platform=PlatformId.FANSLY, state=LoginState.EXPIRED))
    assert form.session.unattended is None
    qtbot.waitUntil(lambda: page._accounts.calls == [("window", 1, False)])


def test_posting_without_looking_is_a_choice_whose_risk_is_said(qtbot, page_for):
    fansly = an_account(platform=PlatformId.FANSLY)
    page = page_for(fansly, offers=(replace(FANSLY, session=True),))
    assert "You look at each post and send it yourself" in words(page.cards[1])
    page.cards[1].unattended.emit(1)
    dialog = dialog_of(qtbot, page, Sure)
    assert "are reported to forbid automation" in words(dialog)
    assert page._accounts.calls == []
    press(dialog, "Post without me looking")
    qtbot.waitUntil(lambda: page._accounts.calls == [("unattended", 1, True)])


def test_logging_in_again_keeps_the_account(qtbot, page_for):
    page = page_for(an_account(state=LoginState.EXPIRED, platform=PlatformId.GUMROAD))
    press(page.cards[1], "Log in again")
    form = dialog_of(qtbot, page, ConnectDialog).form
    form.edits["access_token"].setText("fresh")
    form.go_button.click()
    qtbot.waitUntil(lambda: ("relogin", 1, {"access_token": "fresh"}) in page._accounts.calls)


def test_the_button_of_an_error_leads_to_the_login(qtbot, page_for, errors):
    page = page_for(an_account(state=LoginState.EXPIRED))
    errors.present(LoginExpired("ended", account="Lena X")).act()
    assert dialog_of(qtbot, page, ConnectDialog).form._account.id == 1


def test_secrets_are_typed_hidden(qtbot, page_for):
    page = page_for()
    page.connect_account(GUMROAD)
    edit = dialog_of(qtbot, page, ConnectDialog).form.edits["access_token"]
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    assert edit.displayText() == "" or set(edit.displayText()) == {"●"}


def test_only_the_chosen_clients_accounts_are_shown(qtbot, page_for, shell):
    page = page_for(an_account(), an_account(id=2, client_id=2, client="Mara", name="Mara X"))
    shell.client_id = 2
    page.refresh()
    qtbot.waitUntil(lambda: list(page.cards) == [2])


def test_practice_needs_no_token_from_a_real_platform(qtbot, desk):
    accounts = StubAccounts()
    practice = AccountsPage(
        accounts=accounts,
        clients=StubClients(),
        sync=StubSync(),
        proxies=StubProxies(),
        requests=StubRequests(),
        deliveries=StubDeliveries(),
        preferences=StubPreferences(),
        resending=StubResending(),
        right=StubRight(),
        desk=replace(desk, practice=True),
    )
    qtbot.addWidget(practice)
    practice.show()
    practice.connect_account(X)
    dialog = dialog_of(qtbot, practice, ConnectDialog)
    assert not dialog.form.by_browser()
    dialog.form.practice_login.setCurrentIndex(1)
    assert dialog.form.edits["access_token"].text() == "practice-token-2"
    dialog.form.client.setCurrentText("Mia")
    dialog.form.go_button.click()
    qtbot.waitUntil(lambda: any(call[0] == "add" for call in accounts.calls))
    assert accounts.calls[-1][-1] == {"access_token": "practice-token-2"}


def test_what_needs_a_browser_is_not_offered_in_practice(qtbot, desk, monkeypatch):
    monkeypatch.setattr(StubAccounts, "practice_logins", lambda *_: {})
    practice = AccountsPage(
        accounts=StubAccounts(),
        clients=StubClients(),
        sync=StubSync(),
        proxies=StubProxies(),
        requests=StubRequests(),
        deliveries=StubDeliveries(),
        preferences=StubPreferences(),
        resending=StubResending(),
        right=StubRight(),
        desk=replace(desk, practice=True),
    )
    qtbot.addWidget(practice)
    practice.show()
    practice.connect_account(X)
    form = dialog_of(qtbot, practice, ConnectDialog).form
    assert not form.go_button.isEnabled()
    assert any("a workspace of your own" in one.text() for one in form.findChildren(QLabel))


def test_a_change_of_one_account_leaves_the_others_cards_standing(qtbot, page_for):
    page = page_for(an_account(), an_account(id=2, name="Zoe X"))
    lena, zoe = page.cards[1], page.cards[2]
    expired = an_account(id=2, name="Zoe X", state=LoginState.EXPIRED, state_reason="the token has ended")
    page._accounts.known = [an_account(), expired]
    page.refresh()
    qtbot.waitUntil(lambda: page.cards[2] is not zoe)
    assert page.cards[1] is lena
    assert list(page.cards) == [2, 1], "what needs something comes first"
    qtbot.waitUntil(lambda: page.cards[2].geometry().left() < lena.geometry().left())


def test_tab_and_a_screen_reader_meet_the_cards_as_they_lie(qtbot, page_for):
    page = page_for(an_account(), an_account(id=2, name="Zoe X"))
    page._accounts.known = [an_account(), an_account(id=2, name="Zoe X", state=LoginState.EXPIRED)]
    old = page.cards[2]
    page.refresh()
    qtbot.waitUntil(lambda: page.cards[2] is not old)
    wanted = list(page.cards.values())
    met, here = [], page.check_all.nextInFocusChain()
    while here is not page.check_all:
        met.append(here)
        here = here.nextInFocusChain()
    assert [one for one in met if one in wanted] == wanted
    first_button = wanted[0].findChildren(QPushButton)[0]
    assert met.index(wanted[0]) < met.index(first_button) < met.index(wanted[1])
    offered = page.findChildren(PlatformCard)[0].findChildren(QPushButton)[0]
    assert met.index(wanted[1]) < met.index(offered)
    assert [one for one in wanted[0].parentWidget().children() if one in wanted] == wanted


def menu_acts(card) -> dict[str, object]:
    return {act.text(): act for menu in card.findChildren(QMenu) for act in menu.actions() if act.text()}


def test_proxy_and_requests_open_beside_the_page(qtbot, page_for, shell):
    page = page_for(an_account(), an_account(id=2, name="Pia", practice=True))
    menu_acts(page.cards[1])["Proxy …"].trigger()
    menu_acts(page.cards[1])["Requests …"].trigger()
    proxy, requests = shell.inspected
    for one in (proxy, requests):
        qtbot.addWidget(one)
    assert isinstance(proxy, ProxyPanel)
    assert isinstance(requests, RequestsPanel)
    assert "Proxy …" not in menu_acts(page.cards[2])


def test_a_notice_leads_to_the_proxy(qtbot, page_for, shell):
    page = page_for(an_account(has_proxy=True))
    page.focus(account_id=1, proxy=True)
    qtbot.addWidget(shell.inspected[0])
    assert isinstance(shell.inspected[0], ProxyPanel)


def test_a_card_says_how_the_account_goes_out(page_for):
    page = page_for(an_account(has_proxy=True), an_account(id=2, has_proxy=True, may_go_direct=True))
    assert "never around it" in words(page.cards[1])
    assert "without it while that fails, as you allowed" in words(page.cards[2])


def test_a_limit_that_is_nearly_used_up_stands_on_the_card(qtbot, page_for):
    page = page_for(an_account())
    left = BudgetLeft(name="post_tweets", limit=100, remaining=4, resets_at=None, told_at=NOON)
    page._requests.left = {1: (left,)}
    page.refresh()
    qtbot.waitUntil(lambda: "post tweets: 4 of 100 left" in words(page.cards[1]))


def test_an_account_can_be_connected_through_its_proxy(qtbot, page_for):
    page = page_for()
    page.connect_account(GUMROAD)
    form = dialog_of(qtbot, page, ConnectDialog).form
    form.client.setCurrentText("Lena")
    form.edits["access_token"].setText("token")
    form.proxy.setText("proxy.test:8080:ada:secret")
    form.go_button.click()
    qtbot.waitUntil(lambda: page._accounts.calls != [])
    assert page._accounts.proxy == "proxy.test:8080:ada:secret"


def test_a_platform_that_only_sends_shows_where_to_once_it_is_connected(qtbot, page_for, shell):
    kofi = an_account(platform=PlatformId.KOFI)
    page = page_for(kofi)
    page._connected(LiveCheck(account=kofi, warnings=()))
    qtbot.waitUntil(lambda: bool(shell.inspected))
    (panel,) = shell.inspected
    qtbot.addWidget(panel)
    assert isinstance(panel, HooksPanel)
    assert "Webhooks …" in menu_acts(page.cards[1])


def test_cards_that_came_unseen_below_the_window_follow_one_by_one(qtbot, page_for):
    """To lay out forty at the first sight would hold the window; one whose account changed meanwhile never shows."""
    many = [an_account(id=number, name=f"Lena {number:02}") for number in range(30)]
    page = page_for(*many)
    page.hide()
    for old, reason in ((many, "one"), (page._accounts.known, "two")):
        page._accounts.known = [replace(one, state_reason=reason) for one in old]
        page.refresh()
        qtbot.waitUntil(lambda reason=reason: all(reason.title() in words(card) for card in page.cards.values()))
    standing = list(page.cards.values())
    assert [card.isHidden() for card in standing].count(True) == 18
    page.show()
    assert standing[-1].isHidden()
    qtbot.waitUntil(lambda: not any(card.isHidden() for card in standing))
    from ui.widgets.account_card import AccountCard

    qtbot.waitUntil(lambda: len(page.findChildren(AccountCard)) == 30)


def test_once_a_login_works_again_what_waited_for_it_is_sent_by_one_press(qtbot, page_for):
    ended = an_account(state=LoginState.EXPIRED, state_reason="the token has ended")
    page = page_for(ended)
    page._resending.missed = {1: 3}
    page.refresh()
    assert not [one for one in page.findChildren(QPushButton) if "waited" in one.text()], "not before that"
    page._accounts.known = [an_account()]
    page.refresh()
    qtbot.waitUntil(lambda: "Send 3 posts that waited" in [one.text() for one in page.findChildren(QPushButton)])
    press(page, "Send 3 posts that waited")
    assert page._right.sent == [1]
    page._resending.missed = {}
    page._right.after()
    qtbot.waitUntil(lambda: not [one for one in page.cards[1].findChildren(QPushButton) if "waited" in one.text()])


def test_what_became_of_a_login_stands_beside_the_page(qtbot, page_for, shell):
    page = page_for(an_account())
    page._accounts.history = LoginHistory(
        version=2,
        stored_at=NOON - timedelta(days=9),
        expires_at=None,
        kept=2,
        uses=1,
        last_used=NOON - timedelta(hours=2),
        events=(
            LoginEvent(at=NOON - timedelta(days=9), act=LoginAct.RENEWED, version=2),
            LoginEvent(at=NOON - timedelta(days=60), act=LoginAct.STORED, version=1),
        ),
    )
    menu_acts(page.cards[1])["Login history …"].trigger()
    panel = shell.inspected[-1]
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2)
    assert [panel.rows.row_at(number).lead for number in range(2)] == ["Renewed by itself", "Logged in"]
    said = words(panel)
    assert "Used 1 time in the last 30 days, last " in said
    assert "The login before it is kept too" in said
