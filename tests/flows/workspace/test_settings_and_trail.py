"""What a person sets stays set; what was done can be read, checked and taken along; what is not well is told."""

import json
import os
from datetime import timedelta

import pytest

from ofauto_desktop.domain.audit import Broken
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.preferences import ALL, AUTO_LOCK_MINUTES, CLOSE_TO_TRAY, THEME, Theme
from ofauto_desktop.services import doctor
from ofauto_desktop.services.audit import AuditTrail
from ofauto_desktop.services.preferences import Preferences
from storage import settings
from tests.flows.workspace.doors import NOW

pytestmark = pytest.mark.anyio


async def test_settings_begin_with_their_defaults_and_stay_as_set(workspace):
    preferences = Preferences(workspace.database)
    await preferences.load()
    assert [preferences.get(one) for one in ALL] == [one.default for one in ALL]
    await preferences.put(THEME, Theme.DARK)
    await preferences.put(AUTO_LOCK_MINUTES, 5)
    await preferences.put(CLOSE_TO_TRAY, False)
    again = Preferences(workspace.database)
    await again.load()
    for one in (preferences, again):
        assert one.get(THEME) is Theme.DARK
        assert one.get(AUTO_LOCK_MINUTES) == 5
        assert one.get(CLOSE_TO_TRAY) is False


async def test_a_value_out_of_range_is_refused_and_the_old_one_stays(workspace):
    preferences = Preferences(workspace.database)
    await preferences.put(AUTO_LOCK_MINUTES, 5)
    with pytest.raises(BadInput, match="Lock when idle"):
        await preferences.put(AUTO_LOCK_MINUTES, 7)
    assert preferences.get(AUTO_LOCK_MINUTES) == 5


async def test_what_another_version_stored_counts_as_not_chosen(workspace):
    workspace.database.write_now(settings.put, "preference.window.theme", "sepia")
    workspace.database.write_now(settings.put, "preference.of.the.future", 1)
    preferences = Preferences(workspace.database)
    await preferences.load()
    assert preferences.get(THEME) is Theme.SYSTEM


async def test_the_trail_is_listed_verified_and_exported_and_says_so(workspace, library, tmp_path):
    trail = AuditTrail(workspace.database, lambda: NOW + timedelta(hours=1))
    from tests import pictures

    await library.add_bytes("a.png", pictures.png())
    verdict = await trail.verify()
    assert verdict.broken is None
    assert await trail.export(tmp_path / "trail.jsonl") == verdict.entries + 1
    newest = await trail.list(limit=3)
    assert [entry.action for entry in newest] == ["audit.exported", "audit.verified", "media.added"]
    lines = (tmp_path / "trail.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["action"] == "audit.verified"
    assert await trail.list(start=NOW + timedelta(hours=1), end=NOW + timedelta(hours=2)) == newest[:2]


async def test_a_broken_trail_is_told_with_its_first_bad_entry(workspace):
    from sqlalchemy import text

    trail = AuditTrail(workspace.database, lambda: NOW)
    for _ in range(5):
        await trail.verify()

    def forge(session):
        session.execute(text("DROP TRIGGER audit_log_no_UPDATE"))
        session.execute(text("UPDATE audit_log SET outcome = 'fine' WHERE seq = 3"))

    workspace.database.write_now(forge)
    verdict = await trail.verify()
    assert verdict.broken == Broken(device=workspace.device_id, seq=3, kind="hash")
    assert verdict.entries == 2
    assert (await trail.list(limit=1))[0].outcome == "broken: hash"


async def test_the_doctor_looks_at_everything_and_offers_a_fix_for_what_is_not_well(door, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    rows = {row.check: row for row in doctor.examine(door.folder)}
    assert {"program", "python", "encryption", "window", "display", "browser", "site browser", "keychain", "clock", "time zones",
            "data folder", "disk space", "workspace", "av", "PIL", "sqlalchemy"} <= rows.keys()  # fmt: skip
    assert all(row.fix for row in rows.values() if not row.ok)
    assert not any(row.fix for row in rows.values() if row.ok)
    assert rows["workspace"].found == "opens with the passphrase"
    assert rows["encryption"].ok


async def test_the_doctor_finds_what_is_wrong_with_a_folder(door, tmp_path):
    def row(check):
        return next(one for one in doctor.examine(door.folder) if one.check == check)

    assert row("clock").ok
    door.folder.chmod(0o755)
    assert not row("data folder").ok
    assert "chmod 700" in row("data folder").fix
    os.utime(door.folder / "workspace.db", (4_000_000_000, 4_000_000_000))
    assert not row("clock").ok
    (door.folder / "workspace.db").unlink()
    assert (row("workspace").ok, row("workspace").found) == (False, "the database file is missing")
    (door.folder / "vault.json").write_text("{")
    assert row("workspace").found == "the key file is damaged"
    assert next(one for one in doctor.examine(tmp_path / "none") if one.check == "workspace").ok
