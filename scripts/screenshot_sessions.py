"""What is shown of accounts that are logged in by a window: dialogs, states, a post that the person sends, fans and money."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.screenshots import Stage

PATIENCE = 60.0
_TEXT = "The autumn set is out. Which picture should be the cover?"


def shoot(stage: "Stage") -> None:
    """The last thing done in the workspace, as it leaves accounts there that are in trouble."""
    if not any(stage.wanted(f"session-{part}") for part in ("ledger", "fans", "post", "states")):
        return
    _Sessions(stage).play()


class _Sessions:
    def __init__(self, stage: "Stage") -> None:
        self._stage, self._view = stage, stage.application.view
        self._services: Any = stage.application.services

    def play(self) -> None:
        from ofauto_desktop.domain.platforms import PlatformId

        client = self._do(self._services.clients.add("Dana Flor", zone="Europe/Berlin", currency="USD"))
        logins = self._services.accounts.practice_logins(PlatformId.FANSLY)
        accounts = [
            self._do(
                self._services.accounts.add(
                    PlatformId.FANSLY, client_id=client.id, fields=fields, practice=True, zone="Europe/Berlin"
                )
            ).account
            for fields in logins.values()
        ]
        self._do(self._services.sync.run([accounts[0].id], None))
        self._look_at(client.id)
        for part, section in (("ledger", "ledger"), ("fans", "customers")):
            self._view.open_page("money", section=section)
            self._shoot(f"session-{part}")
        self._post(accounts[0].id)
        self._states([one.id for one in accounts])

    def _look_at(self, client_id: int) -> None:
        """This client's alone, by the switcher."""
        switcher = self._view.client
        self._stage.until(lambda: switcher.findData(client_id) >= 0, "the new client")
        switcher.setCurrentIndex(switcher.findData(client_id))
        switcher.activated.emit(switcher.currentIndex())

    def _post(self, account_id: int) -> None:
        """Due, filled in by the program and sent by the person."""
        from ofauto_desktop.domain.drafts import Draft, When
        from ofauto_desktop.domain.posts import PostFilter, PostState
        from ui.widgets.hand_panel import HandPanel

        self._do(self._services.composing.save(Draft(account_ids=(account_id,), text=_TEXT, at=When.NOW)))
        self._do(self._services.publishing.publish_due())
        waiting = PostFilter(states=(PostState.BY_HAND,), account_ids=(account_id,))
        post = self._do(self._services.publishing.list(waiting))[0]
        self._view.open_page("calendar", post_id=post.id)
        self._stage.until(lambda: bool(self._stage.window.findChildren(HandPanel)), "the panel of a post to be sent")
        self._shoot("session-post")
        self._view.close_inspector()

    def _states(self, ids: list[int]) -> None:
        """One works, one has ended, one is not let in."""
        from connectors.practice.faults import Action, Fault
        from ofauto_desktop.domain.platforms import PlatformId

        faults = self._services.accounts._practice.platforms.faults[PlatformId.FANSLY]  # noqa: SLF001 - it is ours
        for account_id, fault in zip(
            ids[1:],
            (Fault(action=Action.STATUS, status=401, times=9), Fault(action=Action.HTML, status=403, times=9)),
            strict=False,
        ):
            faults.add(fault)
            self._do(self._services.sync.run([account_id], None))
            faults.clear()
        self._view.open_page("accounts")
        self._shoot("session-states")

    def _shoot(self, name: str) -> None:
        """Large and light, dark, and on a narrow window with large text."""
        from ofauto_desktop.domain.preferences import Theme

        application, window = self._stage.application, self._stage.window
        for look, mode, percent, size in (
            ("", Theme.LIGHT, 100, (1280, 840)),
            ("-dark", Theme.DARK, 100, (1280, 840)),
            ("-narrow-large", Theme.DARK, 200, (390, 844)),
        ):
            application.theme.use(mode=mode, percent=percent)
            window.resize(*size)
            self._stage.settle(1.0)
            self._stage.shoot(f"{name}{look}")
        application.theme.use(mode=Theme.LIGHT, percent=100)
        window.resize(1280, 840)

    def _do(self, work: Any) -> Any:
        return self._stage.loop.submit(work).result(PATIENCE)
