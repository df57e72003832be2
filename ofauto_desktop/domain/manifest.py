"""What a platform can do, where it is and what a connection needs: plain values, shown by the window and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a platform's credential, as the connect form and `ofauto platforms` name it."""

    name: str
    required: bool
    secret: bool
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthSpec:
    """How the browser login works: `redirect_uris` are matched exactly by the platform, so their ports are fixed."""

    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast one account may ask at the platform's own hosts: `rate` requests a second, `burst` at once.

    Endpoints that are laid over (practice, a proxy of one's own) are not the platform's and need not be held back.
    """

    rate: float = 5.0
    burst: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a platform can do, where it is, and what a connection needs.

    `limits` are numbers for people and scripts (weighted length, images a post …). `floors` say how long after one
    automatic pull of a kind the next may come; `pace` is requests a second, and how many may go at once.
    `unavailable` says, for a capability it lacks, why (A19).
    """

    platform: PlatformId
    name: str
    capabilities: frozenset[Capability]
    endpoints: Mapping[str, str]
    fields: tuple[FieldSpec, ...]
    limits: Mapping[str, int]
    pulls: tuple[SyncKind, ...]
    floors: Mapping[SyncKind, timedelta]
    stores: str
    where_to_get: str
    unavailable: Mapping[Capability, str] = field(default_factory=dict)
    oauth: OAuthSpec | None = None
    pace: Pace = Pace()
