"""The state of every practice platform: made new, filled with a year of history, or as a workspace kept it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from connectors.practice.control import World
from connectors.practice.fansly import world as fansly
from connectors.practice.gumroad import world as gumroad
from connectors.practice.instagram import world as instagram
from connectors.practice.kofi import world as kofi
from connectors.practice.onlyfans import world as onlyfans
from connectors.practice.patreon import world as patreon
from connectors.practice.x import world as x
from ofauto_desktop.domain.platforms import PlatformId

Worlds = Mapping[PlatformId, World]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How one platform's world begins: nothing but logins, a year up to `now` (aware UTC), or from its own JSON."""

    empty: Callable[[], World]
    year: Callable[[int, datetime], World]
    kept: Callable[[bytes], World]


ORIGINS: Mapping[PlatformId, Origin] = {
    PlatformId.X: Origin(empty=x.empty, year=x.year, kept=x.from_json),
    PlatformId.INSTAGRAM: Origin(empty=instagram.empty, year=instagram.year, kept=instagram.from_json),
    PlatformId.KOFI: Origin(empty=kofi.empty, year=kofi.year, kept=kofi.from_json),
    PlatformId.PATREON: Origin(empty=patreon.empty, year=patreon.year, kept=patreon.from_json),
    PlatformId.GUMROAD: Origin(empty=gumroad.empty, year=gumroad.year, kept=gumroad.from_json),
    PlatformId.FANSLY: Origin(empty=fansly.empty, year=fansly.year, kept=fansly.from_json),
    PlatformId.ONLYFANS: Origin(empty=onlyfans.empty, year=onlyfans.year, kept=onlyfans.from_json),
}


def empty() -> dict[PlatformId, World]:
    """Platforms that know their logins and nothing else."""
    return {platform: origin.empty() for platform, origin in ORIGINS.items()}


def year(seed: int, now: datetime) -> dict[PlatformId, World]:
    """Platforms after a year, the same for the same `seed` and `now` (aware UTC)."""
    return {platform: origin.year(seed, now) for platform, origin in ORIGINS.items()}


def to_json(worlds: Worlds) -> bytes:
    """What a practice workspace keeps: the seed and what changed since. Holds practice tokens only."""
    return msgspec.json.encode({name.value: msgspec.Raw(world.to_json()) for name, world in worlds.items()})


def from_json(content: bytes) -> dict[PlatformId, World]:
    """The worlds that `to_json` kept; a platform it does not know yet begins empty. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    return {
        platform: origin.kept(bytes(kept[platform.value])) if platform.value in kept else origin.empty()
        for platform, origin in ORIGINS.items()
    }
