"""What a search over the whole workspace finds."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.posts import PostState

MOST_CHARS = 200
MOST_WORDS = 10
# One letter begins half of all words: texts are looked into from the second on.
FEWEST_CHARS = 2


class HitKind(StrEnum):
    """What was found; the order is that of the groups."""

    POST = "post"
    MEDIA = "media"
    FAN = "fan"
    CLIENT = "client"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found. `id` is that of its row; a fan's is the fan as the platform names them.

    `detail` names accounts or holds facts in the words people gave them; a post's `state` and the time it is `at`
    (aware UTC: due, or out) are left to whoever shows it.
    """

    kind: HitKind
    id: int | str
    title: str = field(repr=False)
    detail: str = field(default="", repr=False)
    client_id: int | None = None
    state: PostState | None = None
    at: datetime | None = None


def typed_words(typed: str) -> tuple[str, ...]:
    """The words of what was typed, none with a control character; at most ten of the first 200 characters."""
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in typed[:MOST_CHARS])
    return tuple(plain.split()[:MOST_WORDS])


def folded(text: str) -> str:
    """`text` without case and accents, as the full-text indexes see it: "Küche" is "kuche"."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def holds(text: str, typed: str) -> int | None:
    """How well `text` answers what was `typed`; None where a typed word is in it nowhere.

    0: it begins with it. 1: each typed word begins one of its words. 2: each is somewhere in it. Nothing typed is
    answered by everything.
    """
    plain, wanted = folded(text), folded(typed).split()
    if not all(word in plain for word in wanted):
        return None
    if plain.startswith(" ".join(wanted)):
        return 0
    begins = "".join(one if one.isalnum() else " " for one in plain).split()
    return 1 if all(any(one.startswith(word) for one in begins) for word in wanted) else 2
