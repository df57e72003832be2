"""The first pull of 100,000 members of Patreon, beside decoding the same pages and inserting the same rows; its memory.

What 100,000 take more than 10,000 is what the database keeps of its pages (12.5 MiB at most), and 6 MiB in which it sorts
the members by who they are, to count each person once.
"""

import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from benchmarks import pulling
from benchmarks.pulling import Rows, Served, Source
from benchmarks.rounds import medians
from benchmarks.table import Line
from connectors.patreon.wire import Listed, MemberAttributes
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.runtime import clock
from storage.models import SubscriptionSpell

MEMBERS, FEWER = 100_000, 10_000
# As many as Patreon gives at once (platforms/patreon.md §3).
PAGE = 1000
BAR, MEMORY_BAR = 3.0, 50.0
ROUNDS = 3
_TIERS = 4
_SOURCE = Source(PlatformId.PATREON, SyncKind.FANS, pulling.address(PlatformId.PATREON, "/api/oauth2/v2"), "55")


class _Made:
    """A campaign's members, made page by page as they are asked for."""

    def __init__(self, count: int) -> None:
        self._count, self._newest = count, clock.now()

    def answer(self, path: str, params: Mapping[str, str]) -> bytes:
        return self.page(int(params.get("page[cursor]", "0")))

    def page(self, start: int) -> bytes:
        end = min(start + PAGE, self._count)
        following = str(end) if end < self._count else None
        tiers = [{"type": "tier", "id": str(number), "attributes": {}} for number in range(_TIERS)]
        meta = {"pagination": {"cursors": {"next": following}, "total": self._count}}
        members = [self._member(number) for number in range(start, end)]
        return msgspec.json.encode({"data": members, "included": tiers, "meta": meta})

    def _member(self, number: int) -> dict[str, Any]:
        charged = self._newest - timedelta(minutes=3 * number)
        attributes = {
            "patron_status": "active_patron",
            "is_free_trial": False,
            "is_gifted": False,
            "last_charge_date": charged,
            "last_charge_status": "Paid",
            "next_charge_date": charged + timedelta(days=30),
            "pledge_cadence": 1,
            "pledge_relationship_start": charged - timedelta(days=200),
            "currently_entitled_amount_cents": 500,
            "campaign_lifetime_support_cents": 3500,
        }
        tier = {"data": [{"type": "tier", "id": str(number % _TIERS)}]}
        return {
            "type": "member",
            "id": f"0b2f6c1e-7d53-4f2e-9a0e-{number:012d}",
            "attributes": attributes,
            "relationships": {"currently_entitled_tiers": tier},
        }


def measure() -> list[Line]:
    made = _Made(MEMBERS)
    pages = [made.page(start) for start in range(0, MEMBERS, PAGE)]
    rows = pulling.rows_of(_SOURCE, _replayed(pages), SubscriptionSpell.__tablename__)
    ours, beside = medians(lambda: pulling.pulled(_SOURCE, _replayed(pages)), lambda: _alone(pages, rows), ROUNDS)
    fewer, most = (pulling.peak("benchmarks.members", count) for count in (FEWER, MEMBERS))
    return [
        Line(
            what=f"sync of {MEMBERS:,} members, {PAGE:,} a page",
            ours=ours,
            unit="s",
            bar=BAR,
            beside=beside,
            beside_name="decode + bulk insert",
        ),
        Line(
            what=f"memory that {MEMBERS:,} members take more than {FEWER:,} ({most:.0f} and {fewer:.0f} MiB at most)",
            ours=most - fewer,
            unit="MiB",
            bar=MEMORY_BAR,
        ),
    ]


def _replayed(pages: list[bytes]) -> Served:
    return Served(lambda _, params: pages[int(params.get("page[cursor]", "0")) // PAGE])


def _alone(pages: list[bytes], rows: Rows) -> float:
    """Seconds of what cannot be done without: every page decoded, every row inserted."""
    decoder = msgspec.json.Decoder(Listed[MemberAttributes])
    with pulling.database() as opened:
        opened.write_now(pulling.account, clock.now(), _SOURCE)
        began = time.perf_counter()
        for body in pages:
            decoder.decode(body)
        opened.write_now(pulling.insert, SubscriptionSpell.__tablename__, rows)
        return time.perf_counter() - began


if __name__ == "__main__":
    pulling.pulled(_SOURCE, Served(_Made(int(sys.argv[1])).answer))
    print(pulling.most_memory())
