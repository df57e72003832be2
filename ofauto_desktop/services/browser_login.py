"""A login through the person's own browser."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import LiveCheck


class BrowserLogin:
    """One login: open `authorize_url` in the browser, then `wait` for it to come back."""

    authorize_url: str

    async def wait(self) -> "LiveCheck":
        raise NotImplementedError

    async def paste(self, redirect_url: str) -> "LiveCheck":
        raise NotImplementedError

    async def cancel(self) -> None:
        raise NotImplementedError
