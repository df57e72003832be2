"""A login at Fansly: a token, by itself or as the page keeps it in a browser (platforms/fansly.md §1)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from connectors.browser.state import EXPORT, FIELD, SessionState, opened
from connectors.errors import LoginExpired
from connectors.fansly.units import milliseconds
from connectors.fansly.wire import ActiveSession

SESSION_KEY = "session_active_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What requests are signed with. `session_id`, `user_agent` and `device` are "" where they are not known."""

    token: str = field(repr=False)
    session_id: str = field(repr=False)
    user_agent: str
    device: str = field(repr=False)

    def headers(self, site: str, now: datetime, *, again: bool = False) -> dict[str, str]:
        """As the page has them, but for the one that only its own script can make (`fansly-client-check`).

        `again`: the page has a number for its session in any case; where it is not known, one that stands for it.
        """
        made = {
            "authorization": self.token,
            "fansly-client-id": self.device,
            "fansly-client-ts": str(milliseconds(now)),
            "origin": site,
            "referer": f"{site}/",
        }
        if self.session_id or again:
            made["fansly-session-id"] = self.session_id or self.device
        if self.user_agent:
            made["user-agent"] = self.user_agent
        return made


def login(fields: Mapping[str, str], site: str) -> Login:
    """The login in a credential's fields: a browser's before a pasted token, as each run renews it.

    `site` is the page's address. Raises LoginExpired where there is none.
    """
    if fields.get(FIELD) or fields.get(EXPORT):
        state = opened(fields)
        kept = _kept(state, site)
        if kept is not None:
            device = _device(state) or _made_up(kept.token)
            return Login(token=kept.token, session_id=kept.id or "", user_agent=state.user_agent, device=device)
    token = fields.get("authorization", "")
    if not token:
        raise LoginExpired("there is no session of Fansly in this login; log in again")
    return Login(
        token=token,
        session_id=fields.get("session_id", ""),
        user_agent=fields.get("user_agent", ""),
        device=_made_up(token),
    )


def browser_state(fields: Mapping[str, str], site: str, account_id: str | None) -> SessionState:
    """What a browser is given: its own session, or one that is made of a pasted token. Raises LoginExpired."""
    if fields.get(FIELD) or fields.get(EXPORT):
        return opened(fields)
    pasted = login(fields, site)
    kept = {"id": pasted.session_id, "token": pasted.token, "accountId": account_id or ""}
    entry = {"name": SESSION_KEY, "value": msgspec.json.encode(kept).decode()}
    storage = {"cookies": [], "origins": [{"origin": origin(site), "localStorage": [entry]}]}
    return SessionState(storage=storage, user_agent=pasted.user_agent, locale="", zone="")


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _kept(state: SessionState, site: str) -> ActiveSession | None:
    """What the page keeps of the session; None where it keeps none, or nothing that can be read."""
    wanted = origin(site)
    for one in state.storage["origins"]:
        for entry in one["localStorage"] if one["origin"] == wanted else ():
            if entry["name"] == SESSION_KEY:
                try:
                    found = msgspec.json.decode(entry["value"], type=ActiveSession)
                except (msgspec.DecodeError, RecursionError):
                    return None
                return found if found.token else None
    return None


def _device(state: SessionState) -> str:
    names = {one["name"]: one["value"] for one in state.storage["cookies"]}
    return next((names[name] for name in ("f-d", "fansly-d") if names.get(name, "").isdecimal()), "")


def _made_up(token: str) -> str:
    """A device's number that stays the same as long as the session does, and tells nothing of it."""
    return str(7 * 10**17 + int.from_bytes(hashlib.sha256(token.encode()).digest()[:6], "big"))
