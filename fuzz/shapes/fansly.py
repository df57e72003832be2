"""Fansly's answers (platforms/fansly.md §4)."""

from typing import Any

from fuzz.shapes import PRIVATE

ME, FAN = "730000000000000001", "735000000000000001"
_TIER = {
    "id": "732000000000000001",
    "name": "Basic",
    "price": 4000,
    "plans": [
        {"id": "1", "status": 1, "billingCycle": 90, "price": 13500, "promos": []},
        {"id": "2", "status": 1, "billingCycle": 30, "price": 5000, "promos": []},
    ],
}
_ACCOUNT = {
    "id": ME,
    "email": f"{PRIVATE}@example.test",
    "username": "demo_creator",
    "displayName": None,
    "followCount": 900,
    "subscriptionTiers": [_TIER],
    "walls": [{"id": "731000000000000001", "pos": 0, "name": "Free"}],
}


def _fine(response: Any) -> dict[str, Any]:
    return {"success": True, "response": response}


def _row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "transactionId": f"74000000000000{number:04}",
        "type": 7101,
        "amount": 8000,
        "destinationAmount": 8000,
        "destinationTax": 2000,
        "senderId": FAN,
        "receiverId": ME,
        "correlationAccountId": FAN,
        "destination": 2,
        "status": 2,
        "createdAt": 1776225990786,
        **more,
    }


_ROWS = [
    _row(9, type=15001, status=1),
    _row(8, type=2110, correlationAccountId=None),
    _row(7, type=16012, destination=1, senderId=ME),
    _row(6, amount=-8000),
    _row(5, type=91000, destinationTax=1500),
]
_SUBSCRIPTION = {
    "id": "1",
    "subscriberId": FAN,
    "subscriptionTierId": "732000000000000001",
    "status": 3,
    "price": 5000,
    "promoPrice": None,
    "giftCodeId": None,
    "autoRenew": 1,
    "billingCycle": 30,
    "duration": 30,
    "renewDate": None,
    "createdAt": 1775400000000,
    "endsAt": 1778000000000,
}
_POST = {
    "id": "750000000000000001",
    "accountId": ME,
    "content": PRIVATE,
    "inReplyTo": None,
    "createdAt": 1776000000.786,
    "attachments": [
        {"pos": 0, "contentType": 1, "contentId": "760000000000000001"},
        {"pos": 1, "contentType": 2, "contentId": "761000000000000001"},
        {"pos": 2, "contentType": 7100, "contentId": "1"},
    ],
    "likeCount": 5,
    "mediaLikeCount": 2,
    "replyCount": 1,
    "totalTipAmount": 0,
}
_MEDIA = {
    "id": "760000000000000001",
    "media": {"id": "1", "mimetype": "video/mp4", "metadata": '{"duration": 43.8}'},
    "permissions": {"permissionFlags": [{"flags": 4, "price": 0, "metadata": '{"4":"{}"}'}]},
}
_TIMELINE = {
    "posts": [_POST],
    "accountMedia": [None, _MEDIA],
    "accountMediaBundles": [{"id": "761000000000000001", "accountMediaIds": ["1", "2"]}],
}
_WAITING = {
    "postId": "750000000000000002",
    "status": 0,
    "postTemplate": '{"content":"Later","attachments":[{"contentId":"760000000000000001","contentType":1,"pos":0}]}',
    "scheduledFor": 1787227200000,
}
_GROUP = {
    "account_id": ME,
    "groupId": "770000000000000001",
    "partnerAccountId": FAN,
    "partnerUsername": PRIVATE,
    "lastMessageId": "771000000000000001",
}
_MESSAGE = {
    "id": "771000000000000001",
    "type": 1,
    "content": PRIVATE,
    "groupId": "770000000000000001",
    "senderId": FAN,
    "inReplyTo": "",
    "createdAt": 1776225990.786,
    "attachments": [{"contentType": 1, "contentId": "760000000000000001"}],
}
_REFUSALS = [
    {"success": False, "error": {"code": 401, "details": "Unauthorized"}},
    {"success": False, "error": {"code": 7, "details": "No"}},
    {"success": True},
    _fine({}),
    _fine(None),
]

DOCUMENTS: dict[str, list[Any]] = {
    "me": [_fine({"account": _ACCOUNT}), _fine({"correlationId": "0"}), *_REFUSALS],
    "transactions": [_fine({"total": 5, "data": _ROWS}), _fine({"data": []}), *_REFUSALS],
    "subscribers": [
        _fine({"stats": {"total": 1}, "subscriptions": [_SUBSCRIPTION, {**_SUBSCRIPTION, "status": 4}]}),
        *_REFUSALS,
    ],
    "timelinenew": [_fine(_TIMELINE), *_REFUSALS],
    "post": [_fine(_TIMELINE), *_REFUSALS],
    "scheduled": [_fine({"scheduledPosts": [_WAITING]}), *_REFUSALS],
    "groups": [
        _fine({"data": [_GROUP], "aggregationData": {"accounts": [{"id": FAN, "username": PRIVATE}]}}),
        *_REFUSALS,
    ],
    "message": [_fine({"messages": [_MESSAGE], "accountMedia": [None, _MEDIA]}), *_REFUSALS],
    "account": [_fine([{"id": FAN, "username": PRIVATE, "displayName": None}]), *_REFUSALS],
}

USUAL: dict[str, Any] = {
    "me": DOCUMENTS["me"][0],
    "transactions": _fine({"data": []}),
    "subscribers": _fine({"subscriptions": []}),
    "timelinenew": _fine({"posts": []}),
    "post": DOCUMENTS["post"][0],
    "scheduled": DOCUMENTS["scheduled"][0],
    "groups": _fine({"data": []}),
    "message": _fine({"messages": []}),
    "account": DOCUMENTS["account"][0],
}
