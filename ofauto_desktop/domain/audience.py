"""Who follows an account, in groups, as its platform counts them: no single follower is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AudienceBy(StrEnum):
    """What followers are grouped by."""

    AGE = "age"
    GENDER = "gender"
    COUNTRY = "country"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceShare:
    """How many followers are of one group as read at `as_of` (aware UTC).

    `name` is the platform's: an age such as "25-34", "F", "M" or "U", a country (ISO 3166), a city. Platforms name the
    largest groups alone, so these need not add up to all followers.
    """

    by: AudienceBy
    name: str
    value: int
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShare:
    """A share, and whose it is."""

    account_id: int
    share: AudienceShare


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several accounts' followers of one group; `fraction` is of those whose group is known."""

    name: str
    value: int
    fraction: float


def groups(shares: Iterable[AccountShare], by: AudienceBy) -> list[Group]:
    """The groups of `by`, added up over accounts: ages in their order, all else the largest first."""
    sums: dict[str, int] = {}
    for one in shares:
        if one.share.by is by:
            sums[one.share.name] = sums.get(one.share.name, 0) + one.share.value
    whole = sum(sums.values())
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] if by is AudienceBy.AGE else "", -pair[1], pair[0]))
    return [Group(name=name, value=value, fraction=value / whole if whole else 0.0) for name, value in ordered]
