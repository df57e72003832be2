"""What Patreon tells, where it is, and what a connection needs (platforms/patreon.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import ByHand, FieldSpec, Manifest, OAuthSpec, OptionSpec, Pace
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

# Redirect addresses are matched to the letter; `localhost` is what the portal accepts (platforms/patreon.md §1).
PORTS = (53685, 53686, 53687)
CAMPAIGNS, MEMBERS, POSTS = "campaigns", "campaigns.members", "campaigns.posts"
SCOPES = ("identity", CAMPAIGNS, MEMBERS, POSTS)
_READ_ONLY = (
    "Patreon lets no program publish. When a post is due you are reminded, and put it into Patreon's own editor."
)

MANIFEST = Manifest(
    platform=PlatformId.PATREON,
    name="Patreon",
    capabilities=frozenset(
        {Capability.ASSISTED, Capability.READ_POSTS, Capability.MONEY, Capability.FANS, Capability.WEBHOOKS}
    ),
    endpoints={
        "api": "https://www.patreon.com/api/oauth2/v2",
        "authorize": "https://www.patreon.com/oauth2/authorize",
        "token": "https://www.patreon.com/api/oauth2/token",
    },
    fields=(
        FieldSpec(
            name="client_id",
            required=False,
            secret=False,
            help="Your client's ID; needed to renew the token by itself",
        ),
        FieldSpec(
            name="client_secret",
            required=False,
            secret=True,
            help="Your client's secret; Patreon wants it for every login and renewal",
        ),
        FieldSpec(name="access_token", required=True, secret=True, help="The Creator's Access Token of your client"),
        FieldSpec(name="refresh_token", required=False, secret=True, help="The Creator's Refresh Token beside it"),
        FieldSpec(name="expires_at", required=False, secret=False, help="When the access token ends (ISO 8601)"),
        FieldSpec(
            name="webhook_secret",
            required=False,
            secret=True,
            help="Only for a webhook: the secret that the portal shows beside its address",
        ),
    ),
    limits={"members_per_page": 1000, "requests_per_minute": 100},
    pulls=(SyncKind.POSTS, SyncKind.MONEY, SyncKind.FANS),
    floors={
        SyncKind.POSTS: timedelta(hours=1),
        SyncKind.MONEY: timedelta(minutes=30),
        SyncKind.FANS: timedelta(hours=6),
    },
    # 100 requests a minute for one token (platforms/patreon.md §5), with some room for other programs of the creator.
    pace=Pace(rate=1.0, burst=20),
    stores="the tokens, sealed; members by number, their tiers, charges and declines, and posts; no names or addresses",
    where_to_get="patreon.com/portal → Clients & API keys → the Access Token and Refresh Token of the creator",
    hook_place="patreon.com/portal → your client → Webhooks: enter it there, then log in again here with its secret",
    unavailable={
        Capability.PUBLISH: _READ_ONLY,
        Capability.THREADS: _READ_ONLY,
        Capability.PROBE: _READ_ONLY,
        Capability.METRICS: "Patreon tells programs no likes, comments or views.",
        Capability.AUDIENCE: "Patreon counts members, not followers; they are read as fans.",
        Capability.MESSAGES: "Patreon gives programs no access to messages.",
    },
    options=(OptionSpec(name="tiers", label="Only for these tiers", choices={}, usual="Everyone", of_tiers=True),),
    by_hand=ByHand(
        editor="https://www.patreon.com/posts/new",
        sites=("www.patreon.com", "patreon.com"),
        # The number at the end; the words of the title may stand before it.
        post=r"/posts/(?:[^/]*-)?(\d{1,20})",
    ),
    oauth=OAuthSpec(
        scopes=SCOPES,
        redirect_uris=tuple(f"http://localhost:{port}/callback" for port in PORTS),
        needs=("client_id", "client_secret"),
    ),
)
