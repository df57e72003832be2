"""The words of slots, queues and export on the command line."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ofauto_desktop.cli.parser import Parser, Verbs

    Verb = Callable[[Verbs, str, Parser, str], Parser]
    RowId = Callable[[str], int]


def add(
    verbs: "Verbs", common: "Parser", verb: "Verb", subs: "Callable[[Verbs, str, str], Verbs]", row_id: "RowId"
) -> None:
    """Add them to the program's verbs."""
    _slots(subs(verbs, "slots", "when accounts like to post"), common, verb)
    _queues(subs(verbs, "queues", "named lines of posts"), common, verb, row_id)
    _export(subs(verbs, "export", "files for other programs"), common, verb)


def _slots(subs: "Verbs", common: "Parser", verb: "Verb") -> None:
    listing = verb(
        subs, "list", common, "slots of their own; an account without any has 9, 13, 18 and 21 o'clock each day"
    )
    listing.add_argument("--account", action="append", default=[], metavar="ID")
    for name, words in (
        ("set", "make these all the slots of an account"),
        ("add", "give an account slots"),
        ("remove", "take slots from an account"),
    ):
        one = verb(subs, name, common, words)
        one.add_argument("account", metavar="ACCOUNT")
        one.add_argument(
            "time", nargs="*" if name == "set" else "+", metavar="DAY@HH:MM", help="as mon@09:00, in its zone"
        )
        if name != "remove":
            one.add_argument("--queue", metavar="NAME", help="for the posts of this queue alone")
    free = verb(subs, "next", common, "the next free slot of an account")
    free.add_argument("account", metavar="ACCOUNT")
    free.add_argument("--queue", metavar="NAME", help="of this queue")


def _queues(subs: "Verbs", common: "Parser", verb: "Verb", row_id: "RowId") -> None:
    verb(subs, "list", common, "all queues, in their order")
    made = verb(subs, "add", common, "a new queue")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--client", metavar="NAME", help="whose it is; of every client otherwise")
    renamed = verb(subs, "rename", common, "another name")
    renamed.add_argument("name", metavar="NAME")
    renamed.add_argument("to", metavar="NEW_NAME")
    for name, words in (
        ("show", "the posts that wait in it, in order"),
        ("remove", "drop it; its posts keep their times"),
    ):
        verb(subs, name, common, words).add_argument("name", metavar="NAME")
    verb(subs, "order", common, "put all queues into this order").add_argument("names", nargs="+", metavar="NAME")
    for name, words in (
        ("put", "put posts at its end, on its next free slots"),
        ("arrange", "make these all its posts, in this order; each takes the next free slots"),
    ):
        one = verb(subs, name, common, words)
        one.add_argument("name", metavar="NAME")
        one.add_argument("post", nargs="+", type=row_id, metavar="POST")
    out = verb(subs, "take-out", common, "take posts out of their queues; they keep their times")
    out.add_argument("post", nargs="+", type=row_id, metavar="POST")


def _export(subs: "Verbs", common: "Parser", verb: "Verb") -> None:
    calendar = verb(subs, "calendar", common, "every post with a time, as iCalendar (.ics)")
    calendar.add_argument("file", metavar="FILE")
    narrow(calendar)


def narrow(to: argparse.ArgumentParser) -> None:
    """What narrows a list of posts."""
    to.add_argument("--state", action="append", default=[], metavar="S")
    to.add_argument("--account", action="append", default=[], metavar="ID")
    to.add_argument("--platform", action="append", default=[], metavar="P")
    to.add_argument("--client", action="append", default=[], metavar="NAME")
    to.add_argument("--tag", action="append", default=[], metavar="T", help="any of these")
    to.add_argument("--text", default="", metavar="WORDS", help="posts that hold all of these")
    to.add_argument("--from", dest="start", metavar="D", help="first day, or an ISO 8601 time")
    to.add_argument("--to", dest="end", metavar="D", help="the day after the last, or an ISO 8601 time")
