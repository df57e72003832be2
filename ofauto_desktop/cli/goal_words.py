"""The words of goals and best times on the command line."""

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
    goals = subs(verbs, "goals", "numbers to reach by a day")
    verb(goals, "list", common, "how each stands, and when it will be reached").add_argument("--client", metavar="NAME")
    made = verb(goals, "add", common, "a number to reach by a day")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--metric", required=True, metavar="M", help="as of metrics; engagement; net_revenue")
    made.add_argument("--target", required=True, type=int, metavar="N", help="money in minor units")
    made.add_argument("--currency", metavar="CODE", help="of net_revenue")
    made.add_argument("--from", dest="start", required=True, metavar="D", help="first day")
    made.add_argument("--to", dest="end", required=True, metavar="D", help="last day, which counts too")
    made.add_argument("--account", metavar="ID", help="of this account alone")
    made.add_argument("--client", metavar="NAME", help="of all accounts of this client")
    verb(goals, "remove", common, "drop a goal").add_argument("id", type=row_id, metavar="ID")
    times = verb(verbs, "best-times", common, "when posts do better than usual, by the last 26 weeks")
    times.add_argument("--account", action="append", default=[], metavar="ID")
    times.add_argument("--zone", metavar="IANA", help="hours of this zone; of each account's own otherwise")
