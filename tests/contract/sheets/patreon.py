"""platforms/patreon.md §1 to §3, §5."""

import re
from typing import Any

from connectors.practice.patreon.answers import FIELDS
from connectors.practice.patreon.world import CLIENT_ID, CLIENT_SECRET
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import NUMBER_TEXT, TEXT, WHOLE, LeftOut, May, Row, Sheet

_WHEN = (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?\+00:00"), None)
_FLAG = (bool, None)


def _all(kind: str) -> dict[str, str]:
    return {f"fields[{kind}]": FIELDS[kind].replace(" ", ",")}


def _resource(kind: str, remote_id: Any, attributes: Any, relationships: Any = None) -> Any:
    made = {"type": frozenset({kind}), "id": remote_id, "attributes": attributes}
    return made | ({"relationships": relationships} if relationships else {})


_REF = {"type": str, "id": str}
_ONE, _MANY = ({"data": (_REF, None)}, None), ({"data": [_REF]}, None)
_CAMPAIGN_ATTRIBUTES = {
    "created_at": _WHEN,
    "creation_name": TEXT,
    "is_monthly": _FLAG,
    "is_nsfw": _FLAG,
    "patron_count": WHOLE,
    "summary": TEXT,
    "url": TEXT,
    "vanity": TEXT,
    "published_at": _WHEN,
}
_TIER_ATTRIBUTES = {
    "amount_cents": WHOLE,
    "title": TEXT,
    "description": TEXT,
    "published": _FLAG,
    "patron_count": WHOLE,
    "url": TEXT,
}
_USER_ATTRIBUTES = {
    "email": TEXT,
    "full_name": TEXT,
    "first_name": TEXT,
    "is_email_verified": _FLAG,
    "created": _WHEN,
    "url": TEXT,
    "vanity": TEXT,
}
_STATUSES = (
    frozenset(
        {
            "Paid",
            "Declined",
            "Deleted",
            "Pending",
            "Refunded",
            "Fraud",
            "Refunded by Patreon",
            "Other",
            "Partially Refunded",
            "Free Trial",
        }
    ),
    None,
)
_MEMBER_ATTRIBUTES = {
    "full_name": TEXT,
    "email": TEXT,
    "note": TEXT,
    "patron_status": (frozenset({"active_patron", "declined_patron", "former_patron"}), None),
    "is_follower": frozenset({False}),
    "is_free_trial": _FLAG,
    "is_gifted": _FLAG,
    "last_charge_date": _WHEN,
    "last_charge_status": _STATUSES,
    "next_charge_date": _WHEN,
    "pledge_cadence": (frozenset({1, 12}), None),
    "pledge_relationship_start": _WHEN,
    "currently_entitled_amount_cents": WHOLE,
    "will_pay_amount_cents": WHOLE,
    "campaign_lifetime_support_cents": WHOLE,
    "lifetime_support_cents": WHOLE,
}
_EVENT_ATTRIBUTES = {
    "type": frozenset({"pledge_start", "pledge_upgrade", "pledge_downgrade", "pledge_delete", "subscription"}),
    "date": _WHEN,
    "amount_cents": WHOLE,
    "currency_code": (re.compile("[A-Z]{3}"), None),
    "payment_status": _STATUSES,
    "pledge_payment_status": (frozenset({"queued", "pending", "valid", "declined", "fraud", "disabled"}), None),
    "tier_id": TEXT,
    "tier_title": TEXT,
}
_POST_ATTRIBUTES = {
    "title": TEXT,
    "content": TEXT,
    "url": TEXT,
    "is_public": _FLAG,
    "is_paid": _FLAG,
    "tiers": ([(str, int)], None),
    "published_at": _WHEN,
    "embed_url": TEXT,
    "embed_data": (dict, None),
    "app_id": (str, int, None),
    "app_status": TEXT,
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RELATIONS = {
    "currently_entitled_tiers": _MANY,
    "user": _ONE,
    "pledge_history": _MANY,
    "address": _ONE,
    "campaign": _ONE,
}
_MEMBER = _resource("member", _UUID, _MEMBER_ATTRIBUTES, _RELATIONS)
_BARE = _resource("member", _UUID, {})
_POST = _resource("post", NUMBER_TEXT, _POST_ATTRIBUTES)
_CAMPAIGN = _resource("campaign", NUMBER_TEXT, _CAMPAIGN_ATTRIBUTES, {"tiers": _MANY, "creator": _ONE})
_INCLUDED = (
    _resource("tier", str, _TIER_ATTRIBUTES),
    _resource("user", str, _USER_ATTRIBUTES),
    _resource("pledge-event", re.compile(r"\w+:.+"), _EVENT_ATTRIBUTES),
    _resource("campaign", str, {}),
    _resource("address", str, dict),
)
_META = {"pagination": {"cursors": {"next": TEXT}, "total": int}}
_PAGE = {"meta": _META, May("links"): {"next": re.compile(r"https?://.+")}}
_WHOLE_MEMBER = {
    "include": "currently_entitled_tiers,user,pledge_history,address,campaign",
    **_all("member"),
    **_all("tier"),
    **_all("user"),
    **_all("pledge-event"),
}
_WHOLE_CAMPAIGN = {"include": "tiers,creator,benefits", **_all("campaign"), **_all("tier"), **_all("user")}
_TOKEN = "/api/oauth2/token"
_TOKENS = {
    "access_token": str,
    "refresh_token": str,
    "expires_in": frozenset({2678400}),
    "scope": str,
    "token_type": frozenset({"Bearer"}),
    "version": str,
}
_APP = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
_BACK = "http://localhost:53682/callback"
_V2 = "/api/oauth2/v2"
ROWS = (
    Row(
        section="3",
        path=f"{_V2}/identity",
        query={"include": "memberships,campaign", **_all("user")},
        form={"data": _resource("user", str, _USER_ATTRIBUTES, {"campaign": _ONE, "memberships": _MANY})},
    ),
    Row(
        section="3",
        path=f"{_V2}/campaigns",
        query=_WHOLE_CAMPAIGN,
        form={"data": [_CAMPAIGN], May("included"): [_INCLUDED], "meta": _META},
    ),
    Row(
        section="3",
        path=f"{_V2}/campaigns/{{campaign}}",
        query=_WHOLE_CAMPAIGN,
        form={"data": _CAMPAIGN, May("included"): [_INCLUDED]},
    ),
    Row(
        section="3",
        path=f"{_V2}/campaigns/{{campaign}}/members",
        query={**_WHOLE_MEMBER, "page[count]": "20"},
        form={
            "data": [_MEMBER],
            "included": [_INCLUDED],
            "links": {"next": re.compile(r"https?://.+page%5Bcursor%5D=.+")},
            "meta": _META,
        },
    ),
    Row(
        section="2: nothing that was not asked for",
        path=f"{_V2}/campaigns/{{campaign}}/members",
        form={"data": [_BARE], **_PAGE},
    ),
    Row(
        section="3",
        path=f"{_V2}/members/{{member}}",
        query=_WHOLE_MEMBER,
        form={"data": _MEMBER, May("included"): [_INCLUDED]},
    ),
    Row(
        section="3",
        path=f"{_V2}/campaigns/{{campaign}}/posts",
        query=_all("post"),
        form={"data": [_POST], **_PAGE},
    ),
    Row(section="3", path=f"{_V2}/posts/{{post}}", query=_all("post"), form={"data": _POST}),
    Row(
        section="1",
        path="/oauth2/authorize",
        query={"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": _BACK, "state": "s"},
        status=302,
        form=None,
        headers=("location",),
        token="",
    ),
    Row(
        section="1",
        method="POST",
        path=_TOKEN,
        body={"data": {**_APP, "grant_type": "refresh_token", "refresh_token": "{refresh}"}},
        form=_TOKENS,
        token="",
    ),
)
_ERROR = {
    "errors": [
        {
            "code": (int, None),
            "code_name": str,
            "detail": str,
            "id": str,
            "status": NUMBER_TEXT,
            "title": str,
            May("source"): {"parameter": str},
        }
    ]
}
_OF_PARAMETER = {"errors": [{**_ERROR["errors"][0], "source": {"parameter": str}}]}
_MEMBERS = f"{_V2}/campaigns/{{campaign}}/members"
REFUSALS = (
    Row(
        section="5",
        path=f"{_V2}/campaigns",
        status=429,
        form={"errors": [{**_ERROR["errors"][0], "retry_after_seconds": int}]},
        settings={"throttled": True},
    ),
    Row(section="1: the edge's page", path=f"{_V2}/campaigns", status=403, form=None, agent=""),
    Row(section="5", path=f"{_V2}/campaigns", status=401, form=_ERROR, token="nobody's"),
    Row(
        section="5",
        path=_MEMBERS,
        status=403,
        form=_ERROR,
        settings={"scopes": {"ada_practice": ["identity"]}},
    ),
    Row(section="2", path=_MEMBERS, status=400, form=_OF_PARAMETER, query={"fields[member]": "shoe_size"}),
    Row(section="2", path=_MEMBERS, status=400, form=_OF_PARAMETER, query={"include": "pets"}),
    Row(section="2", path=_MEMBERS, status=400, form=_OF_PARAMETER, query={"page[cursor]": "none"}),
    Row(section="5", path=f"{_V2}/campaigns/1/members", status=404, form=_ERROR),
    Row(section="5", path=f"{_V2}/campaigns/1", status=404, form=_ERROR),
    Row(section="5", path=f"{_V2}/members/none", status=404, form=_ERROR),
    Row(section="5", path=f"{_V2}/posts/none", status=404, form=_ERROR),
    Row(
        section="1",
        method="POST",
        path=_TOKEN,
        body={"data": {**_APP, "grant_type": "refresh_token", "refresh_token": "spent"}},
        status=400,
        form={"error": frozenset({"invalid_grant"})},
        token="",
    ),
    Row(
        section="1: the secret is required",
        method="POST",
        path=_TOKEN,
        body={"data": {"client_id": CLIENT_ID, "grant_type": "refresh_token", "refresh_token": "{refresh}"}},
        status=401,
        form={"error": frozenset({"invalid_client"})},
        token="",
    ),
)
_HOOKS = "the person makes the webhook at Patreon, as it needs the address of their own tunnel"
LEFT_OUT = (
    LeftOut(method="GET", path=f"{_V2}/webhooks", why=_HOOKS),
    LeftOut(method="POST", path=f"{_V2}/webhooks", why=_HOOKS),
    LeftOut(method="PATCH", path=f"{_V2}/webhooks/1", why=_HOOKS),
    LeftOut(method="DELETE", path=f"{_V2}/webhooks/1", why=_HOOKS),
    LeftOut(method="POST", path=f"{_V2}/lives", why="early access, which nobody has"),
)


def _places(world: Any) -> dict[str, str]:
    creator = world.creators["ada_practice"]
    return {
        "campaign": creator.campaign,
        "member": creator.members[0].id,
        "post": creator.posts[0].id,
        "refresh": "practice-patreon-token-refresh",
    }


SHEET = Sheet(
    platform=PlatformId.PATREON,
    base="",
    token="practice-patreon-token",
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere=_ERROR,
    places=_places,
)
