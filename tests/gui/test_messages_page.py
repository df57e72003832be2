"""The page of messages as a person uses it, over the real service, an encrypted database and practice X."""

import asyncio

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from connectors.practice.faults import Action, Fault
from connectors.practice.x.state import TOKEN, Fan, between
from ofauto_desktop.domain.messages import ConversationKind, MessageState, Reads
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.messages import Messages
from tests.accounts_stage import opened
from ui.error_presenter import Presented
from ui.pages.messages import MessagesPage
from ui.widgets.message_bubble import Bubble
from ui.widgets.reading_panel import ReadingPanel
from ui.widgets.states import Banner, EmptyState, ErrorState

ADA = "1800000000000000001"
FANS = [Fan(id=str(1_700_000_000_000_000_040 + n), handle=f"fan_{n}", name=f"Fan {n}") for n in range(4)]


class Person:
    """A page and what stands behind it; `do` runs a coroutine of the services and waits for it."""

    def __init__(self, qtbot, loop, desk, folder) -> None:
        self.qtbot, self.loop, self.desk = qtbot, loop, desk
        self.stage = self.do(opened(folder))
        stage = self.stage
        self.messages = Messages(stage.database, stage.connections, stage.accounts, stage.bus, stage.clock)
        self.world = stage.x
        for fan in FANS:
            self.world.add_fan(fan)
        self.page = None
        stage.bus.subscribe(desk.events._heard.emit)

    def do(self, work):
        return self.loop.submit(work).result(30)

    def connect(self, reads=Reads.ALL):
        account = self.do(self.stage.connect())
        if reads is not Reads.NOTHING:
            self.do(self.messages.set_reads(account.id, reads))
        return account

    def sync(self) -> None:
        self.do(self.stage.sync.run(None, [SyncKind.MESSAGES]))

    def says(self, fan: int, text: str) -> None:
        self.stage.clock.forward(minutes=1)
        self.world.write(between(ADA, FANS[fan].id), FANS[fan].id, text)

    def open(self, width=1100) -> MessagesPage:
        self.page = MessagesPage(messages=self.messages, sync=self.stage.sync, desk=self.desk)
        self.qtbot.addWidget(self.page)
        self.page.resize(width, 700)
        self.page.show()
        self.page.refresh()
        self.until(lambda: self.page._states.currentWidget() is not self.page._states._blank)
        return self.page

    def until(self, holds) -> None:
        self.qtbot.waitUntil(holds, timeout=10_000)

    def open_first(self) -> None:
        self.page.list.opened.emit(self.page.rows.at(0))
        self.until(lambda: bool(self.bubbles()))

    def bubbles(self) -> list[Bubble]:
        thread = self.page.thread_view
        return [thread._bubbles.itemAt(n).widget() for n in range(thread._bubbles.count())]

    def texts(self) -> list[str]:
        return [one.message.text for one in self.bubbles()]

    def titles(self) -> list[str]:
        return [self.page.rows.data(self.page.rows.index(n)) for n in range(self.page.rows.rowCount())]

    def press(self, where, words: str) -> None:
        def found() -> list[QPushButton]:
            return [one for one in where.findChildren(QPushButton) if one.text() == words and one.isVisible()]

        self.until(lambda: len(found()) == 1)
        self.qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


@pytest.fixture
def person(qtbot, loop, desk, tmp_path):
    made = Person(qtbot, loop, desk, tmp_path)
    yield made
    made.desk.tasks.close()
    made.do(made.stage.aclose())


def said_empty(page) -> str:
    shown = page._states.currentWidget()
    return " ".join(one.text() for one in shown.findChildren(QLabel)) if isinstance(shown, EmptyState) else ""


def test_without_an_account_it_says_what_it_is_for(person):
    page = person.open()
    person.until(lambda: "read and answered here" in said_empty(page))
    person.press(page, "Connect an account")
    assert person.desk.shell.opened[-1][0] == "accounts"


def test_nothing_is_read_before_it_is_chosen_and_choosing_says_what_it_costs(person):
    account = person.connect(Reads.NOTHING)
    page = person.open()
    person.until(lambda: "you choose" in said_empty(page))
    person.press(page, "Choose what is read")
    panel = person.desk.shell.inspected[-1]
    assert isinstance(panel, ReadingPanel)
    person.qtbot.addWidget(panel)
    person.until(lambda: account.id in panel.choices)
    words = " ".join(one.text() for one in panel.findChildren(QLabel))
    assert "$0.001" in words
    choice = panel.choices[account.id]
    assert choice.currentData() == Reads.NOTHING
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    person.until(lambda: any("Everything is read" in one for one in person.desk.shell.toasts))
    assert person.do(person.stage.accounts.get(account.id)).reads is Reads.ALL


def test_where_nobody_has_written_the_platform_can_be_asked(person):
    person.connect()
    page = person.open()
    person.until(lambda: "Nobody has written" in said_empty(page))
    person.says(0, "hello")
    person.press(page, "Read now")
    person.until(lambda: person.titles() == ["Fan 0"])
    assert "Messages are up to date" in person.desk.shell.toasts


def test_conversations_stand_newest_first_and_opening_one_counts_it_as_read(person):
    person.connect()
    person.says(0, "one")
    person.says(1, "two")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 1", "Fan 0"])
    assert "1 new message" in page.rows.data(page.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    person.open_first()
    assert person.texts() == ["two"]
    person.until(lambda: page.rows.at(0).unread == 0)
    assert page.rows.at(1).unread == 1
    assert page.thread_view.title.text() == "Fan 1"


def test_an_answer_is_written_and_sent_by_keys_and_goes_out_once(person):
    person.connect()
    person.says(0, "hello")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 0"])
    page.list.setFocus()
    person.qtbot.keyClick(page.list, Qt.Key.Key_Return)
    person.until(lambda: bool(person.bubbles()))
    thread = page.thread_view
    goes = " ".join(one.text() for one in thread._answer.findChildren(QLabel))
    assert "From ada_practice to Fan 0" in goes
    assert "$0.015" in goes
    assert not thread.send_button.isEnabled()
    thread.field.setPlainText("hi there")
    assert person.desk.commands.can("messages.send")
    person.desk.commands.run("messages.send")
    assert thread.field.toPlainText() == ""
    person.until(lambda: [one.message.state for one in person.bubbles()][-1] is MessageState.SENT)
    assert person.texts() == ["hello", "hi there"]
    assert person.world.report()["messages"] == {"hi there": 1}


def test_a_message_of_unknown_outcome_says_so_and_is_looked_for(person):
    person.connect()
    person.says(0, "hello")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 0"])
    person.open_first()
    person.stage.platforms.faults[PlatformId.X].add(Fault(action=Action.ACCEPT_THEN_500, match="POST /2/dm"))
    page.thread_view.field.setPlainText("did it?")
    page.thread_view.send()
    person.until(lambda: [one.message.state for one in person.bubbles()][-1] is MessageState.UNKNOWN)
    assert "Not known whether it went out" in person.bubbles()[-1].accessibleName()
    assert any("not known" in one for one in person.desk.shell.toasts)
    person.press(person.bubbles()[-1], "Look for it")
    person.until(lambda: [one.message.state for one in person.bubbles()][-1] is MessageState.SENT)
    assert person.world.report()["messages"] == {"did it?": 1}


def test_a_refused_message_goes_back_into_the_field(person):
    person.world.add_fan(Fan(id="1700000000000000099", handle="shut", name="Shut", closed=True))
    person.connect()
    person.world.write(between(ADA, "1700000000000000099"), "1700000000000000099", "hello")
    person.sync()
    shown: list[Presented] = []
    person.desk.errors.shown.connect(shown.append)
    page = person.open()
    person.until(lambda: person.titles() == ["Shut"])
    person.open_first()
    page.thread_view.field.setPlainText("an answer")
    page.thread_view.send()
    person.until(lambda: [one.message.state for one in person.bubbles()][-1] is MessageState.FAILED)
    person.until(lambda: bool(shown))
    person.press(person.bubbles()[-1], "Edit it")
    person.until(lambda: page.thread_view.field.toPlainText() == "an answer")
    person.until(lambda: person.texts() == ["hello"])


def test_what_was_typed_waits_while_another_conversation_is_read(person):
    person.connect()
    person.says(0, "one")
    person.says(1, "two")
    person.sync()
    page = person.open()
    person.until(lambda: len(person.titles()) == 2)
    person.open_first()
    page.thread_view.field.setPlainText("half a sentence")
    page.list.opened.emit(page.rows.at(1))
    person.until(lambda: person.texts() == ["one"])
    assert page.thread_view.field.toPlainText() == ""
    page.list.opened.emit(page.rows.at(0))
    person.until(lambda: person.texts() == ["two"])
    assert page.thread_view.field.toPlainText() == "half a sentence"


def test_filters_narrow_the_list_and_can_all_be_taken_away(person):
    person.connect()
    for number in range(3):
        person.says(number, f"message {number}")
    person.world.mention(ADA, FANS[3].id, "look at @ada_practice")
    person.sync()
    page = person.open()
    person.until(lambda: len(person.titles()) == 4)
    page.filters.search.setText("message 2")
    person.until(lambda: person.titles() == ["Fan 2"])
    page.filters.search.clear()
    page.filters.kind.setCurrentIndex(page.filters.kind.findData(ConversationKind.MENTIONS.value))
    page.filters.kind.activated.emit(page.filters.kind.currentIndex())
    person.until(lambda: person.titles() == ["Fan 3"])
    page.filters.search.setText("nothing like it")
    person.until(lambda: "No conversation fits" in said_empty(page))
    person.press(page, "Show all")
    person.until(lambda: len(person.titles()) == 4)
    page.filters.unread.click()
    person.until(lambda: len(person.titles()) == 4)
    person.open_first()
    person.until(lambda: len(person.titles()) == 3)
    person.desk.shell.client_id = 999
    page.refresh()
    person.until(lambda: person.titles() == [])


def test_a_mention_is_answered_by_a_post_that_replies_to_it(person, monkeypatch):
    opened_pages = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_pages.append(url.toString()))
    person.connect()
    post = person.world.mention(ADA, FANS[0].id, "look at @ada_practice")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 0"])
    person.open_first()
    assert page.thread_view._answer.isHidden()
    assert page.thread_view._closed.isHidden()
    person.press(person.bubbles()[0], "Open on the site")
    assert opened_pages[0].startswith("https://x.com/i/status/")
    person.press(person.bubbles()[0], "Answer in public")
    account_id = page.rows.at(0).account_id
    assert person.desk.shell.composed == [{"account_ids": (account_id,), "reply_to": post.id}]


def test_a_group_is_answered_on_the_site(person):
    person.connect()
    person.world.groups["1999"] = {ADA, FANS[0].id}
    person.world.write("1999", FANS[0].id, "all of you")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 0"])
    person.open_first()
    assert page.thread_view._answer.isHidden()
    assert not page.thread_view._closed.isHidden()


def test_a_narrow_window_shows_one_of_the_two(person):
    person.connect()
    person.says(0, "hello")
    person.sync()
    page = person.open(width=390)
    person.until(lambda: person.titles() == ["Fan 0"])
    assert not page.list.isHidden()
    assert page.thread_view.isHidden()
    person.open_first()
    assert page.list.isHidden()
    assert not page.thread_view.isHidden()
    assert page.thread_view.back_button.isVisible()
    person.press(page.thread_view, "All conversations")
    assert not page.list.isHidden()
    assert page.thread_view.isHidden()
    page.resize(1100, 700)
    assert not page.list.isHidden()
    assert not page.thread_view.isHidden()


def test_earlier_messages_and_further_conversations_come_as_they_are_wanted(person, monkeypatch):
    monkeypatch.setattr("ui.widgets.message_thread.PAGE", 4)
    monkeypatch.setattr("ui.pages.messages.PAGE", 2)
    person.connect()
    for number in range(1, 4):
        person.says(number, "hello")
    for number in range(7):
        person.says(0, f"message {number}")
    person.sync()
    page = person.open()
    person.until(lambda: len(person.titles()) >= 2)  # the list itself may have asked for more already
    page.rows.fetchMore(page.rows.index(-1))
    person.until(lambda: person.titles() == ["Fan 0", "Fan 3", "Fan 2", "Fan 1"])
    person.open_first()
    person.until(lambda: person.texts() == [f"message {number}" for number in (3, 4, 5, 6)])
    person.press(page.thread_view, "Earlier messages")
    person.until(lambda: person.texts() == [f"message {number}" for number in range(7)])
    assert page.thread_view.earlier_button.isHidden()


def test_what_comes_in_while_it_is_read_is_shown_and_the_cursor_stays(person):
    person.connect()
    person.says(0, "one")
    person.says(1, "two")
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 1", "Fan 0"])
    page.list.opened.emit(page.rows.at(1))
    person.until(lambda: person.texts() == ["one"])
    person.says(0, "three")
    person.sync()
    person.until(lambda: person.titles() == ["Fan 0", "Fan 1"])
    person.until(lambda: person.texts() == ["one", "three"])
    assert page.list.chosen().people[0].name == "Fan 0"


def test_the_cursor_goes_by_keys_and_a_conversation_is_made_new_again(person):
    person.connect()
    person.says(0, "one")
    person.says(1, "two")
    person.sync()
    page = person.open()
    person.until(lambda: len(person.titles()) == 2)
    person.desk.commands.run("messages.next")
    person.until(lambda: person.texts() == ["two"])
    person.desk.commands.run("messages.next")
    person.until(lambda: person.texts() == ["one"])
    person.desk.commands.run("messages.previous")
    person.until(lambda: person.texts() == ["two"])
    person.until(lambda: page.rows.at(0).unread == 0)
    page.list.setFocus()
    page.thread_view.hide()  # else it would be read again at once
    person.desk.commands.run("messages.unread")
    person.until(lambda: page.rows.at(0).unread == 1)


def test_an_account_whose_messages_cannot_be_read_is_named_with_what_mends_it(person):
    account = person.connect()
    person.says(0, "hello")
    person.sync()
    lacking = tuple(one for one in person.world.access[TOKEN].scopes if not one.startswith("dm."))
    person.world.access[TOKEN] = structs.replace(person.world.access[TOKEN], scopes=lacking)
    person.sync()
    page = person.open()
    person.until(lambda: person.titles() == ["Fan 0"])
    banner = page.findChildren(Banner)[-1]
    assert "ada_practice" in banner.accessibleName()
    assert "dm.read" in banner.accessibleName()
    person.press(banner, "Log in again")
    assert person.desk.shell.opened[-1] == ("accounts", {"account_id": account.id, "relogin": True})


def test_what_cannot_be_read_is_said_with_a_way_to_try_again(person, monkeypatch):
    person.connect()
    person.says(0, "hello")
    person.sync()
    real = person.messages.conversations

    async def broken(*_args, **_more):
        await asyncio.sleep(0)
        raise OSError("the disk")

    monkeypatch.setattr(person.messages, "conversations", broken)
    page = person.open()
    person.until(lambda: bool(page.findChildren(ErrorState)))
    monkeypatch.setattr(person.messages, "conversations", real)
    person.press(page, "Try again")
    person.until(lambda: person.titles() == ["Fan 0"])


def test_another_page_leads_to_one_conversation(person):
    person.connect()
    person.says(0, "one")
    person.says(1, "two")
    person.sync()
    page = person.open()
    person.until(lambda: len(person.titles()) == 2)
    page.focus(conversation_id=page.rows.at(1).id)
    person.until(lambda: person.texts() == ["one"])
    page.focus(reading=True)
    assert isinstance(person.desk.shell.inspected[-1], ReadingPanel)
    person.qtbot.addWidget(person.desk.shell.inspected[-1])
