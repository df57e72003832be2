"""A message to many is taken back through the page that lists them: the one that is meant, and no other (§5.5)."""

from argparse import Namespace
from types import SimpleNamespace

import pytest

from connectors.browser import answers
from connectors.errors import LayoutChanged, OutcomeUnknown, Rejected
from connectors.onlyfans import masses
from connectors.onlyfans.client import OnlyFansClient
from ofauto_desktop.cli.verbs import messages as verbs
from ofauto_desktop.domain.broadcasts import OutgoingBroadcast
from ofauto_desktop.services.broadcasting import Broadcasting
from storage import audit
from tests.browser.onlyfans.test_in_the_program import connected, program  # noqa: F401 - a workspace

pytestmark = pytest.mark.anyio
DELETES = "DELETE /api2/v2/messages/queue"


async def sent(stage, *texts):
    """Their ids, in the order in which they went out."""
    client = stage.client()
    return [(await client.broadcast(OutgoingBroadcast(text=text, to=("Fans",)))).remote_id for text in texts]


def taken_back(stage):
    return [one.text for one in stage.house.masses if one.cancelled]


async def test_the_one_that_is_meant_is_taken_back_and_no_other(stage):
    first, _, _ = await sent(stage, "The first", "The second", "The third")
    await stage.client().unsend(first)
    assert taken_back(stage) == ["The first"]
    await stage.client().unsend(first)
    assert stage.asked(DELETES) == 1, "what is taken back is not taken back again"
    listed = await stage.client().broadcasts(stage.clock())
    assert [(one.text, one.is_unsent) for one in listed] == [
        ("The third", False),
        ("The second", False),
        ("The first", True),
    ]
    assert [one.people for one in listed] == [len(one.to) for one in stage.house.masses]


async def test_the_site_may_ask_whether_it_is_meant(stage):
    [only] = await sent(stage, "Only one")
    stage.world.settings.asks_yes = True
    await stage.client().unsend(only)
    assert taken_back(stage) == ["Only one"]


async def test_a_row_that_says_other_words_is_not_pressed(stage, monkeypatch):
    """The page may list them otherwise than it was told of them: then a person looks, and nothing is taken back."""
    [_, last] = await sent(stage, "The first", "The second")
    plain = masses._wanted

    async def another(opened, remote_id):
        _, message = await plain(opened, remote_id)
        return 1, message

    monkeypatch.setattr(masses, "_wanted", another)
    with pytest.raises(LayoutChanged, match="its words"):
        await stage.client().unsend(last)
    assert stage.asked(DELETES) == 0


async def test_a_press_that_would_take_back_another_one_reaches_nobody(stage, monkeypatch):
    """Same words, another place: the page itself would name another message."""
    [_, last] = await sent(stage, "The same", "The same")
    plain = masses._wanted

    async def another(opened, remote_id):
        _, message = await plain(opened, remote_id)
        return 1, message

    monkeypatch.setattr(masses, "_wanted", another)
    monkeypatch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 1.0})
    with pytest.raises(OutcomeUnknown):
        await stage.client().unsend(last)
    assert (stage.asked(DELETES), taken_back(stage)) == (0, [])


async def test_a_lost_answer_is_unknown_and_asking_again_settles_it(stage, program, monkeypatch):  # noqa: F811
    account = await connected(program, stage)
    [only] = await sent(stage, "Marigold")
    broadcasting = Broadcasting(program.database, program.connections, program.accounts, None, program.clock)
    with monkeypatch.context() as patch:
        patch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 1.0})
        stage.trouble("accept_then_500", "^DELETE /api2/v2/messages/queue")
        with pytest.raises(OutcomeUnknown):
            await broadcasting.unsend(account.id, only)
    services = SimpleNamespace(accounts=program.accounts, broadcasting=broadcasting)
    done = await verbs.unsend(services, Namespace(account=str(account.id), message=only))
    assert done.value == {"remote_id": only, "unsent": True}
    assert stage.asked(DELETES) == 1
    [shown] = (await verbs.broadcasts(services, Namespace(account=str(account.id)))).value
    assert (shown["remote_id"], shown["unsent"], shown["text"]) == (only, True, "Marigold")
    acts = await program.database.read(audit.entries)
    assert [one.outcome for one in acts if one.action == "message.unsend"][::-1] == ["begun", "unknown", "begun", "ok"]


async def test_what_the_site_does_not_list_is_refused(stage):
    with pytest.raises(Rejected, match="no message"):
        await stage.client().unsend("999")


async def test_a_process_that_dies_while_one_is_taken_back_leaves_that_open(program, stage, monkeypatch):  # noqa: F811
    """What is on the disk when the site is asked is all that a dead process leaves; asked again it goes on by itself."""
    account = await connected(program, stage)
    seen = []

    async def asked(client, remote_id):
        seen.extend(await program.database.read(audit.entries))

    monkeypatch.setattr(OnlyFansClient, "unsend", asked)
    broadcasting = Broadcasting(program.database, program.connections, program.accounts, None, program.clock)
    await broadcasting.unsend(account.id, "501")
    left = [one for one in seen if one.action == "message.unsend"]
    assert [(one.outcome, one.details) for one in left] == [("begun", {"message": "501"})]
