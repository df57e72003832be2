"""The settings of a workspace, each declared once: key, default, label and what values it takes."""

from calendar import month_name
from typing import Any

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain import setting_kinds as kinds
from ofauto_desktop.domain.inbound_settings import INBOUND_ADDRESS, INBOUND_ON, INBOUND_PORT
from ofauto_desktop.domain.notice_settings import (
    AFTER_QUIET,
    NOTICE_DETAILS,
    NOTICE_WAYS,
    QUIET_FROM,
    QUIET_ON,
    QUIET_UNTIL,
)
from ofauto_desktop.domain.session_pace import ACTS_A_DAY, REST_FROM, REST_ON, REST_UNTIL
from ofauto_desktop.domain.setting_kinds import (
    ADVANCED,
    APPEARANCE,
    BACKUP,
    CALENDAR,
    FORMATS,
    GROUPS,
    INBOUND,
    KEYBOARD,
    LANGUAGES,
    LOCKING,
    MEDIA_HOST,
    MONEY,
    NOTICES,
    PROXIES,
    PUBLISHING,
    QUIET,
    SESSIONS,
    START,
    START_PAGES,
    STORAGE,
    Clock,
    DateForm,
    Density,
    Motion,
    Paper,
    Setting,
    Theme,
    Zone,
)

__all__ = [
    "ADVANCED",
    "AFTER_QUIET",
    "APPEARANCE",
    "BACKUP",
    "CALENDAR",
    "FORMATS",
    "GROUPS",
    "INBOUND",
    "INBOUND_ADDRESS",
    "INBOUND_ON",
    "INBOUND_PORT",
    "KEYBOARD",
    "LANGUAGES",
    "LOCKING",
    "MEDIA_HOST",
    "MONEY",
    "NOTICES",
    "NOTICE_DETAILS",
    "NOTICE_WAYS",
    "PROXIES",
    "PUBLISHING",
    "QUIET",
    "QUIET_FROM",
    "QUIET_ON",
    "QUIET_UNTIL",
    "SESSIONS",
    "START",
    "START_PAGES",
    "STORAGE",
    "Clock",
    "DateForm",
    "Density",
    "Motion",
    "Paper",
    "Setting",
    "Theme",
    "Zone",
]

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
    parse=kinds.one_of(80, 90, 100, 110, 125, 150, 175, 200),
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
    parse=kinds.yes_no,
    group=START,
    help="Planned posts go out on time while it runs there. Off: closing the window ends the program.",
)
# Minutes without input after which the workspace locks; 0: never.
AUTO_LOCK_MINUTES = Setting(
    key="lock.idle_minutes",
    default=10,
    label="Lock when idle",
    parse=kinds.one_of(0, 1, 5, 10, 15, 30, 60),
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
LOCK_WHEN_AWAY = Setting(
    key="lock.when_away",
    default=True,
    label="Lock with the computer",
    parse=kinds.yes_no,
    group=LOCKING,
    help="When the computer is locked, put to sleep or handed to another user, the workspace locks as well.",
)
KEEP_POSTING = Setting(
    key="lock.keep_posting",
    default=True,
    label="Keep posting while locked by itself",
    parse=kinds.yes_no,
    group=LOCKING,
    help="Planned posts go out on time while nobody is there. Off: they wait until you unlock.",
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
    parse=kinds.one_of(0, 5, 6),
    choices={0: "Monday", 5: "Saturday", 6: "Sunday"},
    group=FORMATS,
)
START_PAGE = Setting(
    key="window.start_page",
    default="home",
    label="Begin with",
    parse=kinds.page,
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
REPORT_FOLDER = Setting(key="report.folder", default="", label="Folder of reports", parse=kinds.words)
REPORT_LOGO = Setting(key="report.logo", default="", label="Logo on reports", parse=kinds.words)
# Set on Home itself, by hand or keys.
HOME_TILES: Setting[home_tiles.Tiles] = Setting(
    key="home.tiles", default=home_tiles.DEFAULT, label="Tiles of Home", parse=home_tiles.parse
)
FIRST_STEPS = Setting(key="home.first_steps", default=True, label="Show the first steps on Home", parse=kinds.yes_no)
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
    parse=kinds.language,
    choices=LANGUAGES,
    group=FORMATS,
)
BIN_DAYS = Setting(
    key="storage.bin_days",
    default=30,
    label="Removed media can be taken back for",
    parse=kinds.one_of(7, 30, 90, 365),
    choices={7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"},
    group=STORAGE,
    help="After that their files are deleted for good. Media of a planned post always stays.",
)
# Only what differs from each command's own keys. It is changed under Keyboard, not in a field.
KEYS: Setting[dict[str, list[str]]] = Setting(key="window.keys", default={}, label="Keyboard", parse=kinds.keys)
# A When value, by which the composer begins a post that says nothing of its time.
NEW_POST = Setting(
    key="publishing.new_post",
    default="next",
    label="New posts begin",
    parse=kinds.when,
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
    parse=kinds.country,
    group=CALENDAR,
    help="They stand at their days in the calendar. Nothing is moved because of them.",
)
# The currency that totals are converted to (M2); "": the client's own.
REPORTING_CURRENCY = Setting(
    key="money.currency",
    default="",
    label="Totals in",
    offered=True,
    parse=kinds.currency,
    group=MONEY,
    help="Totals that were converted are marked with ≈.",
)
FETCH_RATES = Setting(
    key="money.fetch_rates",
    default=False,
    label="Fetch the European Central Bank's rates each day",
    parse=kinds.yes_no,
    group=MONEY,
    help="One small file a day, from the address under Advanced. Nothing of yours is sent.",
)
# "": the bank's own address.
RATES_ENDPOINT = Setting(
    key="money.rates_endpoint",
    default="",
    label="Address of the file of rates",
    parse=kinds.web_address,
    group=ADVANCED,
    help="Empty: the European Central Bank's own.",
)
# "": the one that is found, which `ofauto doctor` names.
BROWSER = Setting(
    key="browser.program",
    default="",
    label="Browser for sites without an interface for programs",
    parse=kinds.words,
    group=ADVANCED,
    help="The full path of its program. Empty: Chrome, Edge or Chromium, whichever is found.",
)
TAX_YEAR_MONTH = Setting(
    key="money.tax_year_month",
    default=1,
    label="The tax year begins in",
    parse=kinds.one_of(*range(1, 13)),
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
    LOCK_WHEN_AWAY,
    KEEP_POSTING,
    ACTS_A_DAY,
    REST_ON,
    REST_FROM,
    REST_UNTIL,
    HOLIDAYS,
    REPORTING_CURRENCY,
    FETCH_RATES,
    RATES_ENDPOINT,
    BROWSER,
    TAX_YEAR_MONTH,
    INBOUND_ON,
    INBOUND_PORT,
    INBOUND_ADDRESS,
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
