"""The window. Everything Qt is here."""

from ui.features import none_wanted
from ui.singletons import keep_alive

keep_alive()
none_wanted()
