"""Patreon, for one account: live check, and reading posts, money and members. It lets no program publish."""

from collections.abc import AsyncIterator

from connectors.base import Batch, Connection, Hint, PullContext
from connectors.errors import MissingScope, Rejected
from connectors.oauth import expiry
from connectors.patreon import login, parse, reading
from connectors.patreon.api import Api
from connectors.patreon.manifest import MANIFEST, MEMBERS, POSTS
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.platforms import SyncKind


class PatreonClient:
    """Reads one campaign: the login's first, which is nearly always its only one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._api = Api(connection)

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        """Whose page it is, how long the login lasts, and which scope it lacks: each is tried, as a token tells none."""
        campaign = await reading.campaign(self._api)
        lacking = [caution for scope in (MEMBERS, POSTS) if (caution := await self._lacking(campaign.id, scope))]
        credential = await self._api.credential()
        return parse.standing(
            campaign,
            expires_at=expiry(credential),
            renews=login.renewable(credential),
            scopes=tuple(credential.fields.get("scope", "").split()),
            warnings=tuple(lacking),
        )

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        if kind not in MANIFEST.pulls:
            raise Rejected(f"Patreon has no {kind.value} to read")
        return reading.Reader(self._api, context, self._connection.remote_id).batches(kind)

    async def confirm(self, hint: Hint) -> Batch:
        """What a webhook named, as it is now."""
        return await reading.again(self._api, hint, self._connection.now())

    async def _lacking(self, campaign_id: str, scope: str) -> Caution | None:
        try:
            await reading.refused(self._api, campaign_id, scope)
        except MissingScope as error:
            return Caution(kind="missing_scope", message=error.reason, action="log_in_again")
        return None
