"""What a setting is, what values settings take, and under which headings they stand."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from ofauto_desktop.domain.manifest import is_web_address

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One setting. `parse` turns stored JSON back into a value and raises ValueError for what it does not take.

    `choices` names the values a page offers, in their order, by stored JSON value; empty where any value that parses will do.
    `group` heads it on the page of settings; those without one are set elsewhere. `help`: a plain sentence or two.
    `offered`: the page asks a service for the choices.
    """

    key: str
    default: T
    label: str
    parse: Callable[[Any], T]
    choices: Mapping[Any, str] = field(default_factory=dict)
    group: str = ""
    help: str = ""
    offered: bool = False


# What heads settings on their page, in its order.
APPEARANCE = "Appearance"
FORMATS = "Language and formats"
START = "Starting and closing"
PUBLISHING = "Publishing"
SESSIONS = "OnlyFans and Fansly"
CALENDAR = "Calendar"
MONEY = "Money"
NOTICES = "Notices"
QUIET = "Quiet hours"
STORAGE = "Storage and retention"
LOCKING = "Lock"
INBOUND = "Webhooks"
ADVANCED = "Advanced"
# Sections of more than fields.
KEYBOARD = "Keyboard"
BACKUP = "Backup"
PROXIES = "Proxies"
MEDIA_HOST = "Media host"
GROUPS = (
    APPEARANCE,
    FORMATS,
    START,
    PUBLISHING,
    SESSIONS,
    CALENDAR,
    MONEY,
    NOTICES,
    QUIET,
    STORAGE,
    LOCKING,
    INBOUND,
    ADVANCED,
)


class Theme(StrEnum):
    """Which colours; `system` follows the desktop, in its wish for high contrast too."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Paper(StrEnum):
    """What reports are printed on."""

    A4 = "a4"
    LETTER = "letter"


class Density(StrEnum):
    """How much room a row takes."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"
    TOUCH = "touch"


class Motion(StrEnum):
    """Whether things move; `system` follows the desktop where it tells."""

    SYSTEM = "system"
    REDUCED = "reduced"


class Clock(StrEnum):
    """How a time of day is written: 18:00 or 6:00 pm."""

    H24 = "24"
    H12 = "12"


class DateForm(StrEnum):
    """How a day is written: 4 June, June 4 or 2026-06-04."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    ISO = "iso"


class Zone(StrEnum):
    """In which time zone the window shows times."""

    SYSTEM = "system"
    ACCOUNT = "account"


def yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("yes or no is wanted")  # noqa: TRY004 - one error for "not a value of this setting"
    return value


def words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("words are wanted")  # noqa: TRY004 - one error for "not a value of this setting"
    return value


def one_of(*allowed: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if isinstance(value, bool) or value not in allowed:
            raise ValueError(f"one of {', '.join(map(str, allowed))} is wanted")
        return int(value)

    return parse


def country(value: Any) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise ValueError("a country's two letters are wanted, or nothing")
    return value


def language(value: Any) -> str:
    if value not in tuple(LANGUAGES):
        raise ValueError("that language is not known")
    return str(value)


_COUNTRY = re.compile(r"([A-Z]{2})?")


def port(value: Any) -> int:
    """A port that an ordinary program may listen on, as a number or as it is typed."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1024 <= value <= 65535:
        raise ValueError(value)
    return value


def web_address(value: Any) -> str:
    if not isinstance(value, str) or (value and not is_web_address(value)):
        raise ValueError("an address that begins with https:// is wanted")
    return value


def currency(value: Any) -> str:
    if value != "" and not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper()):
        raise ValueError("a currency's three letters are wanted")
    return str(value)


def page(value: Any) -> str:
    if value not in tuple(START_PAGES):
        raise ValueError("that is no page to begin with")
    return str(value)


def when(value: Any) -> str:
    if value not in ("next", "draft"):
        raise ValueError("the next slot or a draft is wanted")
    return str(value)


def keys(value: Any) -> dict[str, list[str]]:
    """Keys by command, as QKeySequence writes them; an empty list is a command without any."""
    if not isinstance(value, dict) or not all(
        isinstance(name, str) and isinstance(keys, list) and all(isinstance(one, str) and one for one in keys)
        for name, keys in value.items()
    ):
        raise ValueError("keys by command are wanted")
    return {name: list(keys) for name, keys in value.items()}


START_PAGES = {
    "home": "Home",
    "calendar": "Calendar",
    "library": "Library",
    "analytics": "Analytics",
    "money": "Money",
    "clients": "Clients",
    "accounts": "Accounts",
}
# In which language, and with which dates, sites are shown in a browser of ours.
LOCALES = {"en": "en-US", "de": "de-DE"}
LANGUAGES = {"system": "As the desktop", "en": "English", "de": "Deutsch"}
