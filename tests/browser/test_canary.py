"""The sites' data fit the pages that were saved of them; which alternative does is told."""

from pathlib import Path

import pytest

from connectors import registry
from connectors.browser.canary import Seen, saved, sing
from connectors.browser.sites import load
from tests.browser_site import FILE

pytestmark = pytest.mark.anyio
PAGES = Path(__file__).parent.parent / "saved_pages"


@pytest.fixture
async def raw(browser):
    """Playwright's own browser, as the command uses it."""
    yield await browser._started()
    await browser.aclose()


async def test_it_tells_the_alternative_that_fits_and_what_fits_none(raw, tmp_path):
    html = "<a class='m-create-post'>New</a><button class='b-more' hidden>More</button>"
    (tmp_path / "home.html").write_text(
        f"<!-- shows: new_post more -->{html}<script>document.body.innerHTML=''</script>"
    )
    assert await sing(raw, load(FILE), saved(tmp_path)) == [
        Seen(page="home.html", element="new_post", matched=1),
        Seen(page="home.html", element="more", matched=None),
    ]


async def test_every_sites_data_fit_its_saved_pages(raw):
    sung = 0
    for name in registry.offered():
        parts = registry.platform(name)
        if parts.site is None or not (PAGES / name.value).is_dir():
            continue
        seen = await sing(raw, parts.site(), saved(PAGES / name.value))
        assert seen
        assert not [one for one in seen if one.matched is None]
        sung += 1
    assert sung
