"""The settings of a workspace, each declared once: key, default, label and what values it takes."""

import re
from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.manifest import is_web_address
from ofauto_desktop.domain.notices import AfterQuiet, NoticeKind, Way

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
CALENDAR = "Calendar"
MONEY = "Money"
NOTICES = "Notices"
QUIET = "Quiet hours"
STORAGE = "Storage and retention"
LOCKING = "Lock"
ADVANCED = "Advanced"
# Sections of more than fields.
KEYBOARD = "Keyboard"
BACKUP = "Backup"
PROXIES = "Proxies"
GROUPS = (APPEARANCE, FORMATS, START, PUBLISHING, CALENDAR, MONEY, NOTICES, QUIET, STORAGE, LOCKING, ADVANCED)


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


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("yes or no is wanted")  # noqa: TRY004 - one error for "not a value of this setting"
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("words are wanted")  # noqa: TRY004 - one error for "not a value of this setting"
    return value


def _one_of(*allowed: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if isinstance(value, bool) or value not in allowed:
            raise ValueError(f"one of {', '.join(map(str, allowed))} is wanted")
        return int(value)

    return parse


def _country(value: Any) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise ValueError("a country's two letters are wanted, or nothing")
    return value


def _language(value: Any) -> str:
    if value not in tuple(LANGUAGES):
        raise ValueError("that language is not known")
    return str(value)


_COUNTRY = re.compile(r"([A-Z]{2})?")


def _web_address(value: Any) -> str:
    if not isinstance(value, str) or (value and not is_web_address(value)):
        raise ValueError("an address that begins with https:// is wanted")
    return value


def _currency(value: Any) -> str:
    if value != "" and not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper()):
        raise ValueError("a currency's three letters are wanted")
    return str(value)


def _page(value: Any) -> str:
    if value not in tuple(START_PAGES):
        raise ValueError("that is no page to begin with")
    return str(value)


def _when(value: Any) -> str:
    if value not in ("next", "draft"):
        raise ValueError("the next slot or a draft is wanted")
    return str(value)


def _keys(value: Any) -> dict[str, list[str]]:
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
LANGUAGES = {"system": "As the desktop", "en": "English", "de": "Deutsch"}

THEME = Setting(
    key="window.theme",
    default=Theme.SYSTEM,
    label="Colours",
    parse=Theme,
    choices={Theme.SYSTEM: "As the desktop", Theme.LIGHT: "Light", Theme.DARK: "Dark", Theme.CONTRAST: "High contrast"},
    group=APPEARANCE,
)
TEXT_SIZE = Setting(
    key="window.text_size",
    default=100,
    label="Text size",
    parse=_one_of(80, 90, 100, 110, 125, 150, 175, 200),
    choices={size: f"{size} %" for size in (80, 90, 100, 110, 125, 150, 175, 200)},
    group=APPEARANCE,
)
DENSITY = Setting(
    key="window.density",
    default=Density.COMFORTABLE,
    label="Density",
    parse=Density,
    choices={Density.COMFORTABLE: "Comfortable", Density.COMPACT: "Compact", Density.TOUCH: "Touch"},
    group=APPEARANCE,
    help="Touch makes everything large enough for a finger.",
)
MOTION = Setting(
    key="window.motion",
    default=Motion.SYSTEM,
    label="Movement",
    parse=Motion,
    choices={Motion.SYSTEM: "As the desktop", Motion.REDUCED: "As little as possible"},
    group=APPEARANCE,
    help="Things fade and slide only to show where they went.",
)
CLOSE_TO_TRAY = Setting(
    key="window.close_to_tray",
    default=True,
    label="Keep running in the tray when the window closes",
    parse=_yes_no,
    group=START,
    help="Planned posts go out on time while it runs there. Off: closing the window ends the program.",
)
# Minutes without input after which the workspace locks; 0: never.
AUTO_LOCK_MINUTES = Setting(
    key="lock.idle_minutes",
    default=10,
    label="Lock when idle",
    parse=_one_of(0, 1, 5, 10, 15, 30, 60),
    choices={
        0: "Never",
        1: "After 1 minute",
        5: "After 5 minutes",
        10: "After 10 minutes",
        15: "After 15 minutes",
        30: "After 30 minutes",
        60: "After an hour",
    },
    group=LOCKING,
)
KEEP_POSTING = Setting(
    key="lock.keep_posting",
    default=True,
    label="Keep posting while locked by idleness",
    parse=_yes_no,
    group=LOCKING,
    help="Planned posts go out on time while nobody is there. Off: they wait until you unlock.",
)
_WAYS = {
    Way.OFF: "Do not tell me",
    Way.PROGRAM: "In the program",
    Way.DESKTOP: "On the desktop too",
    Way.SOUND: "On the desktop, with sound",
}


def _told(kind: NoticeKind, default: Way, label: str) -> Setting[Way]:
    return Setting(key=f"notices.{kind.value}", default=default, label=label, parse=Way, choices=_WAYS, group=NOTICES)


# How far each kind reaches, in the order in which a person reads them.
NOTICE_WAYS: Mapping[NoticeKind, Setting[Way]] = {
    NoticeKind.POST_FAILED: _told(NoticeKind.POST_FAILED, Way.DESKTOP, "A post failed"),
    NoticeKind.POST_UNKNOWN: _told(NoticeKind.POST_UNKNOWN, Way.DESKTOP, "A post may have gone out or not"),
    NoticeKind.POST_MISSED: _told(NoticeKind.POST_MISSED, Way.DESKTOP, "A post missed its time"),
    NoticeKind.POST_SENT: _told(NoticeKind.POST_SENT, Way.OFF, "A post went out"),
    NoticeKind.LOGIN_NEEDED: _told(NoticeKind.LOGIN_NEEDED, Way.DESKTOP, "An account needs a new login"),
    NoticeKind.LOGIN_ENDING: _told(NoticeKind.LOGIN_ENDING, Way.PROGRAM, "A login is about to end"),
    NoticeKind.CREDIT: _told(NoticeKind.CREDIT, Way.DESKTOP, "A platform's credit is used up"),
    NoticeKind.SYNC: _told(NoticeKind.SYNC, Way.PROGRAM, "Numbers could not be read for hours"),
    NoticeKind.BACKUP: _told(NoticeKind.BACKUP, Way.PROGRAM, "The last backup is old"),
    NoticeKind.PAYOUT: _told(NoticeKind.PAYOUT, Way.DESKTOP, "A payout arrived"),
    NoticeKind.MILESTONE: _told(NoticeKind.MILESTONE, Way.PROGRAM, "A milestone was reached"),
    NoticeKind.REPORT: _told(NoticeKind.REPORT, Way.PROGRAM, "A client's month can be reported"),
    NoticeKind.REMINDER: _told(NoticeKind.REMINDER, Way.SOUND, "A reminder is due"),
}
NOTICE_DETAILS = Setting(
    key="notices.details",
    default=False,
    label="Show names and reasons in desktop notices",
    parse=_yes_no,
    group=NOTICES,
)
_HALF_HOURS = {minute: f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, 30)}
# Minutes of the viewer's day. Both the same: no quiet hours.
QUIET_FROM = Setting(
    key="notices.quiet_from",
    default=22 * 60,
    label="Desktop notices rest from",
    parse=_one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=QUIET,
)
QUIET_UNTIL = Setting(
    key="notices.quiet_until",
    default=7 * 60,
    label="Desktop notices rest until",
    parse=_one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=QUIET,
)
QUIET_ON = Setting(key="notices.quiet", default=False, label="Keep quiet hours", parse=_yes_no, group=QUIET)
AFTER_QUIET = Setting(
    key="notices.after_quiet",
    default=AfterQuiet.DIGEST,
    label="What came meanwhile",
    parse=AfterQuiet,
    choices={
        AfterQuiet.DIGEST: "One notice that sums it up",
        AfterQuiet.EACH: "Each by itself",
        AfterQuiet.NOTHING: "Nothing: the bell has it",
    },
    group=QUIET,
)
CLOCK = Setting(
    key="window.clock",
    default=Clock.H24,
    label="Times",
    parse=Clock,
    choices={Clock.H24: "18:00", Clock.H12: "6:00 pm"},
    group=FORMATS,
)
DATES = Setting(
    key="window.dates",
    default=DateForm.DAY_FIRST,
    label="Dates",
    parse=DateForm,
    choices={DateForm.DAY_FIRST: "4 June", DateForm.MONTH_FIRST: "June 4", DateForm.ISO: "2026-06-04"},
    group=FORMATS,
)
FIRST_DAY = Setting(
    key="window.first_day",
    default=0,
    label="A week begins on",
    parse=_one_of(0, 5, 6),
    choices={0: "Monday", 5: "Saturday", 6: "Sunday"},
    group=FORMATS,
)
START_PAGE = Setting(
    key="window.start_page",
    default="home",
    label="Begin with",
    parse=_page,
    choices=START_PAGES,
    group=START,
)
REPORT_PAPER = Setting(
    key="report.paper",
    default=Paper.A4,
    label="Reports are for paper of",
    parse=Paper,
    choices={Paper.A4: "A4", Paper.LETTER: "Letter"},
    group=FORMATS,
)
# The folder that the person picked for the last report, and the picture for its head; "" for none.
REPORT_FOLDER = Setting(key="report.folder", default="", label="Folder of reports", parse=_words)
REPORT_LOGO = Setting(key="report.logo", default="", label="Logo on reports", parse=_words)
# Set on Home itself, by hand or keys.
HOME_TILES: Setting[home_tiles.Tiles] = Setting(
    key="home.tiles", default=home_tiles.DEFAULT, label="Tiles of Home", parse=home_tiles.parse
)
FIRST_STEPS = Setting(key="home.first_steps", default=True, label="Show the first steps on Home", parse=_yes_no)
VIEWER_ZONE = Setting(
    key="window.zone",
    default=Zone.SYSTEM,
    label="Show times in",
    parse=Zone,
    choices={Zone.SYSTEM: "This computer's time zone", Zone.ACCOUNT: "Each account's time zone"},
)
LANGUAGE = Setting(
    key="window.language",
    default="system",
    label="Language",
    parse=_language,
    choices=LANGUAGES,
    group=FORMATS,
)
BIN_DAYS = Setting(
    key="storage.bin_days",
    default=30,
    label="Removed media can be taken back for",
    parse=_one_of(7, 30, 90, 365),
    choices={7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"},
    group=STORAGE,
    help="After that their files are deleted for good. Media of a planned post always stays.",
)
# Only what differs from each command's own keys. It is changed under Keyboard, not in a field.
KEYS: Setting[dict[str, list[str]]] = Setting(key="window.keys", default={}, label="Keyboard", parse=_keys)
# A When value, by which the composer begins a post that says nothing of its time.
NEW_POST = Setting(
    key="publishing.new_post",
    default="next",
    label="New posts begin",
    parse=_when,
    choices={"next": "At the next free slot", "draft": "As a draft"},
    group=PUBLISHING,
    help="It can be changed in each post. What goes out at once is always asked about first.",
)

# Two letters of ISO 3166; empty: none are shown. The pages ask `Planning.marks.countries` for the choices.
HOLIDAYS = Setting(
    key="calendar.holidays",
    default="",
    label="Show the holidays of",
    offered=True,
    parse=_country,
    group=CALENDAR,
    help="They stand at their days in the calendar. Nothing is moved because of them.",
)
# The currency that totals are converted to (M2); "": the client's own.
REPORTING_CURRENCY = Setting(
    key="money.currency",
    default="",
    label="Totals in",
    offered=True,
    parse=_currency,
    group=MONEY,
    help="Totals that were converted are marked with ≈.",
)
FETCH_RATES = Setting(
    key="money.fetch_rates",
    default=False,
    label="Fetch the European Central Bank's rates each day",
    parse=_yes_no,
    group=MONEY,
    help="One small file a day, from the address under Advanced. Nothing of yours is sent.",
)
# "": the bank's own address.
RATES_ENDPOINT = Setting(
    key="money.rates_endpoint",
    default="",
    label="Address of the file of rates",
    parse=_web_address,
    group=ADVANCED,
    help="Empty: the European Central Bank's own.",
)
TAX_YEAR_MONTH = Setting(
    key="money.tax_year_month",
    default=1,
    label="The tax year begins in",
    parse=_one_of(*range(1, 13)),
    choices={number: name for number, name in enumerate(month_name) if number},
    group=MONEY,
    help="The export of a tax year begins there.",
)

ALL: tuple[Setting[Any], ...] = (
    THEME,
    TEXT_SIZE,
    DENSITY,
    MOTION,
    LANGUAGE,
    CLOCK,
    DATES,
    FIRST_DAY,
    VIEWER_ZONE,
    START_PAGE,
    KEYS,
    BIN_DAYS,
    CLOSE_TO_TRAY,
    NEW_POST,
    AUTO_LOCK_MINUTES,
    KEEP_POSTING,
    HOLIDAYS,
    REPORTING_CURRENCY,
    FETCH_RATES,
    RATES_ENDPOINT,
    TAX_YEAR_MONTH,
    HOME_TILES,
    FIRST_STEPS,
    REPORT_PAPER,
    REPORT_FOLDER,
    REPORT_LOGO,
    *NOTICE_WAYS.values(),
    NOTICE_DETAILS,
    QUIET_ON,
    QUIET_FROM,
    QUIET_UNTIL,
    AFTER_QUIET,
)
