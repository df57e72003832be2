"""Setting, changing and removing goals from the Analytics page, each with its way back."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.goals import Goal, Progress
from ui.desk import Desk
from ui.dialogs.goal import GoalDialog
from ui.language import tr
from ui.widgets.goal_panel import GoalPanel

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.goals import Goals


class GoalActs:
    """`page` is what dialogs open over."""

    def __init__(
        self,
        goals: "Goals",
        clients: "Clients",
        accounts: "Accounts",
        exports: "Exports",
        desk: Desk,
        page: QWidget,
    ) -> None:
        self._goals, self._clients, self._accounts = goals, clients, accounts
        self._exports, self._desk, self._page = exports, desk, page

    async def listed(self) -> tuple[Progress, ...]:
        return await self._goals.list(self._desk.shell.client_id)

    def set_one(self) -> None:
        """Ask for a new goal."""
        self._ask(None)

    def open_one(self, found: Progress) -> None:
        """Show a goal beside the page."""
        panel = GoalPanel(
            found,
            self._exports,
            self._desk,
            edit=partial(self._ask, found.goal),
            remove=partial(self._remove, found.goal),
        )
        self._desk.shell.inspect(found.goal.name, panel)

    def _ask(self, goal: Goal | None) -> None:
        async def read() -> tuple[Sequence[Client], Sequence[Account]]:
            return await asyncio.gather(self._clients.list(), self._accounts.list())

        self._desk.tasks.run(
            read(), owner=self._page, done=lambda found: self._open(goal, *found), failed=self._desk.errors.show
        )

    def _open(self, goal: Goal | None, clients: Sequence[Client], accounts: Sequence[Account]) -> None:
        dialog = GoalDialog(self._goals, self._desk, clients, accounts, goal, self._page.window())
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, goal: Goal, before: Goal | None) -> None:
        if before is None:
            self._desk.shell.toast(
                tr("Goal set: {name}", name=goal.name),
                undo=lambda: self._goals.remove(goal.id),
                redo=lambda: self._goals.put_back(goal),
            )
            return
        self._desk.shell.close_inspector()
        self._desk.shell.toast(
            tr("Goal changed: {name}", name=goal.name),
            undo=lambda: self._goals.edit(before),
            redo=lambda: self._goals.edit(goal),
        )

    def _remove(self, goal: Goal) -> None:
        self._desk.tasks.run(
            self._goals.remove(goal.id), owner=self._page, done=self._removed, failed=self._desk.errors.show
        )

    def _removed(self, goal: Goal) -> None:
        self._desk.shell.close_inspector()
        self._desk.shell.toast(
            tr("Goal removed: {name}", name=goal.name),
            undo=lambda: self._goals.put_back(goal),
            redo=lambda: self._goals.remove(goal.id),
        )
