"""Practice data are one click away; and every control of every page and dialog can be named, by a screen reader too."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import PASSPHRASE
from tests.e2e.person import Person, at_the_window

pytestmark = [pytest.mark.e2e, pytest.mark.keychain, pytest.mark.slow]
# What holds or decorates other things needs no name, unless the focus can go there.
HOLDERS = frozenset(
    {"frame", "dialog", "filler", "panel", "layered pane", "scroll pane", "separator", "image", "scroll bar"}
)
PAGES = {
    "h": "Home",
    "c": "Calendar",
    "l": "Library",
    "a": "Analytics",
    "dollar": "Money",
    "k": "Clients",
    "o": "Accounts",
    "s": "Settings",
}
DIALOGS = {
    "Search or go to": ("ctrl+k",),
    "All shortcuts": ("question",),
    "New post": ("n",),
}


@pytest.fixture(scope="module")
def practising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Someone who chose practice data at the first start."""
    with at_the_window(tmp_path_factory.mktemp("practice") / "workspace") as person:
        person.press("Start with practice data")
        person.type("Passphrase", PASSPHRASE, role="password text")
        person.type("The same once more", PASSPHRASE, role="password text")
        unnamed(person, "first run")
        person.press("Create workspace")
        person.see(like="Recovery code: .*")
        unnamed(person, "recovery kit")
        person.press("Skip for practice")
        yield person


def test_practice_data_are_one_click_away(practising: Person) -> None:
    practising.see("Practice data. Nothing here reaches a real platform.", patience=30)
    practising.see(like="Net, last 7 days, .*", role="push button")
    practising.see(like="Followers.*", role="push button")


@pytest.mark.parametrize(("key", "page"), PAGES.items())
def test_everything_on_a_page_has_a_name(practising: Person, key: str, page: str) -> None:
    practising.keys("g", key)
    practising.see(page, role="label")
    unnamed(practising, page)


@pytest.mark.parametrize(("title", "keys"), DIALOGS.items())
def test_everything_in_a_dialog_has_a_name(practising: Person, title: str, keys: tuple[str, ...]) -> None:
    practising.keys(*keys)
    practising.see(like=f"{title}.*", role="dialog")
    unnamed(practising, title)
    practising.keys("Escape")
    practising.gone(like=f"{title}.*", role="dialog")


def test_everything_of_a_client_and_of_the_notice_centre_has_a_name(practising: Person) -> None:
    practising.keys("g", "k")
    practising.see(like="Ada Lindqvist.*", role="table cell")
    practising.keys("Return")
    practising.see(like=".*report \\(PDF\\)", role="push button")
    unnamed(practising, "a client")
    practising.keys("g", "n")
    practising.see("Mark all read", role="push button")
    unnamed(practising, "the notice centre")
    practising.keys("g", "n")


def test_everything_in_the_form_of_a_login_has_a_name(practising: Person) -> None:
    practising.keys("g", "o")
    practising.press("Connect X")
    practising.see(like="Connect an account.*", role="dialog")
    unnamed(practising, "connect")
    practising.keys("Escape")
    practising.gone(like="Connect an account.*", role="dialog")


def test_everything_beside_a_post_has_a_name(practising: Person) -> None:
    practising.keys("g", "h")
    practising.press(like="(Posted|Failed), .*")
    practising.see(like="Open the post|Edit.*", role="push button")
    unnamed(practising, "a post")


def test_everything_at_the_door_has_a_name(practising: Person) -> None:
    practising.keys("ctrl+l")
    practising.see("Unlock OFAuto")
    unnamed(practising, "the door")
    practising.type("Passphrase", PASSPHRASE, role="password text")
    practising.keys("Return")
    practising.see("Home", role="label")


def unnamed(person: Person, where: str) -> None:
    """Fails with every thing in sight that a person can use or read and that nothing can be said of."""
    seen = person.sight()
    assert len(seen) > 5
    wrong = [_told(one) for one in seen if not _can_be_named(one)]
    assert not wrong, f"{where}:\n" + "\n".join(wrong)


def _can_be_named(one: dict[str, Any]) -> bool:
    if "focusable" not in one["states"] and one["role"] in HOLDERS:
        return True
    if one["role"] == "label" and "focusable" not in one["states"]:
        return True  # one that says nothing now keeps the room for what it will say
    if not one["name"].strip():
        return False
    # What takes the focus must tell whether it can be used now; what can be on or off, that it can.
    return one["role"] not in {"check box", "radio button"} or "checkable" in one["states"]


def _told(one: dict[str, Any]) -> str:
    return f"{one['window']}: {one['role']} {one['name']!r} {one['states']} at {one['extents']}"
