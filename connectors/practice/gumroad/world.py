"""Gumroad as its practice platform knows it: sellers, each with a token of their own, and how the server behaves."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from connectors.practice.gumroad.changes import AnyChange, happen
from connectors.practice.gumroad.records import Sale, Seller
from connectors.practice.gumroad.year import live, people

_PER_DAY = {"ada_practice": 2.2, "bo_practice": 1.1, "cleo_practice": 0.5}


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the server behaves (`PATCH /_practice/world`).

    `page_size` is 10 at the real one; benchmarks may ask for more. `numbers`: how whole numbers are written. `modern`: the
    answers of 2026, with paged, slim products and `buyer_presentment`; else the older ones. `scopes` overrides what a
    seller's token was granted, by handle. `dead_tokens` are refused. `repeat_pages`: lists never come to an end.
    `forget_pages`: every page key is refused. `throttled`: every request is asked to come later.
    """

    page_size: int = 10
    numbers: Literal["int", "float", "string"] = "int"
    modern: bool = True
    scopes: dict[str, list[str]] = {}
    dead_tokens: list[str] = []
    repeat_pages: bool = False
    forget_pages: bool = False
    throttled: bool = False


class World:
    """The whole state. `seed` and `made_at` say which year it began with, None for none; `now` gives aware UTC."""

    def __init__(
        self, *, now: Callable[[], datetime], seed: int | None = None, made_at: datetime | None = None
    ) -> None:
        self.now = now
        self.seed, self.made_at = seed, made_at
        self.settings = Settings()
        self.sellers = {seller.handle: seller for seller in people()}
        self.changes: list[AnyChange] = []
        if seed is not None and made_at is not None:
            for handle, seller in self.sellers.items():
                live(seller, seed, made_at, per_day=_PER_DAY[handle])

    def seller_with(self, token: str) -> Seller | None:
        """Whose token this is, None for nobody's."""
        if token in self.settings.dead_tokens:
            return None
        return next((seller for seller in self.sellers.values() if seller.token == token), None)

    def scopes(self, seller: Seller) -> tuple[str, ...]:
        return tuple(self.settings.scopes.get(seller.handle, seller.scopes))

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle, for the accounts of a practice workspace."""
        return {handle: {"access_token": seller.token} for handle, seller in self.sellers.items()}

    def do(self, change: AnyChange) -> list[str]:
        """Make something happen, and remember it; ids of what it made or touched. Raises ValueError where it cannot."""
        seller = self.sellers.get(change.seller)
        if seller is None:
            raise ValueError(f"there is no seller {change.seller}")
        done = msgspec.structs.replace(change, at=change.at or self.now())
        touched = happen(seller, done, done.at or self.now())
        self.changes.append(done)
        return touched

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name; `do` is a list of changes such as {"do": "refund", "sale": …}. Raises ValueError."""
        rest = dict(settings)
        changes = msgspec.convert(rest.pop("do", []), list[AnyChange])
        self.settings = msgspec.convert({**msgspec.to_builtins(self.settings), **rest}, Settings)
        for change in changes:
            self.do(change)

    def report(self) -> Mapping[str, Any]:
        """What each seller has, so that a test or a person can compare it with what the program shows."""
        return {"sellers": {handle: self._report(seller) for handle, seller in self.sellers.items()}}

    def _report(self, seller: Seller) -> Mapping[str, Any]:
        now, sales = self.now(), seller.sales
        return {
            "sales": len(sales),
            "cents": sum(sale.cents for sale in sales),
            "fees": sum(sale.fee for sale in sales),
            "affiliates": sum(sale.affiliate for sale in sales),
            "refunded": [sale.id for sale in sales if sale.refunded],
            "refunded_cents": sum(sale.refunded for sale in sales),
            "disputed": [sale.id for sale in sales if sale.disputed],
            "won": [sale.id for sale in sales if sale.won],
            "subscribers": sum(one.runs(now) for one in seller.subscriptions),
            "payouts": len(seller.payouts),
            "newest_sales": [_line(sale) for sale in sales[-20:]],
        }

    def to_json(self) -> bytes:
        return msgspec.json.encode(
            Kept(seed=self.seed, made_at=self.made_at, settings=self.settings, changes=self.changes)
        )


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what happened since."""

    seed: int | None
    made_at: datetime | None
    settings: Settings
    changes: list[AnyChange]


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def empty(now: Callable[[], datetime] = wall_clock) -> World:
    """Three sellers who have products and have sold nothing."""
    return World(now=now)


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> World:
    """Three sellers after a year, the same for the same `seed` and `now` (aware UTC)."""
    return World(now=clock, seed=seed, made_at=now)


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> World:
    """The world that `to_json` kept. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=Kept)
    world = World(now=clock, seed=kept.seed, made_at=kept.made_at)
    world.settings = kept.settings
    for change in kept.changes:
        world.do(change)
    return world


def _line(sale: Sale) -> Mapping[str, Any]:
    return {"id": sale.id, "at": sale.created_at.isoformat(), "cents": sale.cents, "subscription": sale.subscription}
