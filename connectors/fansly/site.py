"""What Fansly looks like: site.toml, read once."""

from functools import cache
from importlib import resources

from connectors.browser.sites import Site
from connectors.browser.updates import newest


@cache
def site() -> Site:
    """The site's data, or those of a newer file of the person's. A test loads it, so that it is never wrong here."""
    packaged = (resources.files("connectors.fansly") / "site.toml").read_text(encoding="utf-8")
    return newest("fansly", packaged)
