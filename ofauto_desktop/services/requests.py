"""What accounts asked of their platforms lately, kept over restarts and told without anything secret (L18, A21)."""

from collections.abc import Mapping

from ofauto_desktop.domain.requests import AccountLog, BudgetLeft
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.connections import Connections
from storage import request_log
from storage.database import Database

_Budget = tuple[int, int, object]


class Requests:
    """Collected in memory by each client; written once a minute and at the end, so that no request waits for it."""

    def __init__(self, database: Database, connections: Connections, now: Now) -> None:
        self._database, self._connections, self._now = database, connections, now
        self._written: dict[int, int] = {}
        self._told: dict[tuple[int, str], _Budget] = {}

    async def of(self, account_id: int) -> AccountLog:
        """The account's last 200 requests, oldest first, and what its platform said is left of its limits."""
        await self.flush()
        return await self._database.read(request_log.of, account_id)

    async def low(self) -> Mapping[int, tuple[BudgetLeft, ...]]:
        """The limits of which less than a tenth is left now, by account."""
        await self.flush()
        return await self._database.read(request_log.low, self._now())

    async def flush(self) -> int:
        """Write what is new; how many accounts that were. Raises DiskProblem; then it is tried anew the next time."""
        noted = {account_id: known.noted for account_id, known in self._connections.diagnosed()}
        logs = {account_id: self._new(account_id) for account_id in noted}
        logs = {account_id: log for account_id, log in logs.items() if log != AccountLog()}
        if not logs:
            return 0
        await self._database.write(request_log.add, logs)
        self._written |= noted
        for account_id, log in logs.items():
            self._told |= {(account_id, one.name): (one.limit, one.remaining, one.resets_at) for one in log.budgets}
        return len(logs)

    def _new(self, account_id: int) -> AccountLog:
        known = self._connections.diagnostics(account_id)
        fresh = known.noted - self._written.get(account_id, 0)
        requests = tuple(known.requests)[-fresh:] if fresh else ()
        return AccountLog(
            requests=requests,
            budgets=tuple(one for one in self._budgets(account_id) if self._is_news(account_id, one)),
            unreadable=known.unreadable if requests else None,
        )

    def _budgets(self, account_id: int) -> list[BudgetLeft]:
        now = self._now()
        return [
            BudgetLeft(name=name, limit=one.limit, remaining=one.remaining, resets_at=one.resets_at, told_at=now)
            for name, one in self._connections.budgets(account_id).items()
        ]

    def _is_news(self, account_id: int, one: BudgetLeft) -> bool:
        return self._told.get((account_id, one.name)) != (one.limit, one.remaining, one.resets_at)
