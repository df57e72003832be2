"""Reading, checking and exporting the audit trail."""

from datetime import datetime
from pathlib import Path

from ofauto_desktop.domain.audit import AuditEntry, AuditVerdict
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.runtime.clock import now as wall_clock
from storage import audit
from storage.database import Database


class AuditTrail:
    """The acts of this workspace."""

    def __init__(self, database: Database, now: Now = wall_clock) -> None:
        self._database = database
        self._now = now

    async def list(
        self, start: datetime | None = None, end: datetime | None = None, limit: int | None = None
    ) -> tuple[AuditEntry, ...]:
        """Acts between two instants (aware UTC, half-open), newest first."""
        return tuple(await self._database.read(audit.entries, start=start, end=end, limit=limit))

    async def verify(self) -> AuditVerdict:
        """Recompute every hash. That it was done is itself noted; a broken chain is told, not raised."""
        count, broken = await self._database.read(audit.verify)
        await self._note("audit.verified", count, outcome="ok" if broken is None else f"broken: {broken.kind}")
        return AuditVerdict(entries=count, broken=broken)

    async def export(self, file: Path) -> int:
        """Write every entry as a line of JSON into `file`, which must not exist; returns how many.

        Raises BadInput, or DiskProblem with nothing half-written left.
        """
        count = await self._database.read(audit.export_to, file)
        await self._note("audit.exported", count)
        return count

    async def _note(self, action: str, count: int, outcome: str = "ok") -> None:
        await self._database.write(
            audit.record,
            at=self._now(),
            action=action,
            object_type="audit",
            object_id="trail",
            outcome=outcome,
            details={"entries": count},
        )
