"""A practice workspace for the command line, made once: its year takes seconds."""

import hashlib
import shutil
from pathlib import Path

import pytest

_kept: list[Path] = []


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase opens at once: what it costs is tested elsewhere."""
    from storage import key_wrap

    monkeypatch.setattr(key_wrap, "_argon2", lambda words, salt, _: hashlib.sha256(salt + words.encode()).digest())


@pytest.fixture
def practising(quick_keys: None, tmp_path: Path, tmp_path_factory, capsys) -> Path:
    """The data folder of a practice workspace, a copy of one that nothing was done in."""
    from tests.flows.test_command_line import Ofauto

    if not _kept:
        made = tmp_path_factory.mktemp("practice") / "workspace"
        Ofauto(made, capsys)("init", "--no-keychain", "--practice")
        _kept.append(made)
    return shutil.copytree(_kept[0], tmp_path / "workspace")
