"""Deliveries on the stage of accounts: what takes them in, what Ko-fi and Patreon send, what stands in the tables."""

import json
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from connectors.practice.kofi.world import TOKEN, World
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.deliveries import Deliveries
from storage.key_wrap import Keys
from tests.accounts_stage import MASTER, NOW, WORKSPACE, Stage

PATRON = {"creator": "ada_practice", "member": "m-1"}


def serving(stage: Stage, bus: EventBus | None = None) -> Deliveries:
    """What takes in what comes; the caller closes it."""
    return Deliveries(
        stage.database,
        stage.credentials,
        stage.connections,
        stage.accounts,
        stage.sync,
        Keys(MASTER),
        WORKSPACE,
        bus or EventBus(),
        stage.clock,
    )


async def on_kofi(stage: Stage, token: str = TOKEN, name: str | None = None) -> Account:
    fields = {"verification_token": token}
    found = await stage.accounts.add(PlatformId.KOFI, client_id=stage.client_id, fields=fields, name=name)
    return found.account


async def on_patreon(stage: Stage, secret: str = "s3cret") -> Account:
    found = await stage.accounts.add(
        PlatformId.PATREON,
        client_id=stage.client_id,
        fields={"access_token": "practice-patreon-token", "webhook_secret": secret},
        practice=True,
        endpoints=stage.platforms.endpoints()["patreon"],
    )
    return found.account


def patreon(stage: Stage, *changes: dict[str, object]) -> None:
    """Something happens to Ada's patron."""
    world: Any = stage.platforms.worlds[PlatformId.PATREON]
    world.configure({"do": [{**PATRON, **change} for change in changes]})


def joins(stage: Stage) -> None:
    """The patron joins and is charged."""
    patreon(stage, {"do": "join", "cents": 500}, {"do": "charge", "cents": 500})


def form(number: int = 1, kind: str | None = "Donation", **fields: object) -> bytes:
    """Ko-fi's message of this number."""
    world = World()
    world.now = lambda: NOW
    return urlencode({"data": json.dumps(world.message(number, kind, **fields))}).encode()


async def sent(deliveries: Deliveries, account: Account, body: bytes, headers: dict[str, str] | None = None) -> int:
    """The status that the platform is answered with."""
    secret = (deliveries.path(account) or "").rpartition("/")[2]
    return await deliveries.accept(account.id, secret, headers or {}, body)


def rows(stage: Stage, model: Any) -> list[Any]:
    return stage.database.read_now(lambda session: list(session.scalars(select(model).order_by(model.id))))
