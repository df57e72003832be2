"""What Instagram can do, where it is, and what a connection needs (platforms/instagram.md)."""

from datetime import timedelta

from ofauto_desktop.domain.manifest import FieldSpec, Manifest, OAuthSpec, OptionSpec, Pace
from ofauto_desktop.domain.platforms import Capability, PlatformId, SyncKind

BASIC = "instagram_business_basic"
PUBLISH = "instagram_business_content_publish"
COMMENTS = "instagram_business_manage_comments"
INSIGHTS = "instagram_business_manage_insights"
MUST_BE_FETCHED = (
    "Instagram fetches pictures and films from an address: "
    "set up a bucket in the settings, or use a page token of Facebook"
)
# What a setting that is on or off is sent as, in `options`.
YES = "yes"
SCOPES = (BASIC, PUBLISH, COMMENTS, INSIGHTS)
# Meta takes https only and compares to the letter; its dashboard may add the last slash by itself (§2), so it is there
# already. Nothing answers at this address: the person pastes what the browser was sent to.
REDIRECT = "https://localhost/ofauto/"

MANIFEST = Manifest(
    platform=PlatformId.INSTAGRAM,
    name="Instagram",
    capabilities=frozenset(
        {Capability.PUBLISH, Capability.PROBE, Capability.READ_POSTS, Capability.METRICS, Capability.AUDIENCE}
    ),
    endpoints={
        "graph": "https://graph.instagram.com/v25.0",
        "authorize": "https://www.instagram.com/oauth/authorize",
        "token": "https://api.instagram.com/oauth/access_token",
    },
    fields=(
        FieldSpec(
            name="app_id",
            required=False,
            secret=False,
            help="Only for the login in the browser: the Instagram app ID of your Meta app, not the app's own ID",
        ),
        FieldSpec(
            name="app_secret",
            required=False,
            secret=True,
            help="Only for the login in the browser: the Instagram app secret beside it",
        ),
        FieldSpec(
            name="redirect_uri",
            required=False,
            secret=False,
            help=f"The address registered there, to the letter; {REDIRECT} if you leave it out",
        ),
        FieldSpec(
            name="access_token",
            required=True,
            secret=True,
            help="An Instagram user token of your Meta app, or a page token of a Facebook login",
        ),
        FieldSpec(name="expires_at", required=False, secret=False, help="When the access token ends (ISO 8601)"),
    ),
    limits={
        "text_units": 2200,
        "hashtags": 30,
        "mentions": 20,
        # Of both together: a carousel may mix them.
        "images": 10,
        "videos": 10,
        "image_bytes": 8 * 1024 * 1024,
        "video_bytes": 300 * 1024 * 1024,
        "story_bytes": 100 * 1024 * 1024,
        "video_ms": 15 * 60 * 1000,
    },
    pulls=(SyncKind.POSTS, SyncKind.METRICS, SyncKind.AUDIENCE),
    floors={
        SyncKind.POSTS: timedelta(minutes=30),
        SyncKind.METRICS: timedelta(hours=1),
        SyncKind.AUDIENCE: timedelta(hours=6),
    },
    # Its budget is a share of the day (§9); a steady pace leaves room for other programs of the creator.
    pace=Pace(rate=2.0, burst=20),
    stores="the access token, sealed; posts, their numbers, and followers as counts; no names of followers",
    where_to_get=(
        "developers.facebook.com → your app → Instagram → API setup with Instagram login → Generate access tokens, "
        "after adding the account as a tester"
    ),
    unavailable={
        Capability.ASSISTED: "Instagram takes posts from this program by itself",
        Capability.THREADS: "Instagram has no threads",
        Capability.MONEY: "Instagram tells no earnings through its interface",
        Capability.FANS: "Instagram tells counts of followers, not who they are",
        Capability.MESSAGES: "Direct messages on Instagram are not built yet",
        Capability.WEBHOOKS: "Instagram sends webhooks only to a public server of the app itself",
    },
    options=(
        OptionSpec(
            name="publish_as",
            label="Publish as",
            choices={"story": "A story"},
            usual="A post; a film alone becomes a reel",
        ),
        OptionSpec(
            name="share_to_feed",
            label="Reels",
            choices={"no": "Show among the reels alone"},
            usual="Show in the feed too",
        ),
        OptionSpec(
            name="is_ai_generated", label="Made with AI", choices={YES: "Say so on the post"}, usual="Say nothing"
        ),
        OptionSpec(
            name="is_paid_partnership",
            label="Paid partnership",
            choices={YES: "Say so on the post"},
            usual="Say nothing",
        ),
    ),
    pictures=("image/jpeg",),
    fetches_media=MUST_BE_FETCHED,
    tells_comments=True,
    oauth=OAuthSpec(
        scopes=SCOPES,
        redirect_uris=(REDIRECT,),
        needs=("app_id", "app_secret"),
        app_fields=("app_id", "app_secret", "redirect_uri"),
    ),
)
