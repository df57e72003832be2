"""Conversations of many messages: pages by key that look at no more than they show, and words by an index."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from ofauto_desktop.domain.messages import (
    ConversationFilter,
    ConversationKind,
    MessageKind,
    MessageState,
    Place,
    RemoteMessage,
    RemotePerson,
    same_words,
)
from storage import conversations, messages
from storage.database import Database
from tests.db.seeds import NOW, add_account, add_client

MANY = 300


def a_message(number: int, conversation: str, text: str = "hello", **more) -> RemoteMessage:
    told = {"in_kind": ConversationKind.DIRECT, "at": NOW + timedelta(seconds=number), "sender": "p", "own": False}
    return RemoteMessage(
        remote_id=f"m{number}", conversation=conversation, text=text, people=("p",), **{**told, **more}
    )


@pytest.fixture
async def filled(database: Database) -> Database:
    def fill(session) -> None:
        account = add_account(session, add_client(session))
        people = [RemotePerson(remote_id="p", handle="mira", name="Mira 100% Brandt")]
        told = [a_message(number, f"c{number % MANY}") for number in range(2 * MANY)]
        messages.keep(session, account, told, people)

    await database.write(fill)
    return database


def plans(database: Database, query, *args) -> list[str]:
    """How SQLite answers each SELECT of a query function."""
    found: list[str] = []

    def explain(connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.startswith("SELECT"):
            rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.extend(row[-1] for row in rows.fetchall())

    event.listen(database.engine, "before_cursor_execute", explain)
    database.read_now(query, *args)
    event.remove(database.engine, "before_cursor_execute", explain)
    return found


@pytest.mark.anyio
async def test_a_page_is_read_by_its_key_and_sorts_nothing(filled: Database) -> None:
    place = Place(NOW + timedelta(seconds=MANY), 50)
    for after in (None, place):
        how = plans(filled, conversations.listed, ConversationFilter(), after, 50)
        assert any("ix_conversation_last_at_id" in line for line in how), how
        assert not any("TEMP B-TREE FOR ORDER BY" in line for line in how[:3]), how
    how = plans(filled, conversations.thread, 1, place, 50)
    assert any("ix_message_conversation_id_at_id" in line for line in how), how
    assert not any("TEMP B-TREE" in line for line in how), how


@pytest.mark.anyio
async def test_all_pages_together_are_everything_once(filled: Database) -> None:
    seen, after = [], None
    while page := filled.read_now(conversations.listed, ConversationFilter(), after, 70):
        seen += page
        after = page[-1].place
    assert len({one.id for one in seen}) == len(seen) == MANY
    assert filled.read_now(conversations.unread) == 2 * MANY


@pytest.mark.anyio
@pytest.mark.parametrize("typed", ["100%", "mira", "MIRA brandt"])
async def test_a_name_is_found_by_its_letters_as_they_are(filled: Database, typed: str) -> None:
    assert len(filled.read_now(conversations.listed, ConversationFilter(text=typed), None, 10)) == 10
    assert filled.read_now(conversations.listed, ConversationFilter(text="10%0"), None, 10) == []


@pytest.mark.anyio
async def test_who_leaves_a_group_is_named_last_and_nothing_said_is_what_was_said(filled: Database) -> None:
    def talk(session) -> None:
        group = {"in_kind": ConversationKind.GROUP}
        told = [
            a_message(9000, "g", "welcome", **group),
            a_message(9001, "g", "", kind=MessageKind.LEFT, **group),
        ]
        messages.keep(session, 1, told, [RemotePerson(remote_id="q", handle="quiet", name="Q")])
        messages.keep(session, 1, [a_message(9002, "g", "still here", sender="q", **group)], [])

    await filled.write(talk)
    (found,) = filled.read_now(conversations.listed, ConversationFilter(kinds=(ConversationKind.GROUP,)), None, 5)
    assert (found.last_text, found.unread) == ("still here", 2)


@pytest.mark.anyio
async def test_an_edited_mention_changes_its_text_and_is_found_by_the_new_one(filled: Database) -> None:
    stored = await filled.write(messages.keep, 1, [a_message(0, "c0", "edited words")], [])
    assert (stored.added, stored.changed) == (0, 1)
    assert len(filled.read_now(conversations.listed, ConversationFilter(text="edited"), None, 5)) == 1


@pytest.mark.anyio
async def test_a_message_that_a_pull_told_of_while_it_was_sent_is_one(filled: Database) -> None:
    (one,) = filled.read_now(conversations.listed, ConversationFilter(), None, 1)
    message_id, outgoing = await filled.write(messages.begin, one.id, "hi", NOW)
    assert outgoing.to == ("p",)
    # Told of under its id by words that differ, so that it cannot be taken for ours at first.
    told = a_message(9000, outgoing.conversation, "hi!", own=True, sender=None)
    await filled.write(messages.keep, 1, [told], [])
    await filled.write(lambda session: messages.settle(session, message_id, MessageState.SENT, NOW, remote_id="m9000"))
    said = filled.read_now(conversations.thread, one.id, None, 10)
    assert [message.text for message in said if message.own] == ["hi!"]
    await filled.write(lambda session: messages.settle(session, message_id, MessageState.SENT, NOW, remote_id="m9000"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hello  there\n", "hello there", True),
        ("see https://example.com/a/b?c=1 now", "see https://t.co/Ab3 now", True),
        ("see example.com/a", "see https://t.co/Ab3", True),
        ("see example.com", "see https://t.co/Ab3", True),
        ("It is 2.50 and nice.", "It is 3.50 and nice.", False),
        ("hello", "hello!", False),
    ],
)
def test_texts_are_the_same_whatever_a_platform_makes_of_links_and_spaces(one, other, same):
    assert same_words(one, other) == same
