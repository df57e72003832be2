"""The Analytics page on its real services and a real encrypted database with some weeks of numbers."""

from datetime import timedelta

from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.best_times import BestTimesToPost
from ofauto_desktop.services.books import Books
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.goals import Goals
from ofauto_desktop.services.saved_views import Views
from storage import accounts as stored_accounts
from storage import clients, metrics
from storage.database import Database
from tests.db.seeds import add_account, add_client
from tests.gui.conftest import NOON
from ui.pages.analytics import AnalyticsPage

DAY = timedelta(days=1)
WEEKS = 16


class Listed:
    """Accounts and clients as their services list them; the rest of those services needs connections."""

    def __init__(self, database: Database, query) -> None:
        self._database, self._query = database, query

    async def list(self, client_id: int | None = None):
        found = await self._database.read(self._query)
        return tuple(one for one in found if client_id is None or getattr(one, "client_id", client_id) == client_id)


def filled(database: Database, *, posts: bool = True) -> list[int]:
    """Two clients with an account each; a post at 18:00 UTC every day, better than those at 08:00."""
    made = []
    for name in ("Ada", "Bo"):
        client = database.write_now(add_client, name, zone="Europe/Berlin")
        made.append(database.write_now(add_account, client, name=f"{name.lower()}_x", zone="Europe/Berlin"))
    if posts:
        for number, account in enumerate(made, start=1):
            fill(database, account, number)
    return made


def fill(database: Database, account: int, size: int) -> None:
    listed, samples = [], []
    for back in range(WEEKS * 7, 0, -1):
        day = (NOON - DAY * back).replace(hour=0)
        samples.append(sample(Metric.FOLLOWERS, 1000 * size + (WEEKS * 7 - back), day + DAY / 2))
        for hour, likes in ((8, 40), (18, 120)):
            at = day.replace(hour=hour)
            name = f"{account}-{back}-{hour}"
            kind = "photo" if back % 2 else None
            text = f"Post {back} at {hour}" + (" with many more words" * 8 if back % 3 == 0 else "")
            listed.append(
                RemotePost(
                    remote_id=name,
                    text=text,
                    at=at,
                    url=f"https://x.com/a/{name}",
                    media_kind=kind,
                    media_count=int(kind is not None),
                )
            )
            for age in (1, 2, 3, 7):
                read = at + DAY * age
                if read < NOON:
                    count = (likes + back % 5) * size * age
                    samples.append(sample(Metric.LIKES, count, read, name))
                    samples.append(sample(Metric.IMPRESSIONS, count * 20, read, name))
    database.write_now(metrics.upsert_posts, account, listed, NOON)
    database.write_now(metrics.upsert_samples, account, "Europe/Berlin", samples)


def sample(metric, value, at, post=None) -> MetricSample:
    return MetricSample(metric=metric, value=value, as_of=at, source="X API", remote_post=post)


def analytics_page(database: Database, desk, bus: EventBus | None = None) -> AnalyticsPage:
    analytics = Analytics(database, desk.now)
    return AnalyticsPage(
        analytics=analytics,
        best_times=BestTimesToPost(database, desk.now),
        goals=Goals(database, analytics, bus or EventBus(), desk.now),
        accounts=Listed(database, stored_accounts.listed),
        clients=Listed(database, clients.listed),
        exports=Exports(database, desk.now),
        books=Books(database, Listed(database, stored_accounts.listed), bus or EventBus(), desk.now),
        views=Views(database, bus or EventBus(), desk.now),
        desk=desk,
    )
