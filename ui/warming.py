"""What is loaded before it is wanted: the workspace while a person types their passphrase,
other pages when the pointer nears the way to them.
"""

import importlib
from collections.abc import Callable

# What an open workspace is made of: loaded while the person types, so that the door need not wait for it.
WARM = (
    "ofauto_desktop.building",
    "ofauto_desktop.runtime.scheduler",
    "ui.shell",
    "ui.tray",
    "ui.pages.home",
)
# Each a tenth of a second that a first visit need not wait for.
PAGES = (
    "ui.pages.calendar",
    "ui.pages.media",
    "ui.pages.analytics",
    "ui.pages.money",
    "ui.pages.money_overview",
    "ui.pages.money_ledger",
    "ui.pages.money_subscriptions",
    "ui.pages.money_payouts",
    "ui.pages.clients",
    "ui.pages.accounts",
    "ui.pages.settings",
    "ui.pages.composer",
    "ui.dialogs.palette",
)


def warm() -> None:
    for name in WARM:
        importlib.import_module(name)


def warm_pages(platforms: Callable[[], object]) -> None:
    """Load the pages, and by `platforms` what they ask of every platform."""
    for name in PAGES:
        importlib.import_module(name)
    platforms()
