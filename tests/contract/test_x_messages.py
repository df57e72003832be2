"""X's traps with mentions and direct messages (platforms/x.md §6, §7), each against the practice platform."""

import json
from datetime import timedelta

import pytest
from msgspec import structs

from connectors.base import PullContext
from connectors.errors import (
    LayoutChanged,
    MissingScope,
    NetworkDown,
    OutcomeUnknown,
    OutOfCredit,
    Rejected,
    Unsupported,
)
from connectors.limiter import BudgetSpent
from connectors.practice.x.state import TOKEN, Event, Fan, between
from connectors.x.manifest import DIRECT_SCOPES
from ofauto_desktop.domain.messages import ConversationKind, MessageKind, OutgoingMessage, Reads, RemoteMessage
from ofauto_desktop.domain.platforms import SyncKind
from tests.contract.stage import Stage
from tests.contract.suite import LOSSES

pytestmark = pytest.mark.anyio
ADA = "1800000000000000001"
MIRA = Fan(id="1700000000000000042", handle="mira", name="Mira  Brandt")
SHUT = Fan(id="1700000000000000043", handle="shut", name="Shut", closed=True)
WITH_MIRA = between(ADA, MIRA.id)


@pytest.fixture
def inbox(x: Stage) -> Stage:
    x.world.add_fan(MIRA)
    x.world.add_fan(SHUT)
    return x


class Reader:
    """Pulls one after the other, as the store would: with the cursor behind the last, and knowing who was met."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.client = stage, stage.client(remote_id=ADA)
        self.cursor: str | None = None
        self.known: set[str] = set()
        self.gaps: list = []

    async def pull(self, reads: Reads = Reads.ALL) -> list[RemoteMessage]:
        async def strangers(ids):
            return [one for one in ids if one not in self.known]

        found: list[RemoteMessage] = []
        context = PullContext(now=self.stage.clock(), cursor=self.cursor, reads=reads, strangers=strangers)
        async for batch in self.client.pull(SyncKind.MESSAGES, context):
            found += batch.messages
            self.known |= {one.remote_id for one in batch.people}
            self.cursor = batch.cursor or self.cursor
            self.gaps = list(batch.gaps)
        return found


def to(person: Fan, text: str = "hello") -> OutgoingMessage:
    return OutgoingMessage(
        conversation=between(ADA, person.id), in_kind=ConversationKind.DIRECT, to=(person.id,), text=text
    )


async def test_a_mention_is_a_conversation_with_who_wrote_it(inbox: Stage) -> None:
    post = inbox.world.mention(ADA, MIRA.id, "look @ada_practice & see https://example.com/a")
    (one,) = await Reader(inbox).pull()
    assert one.text == "look @ada_practice & see https://example.com/a"
    assert (one.conversation, one.in_kind, one.sender) == (
        f"mentions:{MIRA.id}",
        ConversationKind.MENTIONS,
        MIRA.id,
    )
    assert one.url == f"https://x.com/i/status/{post.id}"
    assert not one.own


async def test_messages_are_unescaped_and_of_two_kinds_of_conversation(inbox: Stage) -> None:
    inbox.world.write(WITH_MIRA, MIRA.id, "1 < 2 & so on", media=["3_1"])
    inbox.world.write(WITH_MIRA, ADA, "yes")
    inbox.world.groups["1999"] = {ADA, MIRA.id}
    inbox.world.write("1999", MIRA.id, "all of you")
    group, answer, first = await Reader(inbox).pull()
    assert (first.text, first.attachments, first.own, first.people) == ("1 < 2 & so on", ("photo",), False, (MIRA.id,))
    assert (answer.own, answer.in_kind) == (True, ConversationKind.DIRECT)
    assert (group.in_kind, group.conversation) == (ConversationKind.GROUP, "1999")


async def test_who_takes_part_is_told_by_those_who_come_and_go_alone(inbox: Stage) -> None:
    inbox.world.groups["1999"] = {ADA, MIRA.id}
    for kind, people in (("ParticipantsJoin", [ADA, MIRA.id]), ("ParticipantsLeave", [MIRA.id]), ("Reacted", [])):
        inbox.world.events.append(
            Event(id=inbox.world.new_id(), conversation="1999", sender=MIRA.id, kind=kind, people=people)
        )
    left, joined = await Reader(inbox).pull()
    assert (joined.kind, joined.people) == (MessageKind.JOINED, (MIRA.id,))
    assert (left.kind, left.people) == (MessageKind.LEFT, (MIRA.id,))


async def test_who_wrote_is_looked_up_once_and_not_expanded_on_every_page(inbox: Stage) -> None:
    reader = Reader(inbox)
    inbox.world.write(WITH_MIRA, MIRA.id, "one")
    inbox.world.mention(ADA, MIRA.id, "two")
    await reader.pull()
    assert reader.known == {MIRA.id}
    assert inbox.asked("GET /2/users") == 2  # the mentions, and the one look
    inbox.world.write(WITH_MIRA, MIRA.id, "three")
    await reader.pull()
    assert inbox.asked("GET /2/users") == 3


async def test_a_pull_with_nothing_new_costs_nothing_more_that_day_and_little_the_next(inbox: Stage) -> None:
    reader = Reader(inbox)
    for number in range(40):
        inbox.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    assert len(await reader.pull()) == 40
    before = inbox.world.settings.credit
    assert await reader.pull() == []
    assert inbox.world.settings.credit == before
    inbox.clock.forward(days=1)
    assert await reader.pull() == []
    assert inbox.world.settings.credit == pytest.approx(before - 5 * 0.01)


async def test_only_what_is_new_is_read(inbox: Stage) -> None:
    reader = Reader(inbox)
    for number in range(3):
        inbox.world.write(WITH_MIRA, MIRA.id, f"old {number}")
        inbox.world.mention(ADA, MIRA.id, f"old mention {number}")
    await reader.pull()
    inbox.clock.forward(hours=1)
    inbox.world.mention(ADA, MIRA.id, "new mention")
    for number in range(12):
        inbox.world.write(WITH_MIRA, MIRA.id, f"new {number}")
    assert len({one.remote_id for one in await reader.pull()}) == 13
    assert await reader.pull() == []


async def test_what_is_switched_off_is_not_asked_for(inbox: Stage) -> None:
    inbox.world.write(WITH_MIRA, MIRA.id, "private")
    inbox.world.mention(ADA, MIRA.id, "public")
    assert await Reader(inbox).pull(Reads.NOTHING) == []
    assert not inbox.faults.seen
    assert [one.text for one in await Reader(inbox).pull(Reads.MENTIONS)] == ["public"]
    assert inbox.asked("GET /2/dm_events") == 0


async def test_a_flood_is_read_in_part_as_each_message_is_billed_and_the_rest_is_told_of(inbox: Stage) -> None:
    reader = Reader(inbox)
    inbox.world.write(WITH_MIRA, MIRA.id, "before")
    await reader.pull()
    for number in range(700):
        inbox.clock.forward(seconds=1)
        inbox.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    found = await reader.pull()
    assert len(found) == 405
    (gap,) = reader.gaps
    assert gap.start < gap.end <= min(one.at for one in found)
    assert inbox.asked("GET /2/dm_events") == 6
    assert await reader.pull() == []
    assert reader.gaps == [gap]
    inbox.clock.forward(days=31)
    await reader.pull()
    assert reader.gaps == []  # X has it no longer either


async def test_messages_older_than_thirty_days_are_gone(inbox: Stage) -> None:
    inbox.world.write(WITH_MIRA, MIRA.id, "old")
    inbox.clock.forward(days=31)
    inbox.world.write(WITH_MIRA, MIRA.id, "new")
    assert [one.text for one in await Reader(inbox).pull()] == ["new"]


async def test_pages_that_repeat_for_ever_come_to_an_end(inbox: Stage) -> None:
    inbox.world.write(WITH_MIRA, MIRA.id, "again")
    inbox.world.mention(ADA, MIRA.id, "and again")
    inbox.world.configure({"repeat_pages": True})
    found = await Reader(inbox).pull()
    assert {one.text for one in found} == {"again", "and again"}
    assert len(inbox.faults.seen) < 10


async def test_a_page_of_an_interrupted_pull_that_x_forgot_is_read_from_the_start(inbox: Stage) -> None:
    reader = Reader(inbox)
    for number in range(150):
        inbox.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    reader.cursor = json.dumps({"direct": {"token": "forgotten", "pending": "1", "pages": 1}})
    assert len(await reader.pull()) == 150


async def test_a_login_without_the_scope_is_not_asked_and_says_which_it_is(inbox: Stage) -> None:
    inbox.fields = {"access_token": TOKEN, "scope": "tweet.read tweet.write users.read media.write offline.access"}
    inbox.world.mention(ADA, MIRA.id, "public")
    reader = Reader(inbox)
    with pytest.raises(MissingScope, match=r"dm\.read"):
        await reader.pull()
    assert inbox.asked("GET /2/dm_events") == 0
    assert reader.known == {MIRA.id}  # the mentions were read
    assert len(await Reader(inbox).pull(Reads.MENTIONS)) == 1


async def test_a_pasted_token_without_the_scope_is_found_out_by_x_s_answer(inbox: Stage) -> None:
    lacking = tuple(one for one in inbox.world.access[TOKEN].scopes if one not in DIRECT_SCOPES)
    inbox.world.access[TOKEN] = structs.replace(inbox.world.access[TOKEN], scopes=lacking)
    with pytest.raises(MissingScope, match=r"dm\.read"):
        await Reader(inbox).pull()
    with pytest.raises(MissingScope, match=r"dm\.write"):
        await inbox.client(remote_id=ADA).write(to(MIRA))


async def test_fifteen_requests_in_a_quarter_of_an_hour_pause_no_other_kind(inbox: Stage) -> None:
    inbox.world.configure({"limits": {"dm_events": 1}})
    reader = Reader(inbox)
    await reader.pull()
    with pytest.raises(BudgetSpent):
        await reader.pull()
    await reader.client.check()


async def test_credit_that_ends_in_between_loses_nothing(inbox: Stage) -> None:
    for number in range(120):
        inbox.world.write(WITH_MIRA, MIRA.id, f"message {number}")
    inbox.world.configure({"credit": 1.05})
    reader = Reader(inbox)
    with pytest.raises(OutOfCredit):
        await reader.pull()
    inbox.world.configure({"credit": 50})
    texts = {one.text for one in await reader.pull()}
    assert {f"message {number}" for number in range(20)} <= texts


async def test_who_was_suspended_has_no_name_and_hides_nobody_else(inbox: Stage) -> None:
    gone = "1700000000000000666"
    inbox.world.write(between(ADA, gone), gone, "from nobody")
    inbox.world.write(WITH_MIRA, MIRA.id, "from Mira")
    reader = Reader(inbox)
    assert len(await reader.pull()) == 2
    assert reader.known == {MIRA.id}


async def test_an_event_that_cannot_be_read_is_told_of_and_leaves_the_others(inbox: Stage) -> None:
    late = {"id": "7", "event_type": "MessageCreate", "dm_conversation_id": WITH_MIRA}
    body = {
        "data": [
            {"id": "x", "event_type": "MessageCreate", "dm_conversation_id": WITH_MIRA},
            {"id": "9", "event_type": "MessageCreate", "dm_conversation_id": "1-2-3"},
            {**late, "created_at": "0001-01-01T00:00:00+14:00"},
            {"id": 6},
            {"id": "8", "event_type": "MessageCreate", "dm_conversation_id": WITH_MIRA, "sender_id": MIRA.id},
        ],
        "meta": {"result_count": 3},
    }
    inbox.trouble("status", "dm_events", status=200, body=json.dumps(body))
    reader = Reader(inbox)
    assert [one.remote_id for one in await reader.pull()] == ["8"]
    assert [gap.reason for gap in reader.gaps] == ["3 messages could not be read"]


async def test_a_list_that_x_does_not_show_is_no_empty_one(inbox: Stage) -> None:
    inbox.trouble("status", "dm_events", status=200, body='{"errors":[{"title":"Authorization Error"}]}')
    with pytest.raises(Rejected, match="Authorization Error"):
        await Reader(inbox).pull()
    inbox.trouble("status", "mentions", status=200, body='{"data":{}}')
    with pytest.raises(LayoutChanged):
        await Reader(inbox).pull()


# Writing


async def test_a_message_goes_out_once_and_is_read_back_by_its_id(inbox: Stage) -> None:
    client = inbox.client(remote_id=ADA)
    made = await client.write(to(MIRA, "Marigold <3"))
    assert inbox.world.report()["messages"] == {"Marigold <3": 1}
    (read,) = await Reader(inbox).pull()
    assert (read.remote_id, read.own, read.text) == (made.remote_id, True, "Marigold <3")
    assert (made.conversation, made.own) == (WITH_MIRA, True)
    assert "Marigold" not in repr(made)


async def test_a_lost_answer_is_unknown_and_the_message_never_sent_again(inbox: Stage) -> None:
    for number, (action, went_out) in enumerate(LOSSES.items()):
        inbox.clock.forward(minutes=16)
        text = f"message {number}"
        inbox.trouble(action, "^POST", seconds=30)
        before = inbox.asked("POST")
        client = inbox.client(remote_id=ADA, deadline=0.05 if action in ("slow", "hang") else 5.0)
        with pytest.raises(OutcomeUnknown):
            await client.write(to(MIRA, text))
        assert inbox.asked("POST") == before + 1, action
        assert inbox.world.report()["messages"].get(text, 0) == went_out, action


async def test_who_takes_no_messages_is_told_in_x_s_words(inbox: Stage) -> None:
    with pytest.raises(Rejected, match="cannot send messages"):
        await inbox.client(remote_id=ADA).write(to(SHUT))


async def test_a_group_is_answered_at_x_itself(inbox: Stage) -> None:
    group = OutgoingMessage(conversation="1999", in_kind=ConversationKind.GROUP, to=(MIRA.id,), text="hello")
    with pytest.raises(Unsupported):
        await inbox.client(remote_id=ADA).write(group)
    assert not inbox.faults.seen


async def test_x_that_is_not_there_got_no_message(inbox: Stage) -> None:
    nowhere = dict.fromkeys(inbox.endpoints, "http://127.0.0.1:9")
    with pytest.raises(NetworkDown):
        await inbox.client(remote_id=ADA, endpoints=nowhere).write(to(MIRA))


async def test_a_practice_world_keeps_what_was_written(inbox: Stage) -> None:
    from connectors.practice.x.world import from_json

    inbox.world.write(WITH_MIRA, MIRA.id, "kept")
    inbox.world.mention(ADA, MIRA.id, "kept too")
    inbox.clock.forward(hours=1)
    again = from_json(inbox.world.to_json(), inbox.clock)
    assert [one.text for one in again.events] == ["kept"]
    assert [one.text for one in again.mentions[ADA]] == ["kept too"]
    assert timedelta(0) < inbox.clock() - again.mentions[ADA][0].at
