"""Where things lie: the workspace's folder and the program's own files, frozen or not."""

import sys
from pathlib import Path

DATABASE = "workspace.db"
MEDIA = "media"
# Readable copies for posts that a person puts up: there only while they do.
BY_HAND = "by-hand"
# Updated files of what sites look like (connectors/browser/updates.py).
SITES = "sites"
BACKUPS = "backups"
LOG = "log"
LOCK = "workspace.lock"


def default_data_dir() -> Path:
    """The platform's own place for this program's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("OFAuto Desktop", appauthor=False, roaming=False))


def resources_dir() -> Path:
    """Fonts, icons and translations: beside the packages, or inside the frozen bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).parents[2] / "resources"
