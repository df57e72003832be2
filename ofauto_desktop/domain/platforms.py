"""Which platforms exist and what a connection to one can do."""

from enum import StrEnum


class PlatformId(StrEnum):
    """The platforms of the brief, by the name the command line and the database use."""

    ONLYFANS = "onlyfans"
    FANSLY = "fansly"
    INSTAGRAM = "instagram"
    X = "x"
    KOFI = "kofi"
    PATREON = "patreon"
    GUMROAD = "gumroad"

    @property
    def label(self) -> str:
        """The name it goes by among people."""
        return _LABELS[self]


_LABELS = {
    PlatformId.ONLYFANS: "OnlyFans",
    PlatformId.FANSLY: "Fansly",
    PlatformId.INSTAGRAM: "Instagram",
    PlatformId.X: "X",
    PlatformId.KOFI: "Ko-fi",
    PlatformId.PATREON: "Patreon",
    PlatformId.GUMROAD: "Gumroad",
}


class Capability(StrEnum):
    """One thing a platform's contract lets us do; `connectors/base.py` has a protocol for each."""

    PUBLISH = "publish"
    ASSISTED = "assisted"
    THREADS = "threads"
    PROBE = "probe"
    READ_POSTS = "read_posts"
    METRICS = "metrics"
    AUDIENCE = "audience"
    MONEY = "money"
    FANS = "fans"
    MESSAGES = "messages"
    WEBHOOKS = "webhooks"


class SyncKind(StrEnum):
    """What one pull fetches; the words of `ofauto sync --what`."""

    POSTS = "posts"
    METRICS = "metrics"
    AUDIENCE = "audience"
    MONEY = "money"
    FANS = "fans"
    MESSAGES = "messages"
