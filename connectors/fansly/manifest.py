"""What Fansly tells and takes, where it is, and what a connection needs (platforms/fansly.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import FieldSpec, Manifest, OptionSpec, Pace, PriceSpec
from ofauto_desktop.domain.messages import ConversationKind, MessageSpec
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

# One app's own number; the page's text field tells its own, which is read before anything is filled in (§3).
LONGEST_TEXT = 3000
# What that field took where it was seen.
SEEN_TEXT = 2048
LEAST_PRICE, MOST_PRICE = 100, 50_000
ACCESS, TIERS, WALLS = "access", "tiers", "walls"
FOLLOWERS, EVERYONE = "followers", "everyone"
YES, ALL = "yes", "all"

MANIFEST = Manifest(
    platform=PlatformId.FANSLY,
    name="Fansly",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
            Capability.PROBE,
            Capability.READ_POSTS,
            Capability.METRICS,
            Capability.AUDIENCE,
            Capability.MONEY,
            Capability.FANS,
            Capability.MESSAGES,
        }
    ),
    # Paths of the interface (/api/v1/…) are added: the first is its origin, the second the page's.
    endpoints={"api": "https://apiv3.fansly.com", "site": "https://fansly.com"},
    fields=(
        FieldSpec(
            name="authorization",
            required=True,
            secret=True,
            help="The token of a session in your browser; not needed where you log in by the window",
            instead=("session", "storage_state"),
        ),
        FieldSpec(name="session_id", required=False, secret=True, help="The session's id beside it"),
        FieldSpec(
            name="user_agent", required=False, secret=False, help="The user agent of the browser that it is taken from"
        ),
        FieldSpec(name="session", required=False, secret=True, help="A login by the window; it is made there"),
        FieldSpec(
            name="storage_state",
            required=False,
            secret=True,
            help="A browser's session as Playwright exports it (a JSON object)",
        ),
    ),
    limits={
        "text_chars": LONGEST_TEXT,
        "media_items": 10,
        "least_price_cents": LEAST_PRICE,
        "most_price_cents": MOST_PRICE,
    },
    pulls=(
        SyncKind.POSTS,
        SyncKind.METRICS,
        SyncKind.AUDIENCE,
        SyncKind.MONEY,
        SyncKind.FANS,
        SyncKind.MESSAGES,
    ),
    floors={
        SyncKind.POSTS: timedelta(hours=1),
        SyncKind.METRICS: timedelta(hours=6),
        SyncKind.AUDIENCE: timedelta(hours=6),
        SyncKind.MONEY: timedelta(minutes=30),
        SyncKind.FANS: timedelta(hours=6),
        # The site's own page asks every three minutes while somebody looks at it (§7).
        SyncKind.MESSAGES: timedelta(minutes=10),
    },
    # Real clients: a call in 3 s with two at once; more than a few trip the limit of an address (§2, §7).
    pace=Pace(rate=1 / 3, burst=2),
    stores="the session, sealed; what the wallet tells, subscribers by number, posts, and messages where you turn them on",
    where_to_get="log in by the window; or, in your browser at fansly.com, the developer tools' request headers",
    unavailable={
        Capability.ASSISTED: "Posts are filled in for you in a window; you need not put them up by hand.",
        Capability.THREADS: "Fansly has no threads.",
        Capability.WEBHOOKS: "Fansly sends programs no messages of its own.",
    },
    options=(
        OptionSpec(
            name=ACCESS,
            label="Who sees the media",
            choices={FOLLOWERS: "Followers", EVERYONE: "Everyone"},
            usual="Subscribers of any tier",
        ),
        OptionSpec(name=TIERS, label="Only for these tiers", choices={}, usual="Any tier", of_tiers=True),
        OptionSpec(name=WALLS, label="Walls", choices={ALL: "All walls"}, usual="None"),
        OptionSpec(name="fyp", label="For You page", choices={YES: "Yes"}, usual="No"),
        OptionSpec(name="lock_replies", label="Replies", choices={YES: "Nobody may reply"}, usual="Open"),
    ),
    messages=MessageSpec(answers=frozenset({ConversationKind.DIRECT}), longest=SEEN_TEXT),
    session=True,
    schedules=True,
    no_broadcasts="How Fansly's own page sends one is not known; write it at fansly.com.",
    price=PriceSpec(least=LEAST_PRICE, most=MOST_PRICE),
)
