"""A newer file of a site's looks counts, and one that does not fit is left: the program calls flows and elements by name."""

import pytest

from connectors import registry
from connectors.browser import updates
from connectors.browser.canary import shown
from ofauto_desktop.services import doctor
from tests.browser_site import FILE

NEWER = FILE.replace("version = 3", "version = 4").replace("button.b-more", "button.b-more-of-next-year")


@pytest.fixture
def folder(tmp_path):
    updates.look_in(tmp_path / "sites")
    (tmp_path / "sites").mkdir()
    yield tmp_path / "sites"
    updates.look_in(None)


def test_a_newer_file_of_the_persons_counts(folder):
    assert updates.newest("a", FILE).version == 3
    (folder / "a.toml").write_text(NEWER)
    site = updates.newest("a", FILE)
    assert (site.version, site.selectors("more")) == (4, ("button.b-more-of-next-year",))
    assert updates.problem_of("a", site) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FILE, ""),  # the same
        (NEWER.replace("version = 4", "version = 2"), "version 2 is not higher"),
        (NEWER.replace("\nmore = ", "\nless = "), "no element 'more'"),
        (NEWER.replace("\nlook = ", "\nlooked = "), "no flow 'look'"),
        (NEWER.replace('value = "text"', 'value = "words"'), "asks for 'words'"),
        (NEWER.replace('element = "post", answer = "/api/posts"', 'element = "post"'), "does not end with an answer"),
        ("version = ", "Invalid value"),
        ("x" * 300_000, "too large"),
        (NEWER.replace('page = "/"', 'page = "//elsewhere.example/"', 1), "page"),
    ],
    ids=["same", "older", "element", "flow", "value", "answer", "broken", "large", "elsewhere"],
)
def test_a_file_that_does_not_fit_is_left_and_said(folder, text, why):
    (folder / "a.toml").write_text(text)
    site = updates.newest("a", FILE)
    assert site.version == 3
    assert why in updates.problem_of("a", site)


def test_bytes_that_are_no_text_are_left(folder):
    (folder / "a.toml").write_bytes(b"\xff\xfe\x00")
    assert updates.newest("a", FILE).version == 3


def test_the_doctor_names_the_versions_of_all_sites(tmp_path):
    try:
        found = {one.check: one for one in doctor.examine(tmp_path)}
    finally:
        updates.look_in(None)
    sites = [name for name in registry.offered() if registry.platform(name).site is not None]
    for name in sites:
        assert found[f"site {name.value}"].found.startswith(f"version {registry.platform(name).site().version}")


def test_a_saved_page_says_what_it_shows():
    site = updates.newest("a", FILE)
    assert shown("<!-- shows: more post -->\n<html>", "a.html", site) == ["more", "post"]
    for html in ("<html>", "<!-- shows: nothing_known -->"):
        with pytest.raises(ValueError, match=r"a\.html"):
            shown(html, "a.html", site)
