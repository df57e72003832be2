"""What people write to the accounts: read from the local store, answered by a person, one message at a time."""

import asyncio
import logging

from connectors import registry
from connectors.base import WritesMessages
from connectors.errors import ConnectorError, OutcomeUnknown, Unsupported
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.events import AccountsChanged, MessagesChanged
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.messages import (
    Conversation,
    ConversationFilter,
    Message,
    MessageSpec,
    MessageState,
    OutgoingMessage,
    Place,
    Reads,
    RemoteMessage,
)
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from storage import accounts, conversations, messages
from storage.database import Database

_log = logging.getLogger(__name__)
PAGE = 50
_EVERYTHING = ConversationFilter()


class Messages:
    """Lists conversations, reads them, and sends what a person wrote: once, whatever becomes of the answer."""

    def __init__(self, database: Database, connections: Connections, every: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._connections, self._accounts = database, connections, every
        self._bus, self._now = bus, now

    async def conversations(
        self, wanted: ConversationFilter = _EVERYTHING, after: Place | None = None, limit: int = PAGE
    ) -> tuple[Conversation, ...]:
        """A page of them behind `after`, the newest first."""
        return tuple(await self._database.read(conversations.listed, wanted, after, limit))

    async def conversation(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        return await self._database.read(conversations.one, conversation_id)

    async def thread(self, conversation_id: int, before: Place | None = None, limit: int = PAGE) -> tuple[Message, ...]:
        """The last messages before that place, oldest first. Raises NotFound."""
        await self.conversation(conversation_id)
        return tuple(await self._database.read(conversations.thread, conversation_id, before, limit))

    async def unread(self, client_id: int | None = None) -> int:
        """How many messages nobody has read yet."""
        return await self._database.read(conversations.unread, client_id)

    async def mark(self, conversation_id: int, *, read: bool) -> None:
        """Count a conversation as read here, or its last message as new; the platform hears nothing. Raises NotFound."""
        account_id = await self._database.write(messages.mark, conversation_id, read=read)
        self._tell(account_id)

    def spec(self, platform: PlatformId) -> MessageSpec | None:
        """What the platform lets be done with messages; None where nothing."""
        return spec_of(platform)

    async def readable(self) -> tuple[Account, ...]:
        """The accounts whose messages can be read, whether they are or not."""
        return tuple(one for one in await self._accounts.list() if spec_of(one.platform) is not None)

    async def set_reads(self, account_id: int, reads: Reads) -> Account:
        """What of an account's messages is read from now on. Raises NotFound, or BadInput where its platform has none."""
        account = await self._accounts.get(account_id)
        if spec_of(account.platform) is None:
            raise BadInput("messages cannot be read there", account=account.name)
        changed = await self._database.write(accounts.set_reads, account_id, reads, self._now())
        self._bus.publish(AccountsChanged(at=self._now(), account_ids=(account_id,)))
        return changed

    async def send(self, conversation_id: int, text: str) -> MessageState:
        """Send what a person wrote, once; what became of it. It is never sent again by itself.

        Raises BadInput for what cannot be sent there, NotFound, and what the platform refused; the text is kept then,
        as a message that did not go out.
        """
        conversation = await self.conversation(conversation_id)
        account = await self._accounts.get(conversation.account_id)
        _refuse(conversation, spec_of(account.platform), text)
        message_id, outgoing = await self._database.write(messages.begin, conversation_id, text, self._now())
        self._tell(account.id)
        # What has begun is brought to its end even where the window goes, so that its outcome is written down.
        return await asyncio.shield(asyncio.ensure_future(self._sent(account, message_id, outgoing)))

    async def discard(self, message_id: int) -> None:
        """Take away a message that did not go out. Raises NotFound, BadInput."""
        conversation_id = await self._database.write(messages.discard, message_id)
        self._tell((await self.conversation(conversation_id)).account_id)

    async def recover(self) -> None:
        """After a start: what an ended process was sending may have gone out."""
        if count := await self._database.write(messages.recover, self._now()):
            _log.warning("%d messages may have gone out before the program ended", count)

    async def _sent(self, account: Account, message_id: int, outgoing: OutgoingMessage) -> MessageState:
        error: AppError | None = None
        made: RemoteMessage | None = None
        try:
            async with self._connections.use(account) as client:
                if not isinstance(client, WritesMessages):
                    raise Unsupported("this platform takes no messages from this program")
                made = await client.write(outgoing)
        except AppError as failed:
            error = failed
        state = _state_after(error)
        await self._database.write(
            messages.settle,
            message_id,
            state,
            self._now(),
            remote_id=made.remote_id if made is not None else None,
            detail=error.reason if error is not None else "",
        )
        self._tell(account.id)
        if error is None or state is MessageState.UNKNOWN:
            return state
        if isinstance(error, ConnectorError):
            await self._accounts.note_failure(account, error)
        raise error.about(account=account.name) from error

    def _tell(self, account_id: int) -> None:
        self._bus.publish(MessagesChanged(at=self._now(), account_ids=(account_id,)))


def spec_of(platform: PlatformId) -> MessageSpec | None:
    """What the platform lets be done with messages; None where nothing, or where it cannot be connected yet."""
    manifest: Manifest | None = registry.platform(platform).manifest if platform in registry.offered() else None
    return manifest.messages if manifest is not None else None


def can_answer(conversation: Conversation) -> bool:
    """Whether it can be written in from here."""
    spec = spec_of(conversation.platform)
    return spec is not None and conversation.kind in spec.answers


def _refuse(conversation: Conversation, spec: MessageSpec | None, text: str) -> None:
    if spec is None or conversation.kind not in spec.answers:
        raise BadInput("this conversation cannot be answered from here", account=conversation.account)
    if not text.strip():
        raise BadInput("there is nothing to send", account=conversation.account)
    if len(text) > spec.longest:
        raise BadInput(f"a message has {spec.longest} characters at most there", account=conversation.account)


def _state_after(error: AppError | None) -> MessageState:
    if error is None:
        return MessageState.SENT
    return MessageState.UNKNOWN if isinstance(error, OutcomeUnknown) else MessageState.FAILED
