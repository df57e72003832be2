"""The tiers of a page, by which a post can be kept for some of its members (A15)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier as its platform tells it; `offered`: it can be joined now. Its amount is in a currency that is not told."""

    remote_id: str
    title: str
    amount_minor: int | None
    offered: bool
