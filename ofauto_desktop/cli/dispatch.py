"""From a verb to what does it. Verbs of an open workspace get its services; the others open nothing."""

from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from ofauto_desktop.app import Program
from ofauto_desktop.cli import secrets_in
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.errors import KeychainLocked, KeychainMissing, Locked, NotFound
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.services import Services
from ofauto_desktop.services.lock import OpenWorkspace, WorkspaceState

Closed = Callable[[BackgroundLoop, Namespace], Awaitable[Result | None]]
Opened = Callable[[Services, Namespace], Awaitable[Result | None]]


async def answer(loop: BackgroundLoop, given: Namespace) -> Result | None:
    """Do what was asked; None where the verb has printed its lines itself."""
    word = f"{given.verb} {given.sub}" if getattr(given, "sub", None) else given.verb
    closed = _closed().get(word)
    if closed is not None:
        return await closed(loop, given)
    runs, door = word == "run", getattr(given, "inbound_port", None)
    async with opened(loop, given, with_clock=runs and not given.until_idle, door=door) as services:
        return await _opened()[word](services, given)


@asynccontextmanager
async def opened(
    loop: BackgroundLoop, given: Namespace, *, with_clock: bool = False, door: int | None = None
) -> AsyncIterator[Services]:
    """The services of the workspace that is named, unlocked by the keychain, a given passphrase, or the terminal.

    `door`: the port on which webhooks are taken in.
    """
    program = Program(given.data_dir, loop)
    workspace = await _unlocked(program, given)
    try:
        services = await program.open(workspace, with_clock=with_clock)
        if door is not None:
            await program.open_door(door)
        yield services
    finally:
        await program.close()
        program.dispose()


async def _unlocked(program: Program, given: Namespace) -> OpenWorkspace:
    state = program.lock.state()
    if state is WorkspaceState.ABSENT:
        raise NotFound("there is no workspace here; ofauto init makes one", item=str(program.data_dir))
    explicit = given.unlock_fd is not None or given.unlock_file is not None
    if state is WorkspaceState.OPENS_BY_KEYCHAIN and not explicit:
        try:
            return await program.lock.unlock()
        except (KeychainLocked, KeychainMissing) as error:
            refused: Locked = error
    else:
        refused = Locked("the passphrase is needed: --unlock-fd or --unlock-file", item=str(program.data_dir))
    passphrase = secrets_in.passphrase(given.unlock_fd, given.unlock_file)
    if passphrase is None:
        raise refused
    return await program.lock.unlock(passphrase=passphrase)


def _closed() -> Mapping[str, Closed]:
    from ofauto_desktop.cli.verbs import backup, workspace

    return {
        "init": workspace.init,
        "platforms": workspace.platforms,
        "practice": workspace.practice,
        "doctor": workspace.doctor,
        "backup verify": backup.verify,
        "backup restore": backup.restore,
    }


def _opened() -> Mapping[str, Opened]:
    from ofauto_desktop.cli.verbs import (
        accounts,
        audit,
        backup,
        clients,
        goals,
        hosting,
        media,
        messages,
        money,
        notices,
        numbers,
        planning,
        posts,
        proxies,
        run,
    )

    return {
        "clients add": accounts.add_client,
        "clients list": accounts.list_clients,
        "clients show": clients.show,
        "clients report": clients.report,
        "notices list": notices.listing,
        "accounts add": accounts.add,
        "accounts connect": accounts.connect,
        "accounts list": accounts.listing,
        "accounts check": accounts.check,
        "accounts proxy": proxies.proxy,
        "accounts log": proxies.log,
        "accounts history": accounts.history,
        "accounts unattended": accounts.unattended,
        "accounts assisted": accounts.assisted,
        "accounts remove": accounts.remove,
        "revoke": accounts.revoke,
        "media add": media.add,
        "media list": media.listing,
        "media host": hosting.host,
        "posts add": posts.add,
        "posts list": posts.listing,
        "posts show": posts.show,
        "posts move": posts.move,
        "posts cancel": posts.cancel,
        "posts prepare": posts.prepare,
        "posts fill": posts.fill,
        "posts resend": posts.resend,
        "posts resolve": posts.resolve,
        "slots list": planning.list_slots,
        "slots set": planning.set_slots,
        "slots add": planning.add_slots,
        "slots remove": planning.remove_slots,
        "slots next": planning.next_slot,
        "queues list": planning.list_queues,
        "queues add": planning.add_queue,
        "queues rename": planning.rename_queue,
        "queues show": planning.show_queue,
        "queues remove": planning.remove_queue,
        "queues order": planning.order_queues,
        "queues put": planning.put_in_queue,
        "queues arrange": planning.arrange_queue,
        "queues take-out": planning.take_out,
        "export calendar": planning.export_calendar,
        "run": run.run,
        "sync": run.sync,
        "metrics": numbers.metrics,
        "audience": numbers.audience,
        "comments": numbers.comments,
        "goals list": goals.listing,
        "goals add": goals.add,
        "goals remove": goals.remove,
        "best-times": goals.best_times,
        "messages list": messages.listing,
        "messages show": messages.show,
        "messages send": messages.send,
        "messages lists": messages.lists,
        "messages broadcast": messages.broadcast,
        "messages broadcasts": messages.broadcasts,
        "messages unsend": messages.unsend,
        "messages mark": messages.mark,
        "messages discard": messages.discard,
        "messages reads": messages.reads,
        "money": money.totals,
        "money ledger": money.ledger,
        "money members": money.members,
        "money offers": money.offers,
        "money licence": money.licence,
        "money payouts": money.payouts,
        "money balances": money.balances,
        "money rates": money.rates,
        "money import": money.take_in,
        "money undo-import": money.undo_import,
        "money export-tax": money.export_tax,
        "audit list": audit.listing,
        "audit verify": audit.verify,
        "audit export": audit.export,
        "backup create": backup.create,
    }
