"""OnlyFans: every answer that is read along from its pages, as if a page had been given it."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from connectors import lists
from connectors.base import Batch
from connectors.diagnostics import Diagnostics
from connectors.errors import RateLimited
from connectors.http import Reply, decoded
from connectors.onlyfans import letters, parse, payments, wire
from connectors.onlyfans.refusals import refusal
from connectors.onlyfans.visits import page_of
from fuzz.answers import answers
from fuzz.cases import Case
from fuzz.domain import hold_batch, hold_standing
from fuzz.parsers import Parser
from fuzz.shapes import onlyfans as shapes
from fuzz.wire import NOW

_ME = "41700321"
_LONGEST_WAIT = 86_400


def _listed(reply: Reply, told: Diagnostics, form: Any, parsed: Callable[[Any], Any]) -> list[Any]:
    found, _ = page_of(reply, told).items(form)
    return lists.each(found, parsed)[0]


def _payments(reply: Reply, told: Diagnostics) -> Batch:
    flips = payments.Flips({})
    read = partial(payments.movements, flips=flips, undone_at=None, now=NOW, was_known=True)
    return Batch(ledger=tuple(_flat(_listed(reply, told, wire.Row, read))))


def _chargebacks(reply: Reply, told: Diagnostics) -> Batch:
    flips = payments.Flips({})

    def read(one: wire.Chargeback) -> Any:
        return payments.movements(one.payment, flips, undone_at=NOW, now=NOW, was_known=False)

    return Batch(ledger=tuple(_flat(_listed(reply, told, wire.Chargeback, read))))


def _chats(reply: Reply, told: Diagnostics) -> Batch:
    for who, at in _listed(reply, told, wire.Chat, letters.last_of):
        assert who.isdecimal(), "somebody without a number"
        assert at.tzinfo is not None
    return Batch()


def _letters(reply: Reply, told: Diagnostics) -> Batch:
    read = partial(parse.letter, conversation="777", my_id=_ME)
    return Batch(messages=tuple(_listed(reply, told, wire.Letter, read)))


def _overview(reply: Reply, told: Diagnostics) -> Batch:
    read = decoded(reply, wire.Overview, told)
    return Batch(metrics=tuple(parse.visits(read, 0, None, NOW)[0]), audience=parse.countries(read, NOW))


def _posts(reply: Reply, told: Diagnostics) -> Batch:
    found, _ = page_of(reply, told).items(wire.Post)
    posts, _ = lists.each(found, partial(parse.post, username="ada"))
    return Batch(posts=tuple(posts), metrics=tuple(one for post in found for one in parse.readings(post, NOW)))


def _counts(reply: Reply, told: Diagnostics) -> Batch:
    parse.whole(decoded(reply, wire.FanCounts, told).subscribers.active)
    return Batch()


def _me(reply: Reply, told: Diagnostics) -> Batch:
    me = decoded(reply, wire.Me, told)
    if me.is_auth:
        hold_standing(parse.standing(me))
    return Batch()


_READ: Mapping[str, Callable[[Reply, Diagnostics], Batch]] = {
    "me": _me,
    "transactions": _payments,
    "chargebacks": _chargebacks,
    "payouts": lambda reply, told: Batch(payouts=tuple(_listed(reply, told, wire.PayoutRow, payments.payout))),
    "fans": lambda reply, told: Batch(
        subscribers=tuple(_listed(reply, told, wire.Fan, partial(parse.subscriber, my_id=_ME, now=NOW)))
    ),
    "counts": _counts,
    "posts": _posts,
    "schedules": lambda reply, told: Batch(
        posts=tuple(_listed(reply, told, wire.Waiting, partial(parse.waiting, username="ada")))
    ),
    "chats": _chats,
    "letters": _letters,
    "overview": _overview,
}


def _flat(rows: Iterable[list[Any]]) -> list[Any]:
    return [one for each in rows for one in each]


def _read(case: Case) -> list[str]:
    told = Diagnostics()
    reply = Reply(status=case.status, headers={name.lower(): value for name, value in case.headers}, body=case.body)
    for publishing in (True, False):
        error = refusal(reply, NOW, publishing=publishing)
        if isinstance(error, RateLimited) and error.retry_at is not None:
            assert (error.retry_at - NOW).total_seconds() <= _LONGEST_WAIT, "it is silent for long"
    if error is not None:
        raise error
    try:
        hold_batch(_READ[case.where](reply, told))
    finally:
        noted = [str(told.unreadable)]
    return noted


PARSER = Parser(answers(shapes.DOCUMENTS), _read)
