"""A person in front of the program: starts it, reads the window by accessible names, presses, types keys."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.conftest import OFAUTO

# Debian's Python has the AT-SPI bindings (apt: python3-gi, gir1.2-atspi-2.0).
READER = ("/usr/bin/python3", "-W", "ignore::DeprecationWarning", str(Path(__file__).with_name("atspi_person.py")))
ENDS_WITHIN = 20.0  # seconds


class Person:
    """Names are whole ones; `like` takes a pattern instead. Everything waits until it can be done, `patience` seconds."""

    def __init__(self, program: "subprocess.Popen[str]", reader: "subprocess.Popen[str]", log: Path) -> None:
        self.program, self._reader, self._log = program, reader, log

    def see(self, name: str = "", *, like: str = "", **more: Any) -> dict[str, Any]:
        """Wait until it is in sight; what a screen reader says of it."""
        return self._order("see", name, like, **more)

    def gone(self, name: str = "", *, like: str = "", **more: Any) -> None:
        self._order("see", name, like, gone=True, **more)

    def press(self, name: str = "", *, like: str = "", role: str = "push button", **more: Any) -> None:
        self._order("press", name, like, role=role, **more)

    def focus(self, name: str = "", *, like: str = "", **more: Any) -> dict[str, Any]:
        return self._order("focus", name, like, **more)

    def type(self, name: str, words: str, *, role: str = "text", **more: Any) -> None:
        """Type into a field in place of what it holds."""
        self.focus(name, role=role, **more)
        self.keys("ctrl+a")
        self.write(words)
        if role != "password text":
            self.see(name, role=role, text=words, **more)

    def write(self, words: str) -> None:
        """Keys one by one, to whatever has the focus."""
        _xdotool("type", "--delay", "1", "--", words)

    def choose(self, name: str, item: str) -> None:
        """Open a list of choices and take one by its first letters."""
        self.press(name, role="combo box")
        self.see(item, role="list item")
        self.write(item)
        self.keys("Return")
        self.see(name, role="combo box", text=item)

    def keys(self, *chords: str) -> None:
        """Key chords, to whatever has the focus."""
        _xdotool("key", "--clearmodifiers", "--delay", "10", *chords)

    def sight(self) -> list[dict[str, Any]]:
        """Everything that is shown, in reading order."""
        return self._order("walk", "", "")

    def close_window(self) -> None:
        """By the window manager's key, which does what its close button does; it goes to the window that is in front."""
        _xdotool("search", "--sync", "--onlyvisible", "--name", "^OFAuto$", "windowactivate", "--sync")
        self.keys("alt+F4")

    def until(self, reached: Any, what: str, patience: float = 15.0) -> Any:
        until = time.monotonic() + patience
        while not (found := reached()):
            assert self.program.poll() is None, f"the program ended: {self.said()}"
            assert time.monotonic() < until, f"{what}: not within {patience:.0f} s"
            time.sleep(0.05)
        return found

    def ends(self, patience: float = ENDS_WITHIN) -> int:
        """Its exit code, once it has ended."""
        return self.program.wait(patience)

    def said(self) -> str:
        """What it wrote to its standard output and error."""
        return self._log.read_text()

    def _order(self, what: str, name: str, like: str, **more: Any) -> Any:
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        order = {"do": what, "pid": self.program.pid, "name": like or re.escape(name), **more}
        self._reader.stdin.write(json.dumps(order) + "\n")
        self._reader.stdin.flush()
        answer = json.loads(self._reader.stdout.readline())
        assert "error" not in answer, f"{answer['error']}\n{self.said()}"
        return answer["ok"]


@contextmanager
def at_the_window(data_dir: Path, **environment: str) -> Iterator[Person]:
    """The program with its window, and someone in front of it. It must end by itself, or is ended in order."""
    log = data_dir.with_name(f"{data_dir.name}.said")
    with log.open("a") as said, subprocess.Popen(READER, stdin=-1, stdout=-1, text=True) as reader:
        program = start(data_dir, said, **environment)
        try:
            yield Person(program, reader, log)
        finally:
            if program.poll() is None:
                program.terminate()
                try:
                    program.wait(ENDS_WITHIN)
                except subprocess.TimeoutExpired:
                    program.kill()
                    program.wait()
            assert reader.stdin is not None
            reader.stdin.close()


def start(data_dir: Path, said: Any, **environment: str) -> "subprocess.Popen[str]":
    """Start the program on the desktop's display, in the folder that holds its own: there it looks for files first."""
    shown = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "TZ": "Europe/Berlin"}
    return subprocess.Popen(
        [OFAUTO, "--data-dir", str(data_dir)],
        cwd=data_dir.parent,
        env={**os.environ, **shown, **environment},
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        text=True,
    )


def _xdotool(*words: str) -> None:
    subprocess.run(["xdotool", *words], check=True, capture_output=True)
