"""How Fansly's page looks, from its file: read at each call, so that a new look needs no new start."""

from pathlib import Path

from connectors.browser.sites import Site
from connectors.browser.updates import newest


def site() -> Site:
    """Raises ValueError where the file is wrong, OSError where it is gone."""
    return newest("fansly", Path(__file__).with_name("site.toml").read_text("utf-8"))
