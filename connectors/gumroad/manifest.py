"""What Gumroad tells, where it is, and what a connection needs (platforms/gumroad.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import FieldSpec, Manifest, Pace
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

_READ_ONLY = "Gumroad is connected for money and customers; nothing is published there."

MANIFEST = Manifest(
    platform=PlatformId.GUMROAD,
    name="Gumroad",
    capabilities=frozenset({Capability.MONEY, Capability.FANS, Capability.WEBHOOKS}),
    endpoints={"api": "https://api.gumroad.com/v2"},
    fields=(
        FieldSpec(
            name="access_token",
            required=True,
            secret=True,
            help="The token that “Generate access token” shows for your application",
        ),
    ),
    limits={"sales_per_page": 10, "subscribers_per_page": 100, "requests_per_minute": 60},
    pulls=(SyncKind.MONEY, SyncKind.FANS),
    floors={SyncKind.MONEY: timedelta(minutes=15), SyncKind.FANS: timedelta(hours=6)},
    # No quota is documented; about one request a second is what the contract asks for (platforms/gumroad.md §2).
    pace=Pace(rate=1.0, burst=5),
    stores="the access token, sealed; sales, refunds, payouts and subscriptions, without names or addresses of buyers",
    where_to_get="gumroad.com → Settings → Advanced → Applications → Generate access token",
    licences=True,
    hook_place="gumroad.com → Settings → Advanced → Ping endpoint: enter it there, then send a test ping",
    unavailable={
        Capability.ASSISTED: "Gumroad's posts are e-mails to buyers; they are written on its own pages.",
        Capability.PUBLISH: _READ_ONLY,
        Capability.THREADS: _READ_ONLY,
        Capability.PROBE: _READ_ONLY,
        Capability.READ_POSTS: "Gumroad's API lists no posts.",
        Capability.METRICS: "Gumroad's API gives no likes, views or reach.",
        Capability.AUDIENCE: "Gumroad's API gives no follower counts; subscribers are read as fans.",
        Capability.MESSAGES: "Gumroad's API gives no access to conversations.",
    },
)
