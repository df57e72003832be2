"""Direct messages through the page of a conversation (platforms/onlyfans.md §5.5)."""

import pytest

from connectors.errors import OutcomeUnknown, Rejected, Unsupported
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage

pytestmark = pytest.mark.anyio


def a_letter(text="Hello & thanks\ntwo", to=("705",), kind=ConversationKind.DIRECT):
    return OutgoingMessage(conversation=to[0], in_kind=kind, to=to, text=text)


def sent(stage):
    return stage.world.report()["demo_creator"]["letters"]


async def test_a_message_goes_out_once_and_is_told_as_the_site_has_it(stage):
    made = await stage.client().write(a_letter())
    assert sent(stage) == [{"fan": 705, "text": "Hello & thanks\ntwo"}]
    assert (made.conversation, made.own, made.text) == ("705", True, "Hello & thanks\ntwo")


async def test_who_cannot_be_written_to_is_told(stage):
    stage.world.configure({"closed_letters": True})
    with pytest.raises(Rejected, match="Cannot send message"):
        await stage.client().write(a_letter())
    with pytest.raises(Unsupported):
        await stage.client().write(a_letter(to=("1", "2")))
    with pytest.raises(Unsupported):
        await stage.client().write(a_letter(kind=ConversationKind.GROUP))
    assert sent(stage) == []


@pytest.mark.parametrize("action", ["accept_then_500", "truncated"])
async def test_a_message_whose_answer_is_lost_is_unknown_and_not_sent_again(stage, monkeypatch, action):
    from connectors.browser import answers

    monkeypatch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 1.0})
    stage.trouble(action, "^POST /api2/v2/chats/705/messages$")
    with pytest.raises(OutcomeUnknown):
        await stage.client().write(a_letter(action))
    assert sent(stage) == [{"fan": 705, "text": action}]
    assert stage.asked("POST /api2/v2/chats/705/messages") == 1
