"""What can be made to happen at the practice creators while it runs; replayed after a restart."""

from datetime import datetime

import msgspec

from connectors.practice.onlyfans.records import Chargeback, House, Letter
from connectors.practice.onlyfans.year import pay


class Change(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    """`creator` is a handle. `at` (aware UTC) is when; the present moment where it is left out."""

    creator: str = "demo_creator"
    at: datetime | None = None


class Pays(Change):
    """`count` payments of a fan, at once."""

    said: str = "Tip from"
    cents: int = 500
    fan: int | None = 777
    status: str = "loading"
    count: int = 1


class Marks(Change):
    """A payment's status becomes another; an `undo` is listed as a charge-back as well."""

    payment: str
    status: str


class Writes(Change):
    """A fan writes."""

    fan: int
    text: str = "Hello"


AnyChange = Pays | Marks | Writes


def happen(house: House, change: AnyChange, at: datetime) -> list[str]:
    """Ids of what was made or touched. Raises ValueError where it cannot be."""
    match change:
        case Pays():
            made = [
                pay(house, change.said, change.cents, at, change.fan, status=change.status) for _ in range(change.count)
            ]
            return [one.id for one in made]
        case Marks():
            found = next((one for one in house.payments if one.id == change.payment), None)
            if found is None:
                raise ValueError("there is no such payment")
            found.status = change.status
            if change.status == "undo":
                house.chargebacks.insert(0, Chargeback(id=len(house.chargebacks) + 1, at=at, payment=found.id))
            return [found.id]
        case Writes():
            number = 90_000 + len(house.letters)
            house.letters.insert(0, Letter(id=number, fan=change.fan, own=False, text=change.text, at=at))
            return [str(number)]
