"""What OnlyFans can do, where it is, and what a connection needs (platforms/onlyfans.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import FieldSpec, Manifest, OptionSpec, Pace, PriceSpec
from ofauto_desktop.domain.messages import ConversationKind, MessageSpec
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

# What is chosen from memory for the site's dialog of files: Playwright takes no more that way, and a file that a
# browser could read by its path would lie readable on the disk.
MOST_BYTES = 50 * 1000 * 1000
EXPIRES, PREVIEW, FIRST = "expires", "preview", "first"

MANIFEST = Manifest(
    platform=PlatformId.ONLYFANS,
    name="OnlyFans",
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
    endpoints={"site": "https://onlyfans.com"},
    fields=(
        FieldSpec(
            name="session",
            required=True,
            secret=True,
            help="The login that a window of this program leaves; nothing to fill in by hand",
            instead=("storage_state",),
        ),
        FieldSpec(
            name="storage_state",
            required=False,
            secret=True,
            help="A session as Playwright exports it, where the login was made elsewhere",
        ),
    ),
    # One app's own numbers, as the site names none (platforms/onlyfans.md §4).
    limits={
        "text_chars": 10_000,
        "images": 40,
        "videos": 40,
        "file_bytes": MOST_BYTES,
    },
    pulls=(
        SyncKind.POSTS,
        SyncKind.METRICS,
        SyncKind.AUDIENCE,
        SyncKind.MONEY,
        SyncKind.FANS,
        SyncKind.MESSAGES,
    ),
    # Slower than any client that is known (§8): each is a page that is opened and scrolled.
    floors={
        SyncKind.POSTS: timedelta(hours=1),
        SyncKind.METRICS: timedelta(hours=6),
        SyncKind.AUDIENCE: timedelta(hours=6),
        SyncKind.MONEY: timedelta(minutes=30),
        SyncKind.FANS: timedelta(hours=24),
        SyncKind.MESSAGES: timedelta(minutes=10),
    },
    pace=Pace(rate=1.5, burst=2),
    stores=(
        "the login of the browser, sealed; earnings, payouts, fans by number, posts and their numbers; "
        "messages and names of who wrote them only where you choose to read them"
    ),
    where_to_get="a login in a window of this program, on OnlyFans' own page",
    unavailable={
        Capability.ASSISTED: "OnlyFans' own form is filled in for you, so no reminder is needed",
        Capability.THREADS: "OnlyFans has no threads",
        Capability.WEBHOOKS: "OnlyFans tells nothing by itself",
    },
    options=(
        OptionSpec(
            name=EXPIRES,
            label="Take the post down",
            choices={"1": "After 1 day", "3": "After 3 days", "7": "After 7 days", "30": "After 30 days"},
            usual="Never",
        ),
        OptionSpec(
            name=PREVIEW,
            label="Free preview of a paid post",
            choices={FIRST: "The first picture or film"},
            usual="None",
        ),
    ),
    session=True,
    schedules=True,
    broadcasts=True,
    # Where the account's own are not known yet: they are read from the site before a post is filled in.
    price=PriceSpec(least=300, most=10_000),
    messages=MessageSpec(answers=frozenset({ConversationKind.DIRECT}), longest=10_000),
)
