"""What opens the workspaces of these tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ofauto_desktop.services.lock import Lock, OpenWorkspace
from ofauto_desktop.services.ways_in import WaysIn
from storage.key_wrap import KdfParams

PASSPHRASE = "ocean-lantern-forty-two-cups"
LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Door:
    """A workspace's folder and what opens it besides the passphrase."""

    folder: Path
    recovery_code: str
    workspace_id: str

    def lock(self) -> Lock:
        return Lock(self.folder, kdf=LIGHT)


def ways_in(lock: Lock, opened: OpenWorkspace) -> WaysIn:
    """Who may open it; each change needs PASSPHRASE."""
    return WaysIn(lock, opened, lambda: NOW)
