"""How Fansly's page looks, from its file: read at each call, so that a new look needs no new start."""

from pathlib import Path

from connectors.browser.sites import Site, load


def site() -> Site:
    """Raises ValueError where the file is wrong, OSError where it is gone."""
    return load(Path(__file__).with_name("site.toml").read_text("utf-8"))
