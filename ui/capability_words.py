"""What a platform can do, in a person's words."""

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import Capability, SyncKind
from ui.language import Words, mark, tr
from ui.tokens import Tone

# In the order in which a card tells them. Probing is how a doubt is settled, which nobody chooses a platform by.
CAPABILITIES = Words(
    {
        Capability.PUBLISH: mark("Publish posts"),
        Capability.ASSISTED: mark("Remind you to post, with text and files at hand"),
        Capability.THREADS: mark("Publish threads"),
        Capability.READ_POSTS: mark("Read your posts"),
        Capability.METRICS: mark("Read likes, views and replies"),
        Capability.AUDIENCE: mark("Read follower counts"),
        Capability.MONEY: mark("Read sales, fees and payouts"),
        Capability.FANS: mark("Read subscribers"),
        Capability.MESSAGES: mark("Read and write messages"),
        Capability.WEBHOOKS: mark("Hear of sales at once"),
    }
)
KINDS = Words(
    {
        SyncKind.POSTS: mark("posts"),
        SyncKind.METRICS: mark("metrics"),
        SyncKind.AUDIENCE: mark("audience"),
        SyncKind.MONEY: mark("money"),
        SyncKind.FANS: mark("subscribers"),
        SyncKind.MESSAGES: mark("messages"),
    }
)
STATES = {
    LoginState.CONNECTED: (mark("Connected"), Tone.SUCCESS),
    LoginState.EXPIRING: (mark("Ends soon"), Tone.WARNING),
    LoginState.EXPIRED: (mark("Needs a new login"), Tone.DANGER),
    LoginState.CHALLENGED: (mark("Wants to know it is you"), Tone.WARNING),
    LoginState.REVOKED: (mark("Access was taken back"), Tone.DANGER),
    LoginState.UNKNOWN: (mark("Another account's login"), Tone.DANGER),
}
FIELDS = Words(
    {
        "access_token": mark("Access token"),
        "refresh_token": mark("Renewal token"),
        "client_id": mark("Client ID of your app"),
        "client_secret": mark("Client secret of your app"),
        "app_id": mark("Instagram app ID"),
        "app_secret": mark("Instagram app secret"),
        "redirect_uri": mark("Redirect address of your app"),
        "expires_at": mark("Token ends at"),
        "session": mark("Saved login"),
        "authorization": mark("Authorisation of the login"),
        "session_id": mark("Session ID"),
        "user_agent": mark("Browser's name (user agent)"),
        "storage_state": mark("Browser session, as Playwright exports it"),
    }
)
ENDPOINTS = Words(
    {
        "api": mark("Address of the interface"),
        "site": mark("Address of the site"),
        "graph": mark("Address of the interface"),
        "authorize": mark("Address of the login page"),
        "token": mark("Address that gives tokens"),
        "revoke": mark("Address that ends logins"),
    }
)


def endpoint_name(name: str) -> str:
    """An endpoint of a manifest as a form names it."""
    return ENDPOINTS.get(name, tr("Address: {name}", name=name.replace("_", " ")))


def field_name(name: str) -> str:
    """A credential's field as a form names it."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())
