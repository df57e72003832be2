"""How posts of several clients are told apart: each client has a colour and a shape of its own. Pure; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

COLOURS = 8  # so many does every theme have for series and clients (ui/tokens.py)


class Shape(StrEnum):
    """The form of a client's mark, so that its colour never stands alone."""

    DISC = "disc"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    RING = "ring"


_SHAPES = tuple(Shape)


@dataclass(frozen=True, slots=True)
class ClientMark:
    """`colour` counts the theme's series; `name` is the client's."""

    colour: int
    shape: Shape
    name: str


def client_marks(clients: Iterable[tuple[int, str, int | None]]) -> dict[int, ClientMark]:
    """A mark for each client (id, name, the colour that a person chose), by id; none where there is only one.

    The colour is the one that stands beside the client's name everywhere, the shape the first that no other client of
    this colour has. Where a colour has no shape left, a client that chose none takes the next one.
    """
    known = {client_id: (name, colour) for client_id, name, colour in clients}
    if len(known) < 2:
        return {}
    found: dict[int, ClientMark] = {}
    taken: set[tuple[int, Shape]] = set()
    # Those that were given a colour come first: they keep it.
    for client_id in sorted(known, key=lambda one: (known[one][1] is None, one)):
        name, chosen = known[client_id]
        colour, shape = _free(client_id if chosen is None else chosen, taken, keeps=chosen is not None)
        taken.add((colour, shape))
        found[client_id] = ClientMark(colour=colour, shape=shape, name=name)
    return found


def _free(place: int, taken: set[tuple[int, Shape]], *, keeps: bool) -> tuple[int, Shape]:
    for further in range(1 if keeps else COLOURS):
        colour = (place + further) % COLOURS
        for shape in _SHAPES[colour % len(_SHAPES) :] + _SHAPES[: colour % len(_SHAPES)]:
            if (colour, shape) not in taken:
                return colour, shape
    return place % COLOURS, _SHAPES[place % len(_SHAPES)]
