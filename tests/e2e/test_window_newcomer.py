"""A newcomer's way in the window: from the first start to a post that went out once, by names and keys alone."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.e2e.conftest import PASSPHRASE, TOKEN, Platforms
from tests.e2e.person import Person, at_the_window, start

pytestmark = [pytest.mark.e2e, pytest.mark.keychain, pytest.mark.slow, pytest.mark.timeout(240)]
BERLIN = ZoneInfo("Europe/Berlin")
TEXT = "A quiet canary sings in the window"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def test_from_the_first_start_to_a_post_that_went_out_once(tmp_path: Path, platforms: Platforms) -> None:
    picture = tmp_path / "picture.jpg"
    Image.new("RGB", (640, 480), "teal").save(picture)
    workspace = tmp_path / "workspace"
    with at_the_window(workspace) as person:
        set_up(person)
        connect_x(person, platforms)
        due = plan(person, picture)
        person.close_window()
        person.gone("OFAuto", role="frame")  # into the tray
        assert posts(platforms) == {}
        person.until(lambda: posts(platforms), "the post goes out", patience=120)
        late = datetime.now(BERLIN) - due
        assert timedelta(0) <= late < timedelta(seconds=20)
        with (tmp_path / "second.said").open("w") as said:
            assert start(workspace, said).wait(20) == 0
        person.see("OFAuto", role="frame")  # that of the first
        tells_how_things_stand(person)
        assert posts(platforms) == {TEXT: 1}
        assert platforms.control("x", "state")["uploads"] == 1  # the picture
    assert person.program.returncode == 0


def posts(platforms: Platforms) -> dict[str, int]:
    return dict(platforms.control("x", "state")["posts"])


def set_up(person: Person) -> None:
    """First run: passphrase, keychain, the recovery kit read back."""
    person.press("Set up my workspace")
    person.type("Passphrase", PASSPHRASE, role="password text")
    person.type("The same once more", PASSPHRASE, role="password text")
    person.see("This computer's keychain may unlock it", role="check box", states=["checked"])
    person.press("Create workspace")
    kit = person.see(like=r"Recovery code: .*")["name"].removeprefix("Recovery code: ")
    groups = kit.replace(" ", "").split("-")
    for place, ordinal in enumerate(ORDINALS):
        if any(one["name"] == f"The {ordinal} group" and one["role"] == "text" for one in person.sight()):
            person.type(f"The {ordinal} group", groups[place])
    person.press("Open workspace")
    person.see("First steps")


def connect_x(person: Person, platforms: Platforms) -> None:
    """A new client, a pasted token, and the practice server's addresses."""
    person.keys("g", "o")
    person.press("Connect X")
    dialog = "Connect an account.*"
    person.type("Client", "Ada", window=dialog)
    person.choose("How", "Paste a token")
    person.type("Access token", TOKEN, role="password text")
    person.press("Advanced: addresses", role="check box")
    for name, words in (
        ("api", "Address of the interface"),
        ("authorize", "Address of the login page"),
        ("token", "Address that gives tokens"),
        ("revoke", "Address that ends logins"),
    ):
        person.type(words, platforms.endpoints["x"][name])
    person.press("Check and connect")
    person.gone("Check and connect")
    person.see(like=r".* is connected")


def plan(person: Person, picture: Path) -> datetime:
    """N, text, picture, time, Ctrl+Enter; gives the minute it was planned for."""
    person.keys("n")
    person.see(like="Post on .*", role="check box", states=["checked"])
    person.type("Text", TEXT)
    person.press("Add media")
    person.type("File name:", str(picture))
    person.press("Open")
    person.see("Attached media")
    person.press("Pick a time", role="check box")
    now = datetime.now(BERLIN)
    due = (now + timedelta(seconds=20)).replace(second=0, microsecond=0) + timedelta(minutes=1)
    person.focus("Day")
    person.keys(*["Down"] * ((now + timedelta(days=1)).date() - due.date()).days)
    # Day of week, day, month, year are passed on the way; the hour is marked on arrival.
    person.keys("Tab", "Tab", "Tab", "Tab")
    person.see("Time of day", states=["focused"])
    person.keys(*due.strftime("%H%M"))
    person.see(like=f"Schedule for .*{due:%H:%M}")
    person.keys("ctrl+Return")
    person.see(like=rf"Goes out .*{due:%H:%M}.*")
    return due


def tells_how_things_stand(person: Person) -> None:
    """Home, without a press: what went out, and numbers with their age."""
    person.keys("g", "h")
    person.see("Nothing needs you.")
    person.see(like=rf"{TEXT}, Went out · ada_practice, .*", role="push button")
    # The clock looks each minute for accounts to read; one that was just connected may be that long without numbers.
    tile = person.see(like="Followers, .*", role="push button", patience=75)["name"]
    assert int(tile.split(", ")[1].replace(",", "")) > 0
    assert "X API" in tile
