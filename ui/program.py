"""The program behind the window, as the window sees it."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.lock import Lock, OpenWorkspace
from ui.tasks import Loop

if TYPE_CHECKING:
    from ofauto_desktop.services import Services


class Program(Protocol):
    """What the window needs of `ofauto_desktop.app.Program`. `open` and `close` are run on the loop's thread."""

    @property
    def data_dir(self) -> Path: ...
    @property
    def loop(self) -> Loop: ...
    @property
    def bus(self) -> EventBus: ...
    @property
    def now(self) -> Now: ...
    @property
    def lock(self) -> Lock: ...

    async def open(self, workspace: OpenWorkspace) -> "Services": ...
    async def close(self) -> None: ...
    async def rest(self) -> None: ...
