"""Filling a practice workspace: three clients, their accounts on the practice platforms, a year of numbers, some plans.

Posts and money come through the real connectors. Only the readings of past days, which no platform gives afterwards,
are written beside them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.books import MarkerKind
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.services import Services, csv_files
from ofauto_desktop.services.practice import Practice
from ofauto_desktop.services.practice_plan import arrange
from storage import metrics, settings
from storage.database import Database

FILLED = "practice.filled"
# Ko-fi tells nobody who a token is of, so the account is named by hand.
_KOFI_NAME = "bo_practice (kofi)"
_DOWNLOAD = "Ko-fi transactions.csv"
_CONNECTED = timedelta(days=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Creator:
    name: str
    zone: str
    currency: str
    x_token: str
    gumroad_token: str | None
    patreon_token: str | None
    kofi_token: str | None


_CREATORS = (
    _Creator(
        name="Ada Lindqvist",
        zone="Europe/Stockholm",
        currency="USD",
        x_token="practice-x-token",  # noqa: S106 - opens nothing but the practice platforms
        gumroad_token="practice-gumroad-token",  # noqa: S106 - the same
        patreon_token="practice-patreon-token",  # noqa: S106 - the same
        kofi_token=None,
    ),
    _Creator(
        name="Bo Moreau",
        zone="Europe/Paris",
        currency="USD",
        x_token="practice-x-token-2",  # noqa: S106 - the same
        gumroad_token="practice-gumroad-token-2",  # noqa: S106 - the same
        patreon_token=None,
        kofi_token="practice-kofi-token",  # noqa: S106 - the same
    ),
    _Creator(
        name="Cleo Park",
        zone="America/New_York",
        currency="USD",
        x_token="practice-x-token-3",  # noqa: S106 - the same
        gumroad_token=None,
        patreon_token="practice-patreon-token-3",  # noqa: S106 - the same
        kofi_token=None,
    ),
)
# What is planned: hours from now, text.
_PLANS = (
    (2, "The first pictures of the autumn set. Which one should be the cover?"),
    (16, "Good morning. New brushes are in the shop."),
    (24, "Behind the scenes of yesterday's shoot ☀️"),
    (46, "Questions and answers on Friday, ask below."),
    (70, "The whole set is out. Thank you for waiting!"),
    (110, "A long walk, three rolls of film."),
)
_BY_HAND = "Early access: the first three sketches of the new set, before anybody else sees them."
_SENT = "Good to be back. New pictures all week."
_REFUSED = "Win a print! Tag five friends and repost."
_DRAFT = "Notes for the holiday set: warm light, the red coat, no studio."


async def fill(services: Services, practice: Practice, database: Database) -> None:
    """Make the practice year, once; one that was cut off is completed."""
    if await database.read(settings.get, FILLED):
        return
    # Draws pictures, with a library that nobody needs to open what is made already.
    from ofauto_desktop.services import practice_pictures

    if not practice.begun:
        await practice.begin()
    accounts = [account for creator in _CREATORS for account in await _connected(services, practice, creator)]
    for account in accounts:
        if account.platform is PlatformId.X:
            await services.messages.set_reads(account.id, Reads.ALL)
    await services.sync.run()
    await services.rates.fetch()
    await _receive(services, practice, accounts)
    for account in accounts:
        await _remember(services, practice, database, account)
    on_x = [account for account in accounts if account.platform is PlatformId.X]
    pictures = await practice_pictures.fill(services)
    await _plan(services, on_x, pictures)
    await arrange(services, on_x)
    await _send(services, practice, on_x, pictures)
    await _hand_over(services, accounts, pictures)
    await _mark(services)
    await database.write(settings.put, FILLED, True)


async def _connected(services: Services, practice: Practice, creator: _Creator) -> list[Account]:
    try:
        client = await services.clients.named(creator.name)
    except NotFound:
        client = await services.clients.add(creator.name, zone=creator.zone, currency=creator.currency)
    known = {account.platform: account for account in await services.accounts.list(client.id)}
    tokens = {
        PlatformId.X: creator.x_token,
        PlatformId.GUMROAD: creator.gumroad_token,
        PlatformId.PATREON: creator.patreon_token,
        PlatformId.KOFI: creator.kofi_token,
    }
    endpoints = practice.platforms.endpoints()
    for platform, token in tokens.items():
        if token is not None and platform not in known:
            done = await services.accounts.add(
                platform,
                client_id=client.id,
                fields={"verification_token" if platform is PlatformId.KOFI else "access_token": token},
                name=_KOFI_NAME if platform is PlatformId.KOFI else None,
                zone=creator.zone,
                endpoints=endpoints[platform.value],
                practice=True,
            )
            known[platform] = done.account
    return list(known.values())


async def _receive(services: Services, practice: Practice, accounts: list[Account]) -> None:
    """Ko-fi's year: the list that its owner downloaded when the page was connected, and what it has sent since."""
    from connectors.practice.kofi.world import HEADERS

    account = next(one for one in accounts if one.platform is PlatformId.KOFI)
    world: Any = practice.platforms.worlds[PlatformId.KOFI]
    connected = world.made_at - _CONNECTED
    if not await services.money.ids(LedgerFilter(scope=Scope(account_ids=(account.id,)))):
        table = csv_files.parse(world.download(connected), _DOWNLOAD)
        await services.books.accept(table, services.books.guess(table, account, "USD"))
    secret = (services.deliveries.path(account) or "").rpartition("/")[2]
    bodies = world.deliveries(connected)
    await asyncio.gather(*(services.deliveries.accept(account.id, secret, HEADERS, body) for body in bodies))
    await services.deliveries.tick()


async def _remember(services: Services, practice: Practice, database: Database, account: Account) -> None:
    """Readings of the year before, as daily pulls would have brought them."""
    from connectors.practice.past import samples

    if account.platform is not PlatformId.X or account.remote_id is None:
        return
    world = practice.platforms.worlds[PlatformId.X]
    clients = {client.id: client for client in await services.clients.list()}
    read = list(samples(world, account.remote_id, services.now()))  # type: ignore[arg-type]  # X's world, by its key
    await database.write(metrics.upsert_samples, account.id, clients[account.client_id].zone, read)


async def _plan(services: Services, accounts: list[Account], pictures: Sequence[MediaItem]) -> None:
    """Posts ahead, spread over the accounts, the first with pictures, and one draft."""
    for number, (hours, text) in enumerate(_PLANS):
        account = accounts[number % len(accounts)]
        at = to_wall(services.now() + timedelta(hours=hours), account.zone).replace(minute=0, second=0, microsecond=0)
        media = () if number else (pictures[3].id, pictures[5].id)
        await services.composing.save(Draft(account_ids=(account.id,), text=text, media_ids=media, at=at))
    await services.composing.save(Draft(account_ids=(accounts[0].id,), text=_DRAFT, at=When.DRAFT))


async def _send(services: Services, practice: Practice, accounts: list[Account], pictures: Sequence[MediaItem]) -> None:
    """One post that went out today, and one that X refused: what needs a person is shown first."""
    from connectors.practice.faults import Action, Fault

    sent = Draft(account_ids=(accounts[0].id,), text=_SENT, media_ids=(pictures[0].id,), at=When.NOW)
    await services.composing.save(sent)
    await services.publishing.publish_due()
    body = '{"title":"Forbidden","detail":"This post was refused in practice.","type":"about:blank","status":403}'
    practice.platforms.faults[PlatformId.X].add(
        Fault(action=Action.STATUS, match="POST /2/tweets", status=403, body=body)
    )
    await services.composing.save(Draft(account_ids=(accounts[1].id,), text=_REFUSED, at=When.NOW))
    await services.publishing.publish_due()
    practice.platforms.faults[PlatformId.X].clear()


async def _hand_over(services: Services, accounts: list[Account], pictures: Sequence[MediaItem]) -> None:
    """One post that waits for the person to put it up, as Patreon takes none from programs."""
    patreon = next(account for account in accounts if account.platform is PlatformId.PATREON)
    draft = Draft(account_ids=(patreon.id,), text=_BY_HAND, media_ids=(pictures[1].id,), at=When.NOW)
    await services.composing.save(draft)
    await services.publishing.publish_due()


async def _mark(services: Services) -> None:
    """What happened in the year, as somebody would have written it down."""
    today = services.now().date()
    for days, kind, text in (
        (250, MarkerKind.PROMOTION, "SPRING: 10 % off"),
        (97, MarkerKind.NOTE, "The shop was down all day"),
    ):
        await services.books.add_marker(today - timedelta(days=days), kind, text)
