"""Accounts that are reached by a Facebook login: another host, other permissions, and files that are sent instead of fetched.

Their tokens are pasted (platforms/instagram.md §1, path B); they are told by how they begin.
"""

from collections.abc import Mapping

from connectors.instagram.manifest import BASIC, COMMENTS, INSIGHTS, PUBLISH

HOST, _INSTAGRAM = "graph.facebook.com", "graph.instagram.com"
_UPLOADS = "https://rupload.facebook.com/"
_SCOPES = {
    BASIC: "instagram_basic",
    PUBLISH: "instagram_content_publish",
    COMMENTS: "instagram_manage_comments",
    INSIGHTS: "instagram_manage_insights",
}


def is_facebooks(token: str) -> bool:
    return token.startswith("EAA")


def sends_files(login: Mapping[str, str]) -> bool:
    """Whether this login may send files; an Instagram login only tells where they lie (§4)."""
    return is_facebooks(login.get("access_token", ""))


def graph(address: str, token: str) -> str:
    """Where a token is asked with: Facebook's have a host of their own. Another address of the person's stays."""
    return address.replace(f"//{_INSTAGRAM}/", f"//{HOST}/", 1) if is_facebooks(token) else address


def scope(name: str) -> str:
    """What a permission is called in a Facebook login."""
    return _SCOPES.get(name, name)


def may_send_to(uri: str, graph_address: str) -> bool:
    """Whether bytes, and the token, may go to the address that a container named: Facebook's, or where Graph itself is."""
    own = "/".join(graph_address.split("/", 3)[:3]) + "/"
    return uri.startswith((_UPLOADS, own))
