"""Instagram's answers (platforms/instagram.md §2 to §7, §9)."""

from collections.abc import Sequence
from typing import Any

from fuzz.shapes import PRIVATE

MEDIA, STORY, GONE = "18000000000000001", "18000000000000002", "18000000000000003"
CONTAINER = "17900000000000001"
_ME = {
    "user_id": "17841400000000001",
    "username": "ada.lens",
    "name": "Ada",
    "followers_count": 1520,
    "follows_count": 80,
    "media_count": 96,
    "id": "26400000000000001",
}
_POST: dict[str, Any] = {
    "id": MEDIA,
    "caption": f"hello {PRIVATE}",
    "media_type": "CAROUSEL_ALBUM",
    "media_product_type": "FEED",
    "permalink": "https://www.instagram.com/p/Cabc/",
    "timestamp": "2026-11-23T22:36:43+0000",
    "like_count": 12,
    "comments_count": 3,
    "children": {"data": [{"id": "1"}, {"id": "2"}]},
}
_REEL = {**_POST, "id": "18000000000000009", "media_type": "VIDEO", "media_product_type": "REELS", "children": None}
_STORY = {"id": STORY, "media_type": "IMAGE", "media_product_type": "STORY", "timestamp": "2026-11-24T03:00:00+0000"}
_PAGE = {"data": [_POST, _REEL], "paging": {"cursors": {"before": "b", "after": "a"}}}
_NEXT = {"data": [], "paging": {"cursors": {"after": "z"}, "next": "https://graph.instagram.com/v25.0/1/media?after=z"}}
_INSIGHTS = {
    "data": [
        {"name": "reach", "period": "lifetime", "values": [{"value": 812}], "title": "Reached", "id": "1/reach"},
        {"name": "views", "period": "lifetime", "values": [{"value": 1400}]},
        {"name": "saved", "total_value": {"value": 7, "breakdowns": []}},
        {"name": "online_followers", "values": [{"value": {"0": 12, "1": 9}}]},
    ]
}
_GROUPS = {
    "data": [
        {
            "name": "follower_demographics",
            "total_value": {
                "breakdowns": [
                    {
                        "dimension_keys": ["timeframe", "country"],
                        "results": [
                            {"dimension_values": ["THIS_MONTH", "US"], "value": 120},
                            {"dimension_values": ["DE"], "value": 40},
                        ],
                    }
                ]
            },
        }
    ]
}
_COMMENTS = {
    "data": [
        {
            "id": "1",
            "text": f"nice {PRIVATE}",
            "username": f"reader_{PRIVATE}",
            "timestamp": "2026-11-23T23:00:00+0000",
            "like_count": 1,
        },
        {"id": "2", "timestamp": "2026-11-23T23:10:00+0000"},
    ]
}
_ERROR = {
    "error": {
        "message": "no",
        "type": "OAuthException",
        "code": 100,
        "error_subcode": 2207028,
        "is_transient": False,
        "error_user_title": "No",
        "error_user_msg": "Not this way.",
    }
}
_QUOTA = {"data": [{"quota_usage": 2, "config": {"quota_total": 50, "quota_duration": 86400}}]}
_READY = {"status_code": "FINISHED", "status": "Finished", "id": CONTAINER}
_FAILED = {"status_code": "ERROR", "status": "Error: Media upload has failed with error code 2207076"}
_TOKEN = {"access_token": "IGAAt", "token_type": "bearer", "expires_in": 5183944}
_SHORT = {"access_token": "IGAAs", "user_id": 17841400000000001, "permissions": ["instagram_business_basic"]}

DOCUMENTS: dict[str, Sequence[Any]] = {
    "me": (_ME, {"data": [_ME]}, {"username": "ada"}, _ERROR),
    "media": (_PAGE, _NEXT, {"data": []}, _ERROR),
    "stories": ({"data": [_STORY]}, {"data": []}),
    "insights": (_INSIGHTS, _GROUPS, {"data": []}, _ERROR),
    "one": (_POST, _ERROR),
    "comments": (_COMMENTS, {"data": []}),
    "quota": (_QUOTA, {"data": []}, _ERROR),
    "made": ({"id": CONTAINER}, _ERROR),
    "state": (_READY, _FAILED, {"status_code": "IN_PROGRESS"}, {"status_code": "EXPIRED"}, _ERROR),
    "published": ({"id": MEDIA}, _ERROR),
    "token": (_TOKEN, _ERROR),
    "short": (_SHORT, {"data": [{**_SHORT, "permissions": "a,b"}]}),
}
USUAL: dict[str, Any] = {
    **{name: documents[0] for name, documents in DOCUMENTS.items()},
    "media": _PAGE,
}
