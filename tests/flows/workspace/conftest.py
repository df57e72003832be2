"""A real workspace on disk: made once, copied and unlocked for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.lock import Lock, OpenWorkspace
from tests.flows.workspace.doors import LIGHT, NOW, PASSPHRASE, Door


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """A created, closed workspace."""
    folder = tmp_path_factory.mktemp("made") / "data"
    made = anyio.run(lambda: Lock(folder, kdf=LIGHT).create(PASSPHRASE, use_keychain=False))
    return Door(folder=folder, recovery_code=made.recovery_code, workspace_id=made.workspace_id)


@pytest.fixture
def door(finished: Door, tmp_path: Path) -> Door:
    """A copy of it, closed."""
    folder = tmp_path / "data"
    shutil.copytree(finished.folder, folder)
    return Door(folder=folder, recovery_code=finished.recovery_code, workspace_id=finished.workspace_id)


@pytest.fixture
def workspace(door: Door) -> Iterator[OpenWorkspace]:
    """The copy, unlocked by its recovery code, which costs no derivation."""
    opened = door.lock()._unlock(None, door.recovery_code)
    yield opened
    opened.close()


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def library(workspace: OpenWorkspace, bus: EventBus) -> Library:
    return Library(workspace.database, workspace.media_files, bus, lambda: NOW)
