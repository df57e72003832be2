"""Messages come in once, are read in pages, and what a person answers goes out once or is told of as not known."""

import asyncio
import logging
from datetime import timedelta

import pytest

from connectors.errors import Rejected
from connectors.practice.faults import Action, Fault
from connectors.practice.x.state import Fan, between
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.events import AccountsChanged, MessagesChanged
from ofauto_desktop.domain.messages import ConversationFilter, ConversationKind, MessageState, Reads
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.messages import Messages, can_answer
from tests.accounts_stage import opened

pytestmark = pytest.mark.anyio
ADA = "1800000000000000001"
FANS = tuple(
    Fan(id=str(1_700_000_000_000_000_040 + number), handle=f"fan_{number}", name=f"Fan Number{number}")
    for number in range(6)
)
MIRA = FANS[0]
WITH_MIRA = between(ADA, MIRA.id)
WRITING = "POST /2/dm_conversations"


class Desk:
    """One account whose messages are read, and the service in front of it."""

    def __init__(self, stage) -> None:
        self.stage, self.world = stage, stage.x
        self.messages = Messages(stage.database, stage.connections, stage.accounts, stage.bus, stage.clock)
        self.account = None

    async def begin(self, reads=Reads.ALL):
        for fan in FANS:
            self.world.add_fan(fan)
        self.account = await self.stage.connect()
        await self.messages.set_reads(self.account.id, reads)
        return self

    async def sync(self):
        (result,) = await self.stage.sync.run([self.account.id], [SyncKind.MESSAGES])
        return result

    async def listed(self, **wanted):
        return await self.messages.conversations(ConversationFilter(**wanted))

    async def the_one(self):
        (found,) = await self.listed()
        return found

    async def told(self):
        """(text, state) of each message of the only conversation, oldest first."""
        found = await self.messages.thread((await self.the_one()).id)
        return [(one.text, one.state) for one in found]

    def trouble(self, action, **more):
        self.stage.platforms.faults[PlatformId.X].add(Fault(action=action, match=WRITING, **more))


@pytest.fixture
async def desk(tmp_path):
    stage = await opened(tmp_path)
    yield await Desk(stage).begin()
    await stage.aclose()


async def test_messages_come_in_once_however_often_they_are_read(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    desk.world.mention(ADA, FANS[1].id, "look @ada_practice")
    first, again = await desk.sync(), await desk.sync()
    assert (first.added, first.error, again.added, again.changed) == (2, None, 0, 0)
    direct = next(one for one in await desk.listed() if one.kind is ConversationKind.DIRECT)
    assert (direct.people[0].name, direct.last_text, direct.unread) == ("Fan Number0", "hello", 1)
    assert await desk.messages.unread() == 2
    # As after a cursor that was lost: everything is read again, and nothing comes twice.
    await desk.stage.database.write(
        lambda session: session.connection().exec_driver_sql("UPDATE sync_state SET cursor = NULL")
    )
    whole = await desk.sync()
    assert (whole.added, whole.unchanged) == (0, 2)


async def test_nothing_is_read_before_a_person_turns_it_on(tmp_path):
    stage = await opened(tmp_path)
    desk = Desk(stage)
    desk.account = await stage.connect()
    desk.world.mention(ADA, MIRA.id, "look")
    assert await stage.sync.run([desk.account.id], [SyncKind.MESSAGES]) == ()
    await desk.messages.set_reads(desk.account.id, Reads.MENTIONS)
    assert (await desk.sync()).added == 1
    assert any(isinstance(one, AccountsChanged) for one in stage.heard)
    assert [one.id for one in await desk.messages.readable()] == [desk.account.id]
    await stage.aclose()


async def test_where_there_are_no_messages_none_can_be_read(desk):
    shop = await desk.stage.connect_gumroad()
    with pytest.raises(BadInput, match="cannot be read there"):
        await desk.messages.set_reads(shop.id, Reads.ALL)
    with pytest.raises(NotFound):
        await desk.messages.set_reads(999, Reads.ALL)


async def test_an_answer_means_that_what_came_before_was_read(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "one")
    desk.stage.clock.forward(minutes=1)
    desk.world.write(WITH_MIRA, ADA, "answered at X itself")
    desk.stage.clock.forward(minutes=1)
    desk.world.write(WITH_MIRA, MIRA.id, "two")
    await desk.sync()
    assert (await desk.the_one()).unread == 1


async def test_reading_is_noted_here_and_can_be_taken_back(desk):
    for number in range(3):
        desk.stage.clock.forward(minutes=1)
        desk.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    await desk.sync()
    found = await desk.the_one()
    await desk.messages.mark(found.id, read=True)
    assert ((await desk.the_one()).unread, await desk.messages.unread()) == (0, 0)
    assert await desk.listed(unread=True) == ()
    await desk.messages.mark(found.id, read=False)
    assert (await desk.the_one()).unread == 1
    assert MessagesChanged(at=desk.stage.clock(), account_ids=(desk.account.id,)) in desk.stage.heard


async def test_conversations_are_read_in_pages_by_key_and_narrowed(desk):
    for number, fan in enumerate(FANS):
        desk.stage.clock.forward(minutes=1)
        desk.world.write(between(ADA, fan.id), fan.id, f"Schön, number {number}")
    desk.world.mention(ADA, MIRA.id, "in public")
    await desk.sync()
    first = await desk.messages.conversations(limit=4)
    rest = await desk.messages.conversations(after=first[-1].place, limit=4)
    assert len({one.id for one in (*first, *rest)}) == 7
    assert [one.last_at for one in (*first, *rest)] == sorted((one.last_at for one in (*first, *rest)), reverse=True)
    assert len(await desk.listed(kinds=(ConversationKind.MENTIONS,))) == 1
    assert len(await desk.listed(account_ids=(desk.account.id,), client_id=desk.account.client_id)) == 7
    assert await desk.listed(client_id=999) == ()
    (by_words,) = await desk.listed(text="schon 3")
    assert by_words.people[0].remote_id == FANS[3].id
    (by_name,) = await desk.listed(text="number5")
    assert by_name.people[0].remote_id == FANS[5].id
    assert await desk.listed(text='")( no syntax') == ()


async def test_a_thread_is_read_in_pages_from_its_end(desk):
    for number in range(7):
        desk.stage.clock.forward(minutes=1)
        desk.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    await desk.sync()
    found = await desk.the_one()
    last = await desk.messages.thread(found.id, limit=4)
    earlier = await desk.messages.thread(found.id, before=last[0].place, limit=4)
    assert [one.text for one in (*earlier, *last)] == [f"message {number}" for number in range(7)]
    assert last[0].sender is not None
    assert last[0].sender.name == "Fan Number0"
    with pytest.raises(NotFound):
        await desk.messages.thread(999)


async def test_what_is_sent_is_one_message_here_and_there(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    desk.stage.clock.forward(minutes=1)
    assert await desk.messages.send((await desk.the_one()).id, "hi <3") is MessageState.SENT
    assert (await desk.the_one()).unread == 0
    await desk.sync()
    assert await desk.told() == [("hello", MessageState.RECEIVED), ("hi <3", MessageState.SENT)]
    assert desk.world.report()["messages"] == {"hi <3": 1}


@pytest.mark.parametrize("action", [Action.ACCEPT_THEN_DROP, Action.ACCEPT_THEN_500, Action.EMPTY])
async def test_a_lost_answer_is_not_known_until_the_message_is_seen_there(desk, action):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    found = await desk.the_one()
    desk.trouble(action)
    assert await desk.messages.send(found.id, "see https://example.com/a/b now") is MessageState.UNKNOWN
    with pytest.raises(BadInput, match="not known"):
        await desk.messages.send(found.id, "see  https://example.com/a/b now")
    # X shortens links in what it gives back.
    sent = desk.world.events[-1]
    sent.text = "see https://t.co/Ab3 now"
    await desk.sync()
    assert [state for _, state in await desk.told()] == [MessageState.RECEIVED, MessageState.SENT]
    assert len(desk.world.written) == 2


async def test_what_never_arrived_stays_not_known_until_a_person_takes_it_away(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    found = await desk.the_one()
    desk.trouble(Action.RESET_BEFORE)
    assert await desk.messages.send(found.id, "again") is MessageState.UNKNOWN
    await desk.sync()
    unknown = (await desk.messages.thread(found.id))[-1]
    assert unknown.state is MessageState.UNKNOWN
    await desk.messages.discard(unknown.id)
    assert await desk.told() == [("hello", MessageState.RECEIVED)]
    assert await desk.messages.send(found.id, "again") is MessageState.SENT
    with pytest.raises(BadInput):
        await desk.messages.discard((await desk.messages.thread(found.id))[-1].id)
    with pytest.raises(NotFound):
        await desk.messages.discard(999)


async def test_a_refusal_is_kept_with_its_reason_and_the_text_is_not_lost(desk):
    shut = Fan(id="1700000000000000099", handle="shut", name="Shut", closed=True)
    desk.world.add_fan(shut)
    desk.world.write(between(ADA, shut.id), shut.id, "hello")
    await desk.sync()
    with pytest.raises(Rejected, match="cannot send messages") as caught:
        await desk.messages.send((await desk.the_one()).id, "the Marigold answer")
    assert caught.value.account == desk.account.name
    assert "Marigold" not in f"{caught.value!r}"
    failed = (await desk.messages.thread((await desk.the_one()).id))[-1]
    assert (failed.state, failed.text) == (MessageState.FAILED, "the Marigold answer")
    assert "cannot send messages" in failed.detail


async def test_a_login_that_ended_is_noted_with_the_account(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    desk.world.access.clear()
    desk.world.renewals.clear()
    with pytest.raises(Exception, match="renewed"):
        await desk.messages.send((await desk.the_one()).id, "hi")
    assert (await desk.stage.accounts.get(desk.account.id)).state is LoginState.EXPIRED


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
async def test_what_cannot_be_sent_is_refused_before_anything_is_noted(desk, text):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    with pytest.raises(BadInput):
        await desk.messages.send((await desk.the_one()).id, text)
    assert len(await desk.told()) == 1


async def test_mentions_and_groups_are_not_answered_from_here(desk):
    desk.world.mention(ADA, MIRA.id, "look")
    await desk.sync()
    found = await desk.the_one()
    assert not can_answer(found)
    with pytest.raises(BadInput, match="cannot be answered"):
        await desk.messages.send(found.id, "hi")


async def test_a_process_that_ends_while_it_sends_leaves_the_message_not_known(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    desk.trouble(Action.HANG)
    sending = asyncio.ensure_future(desk.messages.send((await desk.the_one()).id, "hi"))
    while desk.stage.platforms.faults[PlatformId.X].pending:  # noqa: ASYNC110 - the practice platform tells nobody
        await asyncio.sleep(0.005)
    inner = next(one for one in asyncio.all_tasks() if "_sent" in repr(one.get_coro()))
    inner.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert (await desk.told())[-1] == ("hi", MessageState.SENDING)
    await desk.messages.recover()
    assert (await desk.told())[-1] == ("hi", MessageState.UNKNOWN)
    await desk.sync()
    assert (await desk.told())[-1] == ("hi", MessageState.SENT)


async def test_no_text_and_no_name_is_in_a_log_or_an_event(desk, caplog):
    caplog.set_level(logging.DEBUG)
    desk.world.add_fan(Fan(id="1700000000000000077", handle="calendula", name="Calendula Fan"))
    desk.world.write(between(ADA, "1700000000000000077"), "1700000000000000077", "the Marigold secret")
    await desk.sync()
    desk.trouble(Action.ACCEPT_THEN_500)
    await desk.messages.send((await desk.the_one()).id, "the Marigold answer")
    await desk.messages.recover()
    everything = f"{caplog.text} {desk.stage.heard!r} {await desk.the_one()!r}"
    everything += repr(await desk.messages.thread((await desk.the_one()).id))
    assert "Marigold" not in everything
    assert "alendula" not in everything


async def test_an_account_that_was_removed_takes_its_conversations_along(desk):
    desk.world.write(WITH_MIRA, MIRA.id, "hello")
    await desk.sync()
    await desk.stage.accounts.remove(desk.account.id)
    assert await desk.listed() == ()
    assert await desk.messages.unread() == 0


async def test_the_clock_reads_messages_every_quarter_of_an_hour(desk):
    await desk.stage.sync.run()
    asked = desk.stage.platforms.faults[PlatformId.X].counts
    before = asked["GET /2/dm_events"]
    desk.stage.clock.forward(minutes=10)
    await desk.stage.sync.tick()
    assert asked["GET /2/dm_events"] == before
    desk.stage.clock.forward(minutes=6)
    await desk.stage.sync.tick()
    assert asked["GET /2/dm_events"] == before + 1
    assert timedelta(minutes=15) < desk.stage.clock() - desk.account.state_since
