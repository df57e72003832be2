"""Which browser is driven, by what lies on a computer."""

import sys

import pytest

from connectors.browser import finding
from connectors.errors import Unsupported


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """An empty computer; gives what puts a program on it."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    vendors = [("Chrome", tmp_path / "opt/chrome"), ("Edge", tmp_path / "opt/msedge")]
    monkeypatch.setattr(finding, "_of_vendors", lambda _: iter(vendors))

    def put(name):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return path

    return put


def test_without_any_browser_it_says_so(computer):
    with pytest.raises(Unsupported, match="no Chrome, Edge or Chromium"):
        finding.find()


@pytest.mark.skipif(sys.platform != "linux", reason="the places are those of Linux")
def test_the_persons_own_browser_goes_before_playwrights_and_that_before_the_systems(computer):
    expected = []
    for name, place in [
        ("Chromium", "bin/chromium"),
        ("Playwright's Chromium", "cache/ms-playwright/chromium-999/chrome-linux/chrome"),
        ("Playwright's Chromium", "cache/ms-playwright/chromium-1255/chrome-linux64/chrome"),
        ("Edge", "opt/msedge"),
        ("Chrome", "opt/chrome"),
    ]:
        expected.append((name, computer(place)))
        found = finding.find()
        assert (found.name, found.program) == expected[-1]


def test_the_one_that_a_person_names_goes_before_all(computer):
    computer("opt/chrome")
    own = computer("own/browser")
    assert finding.find(str(own)).program == own


def test_where_the_named_one_is_gone_no_other_is_taken(computer, tmp_path):
    computer("opt/chrome")
    with pytest.raises(Unsupported, match="not there"):
        finding.find(str(tmp_path / "gone"))


def test_the_driver_starts_here():
    assert finding.driver_problem() == ""
