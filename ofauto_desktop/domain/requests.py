"""What an account asked of its platform lately, and what that said is left: nothing secret in it (L18, A21)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestNote:
    """One request: `route` is the path with ids masked and no query; `status` None where no answer came.

    `at` is aware UTC, `received` counts bytes, `error` is an error kind.
    """

    at: datetime
    method: str
    route: str
    status: int | None
    milliseconds: int
    received: int
    error: str | None

    def fields(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "RequestNote":
        return cls(**{**fields, "at": datetime.fromisoformat(fields["at"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLeft:
    """What a platform said is left of one of its limits. `resets_at` and `told_at` are aware UTC."""

    name: str
    limit: int
    remaining: int
    resets_at: datetime | None
    told_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether its window has passed, so that the whole limit is there again."""
        return self.resets_at is not None and self.resets_at <= now

    @property
    def is_low(self) -> bool:
        """Less than a tenth is left: told before it is used up."""
        return self.remaining * 10 < self.limit

    def fields(self) -> dict[str, Any]:
        """As JSON can hold it."""
        resets = self.resets_at.isoformat() if self.resets_at else None
        return {**asdict(self), "resets_at": resets, "told_at": self.told_at.isoformat()}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "BudgetLeft":
        resets = fields["resets_at"]
        return cls(
            **{
                **fields,
                "resets_at": datetime.fromisoformat(resets) if resets else None,
                "told_at": datetime.fromisoformat(fields["told_at"]),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLog:
    """An account's requests, oldest first, and budgets. `unreadable`: the form of the last answer that made no sense."""

    requests: tuple[RequestNote, ...] = ()
    budgets: tuple[BudgetLeft, ...] = ()
    unreadable: str | None = None
