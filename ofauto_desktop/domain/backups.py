"""What a backup says of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """What a backup holds. `media` maps encrypted file names to sizes in bytes, `rows` tables to counts.

    `created_at` is ISO 8601 in UTC; `audit_head` is the last audit entry's hash in hex, or "" where there is none.
    `missing_media` are files that rows name and that were not there to be backed up.
    """

    format: int
    app: str
    schema: str
    workspace: str
    created_at: str
    rows: Mapping[str, int]
    audit_head: str
    database_sha256: str
    media: Mapping[str, int]
    missing_media: tuple[str, ...] = ()


def kept(days: Iterable[date]) -> frozenset[date]:
    """Which daily backups stay: the 7 newest, the newest of each of the 4 newest weeks and of the 6 newest months."""
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return frozenset((*newest_first[:7], *list(weeks.values())[:4], *list(months.values())[:6]))
