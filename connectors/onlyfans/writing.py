"""Direct messages, through the page of a conversation: one call for each, never again by itself."""

from typing import Any

import msgspec

from connectors.base import Connection
from connectors.browser.walking import walk
from connectors.errors import LayoutChanged, OutcomeUnknown, Unsupported
from connectors.onlyfans import parse
from connectors.onlyfans.publishing import Ready, Typed
from connectors.onlyfans.refusals import refusal
from connectors.onlyfans.site import site
from connectors.onlyfans.visits import Visits
from connectors.onlyfans.wire import Letter
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage, RemoteMessage

_PATIENCE = 20.0


async def write(connection: Connection, visits: Visits, message: OutgoingMessage) -> RemoteMessage:
    """Send it once. Raises OutcomeUnknown where it may have gone out all the same, Rejected where it was refused."""
    if message.in_kind is not ConversationKind.DIRECT or len(message.to) != 1 or not message.to[0].isdecimal():
        raise Unsupported("OnlyFans takes messages to one person from this program")
    who = message.to[0]
    values: dict[str, Any] = {
        "who": who,
        "text": message.text,
        "same_text": Typed("chat_text", message.text),
        "ready": Ready("send", _PATIENCE),
    }
    async with visits.run() as run, run.page(f"/my/chats/chat/{who}") as opened:
        look = opened.tab.look(site())
        answer = await walk(opened.tab, look, "letter", values, address=run.address)
        if answer is None:
            raise LayoutChanged("the site's data do not say how a message is answered")
        error = refusal(answer.reply, connection.now(), publishing=True)
        if error is not None:
            raise error
        try:
            made = msgspec.json.decode(answer.reply.body, type=Letter)
            return parse.letter(made, who, str(opened.me.id))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, LayoutChanged) as wrong:
            raise OutcomeUnknown("OnlyFans accepted it but its answer cannot be read") from wrong
