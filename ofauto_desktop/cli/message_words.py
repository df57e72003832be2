"""The words of messages on the command line."""

from typing import TYPE_CHECKING

from ofauto_desktop.domain.messages import ConversationKind, Reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from ofauto_desktop.cli.parser import Parser, Verbs

    Verb = Callable[[Verbs, str, Parser, str], Parser]
    RowId = Callable[[str], int]


def add(
    verbs: "Verbs", common: "Parser", verb: "Verb", subs: "Callable[[Verbs, str, str], Verbs]", row_id: "RowId"
) -> None:
    """Add them to the program's verbs."""
    messages = subs(verbs, "messages", "what people write to the accounts")
    listed = verb(messages, "list", common, "conversations, the newest first")
    listed.add_argument("--account", action="append", default=[], metavar="ID")
    listed.add_argument("--client", metavar="NAME")
    listed.add_argument("--kind", action="append", default=[], choices=[one.value for one in ConversationKind])
    listed.add_argument("--unread", action="store_true", help="only those with something new")
    listed.add_argument("--search", default="", metavar="WORDS", help="in messages and in names")
    _page(listed, "after")
    shown = verb(messages, "show", common, "the last messages of a conversation, oldest first")
    shown.add_argument("id", type=row_id, metavar="ID")
    _page(shown, "before")
    sent = verb(messages, "send", common, "answer in a conversation: once, whatever becomes of it")
    sent.add_argument("id", type=row_id, metavar="ID")
    text = sent.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar="T")
    text.add_argument("--text-file", metavar="F")
    _broadcast(messages, common, verb, row_id)
    marked = verb(messages, "mark", common, "count a conversation as read, or its last message as new")
    marked.add_argument("id", type=row_id, metavar="ID")
    marked.add_argument("--unread", action="store_true")
    gone = verb(messages, "discard", common, "take away a message that did not go out")
    gone.add_argument("message", type=row_id, metavar="MESSAGE_ID")
    reads = verb(messages, "reads", common, "what of an account's messages is read; platforms may bill it")
    reads.add_argument("account", metavar="ID")
    reads.add_argument("what", choices=[one.value for one in Reads])


def _broadcast(messages: "Verbs", common: "Parser", verb: "Verb", row_id: "RowId") -> None:
    lists = verb(messages, "lists", common, "the lists of people that an account can write to at once")
    lists.add_argument("account", metavar="ID")
    listed = verb(messages, "broadcasts", common, "what went to many in the last 90 days, as the site lists it now")
    listed.add_argument("account", metavar="ID")
    back = verb(messages, "unsend", common, "take back a message that went to many")
    back.add_argument("account", metavar="ID")
    back.add_argument("message", metavar="REMOTE_ID", help="as `messages broadcasts` names it")
    many = verb(messages, "broadcast", common, "write to whole lists of people: once, whatever becomes of it")
    many.add_argument("account", metavar="ID")
    many.add_argument(
        "--to", action="append", required=True, metavar="LIST", help="a list, by its name; may be repeated"
    )
    many.add_argument("--exclude", action="append", default=[], metavar="LIST", help="but for whoever is on this one")
    text = many.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar="T")
    text.add_argument("--text-file", metavar="F")
    many.add_argument("--media", action="append", default=[], type=row_id, metavar="ID")
    many.add_argument("--price", type=int, default=0, metavar="CENTS", help="US cents; 0 is free")
    many.add_argument("--at", metavar="TIME", help="by the site's own scheduler: ISO 8601 with its offset")
    many.add_argument("--looked", action="store_true", help="I have seen what became of the last one")


def _page(parser: "Parser", key: str) -> None:
    parser.add_argument("--limit", type=int, default=50, metavar="N")
    parser.add_argument(f"--{key}", metavar="KEY", help="a row's key: go on behind it")
