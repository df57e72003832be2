"""What kind of post a post is: its form, how long its text is, its tags; and how each kind does (E1, E9). Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.metrics import Metric, Rate

# Below this many posts a group is shown grey: its rate says little.
THIN = 3


class Form(StrEnum):
    """What a post is made of; a thread whatever is in its parts, a reply to somebody else by itself."""

    TEXT = "text"
    PICTURE = "picture"
    VIDEO = "video"
    THREAD = "thread"
    REPLY = "reply"


class Grouping(StrEnum):
    """By what posts are put together."""

    FORM = "form"
    LENGTH = "length"
    TAG = "tag"


# Bands of a text's length: characters up to and with the number, and "more".
LENGTHS = (80, 140, 280)
MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """A post as a platform lists it, with its newest readings; what was never read is not in `values`.

    `post_id` is ours, None for one made elsewhere; `characters` of its text; `at` aware UTC.
    """

    id: int
    account_id: int
    account: str
    remote_id: str
    post_id: int | None
    at: datetime
    text: str = field(repr=False)
    url: str
    form: Form
    characters: int
    tags: tuple[str, ...] = ()
    values: dict[Metric, int] = field(default_factory=dict)
    as_of: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """How posts of one kind do: engagement over all that `rate` counts (E1). `posts` of them, `counted` with a known base."""

    key: str
    posts: int
    counted: int
    engagement: int
    base: int
    rate: Rate
    as_of: datetime | None = None
    source: str = ""

    @property
    def fraction(self) -> float | None:
        return self.engagement / self.base if self.base else None

    @property
    def thin(self) -> bool:
        return self.counted < THIN
