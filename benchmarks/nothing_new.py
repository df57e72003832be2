"""How many requests a sync with nothing new makes, on each platform after a year: two hours after everything was read."""

import asyncio
from datetime import datetime, timedelta

from benchmarks import pulling
from benchmarks.table import Line
from connectors import registry
from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.sync import Sync
from storage.key_wrap import Keys

BAR = 5.0
_LATER = timedelta(hours=2)


def measure() -> list[Line]:
    offered = [one for one in registry.offered() if registry.platform(one).manifest.pulls]
    return [
        Line(
            what=f"sync with nothing new, {registry.platform(one).manifest.name}",
            ours=asyncio.run(_asked(one)),
            unit="requests",
            bar=BAR,
        )
        for one in offered
    ]


async def _asked(platform: PlatformId) -> int:
    # At noon, as the day that begins at midnight is something new.
    begun = clock.now().replace(hour=12, minute=0)
    at = [begun]

    def now() -> datetime:
        return at[0]

    platforms = PracticePlatforms({platform: worlds.ORIGINS[platform].year(7, begun)})
    with pulling.database() as opened:
        bus, credentials = EventBus(), Credentials(opened, Keys(bytes(range(32))), "bench", now)
        connections = Connections(opened, credentials, now, transport_for=lambda _account: platforms.transport())
        accounts = Accounts(opened, connections, credentials, bus, now)
        sync = Sync(opened, connections, accounts, bus, now)
        client = await Clients(opened, bus, now).add("Bench", zone="UTC", currency="USD")
        fields = next(iter(platforms.worlds[platform].logins().values()))
        endpoints = platforms.endpoints()[platform.value]
        added = await accounts.add(platform, client_id=client.id, fields=fields, practice=True, endpoints=endpoints)
        assert not [one.error for one in await sync.run([added.account.id]) if one.error]
        at[0] += _LATER
        seen = platforms.faults[platform].seen
        seen.clear()
        assert not [one.error for one in await sync.run([added.account.id]) if one.error]
        await connections.aclose()
        return len(seen)
