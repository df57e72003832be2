"""Requests to Graph in an account's name, and what its refusals mean."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors import oauth
from connectors.base import Connection, Credential
from connectors.errors import ConnectorError, LoginExpired, MissingScope, RateLimited, Rejected
from connectors.http import Http, Reply
from connectors.instagram import facebook, login
from connectors.instagram.refusals import budget, refusal, scope_for, upload_refusal
from ofauto_desktop.domain.media import UploadSource, pieces

# A token of 60 days is renewed from its 40th day on (platforms/instagram.md §2: "day 30-50").
_AHEAD = timedelta(days=20)
# What could not be renewed lasts on; asking again at every request would only cost the app's share.
_REST = timedelta(hours=1)
_CHUNK = 4 * 1024 * 1024
# Seconds for a whole film; it is sent in one piece.
_UPLOAD_DEADLINE = 900.0
GRAPH, PUBLISHING = "graph", "publishing"


class Session(oauth.Session):
    """What one account's client asks with."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, oauth.Renewal(ahead=_AHEAD, can=self.renewable, renew=self._renew))
        self._http = connection.http
        self._not_before: datetime | None = None

    async def call(
        self, method: str, path: str, *, bucket: str = GRAPH, publishing: bool = False, **body: Any
    ) -> Reply:
        """An authorised request; raises what a refusal means."""

        async def ask(token: str) -> Reply:
            headers = {"authorization": f"Bearer {token}"}
            url = facebook.graph(self._connection.endpoints["graph"], token).rstrip("/") + path
            return await self._http.request(method, url, bucket=bucket, publishing=publishing, headers=headers, **body)

        reply = await self.answered(ask, publishing=publishing)
        now = self._connection.now()
        if (left := budget(reply, now)) is not None:
            self._http.limiter.learn(GRAPH, left)
        error = refusal(reply, publishing=publishing, path=path, now=now)
        if isinstance(error, MissingScope) and await self.is_facebooks():
            error = MissingScope(f"the login was not granted {facebook.scope(scope_for(path))}")
        if type(error) is RateLimited and error.retry_at is not None and bucket == GRAPH:
            self._http.limiter.pause(error.retry_at)  # asking while blocked prolongs it
        if error is not None:
            raise error
        return reply

    async def is_facebooks(self) -> bool:
        """Whether the login is one of Facebook's."""
        return facebook.sends_files((await self.credential()).fields)

    async def upload(self, uri: str, source: UploadSource) -> None:
        """Send a file to the address that its container named. Sending it again is harmless. Raises Rejected, Temporary …"""
        token = oauth.access_token(await self.credential())
        if not facebook.may_send_to(uri, self._connection.endpoints["graph"]):
            raise Rejected("Instagram named a strange address for the file; nothing was sent there")
        size = str(source.item.size)
        headers = {"authorization": f"OAuth {token}", "offset": "0", "file_size": size, "content-length": size}
        reply = await self._http.request(
            "POST", uri, bucket=GRAPH, deadline=_UPLOAD_DEADLINE, headers=headers, content=pieces(source, _CHUNK)
        )
        if (error := upload_refusal(reply)) is not None:
            raise error

    def renewable(self, credential: Credential) -> bool:
        """Whether a renewal may be tried now."""
        now = self._connection.now()
        rested = self._not_before is None or now >= self._not_before
        return rested and login.renewable(credential, now)

    async def learn_end(self) -> Credential:
        """The credential; of a pasted token nobody knows the end, which a renewal tells. One that is refused is no harm."""
        credential = await self.credential()
        if oauth.expiry(credential) is not None or not self.renewable(credential):
            return credential
        try:
            return await self._connection.credentials.rotate(credential.version, self._renewal_of_now)
        except LoginExpired:
            raise
        except ConnectorError:
            return credential  # too young, or out of reach; the next look tries again

    async def _renewal_of_now(self, credential: Credential) -> Mapping[str, str]:
        connection = self._connection
        return await self._renew(connection.http, connection.endpoints, credential, connection.now())

    async def _renew(
        self, http: Http, endpoints: Mapping[str, str], credential: Credential, now: datetime
    ) -> Mapping[str, str]:
        try:
            return await login.renewed(http, endpoints, credential, now)
        except ConnectorError:
            self._not_before = now + _REST
            raise
