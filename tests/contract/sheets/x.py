"""platforms/x.md §1, §2, §4 to §6, §8."""

import re
from datetime import timedelta
from typing import Any

from connectors.practice.x.state import CALLBACKS, CONFIDENTIAL_APP, PUBLIC_APP, REFRESH_TOKEN, TOKEN, Post, Upload
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import NUMBER_TEXT, ZULU, LeftOut, May, Row, Sheet

_LIMIT = ("x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset")
_USER_METRICS = {
    "followers_count": int,
    "following_count": int,
    "tweet_count": int,
    "listed_count": int,
    "like_count": int,
    "media_count": int,
}
_USER = {
    "id": NUMBER_TEXT,
    "name": str,
    "username": str,
    "created_at": ZULU,
    "description": str,
    "profile_image_url": re.compile(r"https://.+"),
    "public_metrics": _USER_METRICS,
    "verified": bool,
    "verified_type": frozenset({"blue", "none"}),
}
_PUBLIC = {
    "retweet_count": int,
    "reply_count": int,
    "like_count": int,
    "quote_count": int,
    "bookmark_count": int,
    "impression_count": int,
}
_PRIVATE = {"impression_count": int, "url_link_clicks": int, "user_profile_clicks": int, "engagements": int}
_POST = {
    "id": NUMBER_TEXT,
    "text": str,
    "created_at": ZULU,
    "author_id": NUMBER_TEXT,
    "edit_history_tweet_ids": [NUMBER_TEXT],
    "public_metrics": _PUBLIC,
    May("non_public_metrics"): _PRIVATE,
    May("attachments"): {"media_keys": [re.compile(r"\d+_\d+")]},
    May("entities"): {"urls": [{"start": int, "end": int, "url": str, "expanded_url": str}]},
    May("referenced_tweets"): [{"type": str, "id": NUMBER_TEXT}],
    May("note_tweet"): {"text": str},
}
_MENTION = {name: form for name, form in _POST.items() if name != May("non_public_metrics")}
_EVENT_FIELDS = "id,text,event_type,created_at,dm_conversation_id,sender_id,participant_ids,attachments"
_EVENT = {
    "id": NUMBER_TEXT,
    "event_type": frozenset({"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"}),
    "created_at": ZULU,
    "dm_conversation_id": re.compile(r"\d+(-\d+)?"),
    "sender_id": NUMBER_TEXT,
    May("text"): str,
    May("participant_ids"): [NUMBER_TEXT],
    May("attachments"): {"media_keys": [str]},
}
_NEW_POST = {
    "id": NUMBER_TEXT,
    "text": str,
    "edit_history_post_ids": [NUMBER_TEXT],
    "author_id": NUMBER_TEXT,
    "public_metrics": {**{name: int for name in _PUBLIC if name != "retweet_count"}, "repost_count": int},
}
_MEDIA = {"media_key": str, "type": frozenset({"photo", "video", "animated_gif"}), May("public_metrics"): dict}
_META = {
    "result_count": int,
    "newest_id": NUMBER_TEXT,
    "oldest_id": NUMBER_TEXT,
    May("next_token"): str,
    May("previous_token"): str,
}
_ITEM_ERROR = {"title": str, "resource_id": str, "resource_type": str, "parameter": str, "value": str, "type": str}
_FIELDS = {
    "tweet.fields": "id,text,created_at,author_id,entities,attachments,referenced_tweets,note_tweet,"
    "edit_history_tweet_ids,public_metrics,non_public_metrics",
    "expansions": "attachments.media_keys",
    "media.fields": "media_key,type,public_metrics,alt_text",
}
_UPLOADED = {"id": NUMBER_TEXT, "media_key": str, "expires_after_secs": int}
_PROCESSING = {"state": frozenset({"pending", "in_progress", "succeeded", "failed"}), May("check_after_secs"): int}
_TOKENS = {
    "token_type": frozenset({"bearer"}),
    "expires_in": frozenset({7200}),
    "access_token": str,
    "scope": str,
    May("refresh_token"): str,
}
_DAY = {
    "impressions": int,
    "likes": int,
    "replies": int,
    "retweets": int,
    "bookmarks": int,
    "engagements": int,
    "url_clicks": int,
    "user_profile_clicks": int,
    "media_views": int,
}
_APP = {"client_id": PUBLIC_APP}
_AUTHORIZE = {
    "response_type": "code",
    "client_id": PUBLIC_APP,
    "redirect_uri": CALLBACKS[0],
    "scope": "tweet.read",
    "state": "s",
    "code_challenge": "c" * 43,
    "code_challenge_method": "S256",
}


def _tokens(path: str, form: Any, status: int = 200, **fields: str) -> Row:
    return Row(section="1", method="POST", path=path, body={"data": fields}, form=form, status=status, token="")


ROWS = (
    Row(
        section="6",
        path="/2/users/me",
        query={
            "user.fields": "id,name,username,created_at,description,profile_image_url,public_metrics,verified,"
            "verified_type"
        },
        form={"data": _USER},
        headers=_LIMIT,
    ),
    Row(
        section="6",
        path="/2/users/{user}/tweets",
        query={"max_results": "100", **_FIELDS},
        form={"data": [_POST], May("includes"): {"media": [_MEDIA]}, "meta": _META},
        headers=_LIMIT,
    ),
    Row(
        section="6: an empty page has no data",
        path="/2/users/{user}/tweets",
        query={"start_time": "2026-11-20T11:59:59Z"},
        form={"meta": {"result_count": frozenset({0})}},
    ),
    Row(
        section="3: the new words",
        path="/2/users/{user}/tweets",
        query={"post.fields": "id,text,public_metrics", "expansions": "author_id,edit_history_post_ids"},
        form={"data": [_NEW_POST], "meta": _META},
    ),
    Row(
        section="6",
        path="/2/tweets",
        query={"ids": "{post},{old},1", **_FIELDS},
        form={"data": [_POST], "errors": [_ITEM_ERROR]},
        headers=_LIMIT,
    ),
    Row(section="8: nothing readable", path="/2/tweets", query={"ids": "1"}, form={"errors": [_ITEM_ERROR]}),
    Row(section="6", path="/2/tweets/{post}", query=_FIELDS, form={"data": _POST}, headers=_LIMIT),
    Row(
        section="6",
        path="/2/tweets/analytics",
        query={
            "ids": "{post}",
            "start_time": "2026-11-18T00:00:00Z",
            "end_time": "2026-11-20T00:00:00Z",
            "granularity": "daily",
            "analytics.fields": ",".join(_DAY),
        },
        form={"data": [{"id": NUMBER_TEXT, "timestamped_metrics": [{"timestamp": ZULU, "metrics": _DAY}]}]},
        headers=_LIMIT,
    ),
    Row(
        section="6",
        path="/2/users/{user}/mentions",
        query={"max_results": "100", **_FIELDS},
        form={"data": [_MENTION], May("errors"): list, "meta": _META},
        headers=_LIMIT,
    ),
    # Not in the sheet: X's reference, "Get Users by IDs".
    Row(
        section="-",
        path="/2/users",
        query={"ids": "{fan},1"},
        form={"data": [{"id": NUMBER_TEXT, "name": str, "username": str}], "errors": [_ITEM_ERROR]},
        headers=_LIMIT,
    ),
    Row(
        section="7",
        path="/2/dm_events",
        query={"dm_event.fields": _EVENT_FIELDS},
        form={"data": [_EVENT], "meta": {"result_count": int, May("next_token"): str}},
        headers=_LIMIT,
    ),
    Row(
        section="7",
        method="POST",
        path="/2/dm_conversations/with/{fan}/messages",
        body={"json": {"text": "Hello"}},
        status=201,
        form={"data": {"dm_conversation_id": re.compile(r"\d+-\d+"), "dm_event_id": NUMBER_TEXT}},
        headers=_LIMIT,
    ),
    Row(
        section="2",
        path="/2/usage/credits",
        form={
            "data": {
                "total_balance": (int, float),
                "prepaid_balance": (int, float),
                "free_balance": (int, float),
                "free_grants": [{"amount": (int, float), "expires_at": ZULU}],
            }
        },
    ),
    Row(
        section="2",
        path="/2/usage/tweets",
        query={"days": "7"},
        settings={"monthly_posts": 10000},
        form={"data": {"project_cap": (str, int), "project_usage": (str, int), "cap_reset_day": (str, int)}},
    ),
    Row(
        section="4",
        method="POST",
        path="/2/tweets",
        body={"json": {"text": "Hello"}},
        status=201,
        form={"data": {"id": NUMBER_TEXT, "text": str, May("edit_history_tweet_ids"): [NUMBER_TEXT]}},
        headers=_LIMIT,
    ),
    Row(section="4", method="DELETE", path="/2/tweets/{post}", form={"data": {"deleted": frozenset({True})}}),
    Row(
        section="5",
        method="POST",
        path="/2/media/upload",
        body={"data": {"media_category": "tweet_image"}, "files": {"media": b"\x89PNG\r\n\x1a\n"}},
        form={"data": _UPLOADED},
        headers=_LIMIT,
    ),
    Row(
        section="5",
        method="POST",
        path="/2/media/upload/initialize",
        body={"json": {"media_type": "video/mp4", "total_bytes": 8, "media_category": "tweet_video"}},
        form={"data": _UPLOADED},
        headers=_LIMIT,
    ),
    Row(
        section="5",
        method="POST",
        path="/2/media/upload/{begun}/append",
        body={"data": {"segment_index": "0"}, "files": {"media": b"12345678"}},
        form={"data": {"expires_at": int}},
        headers=_LIMIT,
    ),
    Row(
        section="5",
        method="POST",
        path="/2/media/upload/{whole}/finalize",
        body={"json": {}},
        form={"data": {**_UPLOADED, "size": int, "processing_info": _PROCESSING}},
        headers=_LIMIT,
    ),
    Row(
        section="5",
        path="/2/media/upload",
        query={"command": "STATUS", "media_id": "{whole}"},
        form={"data": {"id": NUMBER_TEXT, "processing_info": _PROCESSING}},
        headers=_LIMIT,
    ),
    Row(
        section="5",
        method="POST",
        path="/2/media/metadata",
        body={"json": {"id": "{whole}", "metadata": {"alt_text": {"text": "words"}}}},
        form={"data": {"id": NUMBER_TEXT}},
        headers=_LIMIT,
    ),
    Row(
        section="1",
        path="/i/oauth2/authorize",
        query=_AUTHORIZE,
        status=302,
        form=None,
        headers=("location",),
        token="",
    ),
    _tokens("/2/oauth2/token", _TOKENS, grant_type="refresh_token", refresh_token=REFRESH_TOKEN, **_APP),
    _tokens("/2/oauth2/revoke", {"revoked": frozenset({True})}, token=TOKEN, **_APP),
)
_PROBLEM = {"title": str, "detail": str, "type": str, "status": int}
_INVALID = {"errors": [{"message": str}], "title": frozenset({"Invalid Request"}), "detail": str, "type": str}
_OAUTH = {"error": str, "error_description": str}
REFUSALS = (
    Row(section="8", path="/2/users/me", status=401, form=_PROBLEM, token=""),
    Row(section="8", path="/2/users/me", status=401, form=_PROBLEM, token="nobody's"),
    Row(
        section="8",
        method="POST",
        path="/2/tweets",
        body={"json": {"text": "Hello"}},
        status=402,
        # A number beyond 2^53, and no status.
        form={"account_id": int, "title": frozenset({"CreditsDepleted"}), "detail": str, "type": str},
        settings={"credit": 0},
    ),
    Row(
        section="8",
        path="/2/users/me",
        status=429,
        form=_PROBLEM,
        headers=_LIMIT,
        settings={"limits": {"users_me": 0}},
    ),
    Row(section="8", method="POST", path="/2/tweets", body={"json": {}}, status=400, form=_INVALID),
    Row(
        section="4: quoting is for others",
        method="POST",
        path="/2/tweets",
        body={"json": {"text": "x", "quote_tweet_id": "{post}"}},
        status=403,
        form=_PROBLEM,
    ),
    Row(
        section="5: a body is needed",
        method="POST",
        path="/2/media/upload/{whole}/finalize",
        status=400,
        form={**_INVALID, "errors": [{"message": frozenset({"Request body must be a JSON object."})}]},
    ),
    Row(section="5", method="POST", path="/2/media/upload/1/finalize", body={"json": {}}, status=404, form=_PROBLEM),
    Row(section="8", path="/2/users/{user}/tweets", query={"max_results": "3"}, status=400, form=_INVALID),
    Row(section="8", path="/2/users/1/tweets", form={"errors": [_ITEM_ERROR]}),
    _tokens("/2/oauth2/token", _OAUTH, 400, grant_type="refresh_token", refresh_token="spent", **_APP),
    _tokens("/2/oauth2/token", _OAUTH, 400, grant_type="authorization_code", code="none", **_APP),
    _tokens("/2/oauth2/token", _OAUTH, 401, grant_type="refresh_token", client_id=CONFIDENTIAL_APP),
    Row(
        section="7: who takes no messages",
        method="POST",
        path="/2/dm_conversations/with/{shut}/messages",
        body={"json": {"text": "Hello"}},
        status=403,
        form=_PROBLEM,
    ),
    Row(
        section="8: 15 in 15 minutes",
        path="/2/dm_events",
        status=429,
        form=_PROBLEM,
        headers=_LIMIT,
        settings={"limits": {"dm_events": 0}},
    ),
    Row(section="7", path="/2/dm_events", query={"max_results": "101"}, status=400, form=_INVALID),
    Row(
        section="1: an address that is not registered",
        path="/i/oauth2/authorize",
        query={**_AUTHORIZE, "redirect_uri": "http://localhost:1/"},
        status=403,
        form={"errors": [{"code": frozenset({415}), "message": str}]},
        token="",
    ),
)
_ONE_LIST = "all conversations are read as one list"
LEFT_OUT = (
    LeftOut(method="GET", path="/2/users/{user}/followers", why="followers are counted, not listed"),
    LeftOut(method="GET", path="/2/dm_conversations/with/1/dm_events", why=_ONE_LIST),
    LeftOut(method="GET", path="/2/dm_conversations/1/dm_events", why=_ONE_LIST),
    LeftOut(method="POST", path="/2/dm_conversations", why="the program begins no groups"),
)


def _places(world: Any) -> dict[str, str]:
    ada = world.user_named("ada_practice")
    mine: list[Post] = [one for one in world.timelines[ada.id] if not one.deleted]
    fans = {"fan": next(iter(world.fans)), "shut": next(one.id for one in world.fans.values() if one.closed)}
    return {**fans, "user": ada.id, "post": mine[-1].id, "old": mine[0].id, **_uploads(world, ada.id)}


def _uploads(world: Any, owner: str) -> dict[str, str]:
    """A film of which nothing came yet, and one that is whole."""
    made = {}
    for name, segments in (("begun", {}), ("whole", {0: 8})):
        upload_id = world.new_id()
        world.uploads[upload_id] = Upload(
            id=upload_id,
            key=f"7_{upload_id}",
            owner=owner,
            category="tweet_video",
            mime="video/mp4",
            total=8,
            expires_at=world.now() + timedelta(hours=1),
            segments=segments,
        )
        made[name] = upload_id
    return made


SHEET = Sheet(
    platform=PlatformId.X,
    base="",
    token=TOKEN,
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere=_PROBLEM,
    places=_places,
)
