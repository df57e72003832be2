"""The window. Everything Qt is here."""

from ui.singletons import keep_alive

keep_alive()
