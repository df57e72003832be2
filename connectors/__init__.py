"""Everything we do not run: the platforms, and what speaks to them."""

import sys

# httpx brings a command line of its own, and loads four megabytes for it wherever a developer's tool has put `rich`.
# The program never calls it, and waits in the tray for days.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: "there is no such module"
