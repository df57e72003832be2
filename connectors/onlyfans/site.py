"""What OnlyFans looks like: site.toml, read once."""

from functools import cache
from importlib import resources

from connectors.browser.sites import Site
from connectors.browser.updates import newest

API = "/api2/v2"
ADDRESS = "https://onlyfans.com"


@cache
def site() -> Site:
    """The site's data, or those of a newer file of the person's. A test loads it, so that it is never wrong here."""
    packaged = (resources.files("connectors.onlyfans") / "site.toml").read_text(encoding="utf-8")
    return newest("onlyfans", packaged)


def address_of(username: str, post_id: str) -> str:
    """Where a post is seen (platforms/onlyfans.md §5.6)."""
    return f"{ADDRESS}/{post_id}/{username}"
