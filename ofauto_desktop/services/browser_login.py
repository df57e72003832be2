"""A login through the person's own browser: OAuth 2.0 with PKCE and a loopback address (security.md §6, RFC 8252)."""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from connectors.base import LogsIn
from connectors.errors import LoginExpired
from connectors.http import Http
from ofauto_desktop.domain.accounts import LiveCheck
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.loopback import Loopback

WAIT = 300.0
Finish = Callable[[Mapping[str, str]], Awaitable[LiveCheck]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What access is asked of, and by which app; `scopes` is all that it is asked for."""

    login: LogsIn
    http: Http
    endpoints: Mapping[str, str]
    app: Mapping[str, str] = field(repr=False)
    client_id: str
    redirect_uris: Sequence[str]
    scopes: Sequence[str]


class BrowserLogin:
    """One login: open `authorize_url` in the browser, then `wait`. What comes back is used once, at once.

    Where the browser cannot reach this computer, the person pastes the address it ended at.
    """

    def __init__(self, grant: Grant, finish: Finish, now: Now, loopback: Loopback | None) -> None:
        self._grant, self._finish, self._now, self._loopback = grant, finish, now, loopback
        self._redirect_uri = loopback.redirect_uri if loopback is not None else grant.redirect_uris[0]
        self._state = secrets.token_urlsafe(32)
        self._verifier = secrets.token_urlsafe(64)
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + WAIT
        # What came back: set once, by the first awaited answer; its result is the account.
        self._taken = asyncio.Event()
        self._exchange: asyncio.Task[LiveCheck] | None = None
        self._refusal = ""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self._verifier.encode()).digest()).rstrip(b"=").decode()
        self.authorize_url = grant.login.authorize_url(
            grant.endpoints["authorize"],
            client_id=grant.client_id,
            redirect_uri=self._redirect_uri,
            scopes=grant.scopes,
            state=self._state,
            challenge=challenge,
        )

    @classmethod
    async def begin(cls, grant: Grant, finish: Finish, now: Now) -> "BrowserLogin":
        """Listen on the first free one of the registered addresses; with none free, pasting still works."""
        loopback = await Loopback.open(grant.redirect_uris)
        login = cls(grant, finish, now, loopback)
        if loopback is not None:
            await loopback.listen(login._take)
        return login

    @property
    def returns_by_itself(self) -> bool:
        """Whether the browser can come back to this computer; otherwise the address it ended at is to be pasted."""
        return self._loopback is not None

    async def wait(self) -> LiveCheck:
        """The account, once the person has granted access. Raises LoginExpired where they refused or let it rest.

        Also raises whatever the exchange of the code and the live check raise.
        """
        try:
            async with asyncio.timeout_at(self._deadline):
                await self._taken.wait()
        except TimeoutError as error:
            raise LoginExpired("the login in the browser was not finished within 5 minutes") from error
        finally:
            await self._close()
        if self._exchange is None:
            raise LoginExpired(self._refusal)
        return await asyncio.shield(self._exchange)

    async def paste(self, redirect_url: str) -> LiveCheck:
        """The same for an address copied out of the browser. Raises BadInput where it is not this login's."""
        pasted = urlsplit(redirect_url.strip())
        if f"{pasted.scheme}://{pasted.netloc}{pasted.path}" != self._redirect_uri:
            raise BadInput(f"the address to paste begins with {self._redirect_uri}")
        if not self._take(parse_qs(pasted.query, keep_blank_values=True)):
            raise BadInput("this address belongs to another login, or was used already")
        return await self.wait()

    async def cancel(self) -> None:
        """Stop waiting; a login that has come back already is finished all the same."""
        if not self._taken.is_set():
            self._refusal = "the login was cancelled"
            self._taken.set()
        await self._close()

    def _take(self, query: Mapping[str, Sequence[str]]) -> bool:
        """Whether `query` is the answer that is awaited; the first one is used at once, as a code lives for seconds."""
        state, code, error = (query.get(name, ()) for name in ("state", "code", "error"))
        if self._taken.is_set() or len(state) != 1 or not hmac.compare_digest(state[0].encode(), self._state.encode()):
            return False
        if len(code) == 1 and not error:
            self._exchange = asyncio.create_task(self._exchanged(code[0]))
        elif error and not code:
            denied = error[0] == "access_denied"
            self._refusal = "access was refused in the browser" if denied else "the platform ended the login"
        else:
            return False
        self._taken.set()
        return True

    async def _exchanged(self, code: str) -> LiveCheck:
        try:
            fields = await self._grant.login.exchange(
                self._grant.http,
                self._grant.endpoints,
                self._grant.app,
                code=code,
                verifier=self._verifier,
                redirect_uri=self._redirect_uri,
                now=self._now(),
            )
            return await self._finish(fields)
        finally:
            await self._grant.http.aclose()

    async def _close(self) -> None:
        if self._loopback is not None:
            self._loopback.close()
        if self._exchange is None:
            await self._grant.http.aclose()
