"""X's answers (platforms/x.md §1, §2, §4, §5, §6, §8), in both vocabularies."""

from typing import Any

from fuzz.shapes import PRIVATE

ID, OLD = "1992700000000000001", "1963000000000000001"
FAN = "1700000000000000042"

USER = {
    "id": "2244994945",
    "name": f"Ada {PRIVATE}",
    "username": "ada",
    "created_at": "2013-12-14T04:35:55.000Z",
    "verified_type": "blue",
    "public_metrics": {
        "followers_count": 10,
        "following_count": 2,
        "tweet_count": 5,
        "listed_count": 0,
        "like_count": 7,
        "media_count": 1,
    },
}
_POST = {
    "id": ID,
    "text": f"{PRIVATE} https://t.co/abc &amp; https://t.co/def",
    "created_at": "2026-11-23T10:00:00.000Z",
    "author_id": "2244994945",
    "edit_history_tweet_ids": [OLD, ID],
    "entities": {
        "urls": [
            {"start": 11, "end": 27, "url": "https://t.co/abc", "expanded_url": "https://example.com/a?b=c"},
            {"start": 34, "end": 50, "url": "https://t.co/def", "expanded_url": "https://x.com/p", "media_key": "3_1"},
        ]
    },
    "attachments": {"media_keys": ["3_1"]},
    "referenced_tweets": [{"type": "replied_to", "id": OLD}],
    "note_tweet": {"text": f"longer {PRIVATE}", "entities": {"urls": []}},
    "public_metrics": {
        "retweet_count": 1,
        "reply_count": 2,
        "like_count": 3,
        "quote_count": 0,
        "bookmark_count": 1,
        "impression_count": 400,
    },
    "non_public_metrics": {
        "impression_count": 400,
        "url_link_clicks": 5,
        "user_profile_clicks": 2,
        "engagements": 9,
    },
}
_NEW_POST = {
    "id": ID,
    "text": PRIVATE,
    "edit_history_post_ids": [ID],
    "referenced_posts": [{"type": "quoted", "id": OLD}],
    "note_post": {"text": f"note {PRIVATE}"},
    "public_metrics": {"repost_count": 1, "like_count": 3, "impression_count": None},
}
_MEDIA = {"media_key": "3_1", "type": "video", "duration_ms": 4000, "public_metrics": {"view_count": 12}}
_GONE = {
    "title": "Not Found Error",
    "resource_id": OLD,
    "resource_type": "tweet",
    "parameter": "ids",
    "value": OLD,
    "detail": "Could not find tweet.",
    "type": "https://api.twitter.com/2/problems/resource-not-found",
}
_REFUSED_FIELD = {
    "title": "Field Authorization Error",
    "resource_id": ID,
    "section": "data",
    "field": "non_public_metrics.engagements",
}
_TIMELINE = {
    "data": [_POST, {**_POST, "id": OLD, "edit_history_tweet_ids": [OLD]}],
    "includes": {"media": [_MEDIA]},
    "meta": {"result_count": 2, "newest_id": ID, "oldest_id": OLD, "next_token": "7140dibdnow9"},
}
_EVENT = {
    "id": ID,
    "event_type": "MessageCreate",
    "text": f"{PRIVATE} &lt;3",
    "created_at": "2026-11-23T10:00:00.000Z",
    "dm_conversation_id": f"{FAN}-2244994945",
    "sender_id": FAN,
    "attachments": {"media_keys": ["3_1"]},
}
_JOINED = {
    "id": OLD,
    "event_type": "ParticipantsJoin",
    "created_at": "2026-11-22T10:00:00.000Z",
    "dm_conversation_id": "1990000000000000001",
    "sender_id": FAN,
    "participant_ids": [FAN, "2244994945"],
}
_EVENTS = {"data": [_EVENT, _JOINED], "meta": {"result_count": 2, "next_token": "GEZDGNBV100"}}
_MENTIONS = {
    "data": [{**_POST, "author_id": FAN}, {"id": OLD, "text": PRIVATE, "author_id": FAN}],
    "meta": {"result_count": 2, "newest_id": ID, "oldest_id": OLD},
}
_PEOPLE = {
    "data": [{"id": FAN, "name": f"Mira {PRIVATE}", "username": "mira"}],
    "errors": [{"value": "1", "title": "Not Found Error", "resource_type": "user", "resource_id": "1"}],
}
_EMPTY = {"meta": {"result_count": 0}}
_REFUSALS = [
    {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
    {
        "account_id": 1234567890123456789,
        "title": "CreditsDepleted",
        "detail": "Your enrolled account does not have any credits to fulfill this request.",
        "type": "https://api.twitter.com/2/problems/credits",
    },
    {
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
    },
    {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429},
    {"title": "UsageCapExceeded", "period": "Monthly", "scope": "Product", "type": "https://a/problems/usage-capped"},
    {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
    {"errors": [{"message": "bad"}], "title": "Invalid Request", "detail": "One or more", "type": "invalid-request"},
    {"error": "invalid_request", "error_description": "Value passed for the token was invalid."},
    {"reason": "client-not-enrolled", "title": "Client Forbidden", "registration_url": "https://developer.x.com"},
]

DOCUMENTS: dict[str, list[Any]] = {
    "me": [{"data": USER}, *_REFUSALS],
    "timeline": [_TIMELINE, {"data": [_NEW_POST], "meta": {"result_count": 1}}, _EMPTY, *_REFUSALS],
    "lookup": [
        {"data": [_POST], "includes": {"media": [_MEDIA]}, "errors": [_GONE, _REFUSED_FIELD]},
        {"data": [_NEW_POST]},
        {"errors": [_GONE]},
        *_REFUSALS,
    ],
    "analytics": [
        {
            "data": [
                {
                    "id": ID,
                    "timestamped_metrics": [
                        {
                            "timestamp": f"2026-11-{day}T00:00:00Z",
                            "metrics": {
                                "impressions": 10,
                                "likes": 1,
                                "retweets": 2,
                                "url_clicks": 0,
                                "media_views": 3,
                            },
                        }
                        for day in (23, 24)
                    ],
                }
            ]
        },
        *_REFUSALS,
    ],
    "credits": [
        {
            "data": {
                "total_balance": 12.5,
                "prepaid_balance": -10,
                "free_balance": 2.5,
                "free_grants": [{"amount": 2.5, "expires_at": "2027-01-01T00:00:00Z"}],
            }
        },
        *_REFUSALS,
    ],
    "usage": [{"data": {"project_cap": "10000", "project_usage": 9500, "cap_reset_day": 3, "project_id": "1"}}],
    "made": [{"data": {"id": ID, "text": PRIVATE, "edit_history_tweet_ids": [""]}}, {"data": {"id": ID}}, *_REFUSALS],
    "initialize": [{"data": {"id": ID, "media_key": "7_1", "expires_after_secs": 86400}}, *_REFUSALS],
    "finalize": [
        {
            "data": {
                "id": ID,
                "media_key": "7_1",
                "size": 1048576,
                "expires_after_secs": 86400,
                "processing_info": {"state": "pending", "check_after_secs": 1},
            }
        },
        *_REFUSALS,
    ],
    "status": [
        {"data": {"id": ID, "processing_info": {"state": "in_progress", "check_after_secs": 5, "progress_percent": 8}}},
        {
            "data": {
                "id": ID,
                "processing_info": {
                    "state": "failed",
                    "error": {"code": 1, "name": "InvalidMedia", "message": "file is invalid"},
                },
            }
        },
        *_REFUSALS,
    ],
    "mentions": [_MENTIONS, _EMPTY, *_REFUSALS],
    "events": [_EVENTS, _EMPTY, *_REFUSALS],
    "people": [_PEOPLE, {"errors": _PEOPLE["errors"]}, *_REFUSALS],
    "written": [
        {"data": {"dm_conversation_id": f"{FAN}-2244994945", "dm_event_id": ID}},
        {"data": {"dm_event_id": ID}},
        *_REFUSALS,
    ],
    "token": [
        {
            "token_type": "bearer",
            "expires_in": 7200,
            "access_token": "QUNDRVNT",
            "scope": "tweet.read tweet.write users.read media.write offline.access",
            "refresh_token": "UkVGUkVT",
        },
        *_REFUSALS,
    ],
}

USUAL: dict[str, Any] = {
    "me": {"data": USER},
    "timeline": _EMPTY,
    "lookup": {"data": [_POST]},
    "analytics": {"data": []},
    "credits": {"data": {"total_balance": 12.5}},
    "usage": DOCUMENTS["usage"][0],
    "made": {"data": {"id": ID}},
    "initialize": DOCUMENTS["initialize"][0],
    "append": {"data": {"expires_at": 1760000000}},
    "finalize": DOCUMENTS["finalize"][0],
    "status": {"data": {"id": ID, "processing_info": {"state": "succeeded"}}},
    "token": DOCUMENTS["token"][0],
    "mentions": _MENTIONS,
    "events": {"data": [_EVENT, _JOINED], "meta": {"result_count": 2}},
    "people": _PEOPLE,
    "written": DOCUMENTS["written"][0],
}
