"""What every test stands on: no screen, none of the person's own folders or keychain, no thread left behind."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.leaks", "tests.own_process"]

# Before anything imports Qt. Tests that need a real display are marked x11 and get a process of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _keep_off_the_persons_own_things() -> None:
    """Outside the test desktop, a forgotten --data-dir must not reach a real workspace, nor a real keychain."""
    if "OFAUTO_TEST_DESKTOP" in os.environ:
        return  # scripts/with-desktop has set throw-away folders, and a keychain in them
    folder = Path(tempfile.mkdtemp(prefix="ofauto-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for kind in ("DATA", "CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


_keep_off_the_persons_own_things()

# The same examples each time: a gate that fails must fail again when it is looked into. `OFAUTO_HYPOTHESIS=search`
# looks for new ones.
settings.register_profile("gate", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("search", max_examples=1000, database=None, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("OFAUTO_HYPOTHESIS", "gate"))


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as the program does."""
    return "asyncio"
