"""What is loaded while a person types their passphrase."""

import importlib

# What an open workspace is made of: loaded while the person types, so that the door need not wait for it.
WARM = (
    "ofauto_desktop.services.accounts",
    "ofauto_desktop.services.audit",
    "ofauto_desktop.services.backups",
    "ofauto_desktop.services.clients",
    "ofauto_desktop.services.composing",
    "ofauto_desktop.services.connections",
    "ofauto_desktop.services.home",
    "ofauto_desktop.services.library",
    "ofauto_desktop.services.metrics",
    "ofauto_desktop.services.money",
    "ofauto_desktop.services.notices",
    "ofauto_desktop.services.practice",
    "ofauto_desktop.services.preferences",
    "ofauto_desktop.services.publishing",
    "ofauto_desktop.services.search",
    "ofauto_desktop.services.sync",
    "ofauto_desktop.runtime.scheduler",
    "ui.shell",
    "ui.tray",
    "ui.pages.home",
)


def warm() -> None:
    for name in WARM:
        importlib.import_module(name)
