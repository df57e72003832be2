"""The site's dialog of dates (vdatetime): it counts in the browser's zone, and what it made of a time is read off again.

Nothing is published here: whatever does not fit is said before the click that would.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.browser.look import Look, any_of
from connectors.browser.tab import Tab
from connectors.errors import LayoutChanged, Rejected

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MOST_MONTHS = 24
_SHORT = 2.0
_SHOWN = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?\D+?(\d{1,2}):(\d{2})\s*([ap]m)?", re.IGNORECASE)
_LABEL = re.compile(r"([a-z]+)\s+(\d{4})", re.IGNORECASE)
_ZONE = "() => Intl.DateTimeFormat().resolvedOptions().timeZone"


class Calendar:
    """Chooses `at` (aware UTC, whole minutes) in the dialog; used as a flow's own step."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    async def __call__(self, tab: Tab, look: Look) -> None:
        """Raises Rejected where the site does not offer that time, LayoutChanged where its dialog is another one."""
        wall = await self._wall(tab)
        await (await look.find("schedule")).click()
        await look.find("dialog")
        if await look.shows("date_tab"):
            await (await look.find("date_tab")).click()
        await _turn_to(look, wall)
        await _pick(look, "day", str(wall.day), "day")
        if not await look.shows("hours"):
            await (await look.find("time_tab" if await look.shows("time_tab") else "confirm")).click()
        await look.find("hours")
        await _time(look, wall)
        await (await look.find("confirm")).click()
        await self._compare(look, wall)

    async def _wall(self, tab: Tab) -> datetime:
        """The time as the page's clock has it."""
        told = await tab.page.evaluate(_ZONE)
        try:
            return self._at.astimezone(ZoneInfo(str(told))).replace(tzinfo=None)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise LayoutChanged("the browser does not say in which zone it counts") from error

    async def _compare(self, look: Look, wall: datetime) -> None:
        """What the form shows now must be what was meant: dialogs jump, and zones differ (§6)."""
        shown = await (await look.find("shown_date")).inner_text()
        read = read_off(shown, wall.year)
        if read is None:
            raise LayoutChanged("the form does not show the date in a way that can be read")
        if read != wall:
            raise LayoutChanged(f"the form shows {read:%Y-%m-%d %H:%M} instead of {wall:%Y-%m-%d %H:%M}")


def read_off(shown: str, year: int) -> datetime | None:
    """The time that a form shows, like "Nov 25, 2026, 2:30 pm"; `year` where it shows none. None: it cannot be read."""
    hit = _SHOWN.search(shown)
    if hit is None or (month := _month(hit[1])) is None:
        return None
    hour = int(hit[4]) % 24
    if hit[6]:
        hour = hour % 12 + (12 if hit[6].lower() == "pm" else 0)
    try:
        return datetime(int(hit[3] or year), month, int(hit[2]), hour, int(hit[5]))  # noqa: DTZ001 - as a clock shows it
    except ValueError:
        return None


def _month(word: str) -> int | None:
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:9])]
    return found[0] if len(found) == 1 else None


async def _turn_to(look: Look, wall: datetime) -> None:
    for _ in range(_MOST_MONTHS):
        hit = _LABEL.search(await (await look.find("month")).inner_text())
        month = _month(hit[1]) if hit else None
        if hit is None or month is None:
            raise LayoutChanged("the dialog of dates does not say which month it shows")
        if (int(hit[2]), month) == (wall.year, wall.month):
            return
        if (int(hit[2]), month) > (wall.year, wall.month):
            raise Rejected("the site's own scheduler offers no day of that month")
        await (await look.find("next_month")).click()
    raise Rejected("that is further ahead than the site's own scheduler is asked to go")


async def _time(look: Look, wall: datetime) -> None:
    if await look.shows("suffix"):
        await _pick(look, "hours", str(wall.hour % 12 or 12), "hour")
        await _pick(look, "minutes", f"{wall.minute:02}", "minute")
        await _pick(look, "suffix", "pm" if wall.hour >= 12 else "am", "half of the day")
    else:
        await _pick(look, "hours", str(wall.hour), "hour")
        await _pick(look, "minutes", f"{wall.minute:02}", "minute")


async def _pick(look: Look, element: str, text: str, what: str) -> None:
    """Click the item that says just `text`; numbers may have a 0 before them. Raises Rejected where there is none."""
    await look.find(element)
    item = any_of(look.page, look.site, element).filter(has_text=re.compile(rf"^\s*0*{text}\s*$"))
    if not await item.count():
        raise Rejected(f"the site's own scheduler does not offer that {what}")
    await item.first.click()
