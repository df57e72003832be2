"""An account's proxy: what a check of it found, when its account rests, and what a person allowed (J17, J18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from statistics import median


class ProxyClass(StrEnum):
    """What a check came to, by what can be done next (proxies.md §2)."""

    OK = "ok"
    TARGET = "target"  # the proxy lives; what was asked for through it did not answer, or may not be reached
    AUTH = "auth"
    SOURCE_IP = "source_ip"
    CONFIG = "config"
    KYC = "kyc"
    POLICY = "policy"
    PEER = "peer"
    PEER_TIMEOUT = "peer_timeout"
    RATE = "rate"
    CLIENT = "client"
    LIMIT = "limit"
    UNREACHABLE = "unreachable"
    NETWORK = "network"  # this computer has no network: that says nothing of the proxy
    TLS = "tls"
    EXIT = "exit"  # it works, but comes out in another country or at another address than was agreed


class Speed(StrEnum):
    """How quick a proxy that works is."""

    GOOD = "good"
    SLOW = "slow"
    BAD = "bad"


_ALIVE = frozenset({ProxyClass.OK, ProxyClass.TARGET})
# Where only a person can mend it: no job is worth trying, and none may go out in another country.
_SETTLED = frozenset(
    {
        ProxyClass.AUTH,
        ProxyClass.SOURCE_IP,
        ProxyClass.CONFIG,
        ProxyClass.KYC,
        ProxyClass.POLICY,
        ProxyClass.LIMIT,
        ProxyClass.TLS,
        ProxyClass.EXIT,
    }
)
_GOOD_BELOW, _SLOW_BELOW = 1_500, 4_000  # milliseconds (proxies.md §5)
# Stands for a country where any will do.
ANYWHERE = "*"
# So many failures in a row, and the account's jobs rest.
FAILURES_TO_REST = 3
# How long they rest before the proxy is tried again; each check that fails anew puts it off.
REST = timedelta(minutes=15)
# While the program runs, each proxy is looked at this often; and before a job, where the last look is older.
CHECK_EVERY = timedelta(minutes=10)
FRESH_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyCheck:
    """One check. `latency_ms`: a whole request, the median of those made. `exit_ip` is masked. `checked_at` is aware UTC."""

    checked_at: datetime
    verdict: ProxyClass
    code: str = ""
    http_status: int | None = None
    latency_ms: int | None = None
    exit_ip: str = ""
    country: str = ""
    reason: str = ""

    @property
    def alive(self) -> bool:
        """Whether the proxy itself does its work, whatever lies behind it."""
        return self.verdict in _ALIVE

    @property
    def says_something(self) -> bool:
        """Whether it tells anything of the proxy."""
        return self.verdict is not ProxyClass.NETWORK

    @property
    def stops_jobs(self) -> bool:
        """Whether a job would only fail, or go out where it must not."""
        return self.verdict in _SETTLED

    @property
    def speed(self) -> Speed | None:
        """None where nothing was measured."""
        if self.latency_ms is None:
            return None
        if self.latency_ms < _GOOD_BELOW:
            return Speed.GOOD
        return Speed.SLOW if self.latency_ms < _SLOW_BELOW else Speed.BAD


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyStanding:
    """An account's proxy as it stands. `shown` hides the password and whose it is.

    `country`: where it is to come out, "" where anywhere will do. `may_go_direct`: a person allowed this account to go
    without its proxy while that fails. `failures` in a row; `resting_until` (aware UTC) while its jobs rest for them.
    `session`: the name that holds its address at Bright Data; `home`: the country of the account's own time zone.
    """

    account_id: int
    shown: str
    country: str = ""
    may_go_direct: bool = False
    failures: int = 0
    goes_direct: bool = False
    resting_until: datetime | None = None
    session: str = ""
    home: str = ""
    checks: tuple[ProxyCheck, ...] = ()

    @property
    def last(self) -> ProxyCheck | None:
        return self.checks[-1] if self.checks else None

    @property
    def success(self) -> float | None:
        """How many of the checks found the proxy alive, 0 to 1; None without any that says something."""
        checks = [one for one in self.checks if one.says_something]
        return sum(one.alive for one in checks) / len(checks) if checks else None


def masked_ip(text: str) -> str:
    """203.0.113.7 -> 203.0.113.…; 2001:db8:1:2::7 -> 2001:db8:1:…; "" for what is no address.

    Enough to see that an exit changed, too little to know whose computer it is.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if address.version == 4:
        return f"{str(address).rpartition('.')[0]}.…"
    return ":".join(part.lstrip("0") or "0" for part in address.exploded.split(":")[:3]) + ":…"


def median_ms(measured: Sequence[float]) -> int | None:
    """Seconds measured -> the median in milliseconds."""
    return round(median(measured) * 1000) if measured else None
