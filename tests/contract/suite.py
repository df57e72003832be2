"""What every platform must hold, whichever it is: plain checks that take a stage (style.md 12)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

import pytest

from connectors.base import (
    Batch,
    Broadcasts,
    PlatformClient,
    Prepared,
    Probes,
    Publishes,
    PullContext,
    Pulls,
    WritesMessages,
)
from connectors.errors import (
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    OutcomeUnknown,
    ProxyFailed,
    RateLimited,
    Temporary,
)
from connectors.held import HeldCredential
from connectors.practice.faults import Action
from connectors.registry import Platform
from ofauto_desktop.domain.platforms import Capability, SyncKind
from ofauto_desktop.domain.posts import RemotePost, matching
from tests.contract.stage import NOW, Stage, a_post

TEXT = "Marigold contract words, not to be found in any log"
Check = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Named:
    """A check, and the capability without which it does not apply; PULLS stands for any pull."""

    check: Check
    needs: str | None
    asks: bool = True

    def applies(self, parts: Platform) -> bool:
        if self.asks and not parts.manifest.endpoints:
            return False  # a platform that only sends: there is nobody to ask
        if self.asks and set(parts.manifest.endpoints) == {"site"}:
            return False  # reached by a browser alone, for which no wire in process will do: tests/browser
        if self.needs == Capability.PUBLISH and parts.manifest.session:
            return False  # it is posted to by its page: tests/browser
        if self.needs == "pulls":
            return bool(parts.manifest.pulls)
        return self.needs is None or self.needs in parts.manifest.capabilities


CHECKS: list[Named] = []


def check(needs: str | None = None, *, asks: bool = True) -> Callable[[Check], Check]:
    def add(function: Check) -> Check:
        CHECKS.append(Named(function, needs, asks))
        return function

    return add


def stored(batches: Sequence[Batch]) -> set[object]:
    """Everything a caller would have stored, each once. A date that is only ours stays what it was at first.

    What a payout is made of is told once and stays, too.
    """
    entries = [entry._replace(at=NOW) if entry.at_estimated else entry for batch in batches for entry in batch.ledger]
    payouts = [replace(payout, sales=None, undone=()) for batch in batches for payout in batch.payouts]
    others = [
        thing for one in batches for thing in (*one.posts, *one.metrics, *one.subscribers, *one.messages, *one.people)
    ]
    return {*entries, *payouts, *others}


async def pulled(client: Pulls, stage: Stage, kind: SyncKind, cursor: str | None = None) -> list[Batch]:
    context = PullContext(now=stage.clock(), cursor=cursor, known_posts=await _known(stage, kind))
    return [batch async for batch in client.pull(kind, context)]


async def _known(stage: Stage, kind: SyncKind) -> tuple[str, ...]:
    """The ids whose metrics are wanted: those that the platform lists, asked for behind the test's back."""
    if kind is not SyncKind.METRICS or SyncKind.POSTS not in stage.parts.manifest.pulls:
        return ()
    waiting, stage.faults._waiting = stage.faults._waiting, []
    seen = list(stage.faults.seen)
    batches = [one async for one in stage.client().pull(SyncKind.POSTS, PullContext(now=stage.clock()))]
    stage.faults._waiting = waiting
    stage.faults.seen.clear()
    stage.faults.seen.extend(seen)
    return tuple(post.remote_id for batch in batches for post in batch.posts)


async def each_read(stage: Stage, client: PlatformClient, expected: type[ConnectorError] | tuple[type, ...]) -> list:
    """The errors of the live check and of each kind of pull, all of which must be `expected`."""
    errors = []
    with pytest.raises(expected) as caught:
        await client.check()
    errors.append(caught.value)
    for kind in stage.parts.manifest.pulls:
        with pytest.raises(expected) as caught:
            await pulled(client, stage, kind)
        errors.append(caught.value)
    return errors


def _sends(stage: Stage, client: PlatformClient) -> bool:
    """Whether a post can be sent over the wire in process: what goes by a page has tests of its own (tests/browser)."""
    return isinstance(client, Publishes) and not stage.parts.manifest.session


async def sent(stage: Stage, client: Publishes, text: str = TEXT) -> RemotePost:
    return await client.send(await prepared(stage, client, text), 0, None)


async def prepared(stage: Stage, client: Publishes, text: str = TEXT) -> Prepared:
    return await client.prepare(a_post(text, media=stage.media), {})


@check(asks=False)
async def the_manifest_and_the_client_agree(stage: Stage) -> None:
    manifest, client = stage.parts.manifest, stage.client()
    assert isinstance(client, Publishes) == (Capability.PUBLISH in manifest.capabilities)
    assert isinstance(client, Probes) == (Capability.PROBE in manifest.capabilities)
    assert isinstance(client, Pulls) == bool(manifest.pulls)
    assert (manifest.messages is not None) == (Capability.MESSAGES in manifest.capabilities)
    assert isinstance(client, WritesMessages) == bool(manifest.messages and manifest.messages.answers)
    assert isinstance(client, Broadcasts) == manifest.broadcasts
    assert (stage.parts.rules is None) == (Capability.PUBLISH not in manifest.capabilities)
    assert (stage.parts.login is None) == (manifest.oauth is None)
    assert (stage.parts.hooks is not None) == (Capability.WEBHOOKS in manifest.capabilities)
    assert set(manifest.floors) == set(manifest.pulls)
    assert set(Capability) - manifest.capabilities == set(manifest.unavailable)
    assert all(url.startswith("https://") for url in manifest.endpoints.values())
    assert [spec.name for spec in manifest.fields if spec.required]
    assert {spec.name for spec in manifest.fields} >= set(stage.fields) or set(manifest.endpoints) == {"site"}
    assert manifest.stores
    assert manifest.where_to_get


@check()
async def a_login_is_recognised(stage: Stage) -> None:
    standing = await stage.client().check()
    assert standing.remote_id
    assert standing.handle


@check()
async def a_login_that_is_none_has_expired(stage: Stage) -> None:
    nobody = HeldCredential({**stage.fields, stage.secret: "nobody-s-token"})
    client = stage.client(credentials=nobody)
    await each_read(stage, client, LoginExpired)
    if _sends(stage, client):
        with pytest.raises(LoginExpired):
            await sent(stage, client)


@check()
async def a_login_with_characters_that_cannot_be_sent_is_refused_without_quoting_it(stage: Stage) -> None:
    for token in ("secret…token", "secret\ntoken"):
        client = stage.client(credentials=HeldCredential({**stage.fields, stage.secret: token}))
        with pytest.raises(ConnectorError) as caught:
            await client.check()
        assert "secret" not in f"{caught.value!r} {caught.value.reason} {caught.value.__cause__!r}"


@check()
async def too_many_requests_name_the_time_to_go_on(stage: Stage) -> None:
    stage.trouble("status", status=429, times=99, headers={"retry-after": "30"}, body='{"title":"Too Many Requests"}')
    client = stage.client()
    for error in await each_read(stage, client, RateLimited):
        assert error.retry_at is not None
        assert error.retry_at.tzinfo is UTC
        assert error.retry_at > stage.clock()
    if _sends(stage, client):
        with pytest.raises(RateLimited):
            await sent(stage, client)


@check()
async def a_page_instead_of_data_is_no_data(stage: Stage) -> None:
    for status in (502, 503, 200):
        stage.trouble("html", status=status, times=99)
        await each_read(stage, stage.client(), (Temporary, LayoutChanged))
        stage.faults.clear()


@check()
async def garbled_answers_are_no_data(stage: Stage) -> None:
    for action in (Action.TRUNCATED, Action.WRONG_TYPES, Action.EMPTY, Action.HUGE):
        stage.trouble(action, times=99)
        await each_read(stage, stage.client(), (Temporary, LayoutChanged))
        stage.faults.clear()


@check()
async def an_answer_that_does_not_come_is_given_up(stage: Stage) -> None:
    for action in (Action.HANG, Action.SLOW):
        stage.trouble(action, times=99, seconds=30)
        await each_read(stage, stage.client(deadline=0.05), Temporary)
        stage.faults.clear()


@check()
async def a_reset_connection_may_be_tried_again(stage: Stage) -> None:
    stage.trouble("reset_before", times=99)
    await each_read(stage, stage.client(), Temporary)
    stage.faults.clear()
    await stage.client().check()


@check()
async def a_platform_that_is_not_there_was_not_reached(stage: Stage) -> None:
    nowhere = dict.fromkeys(stage.endpoints, "http://127.0.0.1:9")
    await each_read(stage, stage.client(endpoints=nowhere), NetworkDown)


@check()
async def a_proxy_that_is_not_there_is_never_passed_by(stage: Stage) -> None:
    client = stage.client(proxy="http://user:proxy-password@127.0.0.1:9")
    for error in await each_read(stage, client, ProxyFailed):
        assert "proxy-password" not in repr(error)
    assert not stage.faults.seen


@check("pulls")
async def pulling_twice_brings_the_same(stage: Stage) -> None:
    for kind in stage.parts.manifest.pulls:
        first, again = [stored(await pulled(stage.client(), stage, kind)) for _ in range(2)]
        assert first == again
        assert first, f"the practice year has no {kind.value}"


@check("pulls")
async def an_interrupted_pull_goes_on_where_it_stopped(stage: Stage) -> None:
    for kind in stage.parts.manifest.pulls:
        whole = stored(await pulled(stage.client(), stage, kind))
        for skip in (1, 2, 4):
            before, cursor = await _until_broken(stage, kind, skip)
            rest = await pulled(stage.client(), stage, kind, cursor)
            assert stored([*before, *rest]) == whole


async def _until_broken(stage: Stage, kind: SyncKind, skip: int) -> tuple[list[Batch], str | None]:
    """The batches and the last cursor of a pull whose connection breaks after `skip` requests."""
    client, batches, cursor = stage.client(), [], None
    context = PullContext(now=stage.clock(), known_posts=await _known(stage, kind))
    stage.trouble("reset_before", skip=skip)
    try:
        async for batch in client.pull(kind, context):
            batches.append(batch)
            cursor = batch.cursor or cursor
    except Temporary:
        pass
    stage.faults.clear()
    return batches, cursor


@check("pulls")
async def a_pull_after_a_complete_one_brings_nothing_else(stage: Stage) -> None:
    for kind in stage.parts.manifest.pulls:
        first = await pulled(stage.client(), stage, kind)
        cursors = [batch.cursor for batch in first if batch.cursor]
        again = await pulled(stage.client(), stage, kind, cursors[-1] if cursors else None)
        assert stored(again) <= stored(first)


@check(Capability.PUBLISH)
async def a_post_goes_out_once(stage: Stage) -> None:
    made = await sent(stage, stage.client())
    assert made.remote_id
    assert made.url
    assert made.text == TEXT


# What becomes of a post whose answer is lost, and whether it went out all the same.
LOSSES = {
    Action.HTML: False,
    Action.RESET_BEFORE: False,
    Action.TRUNCATED: True,
    Action.WRONG_TYPES: True,
    Action.EMPTY: True,
    Action.HUGE: True,
    Action.SLOW: True,
    Action.HANG: True,
    Action.ACCEPT_THEN_DROP: True,
    Action.ACCEPT_THEN_500: True,
}


@check(Capability.PUBLISH)
async def a_lost_answer_is_unknown_and_never_sent_again(stage: Stage) -> None:
    for number, (action, went_out) in enumerate(LOSSES.items()):
        text = f"{TEXT} {number}"
        began = stage.clock()
        ready = await prepared(stage, stage.client(), text)
        stage.trouble(action, "^POST", seconds=30)
        before = stage.asked("POST")
        client = stage.client(deadline=0.05 if action in (Action.SLOW, Action.HANG) else 5.0)
        with pytest.raises(OutcomeUnknown):
            await client.send(ready, 0, None)
        assert stage.asked("POST") == before + 1, action
        if Capability.PROBE in stage.parts.manifest.capabilities:
            listed = await stage.client().recent(began)
            assert len(matching(text, len(stage.media), listed, began)) == went_out, action


@check(Capability.PUBLISH)
async def a_platform_that_is_not_there_got_no_post(stage: Stage) -> None:
    nowhere = dict.fromkeys(stage.endpoints, "http://127.0.0.1:9")
    with pytest.raises(NetworkDown):
        await sent(stage, stage.client(endpoints=nowhere))


@check(Capability.PROBE)
async def a_list_of_own_posts_is_whole_or_an_error(stage: Stage) -> None:
    for action in (Action.TRUNCATED, Action.WRONG_TYPES, Action.EMPTY, Action.HTML, Action.RESET_BEFORE):
        stage.trouble(action, "^GET")
        with pytest.raises(ConnectorError):
            await stage.client().recent(stage.clock())


@check()
async def nothing_secret_shows(stage: Stage) -> None:
    """Not in errors, not in diagnostics, not where somebody prints a value while looking for a fault."""
    token = stage.fields[stage.secret]
    client, shown = stage.client(), []
    for action in (Action.WRONG_TYPES, Action.TRUNCATED, Action.HTML, Action.ACCEPT_THEN_500):
        ready = await prepared(stage, client, f"{TEXT} {action}") if _sends(stage, client) else None
        stage.trouble(action, times=99)
        for error in await each_read(stage, client, ConnectorError):
            shown += [repr(error), str(error), error.reason, repr(error.__cause__)]
        if _sends(stage, client):
            with pytest.raises(OutcomeUnknown) as caught:
                await client.send(ready, 0, None)
            shown += [repr(caught.value), caught.value.reason, repr(caught.value.__cause__)]
        stage.faults.clear()
    if _sends(stage, client):
        ready = await prepared(stage, client)
        shown += [repr(ready), repr(await client.send(ready, 0, None))]
    shown += [repr(list(stage.diagnostics.requests)), str(stage.diagnostics.unreadable), repr(stage.held.current)]
    everything = "\n".join(shown)
    assert stage.diagnostics.requests
    assert stage.diagnostics.unreadable
    assert token not in everything
    assert "Marigold" not in everything
