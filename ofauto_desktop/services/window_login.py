"""A login in a window: the site's own page, where the person types (decision 0025). For platforms without any other way in."""

from collections.abc import Awaitable, Callable, Mapping

from connectors.browser.login import LoginWindow
from connectors.browser.state import FIELD
from ofauto_desktop.domain.accounts import LiveCheck

Finish = Callable[[Mapping[str, str]], Awaitable[LiveCheck]]


class WindowLogin:
    """One login: `wait` opens the window. What it leaves is tried live before any of it is stored."""

    def __init__(self, window: LoginWindow, finish: Finish) -> None:
        self._window, self._finish = window, finish

    async def wait(self) -> LiveCheck:
        """The account, once the person has logged in.

        Raises NotFinished where they did not, NoBrowser and Unsupported where no window can be opened here, WrongAccount
        where an account gets somebody else's login, and whatever the live check raises; then nothing is stored.
        """
        arrived = await self._window.wait()
        return await self._finish({FIELD: arrived.state.field()})

    async def cancel(self) -> None:
        """Close the window; a login that is being checked already is finished all the same."""
        self._window.cancel()
