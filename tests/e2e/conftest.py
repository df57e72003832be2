"""The program as processes: `ofauto` by its command line, and the practice platforms as a server beside it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

OFAUTO = str(Path(sys.executable).with_name("ofauto"))
PASSPHRASE = "correct horse battery staple"
TOKEN = "practice-x-token"


@dataclass(frozen=True)
class Done:
    """How a verb ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """A stream: one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Ofauto:
    """`ofauto` on one data folder, unlocked by the keychain unless a passphrase is given; secrets go in by descriptors."""

    data_dir: Path

    def __call__(self, *words: str, secret: object = None, passphrase: str | None = None, code: int = 0) -> Done:
        process = self.start(*words, secret=secret, passphrase=passphrase)
        out, err = process.communicate(timeout=60)
        done = Done(process.returncode, out, err)
        assert done.code == code, done
        return done

    def start(self, *words: str, secret: object = None, passphrase: str | None = None) -> "subprocess.Popen[str]":
        with _given(passphrase or "") as unlock, _given(json.dumps(secret)) as fields:
            options = ["--data-dir", str(self.data_dir)]
            options += ["--unlock-fd", str(unlock.fileno())] if passphrase is not None else []
            given = ["--secret-fd", str(fields.fileno())] if secret is not None else []
            return subprocess.Popen(
                [OFAUTO, *options, *words, *given, "--json"],
                pass_fds=(unlock.fileno(), fields.fileno()),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                text=True,
            )


def _given(text: str) -> Any:
    file = tempfile.TemporaryFile("w+")  # noqa: SIM115 - the caller closes it
    file.write(text)
    file.flush()
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    return file


@dataclass(frozen=True)
class Platforms:
    """The practice platforms as a server process."""

    endpoints: dict[str, dict[str, str]]

    def control(self, platform: str, what: str, body: object = None, method: str = "GET") -> Any:
        """Their control plane: `state`, `faults`, `world`."""
        base = self.endpoints[platform]["api"].split(f"/{platform}/")[0]
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{base}/{platform}/_practice/{what}", data=data, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - our own server
            return json.load(reply)

    def options(self, platform: str) -> list[str]:
        return [word for name, url in self.endpoints[platform].items() for word in ("--endpoint", f"{name}={url}")]


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    command = [OFAUTO, "practice", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield Platforms(ready["endpoints"])
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a new workspace, made once: nothing may be done in it."""
    made = Ofauto(tmp_path_factory.mktemp("new") / "workspace")
    made("init", passphrase=PASSPHRASE)
    return made.data_dir


@pytest.fixture
def ofauto(tmp_path: Path, new_workspace: Path) -> Ofauto:
    """A data folder with a new workspace that this desktop's keychain opens."""
    return Ofauto(shutil.copytree(new_workspace, tmp_path / "workspace"))


@pytest.fixture
def with_x(ofauto: Ofauto, platforms: Platforms) -> Ofauto:
    """A workspace with a client Ada and her X account at the practice platform."""
    ofauto("clients", "add", "Ada", "--zone", "Europe/Berlin")
    words = ("accounts", "add", "x", "--client", "Ada", *platforms.options("x"))
    ofauto(*words, secret={"access_token": TOKEN})
    return ofauto
