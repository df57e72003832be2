"""Patreon's answers and webhooks (platforms/patreon.md §1 to §5)."""

from typing import Any

from fuzz.shapes import PRIVATE

MEMBER = "0b2f6c1e-7d53-4f2e-9a0e-0c6b6d1e2f11"
_CAMPAIGN = {
    "type": "campaign",
    "id": "55",
    "attributes": {
        "creation_name": "sketches",
        "url": "https://www.patreon.com/ada",
        "vanity": "ada",
        "patron_count": 12,
    },
}
_MEMBER: dict[str, Any] = {
    "type": "member",
    "id": MEMBER,
    "attributes": {
        "full_name": f"Nia {PRIVATE}",
        "email": f"{PRIVATE}@example.com",
        "patron_status": "active_patron",
        "last_charge_status": "Paid",
        "last_charge_date": "2026-11-01T08:12:40.000+00:00",
        "next_charge_date": "2026-12-01T08:12:40.000+00:00",
        "pledge_relationship_start": "2018-04-01T21:28:06+00:00",
        "currently_entitled_amount_cents": 500,
        "will_pay_amount_cents": 500,
        "campaign_lifetime_support_cents": 4500,
        "pledge_cadence": 1,
        "is_gifted": False,
        "is_free_trial": False,
    },
    "relationships": {
        "currently_entitled_tiers": {"data": [{"type": "tier", "id": "7001"}]},
        "pledge_history": {
            "data": [{"type": "pledge-event", "id": f"subscription:{number}"} for number in (1, 2, 3)]
            + [{"type": "pledge-event", "id": "pledge_start:1"}]
        },
        "user": {"data": {"type": "user", "id": "88001"}, "links": {"related": "https://www.patreon.com/u/88001"}},
        "address": {"data": None},
        "campaign": None,
    },
}
_TRIAL: dict[str, Any] = {
    "type": "member",
    "id": "t",
    "attributes": {
        "patron_status": None,
        "is_free_trial": True,
        "pledge_relationship_start": "2026-11-20T00:00:00.123456+00:00",
        "next_charge_date": "2026-11-27T00:00:00+00:00",
    },
}


def _charge(number: int, status: str, **more: Any) -> dict[str, Any]:
    attributes = {
        "type": "subscription",
        "date": f"2026-{number + 8:02d}-01T11:18:36.000+00:00",
        "amount_cents": 500,
        "currency_code": "EUR",
        "payment_status": status,
        "tier_id": "7001",
        "tier_title": "Sketchbook",
        **more,
    }
    return {"type": "pledge-event", "id": f"subscription:{number}", "attributes": attributes}


_INCLUDED = [
    {"type": "tier", "id": "7001", "attributes": {"title": "Sketchbook", "amount_cents": 500}},
    {"type": "user", "id": "88001", "attributes": {}},
    _charge(1, "Paid"),
    _charge(2, "Declined"),
    _charge(3, "Refunded"),
    {
        "type": "pledge-event",
        "id": "pledge_start:1",
        "attributes": {"type": "pledge_start", "date": "2026-09-01T00:00:00+00:00", "amount_cents": 500},
    },
]
_POST = {
    "type": "post",
    "id": "9001",
    "attributes": {
        "title": PRIVATE,
        "content": f"<p>{PRIVATE}</p><br/>more",
        "url": "/posts/9001",
        "is_public": True,
        "is_paid": False,
        "published_at": "2026-11-20T10:00:00.000+00:00",
    },
}
_DRAFT = {"type": "post", "id": "9002", "attributes": {"title": None, "content": None, "published_at": None}}
_META = {"pagination": {"cursors": {"next": "01AbC_-x9"}, "total": 1203}}
_REFUSALS = [
    {
        "errors": [
            {
                "code": 1,
                "code_name": "Unauthorized",
                "detail": "The server could not verify that you are authorized.",
                "id": "eb96e70d",
                "status": "401",
                "title": "Unauthorized",
                "source": {"parameter": "page[cursor]"},
            }
        ]
    },
    {"errors": [{"code": None, "code_name": "RequestThrottled", "retry_after_seconds": 9, "status": "429"}]},
    {"errors": [{"code_name": "ParameterInvalidOnType", "source": {"parameter": "sort"}}]},
    {"error": "invalid_grant"},
    {"error": "invalid_client"},
]

DOCUMENTS: dict[str, list[Any]] = {
    "campaigns": [{"data": [_CAMPAIGN], "meta": {"pagination": {"total": 1}}}, {"data": []}, *_REFUSALS],
    "members": [
        {"data": [_MEMBER, _TRIAL], "included": _INCLUDED, "meta": _META, "links": {"next": "https://a/b"}},
        {"data": [_MEMBER], "meta": {"pagination": {"cursors": {"next": None}, "total": 1}}},
        *_REFUSALS,
    ],
    "posts": [{"data": [_POST, _DRAFT], "meta": _META}, *_REFUSALS],
    "member": [{"data": _MEMBER, "included": _INCLUDED}, *_REFUSALS],
    "post": [{"data": _POST}, {"data": _DRAFT}, *_REFUSALS],
    "campaign": [{"data": _CAMPAIGN, "included": _INCLUDED}, {"data": _CAMPAIGN}, *_REFUSALS],
    "token": [
        {
            "access_token": "k7f",
            "refresh_token": "q2x",
            "expires_in": 2678400,
            "scope": "identity campaigns campaigns.members",
            "token_type": "Bearer",
            "version": "0.0.1",
        },
        *_REFUSALS,
    ],
}

USUAL: dict[str, Any] = {
    "campaigns": DOCUMENTS["campaigns"][0],
    "members": {"data": []},
    "posts": {"data": []},
    "member": DOCUMENTS["member"][0],
    "post": DOCUMENTS["post"][0],
    "campaign": DOCUMENTS["campaign"][0],
    "token": DOCUMENTS["token"][0],
}

DELIVERIES: list[Any] = [
    {"data": _MEMBER, "included": _INCLUDED, "links": {"self": "https://www.patreon.com/api/oauth2/v2/members/m"}},
    {"data": _TRIAL},
    {"data": _POST, "included": [_CAMPAIGN]},
    {"data": {"type": "post"}},
]
