"""The workspace locks with the computer."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui.away import Away, _session_path
from ui.away_windows import means_away

PROGRAM = Path(__file__).with_name("away_on_the_bus.py")


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("about to sleep", 1),
        ("awake again", 0),
        ("locked", 1),
        ("another session locked", 0),
        ("GNOME's screen locked", 1),
        ("GNOME's screen open", 0),
        ("KDE's screen locked", 1),
    ],
)
def test_what_the_desktop_says_of_the_computer_is_heard(said, times):
    command = ["dbus-run-session", "--", sys.executable, str(PROGRAM), said]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == f"{times}\n", done.stderr


def test_a_sleep_that_nobody_spoke_of_shows_by_the_clocks(qapp):
    clocks, gone = {"through": 1000.0, "awake": 10.0}, []
    away = Away(lambda: gone.append(1), qapp, through_sleep=lambda: clocks["through"], awake=lambda: clocks["awake"])

    def pass_by(through, awake):
        clocks["through"] += through
        clocks["awake"] += awake
        away.look()
        return len(gone)

    assert pass_by(5, 5) == 0
    assert pass_by(300, 300) == 0, "the window was slow, the computer awake"
    assert pass_by(65, 5) == 1
    assert pass_by(5, 5) == 1, "one sleep is one going away"
    assert pass_by(-3600, 5) == 1, "the wall clock was set back"
    assert pass_by(5, 5) == 1
    away.stop()


def test_a_session_has_its_path_at_the_login_daemon():
    assert _session_path("2") == "/org/freedesktop/login1/session/_32"
    assert _session_path("c12") == "/org/freedesktop/login1/session/c12"
    assert _session_path("a-b") == "/org/freedesktop/login1/session/a_2db"
    assert _session_path("") is None


def test_of_windows_messages_those_count_that_say_that_someone_is_away():
    assert means_away(0x02B1, 7), "locked"
    assert means_away(0x02B1, 2), "another user took the screen"
    assert not means_away(0x02B1, 8), "unlocked"
    assert means_away(0x0218, 4), "about to sleep"
    assert not means_away(0x0218, 7), "awake again"
    assert not means_away(0x0100, 7), "a key"
