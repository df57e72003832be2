"""OnlyFans' answers as its pages are given them (platforms/onlyfans.md §3, §5)."""

from typing import Any

from fuzz.shapes import PRIVATE

_ROW = {
    "id": "3f0c" * 8,
    "amount": 20,
    "net": 16,
    "fee": 4,
    "vatAmount": 4.2,
    "taxAmount": 0,
    "mediaTaxAmount": 0,
    "createdAt": "2026-04-18T14:51:45+00:00",
    "currency": "USD",
    "description": f'Tip from <a href="https://onlyfans.com/u777">{PRIVATE}</a>',
    "status": "done",
    "payoutPendingDays": 7,
    "user": {"view": "s", "id": 777, "name": PRIVATE, "username": PRIVATE, "avatar": None, "isDeleted": False},
}
_GONE = {**_ROW, "id": "a" * 32, "status": "undo", "user": None, "description": f"Tip from <span>{PRIVATE}</span>"}
_ODD = {**_ROW, "id": "b" * 32, "status": "frozen", "net": None, "fee": None, "description": None, "type": "tips"}
_MONTH = {
    "id": 1,
    "userId": 41700321,
    "subscriberId": 777,
    "date": "2026-04-18T14:51:45+00:00",
    "startDate": "2026-04-18T14:51:45+00:00",
    "expireDate": "2036-01-01T00:00:00+00:00",
    "price": 9.99,
    "action": "subscribe",
    "isCurrent": True,
}
_FAN = {
    "id": 777,
    "username": PRIVATE,
    "name": PRIVATE,
    "subscribedOn": True,
    "subscribedOnData": {
        "subscribeAt": "2026-04-18T14:51:45+00:00",
        "expiredAt": "2026-05-18T14:51:45+00:00",
        "price": 9.99,
        "duration": "1 month",
        "subscribes": [_MONTH],
    },
    "subscribedBy": True,
    "subscribedByData": {"price": 5, "subscribeAt": "2026-04-18T14:51:45+00:00", "subscribes": []},
}
_POST = {
    "id": 700123,
    "responseType": "post",
    "postedAt": "2026-08-01T10:00:00+00:00",
    "postedAtPrecise": "1785578400.000000",
    "text": "<p>Hi &amp; thanks<br />you</p>",
    "rawText": "Hi & thanks",
    "price": 9.99,
    "media": [{"id": 1, "type": "photo"}],
    "mediaCount": "1",
    "favoritesCount": 3,
    "commentsCount": 1.0,
}
_LETTER = {
    "id": 90011,
    "text": "<p>Hi &amp; thanks</p>",
    "fromUser": {"id": 777, "_view": "s"},
    "media": [{"id": 1, "type": "video"}, {"type": None}],
    "mediaCount": 2,
    "price": 5,
    "isTip": True,
    "createdAt": "2026-04-18T15:00:00+00:00",
}
_ME = {
    "id": 41700321,
    "username": "demo_creator",
    "name": "Demo Creator",
    "isAuth": True,
    "email": f"{PRIVATE}@example.test",
    "subscribersCount": "128",
    "postsCount": 311,
    "postMinPrice": 3,
    "postMaxPrice": 100,
}
_REFUSALS: list[Any] = [
    {"isAuth": False},
    {"error": {"code": 0, "message": "Access denied."}},
    {
        "error": {
            "code": 101,
            "message": "2FA required",
            "payload": {"otpState": {"forceFaceOtp": True}, "strong": False},
        }
    },
    {"error": {"code": 102, "message": "Captcha"}},
    {"error": {"code": "105", "message": "Security"}},
    {"error": {"code": 0, "message": "Please refresh the page"}},
]
_VIEWS = {"total": 90, "guests": "60", "users": 30, "subscribers": "2"}

DOCUMENTS: dict[str, list[Any]] = {
    "me": [_ME, *_REFUSALS],
    "transactions": [{"list": [_ROW, _GONE, _ODD], "hasMore": True, "nextMarker": 1776523905}, [_ROW], *_REFUSALS],
    "chargebacks": [{"list": [{"id": 9, "createdAt": "2026-04-20T00:00:00+00:00", "payment": _GONE}], "marker": 1}],
    "payouts": [{"list": [{"id": 1, "amount": "512.40", "createdAt": "2026-04-20T00:00:00+00:00", "state": "done"}]}],
    "fans": [{"users": [_FAN], "hasMore": True}, {"list": [_FAN]}, *_REFUSALS],
    "counts": [{"subscribers": {"active": "128", "expired": 40, "all": 168}}],
    "posts": [{"list": [_POST], "hasMore": True, "tailMarker": "1777499224.000000"}, *_REFUSALS],
    "schedules": [
        {"list": [{"id": 1, "type": "post", "publishDateTime": "2026-08-20T12:00:00+00:00", "post": _POST}]},
        [{"id": "2", "entity": "chat", "scheduledDate": "2026-08-20T12:00:00+00:00", "message": {}}],
    ],
    "chats": [{"list": [{"withUser": {"id": 777, "_view": "x"}, "lastMessage": _LETTER, "canNotSendReason": "x"}]}],
    "letters": [{"list": [_LETTER], "hasMore": True}, *_REFUSALS],
    "overview": [
        {
            "isAvailable": True,
            "hasStats": True,
            "chart": {"visitors": [{"date": "2026-04-01T00:00:00+00:00", "count": "40"}], "duration": []},
            "total": {"current": "1240", "delta": 4.2},
            "topCountries": {"rows": [{"rank": 1, "countryName": "Canada", "countryCode": "CA", "viewsCount": _VIEWS}]},
        },
        {"isAvailable": False, "hasStats": False},
    ],
}
