"""How posts of several clients are told apart: each client has a colour and a shape of its own. Pure; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_COLOURS = 5  # so many does every theme have for series


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


def client_marks(clients: Iterable[tuple[int, str]]) -> dict[int, ClientMark]:
    """A mark for each client (id, name), by id, so that it stays when others come; none where there is only one.

    Twenty-five clients are told apart: the shape changes with each, and starts over one further when the colours do.
    """
    known = dict(clients)
    if len(known) < 2:
        return {}
    return {
        client_id: ClientMark(
            colour=number % _COLOURS, shape=_SHAPES[(number + number // _COLOURS) % len(_SHAPES)], name=known[client_id]
        )
        for number, client_id in enumerate(sorted(known))
    }
