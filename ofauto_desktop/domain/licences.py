"""Licence keys that a platform gave out with what was sold, and what a seller can do with one."""

from dataclasses import dataclass, field
from enum import StrEnum


class LicenceStanding(StrEnum):
    """Whether a buyer's program that asks is told that it is good. REFUSED: it is not, though nobody disabled it."""

    GOOD = "good"
    DISABLED = "disabled"
    REFUSED = "refused"


class LicenceChange(StrEnum):
    """What a seller can do: GIVE_BACK takes one off the number of its uses."""

    ENABLE = "enable"
    DISABLE = "disable"
    GIVE_BACK = "give_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """The licence of one sale, as its platform told it just now. `key` is a secret: who has it can use what was bought.

    `uses` None: the platform does not tell it. `reason`: in its words, why it is refused. `several_seats`: it is for
    several people, each of whom uses it.
    """

    sale: str
    key: str = field(repr=False)
    standing: LicenceStanding
    uses: int | None
    reason: str = ""
    several_seats: bool = False

    @property
    def masked(self) -> str:
        """Enough of the key to tell it from others."""
        return f"…{self.key[-_SHOWN:]}" if len(self.key) > 2 * _SHOWN else "…"


_SHOWN = 4
