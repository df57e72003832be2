"""What the calendar shows, in one bounded query for each view (B1, B18)."""

from datetime import date, datetime, time, timedelta

from ofauto_desktop.domain.agenda import AgendaDay, AgendaEntry, Author, TagCount
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.posts import PostFilter
from ofauto_desktop.domain.schedule import to_utc
from storage import entries
from storage.database import Database

_LONGEST = timedelta(days=62)


class Agenda:
    """Targets of posts as a calendar and a list want them; whole posts are `Publishing.list`'s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def entries(self, wanted: PostFilter) -> tuple[AgendaEntry, ...]:
        """Targets by due time, those without one last; `offset` and `limit` cut a window out of them."""
        return tuple(await self._database.read(entries.listed, wanted))

    async def count(self, wanted: PostFilter) -> int:
        """How many targets `entries` would give without a limit."""
        return await self._database.read(entries.count, wanted)

    async def days(
        self, first: date, last: date, zone: str, wanted: PostFilter | None = None, *, most: int = 4
    ) -> tuple[AgendaDay, ...]:
        """Every day from `first` to `last` (both inside) as it is counted in `zone`, with its first `most` entries.

        Raises BadInput where that is over two months.
        """
        if not timedelta() <= last - first <= _LONGEST:
            raise BadInput("a calendar shows up to two months at once")
        count = (last - first).days + 2
        starts = [first + timedelta(days=number) for number in range(count)]
        begins = [(day, to_utc(datetime.combine(day, time()), zone)) for day in starts]
        return tuple(await self._database.read(entries.days, wanted or PostFilter(), begins[:-1], begins[-1][1], most))

    async def tags(self) -> tuple[TagCount, ...]:
        """Every tag of posts, the most used first."""
        return tuple(await self._database.read(entries.tags))

    async def authors(self) -> tuple[Author, ...]:
        """The people who wrote posts, by name."""
        return tuple(await self._database.read(entries.authors))
