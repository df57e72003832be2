"""How often things happen in a made-up year, and when in a day: the same for the same seed."""

import math
import random
from datetime import UTC, datetime, timedelta


def moment(dice: random.Random, day: datetime) -> datetime:
    """A whole second of the 24 hours before `day`, in aware UTC."""
    return (day - timedelta(seconds=dice.randint(0, 86_399))).astimezone(UTC).replace(microsecond=0)


def poisson(dice: random.Random, mean: float) -> int:
    """Knuth's way: good for the small means here."""
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
