"""platforms/onlyfans.md §2 to §5: what the page's script asks, as the script asks it."""

import re
from typing import Any

from connectors.practice.onlyfans.door import APP_TOKEN, sign
from connectors.practice.onlyfans.records import PASSWORD, Letter, Login, Mass
from connectors.practice.onlyfans.writing import API
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import LeftOut, May, Row, Sheet

_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_HEX = re.compile(r"[0-9a-f]{32}")
_HTML = re.compile(r"<p>.*</p>", re.DOTALL)
_SUM = (int, float)
_COUNT = (int, float, str)
_ERROR = {"error": {"code": int, "message": str}}
_ME = {
    "id": int,
    "username": str,
    "name": str,
    "isAuth": frozenset({True}),
    "isVerified": bool,
    "avatar": str,
    "avatarThumbs": {"c50": str, "c144": str},
    "email": str,
    "subscribersCount": int,
    "subscribesCount": int,
    "postsCount": int,
    "archivedPostsCount": int,
    "photosCount": int,
    "videosCount": int,
    "mediasCount": int,
    "favoritedCount": int,
    "joinDate": _WHEN,
    "lastSeen": None,
    "subscribePrice": _SUM,
    "isPerformer": bool,
    "canEarn": bool,
    "creditBalance": _SUM,
    "payoutType": str,
    "minPayoutSumm": _SUM,
    "messageMinPrice": _SUM,
    "messageMaxPrice": _SUM,
    "postMinPrice": _SUM,
    "postMaxPrice": _SUM,
    "isOtpEnabled": bool,
    "notificationsCount": int,
    "chatMessagesCount": int,
    "countPriorityChat": int,
    "wsUrl": re.compile(r"wss://.+"),
    "wsAuthToken": str,
    "upload": {"geoUploadArgs": {"preset": str, "needThumbs": int, "additional": {"user": int}}},
}
_USER = {"view": str, "id": int, "name": str, "username": str, "avatar": None, "isDeleted": bool}
_ROW = {
    "id": _HEX,
    "amount": _SUM,
    "net": _SUM,
    "fee": _SUM,
    "vatAmount": _SUM,
    "taxAmount": _SUM,
    "mediaTaxAmount": _SUM,
    "createdAt": _WHEN,
    "currency": frozenset({"USD"}),
    "description": re.compile(r"[A-Z][a-z ]+ <(a href=\"[^\"]+\"|span)>.+</(a|span)>"),
    "status": frozenset({"done", "loading", "undo", "pending_return"}),
    "payoutPendingDays": int,
    "user": (_USER, None),
}
_MONTH = {
    "id": int,
    "userId": int,
    "subscriberId": int,
    "date": _WHEN,
    "startDate": _WHEN,
    "expireDate": _WHEN,
    "price": _SUM,
    "action": frozenset({"subscribe", "renewal"}),
    "isCurrent": bool,
}
_FAN = {
    "id": int,
    "username": str,
    "name": str,
    "displayName": str,
    "notice": str,
    "avatar": None,
    "lists": [str],
    "lastSeen": None,
    "canReceiveChatMessage": bool,
    "isRestricted": bool,
    "isBlocked": bool,
    "subscribedBy": bool,
    "subscribedOn": bool,
    "subscribedOnData": {
        "subscribeAt": _WHEN,
        "expiredAt": _WHEN,
        "renewedAt": _WHEN,
        "price": _SUM,
        "regularPrice": _SUM,
        "discountPercent": int,
        "status": None,
        "unsubscribeReason": str,
        "duration": str,
        "subscribes": [_MONTH],
        "tipsSumm": _SUM,
        "subscribesSumm": _SUM,
        "messagesSumm": _SUM,
        "postsSumm": _SUM,
        "streamsSumm": _SUM,
        "totalSumm": _SUM,
    },
}
_MEDIA = {
    "id": int,
    "type": frozenset({"photo", "video", "gif", "audio"}),
    "canView": bool,
    "isReady": bool,
    "hasError": bool,
    "duration": int,
    "createdAt": None,
    "files": dict,
}
_POST = {
    "id": int,
    "responseType": frozenset({"post"}),
    "postedAt": _WHEN,
    "postedAtPrecise": re.compile(r"\d+\.\d{6}"),
    "text": _HTML,
    "rawText": str,
    "price": _SUM,
    "media": [_MEDIA],
    "mediaCount": int,
    "isMediaReady": bool,
    "canEdit": bool,
    "canDelete": bool,
    "favoritesCount": int,
    "commentsCount": int,
    "tipsAmount": re.compile(r"\$\d+\.\d\d"),
}
_LETTER = {
    "id": int,
    "text": _HTML,
    "fromUser": {"id": int, "_view": str},
    "media": [_MEDIA],
    "mediaCount": int,
    "previews": [int],
    "isMediaReady": bool,
    "lockedText": bool,
    "price": _SUM,
    "isFree": bool,
    "isTip": bool,
    "tipAmount": _SUM,
    "isOpened": bool,
    "isNew": bool,
    "createdAt": _WHEN,
    "changedAt": _WHEN,
    "cancelSeconds": int,
    "isLiked": bool,
    "canPurchase": bool,
    "canPurchaseReason": str,
    "giphyId": None,
    "queueId": None,
    "isFromQueue": bool,
    "canUnsendQueue": bool,
    "unsendSecondsQueue": int,
    "responseType": frozenset({"message"}),
}
_CHAT = {
    "withUser": {"id": int, "_view": str},
    "canNotSendReason": (frozenset({False}), str),
    "canSendMessage": bool,
    "unreadMessagesCount": int,
    "hasUnreadTips": bool,
    "isMutedNotifications": bool,
    "lastMessage": _LETTER,
    "lastReadMessageId": int,
    "countPinnedMessages": int,
}
_QUEUED = {
    "id": int,
    "date": _WHEN,
    "isReady": bool,
    "isDone": bool,
    "total": int,
    "pending": int,
    "canUnsend": bool,
    "unsendSeconds": int,
    "hasError": bool,
    "isCanceled": bool,
}
_GROUP = {
    "id": int,
    "date": _WHEN,
    "text": _HTML,
    "rawText": str,
    "mediaCount": int,
    "sentCount": int,
    "viewedCount": int,
    "price": re.compile(r"\d+\.\d\d"),
    "purchasedCount": int,
    "isCanceled": bool,
    "canUnsend": bool,
    "template": str,
}
_VIEWS = {"total": _COUNT, "guests": _COUNT, "users": _COUNT, "subscribers": _COUNT}
_OVERVIEW = {
    "isAvailable": bool,
    "hasStats": bool,
    "chart": {"visitors": [{"date": _WHEN, "count": _COUNT}], "duration": [dict]},
    "total": {"current": str, "delta": _SUM},
    "topCountries": {
        "hasMore": bool,
        "totals": _VIEWS,
        "rows": [{"rank": int, "countryName": str, "countryCode": str, "viewsCount": _VIEWS}],
    },
}
_STATS = {
    "isAvailable": bool,
    "hasStats": bool,
    "lookCount": int,
    "uniqueLookCount": int,
    "lookChart": [dict],
    "lookDuration": int,
    "likeCount": int,
    "commentCount": int,
    "tipCount": int,
    "tipSum": _SUM,
    "purchasedCount": int,
    "purchasedSumm": _SUM,
}
_CAMPAIGN = {
    "id": int,
    "campaignName": str,
    "campaignCode": int,
    "countSubscribers": int,
    "countTransitions": int,
    "createdAt": _WHEN,
    "endDate": None,
}
_ENDLESS = {"format": "infinite", "limit": "20", "offset": "0"}
_CLAIM = "practice-claim"
_TEXT = {"text": "<p>Hi &amp; thanks</p>", "mediaFiles": [{"processId": _CLAIM}], "price": 0}


def _listed(item: Any) -> Any:
    return {"list": [item], "hasMore": bool}


def _api(section: str, path: str, form: Any, **more: Any) -> Row:
    return Row(section=section, path=f"{API}{path}", form=form, **more)


_PAGES = (
    "/",
    "/posts/create",
    "/my/chats/",
    "/my/chats/send",
    "/my/chats/chat/{fan}",
    "/my/queue",
    "/my/statistics",
    "/my/statistics/engagement/posts",
    "/my/statistics/engagement/messages",
    "/my/statistics/statements/earnings",
    "/my/statistics/statements/payouts",
    "/my/statistics/statements/chargebacks",
    "/my/collections/user-lists/subscribers/active",
    "/my/settings/subscription/tracking-links",
    "/demo_creator",
    "/static/site.js",
)
_CREATE = {"json": {"key": "upload/1-2/3/a.jpg", "parts": 1, "contentType": "image/jpeg", "secure": False}}
ROWS = (
    *(Row(section="6", path=path, form=None) for path in _PAGES),
    _api("5.1", "/users/me", _ME),
    _api("5.1", "/users/demo_creator", _ME),
    _api("5.1", "/users/list", dict, query={"x[]": "{fan}"}),
    _api("5.2", "/payouts/balances", {"payoutAvailable": _SUM, "payoutPending": _SUM, "currency": str}),
    _api(
        "5.2",
        "/payouts/transactions",
        {**_listed(_ROW), "nextMarker": int},
        query={"startDate": "2026-04-01 00:00:00", "limit": "100"},
    ),
    _api(
        "5.2",
        "/payouts/chargebacks",
        {"list": [{"id": int, "createdAt": _WHEN, "paymentType": str, "payment": _ROW}], "marker": int},
        query={"limit": "5"},
    ),
    _api("5.2", "/payouts/requests", _listed({"id": int, "amount": _SUM, "createdAt": _WHEN}), query=_ENDLESS),
    _api(
        "5.3",
        "/users/me/stats/overview",
        _OVERVIEW,
        query={"startDate": "2026-11-01", "endDate": "2026-11-20", "by": "visitors"},
    ),
    _api("5.3", "/posts/{post}/stats", _STATS),
    _api(
        "5.4",
        "/subscriptions/subscribers",
        _listed(_FAN),
        query={**_ENDLESS, "type": "active", "more": "true"},
    ),
    _api("5.4", "/subscriptions/subscribers", [_FAN], query={"type": "all", "limit": "5"}),
    _api(
        "5.4",
        "/subscriptions/count/all",
        {"subscribers": {"active": int, "expired": int, "all": int, "activeOnline": int}},
    ),
    _api("5.5", "/chats", {**_listed(_CHAT), "nextOffset": int}, query={"limit": "10", "skip_users": "all"}),
    _api("5.5", "/chats/{fan}/messages", _listed(_LETTER), query={"limit": "10", "order": "desc"}),
    _api("5.5", "/chats/{fan}/messages", _LETTER, method="POST", body={"json": _TEXT}),
    _api(
        "5.5",
        "/messages/queue",
        _QUEUED,
        method="POST",
        body={"json": {**_TEXT, "userLists": ["fans"], "excludedLists": [9001]}},
    ),
    _api("5.5", "/messages/queue/{mass}", {"success": bool}, method="DELETE"),
    _api("5.5", "/users/me/stats/messages/group", {"hasMore": bool, "items": [_GROUP]}),
    _api(
        "5.6",
        "/users/41700321/posts",
        {**_listed(_POST), "headMarker": str, "tailMarker": re.compile(r"\d+\.\d{6}"), "counters": dict},
        query={"limit": "10", "order": "publish_date_desc", "format": "infinite"},
    ),
    _api("5.6", "/posts", _POST, method="POST", body={"json": _TEXT}),
    _api(
        "5.6",
        "/schedules",
        _listed({"id": int, "type": str, "publishDateTime": _WHEN, May("post"): _POST}),
        query={**_ENDLESS, "filter[publishDate]": "2026-11-20"},
    ),
    _api("5.6", "/upload/signed/create", {"putUrl": str, "getUrl": str}, method="POST", body=_CREATE),
    _api("5.6", "/upload/signed/finish", {"success": bool}, method="POST", body={"json": {}}),
    Row(section="5.6", method="PUT", path="/s3/upload/1-2/3/a.jpg", body={"content": b"x"}, form=None),
    Row(
        section="5.6",
        method="POST",
        path="/file/upload",
        body={"content": b"x"},
        form={
            "processId": _HEX,
            "host": str,
            "thumbs": [{"id": int, "url": str}],
            "extra": str,
            "sourceUrl": str,
        },
    ),
    _api("5.6", "/vault/media/hash", _ERROR, status=404, query={"h": "0", "size": "1"}),
    _api("5.7", "/campaigns", _listed(_CAMPAIGN), query={**_ENDLESS, "stats": "true"}),
    _api("5.7", "/lists", _listed({"id": (int, str), "name": str, "usersCount": int}), query=_ENDLESS),
    _api(
        "3",
        "/users/login",
        {"userId": int},
        method="POST",
        body={"json": {"email": "owner@example.test", "password": PASSWORD}},
    ),
)
_OTP = {"error": {"code": frozenset({101}), "payload": {"otpState": {"forceFaceOtp": bool}, "strong": bool}}}
REFUSALS = (
    _api("0", "/users/me", _ERROR, status=400, token=""),
    _api("2", "/users/me", {"isAuth": frozenset({False})}, settings={"logged_out": True}),
    _api("3", "/payouts/transactions", _ERROR, status=401, settings={"logged_out": True}),
    _api("2", "/users/me", None, status=403, settings={"blocked": True}),
    _api("2", "/users/me", _OTP, status=400, settings={"challenge": "code"}),
    _api("2", "/users/me", _OTP, status=400, settings={"challenge": "face"}),
    _api("2", "/users/me", {"error": {"code": frozenset({105})}}, status=400, settings={"challenge": "security"}),
    _api("2", "/users/me", {"error": {"code": frozenset({102})}}, status=400, settings={"challenge": "captcha"}),
    _api("2", "/payouts/transactions", _ERROR, status=400, settings={"ledger_denied": True}),
    _api("3", "/subscriptions/subscribers", _ERROR, status=400, query={"type": "every"}),
    _api(
        "3",
        "/posts",
        _ERROR,
        method="POST",
        status=400,
        body={"json": {**_TEXT, "mediaFiles": [{"processId": "spent"}]}},
    ),
    _api("3", "/upload/signed/create", _ERROR, method="POST", status=400, body={"json": {"key": "else"}}),
    _api(
        "3",
        "/users/login",
        {"error": {"code": frozenset({401})}},
        method="POST",
        status=400,
        body={"json": {"email": "owner@example.test", "password": "wrong"}},
    ),
)
LEFT_OUT = (
    LeftOut(method="GET", path=f"{API}/init", why="the page of the practice site needs no build data"),
    LeftOut(method="POST", path=f"{API}/users/otp/check", why="a person does it in the window"),
    LeftOut(method="GET", path=f"{API}/earnings/chart", why="sums are made from the ledger"),
    LeftOut(method="GET", path=f"{API}/vault/media", why="files are the library's, not the site's"),
    LeftOut(method="POST", path=f"{API}/stories", why="the program puts up no stories"),
    LeftOut(method="POST", path=f"{API}/media", why="there is none at the real site either"),
)
_SESSION, _FP, _BC = "practice-session", "practice-fp", "practice-bc"


def _places(world: Any) -> dict[str, str]:
    house = world.houses["demo_creator"]
    world.sessions[_SESSION] = Login(creator=house.creator.id, fp=_FP, bc=_BC)
    world.claims.add(_CLAIM)
    now, fan = world.now(), house.fans[0].id
    house.letters.insert(0, Letter(id=1, fan=fan, own=False, text="Hello", at=now))
    house.masses.insert(0, Mass(id=500, text="All", at=now, to=[fan], due=now.replace(year=now.year + 1)))
    return {"fan": str(fan), "post": str(house.posts[0].id), "mass": "500"}


def _sends(path: str, query: str) -> dict[str, str]:
    address = f"{path}?{query}" if query else path
    return {
        "cookie": f"sess={_SESSION}; auth_id=41700321; fp={_FP}",
        "app-token": APP_TOKEN,
        "time": "1",
        "user-id": "41700321",
        "x-bc": _BC,
        "sign": sign(["1", address, "41700321", _BC]),
    }


SHEET = Sheet(
    platform=PlatformId.ONLYFANS,
    base="",
    token="",
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere=_ERROR,
    places=_places,
    sends=_sends,
)
