"""What every page works with, apart from its services: the way off the thread, errors, commands, the way to other pages."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QWidget

from ofauto_desktop.runtime.clock import Now
from ui.bus_bridge import BusBridge
from ui.commands import Commands
from ui.error_presenter import ErrorPresenter
from ui.tasks import Tasks
from ui.theme import Theme
from ui.undo import Act


class Shell(Protocol):
    """The window around the pages, as a page sees it."""

    client_id: int | None  # whose things are shown; None is everybody's. Pages are refreshed when it changes.

    def open_page(self, page_id: str, **focus: object) -> None:
        """Go to a page; `focus` is what to show there (post_id=…, account_id=…, day=…)."""
        ...

    def compose(self, **start: object) -> None:
        """Open the composer over the page: post_id=… to edit, or account_ids=…, at=…, media_ids=… to begin with."""
        ...

    def toast(self, text: str, *, undo: Act | None = None, redo: Act | None = None) -> None:
        """Say that something was done, for ten seconds. With `undo` it is a step that Ctrl+Z takes back later too.

        Best is an act that gives the service's coroutine (`lambda: publishing.unplan(post_id)`): it outlives the page,
        waits for its turn, and an error is told with the step's name. `redo` does the step again after that.
        """
        ...

    def inspect(self, title: str, content: QWidget) -> None:
        """Show `content` beside the page, or over it where the window is narrow. It is deleted when closed."""
        ...

    def close_inspector(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Handed to every page. `zone` is the viewer's IANA zone; `now` gives aware UTC."""

    tasks: Tasks
    errors: ErrorPresenter
    commands: Commands
    events: BusBridge
    theme: Theme
    shell: Shell
    now: Now
    zone: str
    practice: bool = False


def viewer_zone() -> str:
    """The IANA zone that this computer is set to."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
