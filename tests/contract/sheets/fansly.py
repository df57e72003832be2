"""platforms/fansly.md §2 and §4."""

import re
from datetime import UTC, datetime
from typing import Any

from connectors.practice.fansly.door import page_headers
from connectors.practice.fansly.world import CODE, PASSWORD
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import TEXT, WHOLE, LeftOut, Row, Sheet

_ID = re.compile(r"\d{18}")
_SECONDS = (int, float)


def _fine(form: Any) -> Any:
    return {"success": frozenset({True}), "response": form}


_PLAN = {"id": str, "status": int, "billingCycle": int, "price": int, "promos": [dict]}
_ACCOUNT = {
    "id": _ID,
    "email": str,
    "username": str,
    "displayName": TEXT,
    "createdAt": int,
    "followCount": int,
    "subscriberCount": int,
    "about": str,
    "location": str,
    "lastSeenAt": int,
    "timelineStats": {"imageCount": int, "videoCount": int, "bundleCount": int, "fetchedAt": int},
    "walls": [{"id": _ID, "pos": int, "name": str, "description": str}],
    "pinnedPosts": [dict],
    "postLikes": int,
    "accountMediaLikes": int,
    "subscriptionTiers": [
        {"id": _ID, "name": str, "color": str, "pos": int, "price": int, "maxSubscribers": int, "plans": [_PLAN]}
    ],
    "mainWallet": {"id": str, "balance": int, "type": frozenset({1}), "walletVersion": int},
    "earningsWallet": {
        "id": str,
        "accountId": _ID,
        "balance": int,
        "balance64": int,
        "type": frozenset({2}),
        "walletVersion": int,
        "flags": int,
    },
}
_TRANSACTION = {
    "transactionId": _ID,
    "type": int,
    "amount": int,
    "destinationAmount": int,
    "destinationTax": int,
    "senderId": str,
    "receiverId": str,
    "correlationAccountId": TEXT,
    "correlationId": str,
    "destination": int,
    "newBalance": int,
    "status": frozenset({1, 2}),
    "createdAt": int,
}
_SUBSCRIPTION = {
    "id": _ID,
    "historyId": _ID,
    "subscriberId": _ID,
    "subscriptionTierId": _ID,
    "subscriptionTierName": str,
    "planId": _ID,
    "promoId": TEXT,
    "giftCodeId": TEXT,
    "status": frozenset({2, 3, 4, 5}),
    "price": int,
    "renewPrice": int,
    "autoRenew": frozenset({0, 1}),
    "billingCycle": int,
    "duration": int,
    "renewDate": WHOLE,
    "createdAt": int,
    "updatedAt": int,
    "endsAt": int,
    "promoPrice": WHOLE,
}
_PERMISSIONS = {"permissionFlags": [{"type": int, "flags": int, "price": int, "metadata": str}]}
_MEDIA = {
    "id": _ID,
    "accountId": _ID,
    "mediaId": _ID,
    "previewId": TEXT,
    "permissionFlags": int,
    "price": int,
    "createdAt": int,
    "deleted": bool,
    "permissions": _PERMISSIONS,
    "media": {
        "id": _ID,
        "type": int,
        "status": int,
        "mimetype": str,
        "width": int,
        "metadata": (str, dict),
        "variants": [dict],
        "locations": [{"locationId": str, "location": str}],
    },
    "purchased": bool,
    "access": bool,
}
_POST = {
    "id": _ID,
    "accountId": _ID,
    "content": str,
    "fypFlags": int,
    "inReplyTo": TEXT,
    "createdAt": _SECONDS,
    "expiresAt": WHOLE,
    "attachments": [{"pos": int, "contentType": int, "contentId": str}],
    "likeCount": int,
    "mediaLikeCount": int,
    "replyCount": int,
    "totalTipAmount": int,
    "attachmentTipAmount": int,
    "accountMentions": [dict],
}
_TIMELINE = {
    "posts": [_POST],
    "aggregatedPosts": [dict],
    "accountMedia": [(_MEDIA, None)],
    "accountMediaBundles": [dict],
    "accounts": [dict],
    "tips": [dict],
}
_GROUP = {
    "account_id": _ID,
    "groupId": _ID,
    "partnerAccountId": _ID,
    "partnerUsername": TEXT,
    "flags": int,
    "unreadCount": int,
    "subscriptionTierId": TEXT,
    "lastMessageId": (_ID, None),
    "lastUnreadMessageId": TEXT,
}
_MESSAGE = {
    "id": _ID,
    "type": frozenset({1}),
    "dataVersion": int,
    "content": str,
    "groupId": _ID,
    "senderId": _ID,
    "correlationId": str,
    "inReplyTo": TEXT,
    "createdAt": _SECONDS,
    "attachments": [{"messageId": _ID, "contentType": int, "contentId": _ID, "pos": int}],
    "embeds": [dict],
    "interactions": [{"userId": _ID, "readAt": int, "deliveredAt": int}],
    "likes": [dict],
    "totalTipAmount": int,
}
_LINK = {
    "id": _ID,
    "label": str,
    "type": frozenset({1000}),
    "status": int,
    "clicks": int,
    "claims": int,
    "follows": int,
    "subscriptions": int,
    "totalNet": frozenset({0}),
    "totalGross": int,
    "createdAt": int,
}
_TEMPLATE = {
    "content": "Hello",
    "fypFlags": 0,
    "inReplyTo": None,
    "quotedPostId": None,
    "attachments": [],
    "scheduledFor": 0,
    "expiresAt": 0,
    "postReplyPermissionFlags": [],
    "pinned": 0,
    "wallIds": ["{wall}"],
}
ROWS = (
    Row(section="4.1", path="/account/me", form=_fine({"account": _ACCOUNT, "correlationId": str, "checkToken": str})),
    Row(
        section="4.1",
        path="/account",
        query={"ids": "{me},1"},
        form=_fine([{"id": _ID, "username": str, "displayName": TEXT}]),
    ),
    Row(section="4.1", path="/account/{me}/followers", query={"limit": "3"}, form=_fine([{"followerId": _ID}])),
    Row(
        section="4.2",
        path="/account/wallets/transactions",
        query={"limit": "100"},
        form=_fine({"total": int, "data": [_TRANSACTION]}),
    ),
    Row(section="4.2", path="/account/wallets/earnings", form=_fine({"pendingBalance": int})),
    Row(
        section="4.3",
        path="/subscribers",
        query={"status": "3,4", "limit": "100", "offset": "0"},
        form=_fine(
            {"stats": {"totalActive": int, "totalExpired": int, "total": int}, "subscriptions": [_SUBSCRIPTION]}
        ),
    ),
    Row(section="4.3: those I follow myself", path="/subscriptions", form=_fine({"subscriptions": [dict]})),
    Row(section="4.4", path="/timelinenew/{me}", query={"before": "0", "after": "0"}, form=_fine(_TIMELINE)),
    Row(section="4.4", path="/post", query={"ids": "{post}"}, form=_fine(_TIMELINE)),
    Row(section="4.4", method="POST", path="/post", body={"json": _TEMPLATE}, form=_fine({"id": _ID})),
    Row(section="4.4", method="POST", path="/post/{post}/delete", body={"json": {}}, form=_fine(bool)),
    Row(section="4.4", path="/post/scheduled", form=_fine({"scheduledPosts": [dict], "aggregationData": dict})),
    Row(
        section="4.5",
        method="POST",
        path="/media/upload/create",
        body={"json": {"fileSize": 9, "mimeType": "image/jpeg", "fileName": "a.jpg", "uploadFormData": ""}},
        form=_fine({"id": _ID, "partSize": int, "parts": [{"index": int, "uploadUrl": re.compile(r"https?://.+")}]}),
    ),
    Row(
        section="4.5",
        method="PUT",
        path="/media/upload/{upload}/part/0",
        body={"content": b"123456789"},
        form=None,
        headers=("etag",),
    ),
    Row(
        section="4.5",
        method="POST",
        path="/media/upload/complete",
        body={"json": {"id": "{upload}", "type": 1, "status": 0, "parts": [], "waitForComplete": 0}},
        form=_fine({"id": _ID, "status": int}),
    ),
    Row(
        section="4.5",
        path="/media/upload/{upload}",
        form=_fine({"id": _ID, "status": int, "media": ({"id": _ID}, None)}),
    ),
    Row(
        section="4.5",
        method="POST",
        path="/account/media",
        body={"json": [{"mediaId": "{media}", "permissions": {"permissionFlags": []}}]},
        form=_fine([{"id": _ID}]),
    ),
    Row(section="4.5", path="/account/media", query={"ids": "{account_media}"}, form=_fine([_MEDIA])),
    Row(
        section="4.5",
        path="/vault/albumsnew",
        form=_fine({"albums": [{"id": str, "type": int, "title": str, "itemCount": int}]}),
    ),
    Row(
        section="4.6",
        path="/messaging/groups",
        query={"limit": "30", "offset": "0"},
        form=_fine(
            {
                "data": [_GROUP],
                "aggregationData": {"accounts": [dict], "groups": [{"id": _ID, "lastMessage": (_MESSAGE, None)}]},
            }
        ),
    ),
    Row(
        section="4.6",
        path="/message",
        query={"groupId": "{group}", "limit": "25"},
        form=_fine({"messages": [_MESSAGE], "accountMedia": list, "accountMediaBundles": list, "tips": list}),
    ),
    Row(
        section="4.6",
        method="POST",
        path="/message",
        body={"json": {"groupId": "{group}", "content": "Hi", "attachments": [], "inReplyTo": None}},
        form=_fine(_MESSAGE),
    ),
    Row(
        section="4.6",
        method="POST",
        path="/group",
        body={"json": {"users": [{"userId": "{me}"}, {"userId": "{fan}"}], "recipients": [], "type": 1}},
        form=_fine({"id": _ID}),
    ),
    Row(section="4.7", path="/trackinglinks", form=_fine([_LINK])),
    Row(section="4.7", path="/notifications", form=_fine({"notifications": list, "tips": list, "messages": list})),
    Row(section="2", path="/device/id", form=_fine(re.compile(r"\d+")), token=""),
    Row(
        section="2",
        method="POST",
        path="/login",
        body={"json": {"username": "ada_practice", "password": PASSWORD, "deviceId": "1"}},
        form=_fine({"session": {"id": str, "token": str, "accountId": _ID}, "account": {"id": _ID}}),
    ),
    Row(
        section="2: a second factor",
        method="POST",
        path="/login",
        body={"json": {"username": "ada_practice", "password": PASSWORD, "deviceId": "1"}},
        form=_fine({"twofa": {"id": str, "token": str, "type": int, "accountId": _ID, "secretId": str}}),
        settings={"twofa": True},
    ),
    Row(
        section="2: flat",
        method="POST",
        path="/login/twofa",
        body={"json": {"token": "{waiting}", "code": CODE}},
        form=_fine({"id": str, "token": str, "accountId": _ID}),
    ),
)
_ERROR = {"success": frozenset({False}), "error": {"code": int, "details": str}}
REFUSALS = (
    Row(section="2", path="/account/me", status=401, form=_ERROR, token="nobody's"),
    Row(
        section="1: an error with 200",
        path="/account/me",
        status=200,
        form=_ERROR,
        token="nobody's",
        settings={"refused_in_body": True},
    ),
    Row(section="2", path="/account/me", form=_fine({"correlationId": str}), settings={"missing_account": 1}),
    Row(
        section="0.5: nothing in it",
        path="/post/scheduled",
        form=_fine({}),
        settings={"hollow": ["/api/v1/post/scheduled"]},
    ),
    Row(section="2", path="/account/me", status=429, form=_ERROR, settings={"throttled": True}),
    Row(section="2", path="/account/me", status=403, form=None, settings={"blocked": True}),
    Row(
        section="1: without the page's own headers",
        method="POST",
        path="/post",
        body={"json": _TEMPLATE},
        status=400,
        form=_ERROR,
        token="practice-fansly-token",
    ),
    Row(
        section="1: with a stale page's",
        method="POST",
        path="/post",
        body={"json": _TEMPLATE},
        status=400,
        form=_ERROR,
        settings={"build": "b2"},
    ),
    Row(
        section="4.4",
        method="POST",
        path="/post",
        body={"json": {**_TEMPLATE, "attachments": [{"contentId": "1", "contentType": 1, "pos": 0}]}},
        status=400,
        form=_ERROR,
    ),
    Row(section="4.6", path="/message", query={"groupId": "1"}, form=_ERROR),
)
_STATS = "no native path is published for statistics (§4.7)"
LEFT_OUT = (
    LeftOut(method="POST", path="/management/managementsession/claim", why="a delegation is claimed in the browser"),
    LeftOut(method="GET", path="/statistics/1", why=_STATS),
    LeftOut(method="GET", path="/payments/payoutmethods", why="the program asks for no payouts"),
    LeftOut(method="GET", path="/media/vaultnew", why="files are the library's, not the site's"),
    LeftOut(method="POST", path="/vault/albums", why="files are the library's, not the site's"),
    LeftOut(method="POST", path="/vault/albums/media", why="files are the library's, not the site's"),
)


def _places(world: Any) -> dict[str, str]:
    from connectors.practice.fansly.records import Upload

    ada = world.creators["ada_practice"]
    upload = Upload(id=world.new_id(), owner="ada_practice", mime="image/jpeg", name="a.jpg", size=9, parts=[0])
    upload.media = world.new_id()
    world.uploads[upload.id] = upload
    world.waiting["waiting"] = "ada_practice"
    return {
        "me": ada.id,
        "post": ada.posts[-1].id,
        "wall": ada.walls[0].id,
        "group": ada.groups[0].id,
        "fan": next(iter(ada.fans)),
        "upload": upload.id,
        "media": upload.media,
        "account_media": next(iter(ada.media)),
        "waiting": "waiting",
    }


def _sends(path: str, _query: str) -> dict[str, str]:
    return page_headers("b1", path, int(datetime.now(UTC).timestamp() * 1000))


SHEET = Sheet(
    platform=PlatformId.FANSLY,
    base="/api/v1",
    token="practice-fansly-token",
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere=_ERROR,
    places=_places,
    scheme="",
    sends=_sends,
)
