"""What a platform can do, in a person's words."""

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import Capability, SyncKind
from ui.tokens import Tone

# In the order in which a card tells them. Probing is how a doubt is settled, which nobody chooses a platform by.
CAPABILITIES = {
    Capability.PUBLISH: "Publish posts",
    Capability.THREADS: "Publish threads",
    Capability.READ_POSTS: "Read your posts",
    Capability.METRICS: "Read likes, views and replies",
    Capability.AUDIENCE: "Read follower counts",
    Capability.MONEY: "Read sales, fees and payouts",
    Capability.FANS: "Read subscribers",
    Capability.MESSAGES: "Write messages",
    Capability.WEBHOOKS: "Hear of sales at once",
}
KINDS = {
    SyncKind.POSTS: "posts",
    SyncKind.METRICS: "metrics",
    SyncKind.AUDIENCE: "audience",
    SyncKind.MONEY: "money",
    SyncKind.FANS: "subscribers",
    SyncKind.MESSAGES: "messages",
}
STATES = {
    LoginState.CONNECTED: ("Connected", Tone.SUCCESS),
    LoginState.EXPIRING: ("Ends soon", Tone.WARNING),
    LoginState.EXPIRED: ("Needs a new login", Tone.DANGER),
    LoginState.CHALLENGED: ("Wants to know it is you", Tone.WARNING),
    LoginState.REVOKED: ("Access was taken back", Tone.DANGER),
    LoginState.UNKNOWN: ("Not checked yet", Tone.NEUTRAL),
}
FIELDS = {
    "access_token": "Access token",
    "refresh_token": "Renewal token",
    "client_id": "Client ID of your app",
    "client_secret": "Client secret of your app",
    "expires_at": "Token ends at",
}
ENDPOINTS = {
    "api": "Address of the interface",
    "authorize": "Address of the login page",
    "token": "Address that gives tokens",
    "revoke": "Address that ends logins",
}


def endpoint_name(name: str) -> str:
    """An endpoint of a manifest as a form names it."""
    return ENDPOINTS.get(name, f"Address: {name.replace('_', ' ')}")


def field_name(name: str) -> str:
    """A credential's field as a form names it."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())
