"""What X can do, where it is, and what a connection needs (platforms/x.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import FieldSpec, Manifest, OAuthSpec, OptionSpec, Pace, ScopeChoice
from ofauto_desktop.domain.messages import ConversationKind, Cost, MessageSpec
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

# X compares callbacks to the letter and knows no wildcard port (platforms/x.md §1), so three fixed ones are registered.
PORTS = (53682, 53683, 53684)
# What a setting that is on or off is sent as, in `options`.
YES = "yes"
# Reading and writing direct messages; asked for only where the person wants it.
DIRECT_SCOPES = ("dm.read", "dm.write")
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")

MANIFEST = Manifest(
    platform=PlatformId.X,
    name="X",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
            Capability.THREADS,
            Capability.PROBE,
            Capability.READ_POSTS,
            Capability.METRICS,
            Capability.AUDIENCE,
            Capability.MESSAGES,
        }
    ),
    endpoints={
        "api": "https://api.x.com/2",
        "authorize": "https://x.com/i/oauth2/authorize",
        "token": "https://api.x.com/2/oauth2/token",
        "revoke": "https://api.x.com/2/oauth2/revoke",
    },
    fields=(
        FieldSpec(
            name="client_id",
            required=False,
            secret=False,
            help="Your app's client ID; needed to renew the token by itself",
        ),
        FieldSpec(name="client_secret", required=False, secret=True, help="Only for an app registered as confidential"),
        FieldSpec(name="access_token", required=True, secret=True, help="A user access token of OAuth 2.0"),
        FieldSpec(name="refresh_token", required=False, secret=True, help="Given with the scope offline.access"),
        FieldSpec(name="expires_at", required=False, secret=False, help="When the access token ends (ISO 8601)"),
    ),
    limits={
        "text_units": 280,
        "text_units_premium": 25_000,
        "images": 4,
        "gifs": 1,
        "videos": 1,
        "image_bytes": 5 * 1024 * 1024,
        "gif_bytes": 15 * 1024 * 1024,
        "video_bytes": 8 * 1024**3,
        "video_ms": 20 * 60 * 1000,
        "alt_text": 1000,
    },
    pulls=(SyncKind.POSTS, SyncKind.METRICS, SyncKind.AUDIENCE, SyncKind.MESSAGES),
    floors={
        SyncKind.POSTS: timedelta(minutes=30),
        SyncKind.METRICS: timedelta(hours=1),
        SyncKind.AUDIENCE: timedelta(hours=6),
        SyncKind.MESSAGES: timedelta(minutes=15),
    },
    # 900 reads in 15 minutes is the tightest of the pulls' limits (platforms/x.md §8).
    pace=Pace(rate=1.0, burst=20),
    stores="Your access and renewal tokens, sealed on this computer. Never your password.",
    where_to_get="Register an app in the developer console of X, add the three callback addresses, copy its client ID.",
    unavailable={
        Capability.ASSISTED: "X takes posts from this program by itself",
        Capability.MONEY: "X tells no earnings through its interface",
        Capability.FANS: "X tells no subscribers through its interface",
        Capability.WEBHOOKS: "X sends webhooks only to enterprise customers",
    },
    options=(
        OptionSpec(
            name="reply_settings",
            label="Who can reply",
            choices={
                "following": "Accounts you follow",
                "mentionedUsers": "Accounts you mention",
                "subscribers": "Your subscribers",
                "verified": "Verified accounts",
            },
            usual="Everyone",
        ),
        OptionSpec(name="made_with_ai", label="Made with AI", choices={YES: "Say so on the post"}, usual="Say nothing"),
        OptionSpec(
            name="paid_partnership", label="Paid partnership", choices={YES: "Say so on the post"}, usual="Say nothing"
        ),
    ),
    messages=MessageSpec(
        answers=frozenset({ConversationKind.DIRECT}),
        longest=10_000,
        public_reply=True,
        cost=Cost(
            mentions="X bills each mention that is read about $0.001, and each new person $0.01",
            direct="X bills each direct message that is read about $0.01, and each new person $0.01",
            sending="X bills each message that is sent about $0.015",
        ),
    ),
    oauth=OAuthSpec(
        scopes=SCOPES,
        redirect_uris=tuple(f"http://127.0.0.1:{port}/callback" for port in PORTS),
        optional=(
            ScopeChoice(
                name="messages",
                label="Ask for direct messages as well",
                help="So that they can be read and answered here. Nothing is read before you turn it on.",
                scopes=DIRECT_SCOPES,
            ),
        ),
    ),
)
