"""`vault.json` is written so that a power cut leaves the old one or the new one."""

import os

import pytest

from ofauto_desktop.domain.errors import DiskProblem, NewerVersion, NotAWorkspace
from storage import vault_file
from storage.key_wrap import Secrets, SlotKind, wrap
from storage.vault_file import Vault


@pytest.fixture
def vault():
    slot = wrap(SlotKind.DEVICE, bytes(32), Secrets(device=b"d" * 32), "w")
    return Vault(workspace="w", device="d1", slots=(slot,), keychain_backend="test.Ring", practice=True)


def test_it_comes_back_as_it_was(tmp_path, vault):
    vault_file.save(tmp_path, vault)
    assert vault_file.load(tmp_path) == vault
    assert (tmp_path / "vault.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_cut_at_any_step_leaves_the_old_one_whole(tmp_path, vault, monkeypatch, step):
    vault_file.save(tmp_path, vault)

    def cut(*_args, **_more):
        raise OSError(28, "No space left on device")

    from pathlib import Path

    monkeypatch.setattr(Path if step == "replace" else os, step, cut)
    with pytest.raises(DiskProblem, match="No space left") as refused:
        vault_file.save(tmp_path, Vault(workspace="w", device="d2", slots=()))
    monkeypatch.undo()
    assert refused.value.item == "vault.json"
    assert vault_file.load(tmp_path) == vault


def test_what_was_half_written_by_a_cut_is_in_nobodys_way(tmp_path, vault):
    (tmp_path / "vault.json.new").write_bytes(b'{"format":1,"works')
    vault_file.save(tmp_path, vault)
    assert vault_file.load(tmp_path) == vault
    assert [path.name for path in tmp_path.iterdir()] == ["vault.json"]


def test_content_is_on_the_disk_before_the_name_and_the_name_before_it_returns(tmp_path, vault, monkeypatch):
    order = []
    sync, rename = os.fsync, type(tmp_path).replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), sync(fd))[1])
    monkeypatch.setattr(type(tmp_path), "replace", lambda one, to: (order.append("rename"), rename(one, to))[1])
    vault_file.save(tmp_path, vault)
    assert order == ["sync", "rename", "sync"]


def test_a_newer_one_is_not_touched(tmp_path):
    (tmp_path / "vault.json").write_text('{"format":9,"workspace":"w","device":"d","slots":[]}')
    with pytest.raises(NewerVersion):
        vault_file.load(tmp_path)


def test_a_missing_one_says_that_there_is_no_workspace(tmp_path):
    assert not vault_file.exists(tmp_path)
    with pytest.raises(NotAWorkspace, match="no workspace here"):
        vault_file.load(tmp_path)
