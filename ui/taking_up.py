"""What a setting changes on screen, at once: looks, formats, keys. The language needs the window built again."""

from typing import TYPE_CHECKING, Any

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.preferences import Setting
from ofauto_desktop.services import formats
from ui.language import shown, spoken
from ui.theme import Theme

if TYPE_CHECKING:
    from ofauto_desktop.services.preferences import Preferences
    from ui.commands import Commands

LOOKS: tuple[Setting[Any], ...] = (settings.THEME, settings.TEXT_SIZE, settings.DENSITY, settings.MOTION)
FORMS: tuple[Setting[Any], ...] = (settings.LANGUAGE, settings.CLOCK, settings.DATES, settings.FIRST_DAY)
# What stands on screen keeps its words and forms until it is built again.
BUILT_AGAIN = FORMS


def looks(theme: Theme, preferences: "Preferences") -> None:
    """Colours, text size, density and movement as the person wants them."""
    chosen = preferences.get
    theme.use(
        mode=chosen(settings.THEME),
        percent=chosen(settings.TEXT_SIZE),
        density=chosen(settings.DENSITY),
        motion=chosen(settings.MOTION),
    )


def forms(preferences: "Preferences") -> None:
    """How numbers and times are written from now on."""
    chosen = preferences.get
    formats.follow(
        formats.Conventions(
            locale=shown(),
            clock=chosen(settings.CLOCK),
            dates=chosen(settings.DATES),
            first_day=chosen(settings.FIRST_DAY),
        )
    )


def keys(commands: "Commands", preferences: "Preferences") -> None:
    """The person's own keys."""
    commands.use_keys(preferences.get(settings.KEYS))


def language(preferences: "Preferences") -> str:
    """Two letters: the language that is wanted."""
    return spoken(preferences.get(settings.LANGUAGE))
