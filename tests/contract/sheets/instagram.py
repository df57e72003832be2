"""platforms/instagram.md §2 to §7, §9: path A, as far as the program goes, and of path B what differs."""

import re
from datetime import timedelta
from typing import Any

from connectors.practice.instagram.records import APP_ID, APP_SECRET, REDIRECT, SCOPES, Code, Container, Token
from connectors.practice.instagram.world import TOKEN
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import NUMBER_TEXT, LeftOut, May, Row, Sheet

_USAGE = ("x-business-use-case-usage",)
_G = "/v25.0"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000")
_ME = {
    "id": NUMBER_TEXT,
    "user_id": NUMBER_TEXT,
    "username": str,
    May("name"): str,
    "account_type": frozenset({"BUSINESS", "MEDIA_CREATOR"}),
    May("profile_picture_url"): str,
    "followers_count": int,
    "follows_count": int,
    "media_count": int,
}
_ME_FIELDS = "user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,media_count"
_MEDIA = {
    "id": NUMBER_TEXT,
    May("caption"): str,
    "media_type": frozenset({"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}),
    "media_product_type": frozenset({"AD", "FEED", "STORY", "REELS"}),
    "permalink": re.compile(r"https://www\.instagram\.com/.+"),
    "shortcode": str,
    "timestamp": _TIME,
    "username": str,
    May("like_count"): int,
    "comments_count": int,
    May("children"): {"data": [{"id": NUMBER_TEXT}]},
}
_MEDIA_FIELDS = (
    "id,caption,media_type,media_product_type,permalink,shortcode,timestamp,username,like_count,comments_count,"
    "children{id,media_type}"
)
_INSIGHT = {
    "name": str,
    "period": frozenset({"lifetime"}),
    "values": [{"value": int}],
    "title": str,
    "description": str,
    "id": str,
}
_GROUPS = {
    "name": frozenset({"follower_demographics"}),
    "period": frozenset({"lifetime"}),
    "title": str,
    "total_value": {
        "breakdowns": [{"dimension_keys": [str], "results": [{"dimension_values": [str], "value": int}]}],
    },
    "id": str,
}
_BY_FACEBOOK = f"EAA{TOKEN}"
_LONG = {"access_token": str, "token_type": frozenset({"bearer"}), "expires_in": int}
_STATE = {
    "status_code": frozenset({"IN_PROGRESS", "FINISHED", "ERROR", "EXPIRED", "PUBLISHED"}),
    "status": str,
    "id": NUMBER_TEXT,
}
_AUTHORIZE = {
    "client_id": APP_ID,
    "redirect_uri": REDIRECT,
    "response_type": "code",
    "scope": ",".join(SCOPES),
    "state": "s",
}
ROWS = (
    Row(section="3", path=f"{_G}/me", query={"fields": _ME_FIELDS}, form=_ME, headers=_USAGE),
    Row(
        section="3", path=f"{_G}/me", query={"fields": "user_id"}, form={"data": [dict]}, settings={"doc_shapes": True}
    ),
    Row(
        section="5",
        path=f"{_G}/{{account}}/media",
        query={"fields": _MEDIA_FIELDS, "limit": "20"},
        form={
            "data": [_MEDIA],
            "paging": {"cursors": {"before": str, "after": str}, May("next"): re.compile(r"https?://.+")},
        },
        headers=_USAGE,
    ),
    Row(section="5", path=f"{_G}/{{account}}/stories", query={"fields": _MEDIA_FIELDS}, form={"data": [_MEDIA]}),
    Row(section="5", path=f"{_G}/{{media}}", query={"fields": _MEDIA_FIELDS}, form=_MEDIA),
    Row(section="4", path=f"{_G}/{{container}}", query={"fields": "status_code,status"}, form=_STATE),
    Row(
        section="6",
        path=f"{_G}/{{media}}/insights",
        query={"metric": "reach,views,likes,comments,saved,shares,total_interactions"},
        form={"data": [_INSIGHT]},
    ),
    Row(
        section="7",
        path=f"{_G}/{{account}}/insights",
        query={"metric": "views,reach", "period": "day", "metric_type": "total_value"},
        form={"data": [{"name": str, "period": frozenset({"day"}), "total_value": {"value": int}, "id": str}]},
    ),
    Row(
        section="7",
        path=f"{_G}/{{account}}/insights",
        query={
            "metric": "follower_demographics",
            "period": "lifetime",
            "timeframe": "this_month",
            "metric_type": "total_value",
            "breakdown": "country",
        },
        form={"data": [_GROUPS]},
    ),
    Row(
        section="4: comments are made here, and read",
        path=f"{_G}/{{media}}/comments",
        query={"fields": "id,text,username,timestamp,like_count", "limit": "2"},
        form={
            "data": [{"id": NUMBER_TEXT, "text": str, "username": str, "timestamp": _TIME, "like_count": int}],
            May("paging"): {"cursors": {"before": str, "after": str}, "next": re.compile(r"https?://.+")},
        },
    ),
    Row(
        section="2: path B",
        path=f"{_G}/me/accounts",
        query={"fields": "id,name,instagram_business_account{id,username}"},
        form={
            "data": [
                {
                    "id": NUMBER_TEXT,
                    May("name"): str,
                    May("instagram_business_account"): {"id": NUMBER_TEXT, "username": str},
                }
            ]
        },
        token=_BY_FACEBOOK,
    ),
    Row(
        section="4: path B",
        method="POST",
        path=f"{_G}/{{account}}/media",
        body={"json": {"upload_type": "resumable", "media_type": "REELS"}},
        form={"id": NUMBER_TEXT, "uri": re.compile(r"https?://.+/ig-api-upload/v25\.0/\d+")},
        token=_BY_FACEBOOK,
    ),
    Row(
        section="4: path B, and no file that it could use",
        method="POST",
        path="/ig-api-upload/v25.0/{container}",
        body={"content": b"x"},
        status=400,
        form={"debug_info": {"retriable": bool, "type": str, "message": str}},
        token=_BY_FACEBOOK,
    ),
    Row(
        section="4",
        path=f"{_G}/{{account}}/content_publishing_limit",
        query={"fields": "config,quota_usage"},
        form={"data": [{"quota_usage": int, "config": {"quota_total": int, "quota_duration": frozenset({86400})}}]},
    ),
    Row(
        section="4",
        method="POST",
        path=f"{_G}/{{account}}/media",
        body={"json": {"media_type": "CAROUSEL", "children": "{child},{other}", "caption": "words"}},
        form={"id": NUMBER_TEXT},
    ),
    Row(
        section="4",
        method="POST",
        path=f"{_G}/{{account}}/media_publish",
        body={"json": {"creation_id": "{container}"}},
        form={"id": NUMBER_TEXT},
    ),
    Row(
        section="2",
        path="/oauth/authorize",
        query=_AUTHORIZE,
        status=302,
        form=None,
        headers=("location",),
        token="",
    ),
    Row(
        section="2",
        method="POST",
        path="/oauth/access_token",
        body={
            "data": {
                "client_id": APP_ID,
                "client_secret": APP_SECRET,
                "grant_type": "authorization_code",
                "redirect_uri": REDIRECT,
                "code": "{code}",
            }
        },
        form={"access_token": str, "user_id": (int, NUMBER_TEXT), "permissions": ([str], str)},
        token="",
    ),
    Row(
        section="2",
        path="/access_token",
        query={"grant_type": "ig_exchange_token", "client_secret": APP_SECRET, "access_token": "short"},
        form=_LONG,
        token="",
    ),
    Row(
        section="2",
        path="/refresh_access_token",
        query={"grant_type": "ig_refresh_token", "access_token": TOKEN},
        form=_LONG,
        token="",
    ),
    Row(section="4: where files lie that Meta fetches", path="/media-host/{file}", form=None),
    Row(section="4", method="PUT", path="/media-host/{file}", body={"content": b"x"}, status=201, form=None),
    Row(section="4", method="DELETE", path="/media-host/{file}", status=204, form=None),
)


def _error(code: int, subcode: int | None = None) -> Any:
    error = {
        "message": str,
        "type": frozenset({"OAuthException"}),
        "code": frozenset({code}),
        "is_transient": bool,
        "fbtrace_id": str,
        May("error_user_title"): str,
        May("error_user_msg"): str,
    }
    return {"error": error | ({"error_subcode": frozenset({subcode})} if subcode else {})}


REFUSALS = (
    Row(section="9", path=f"{_G}/me", status=400, form=_error(190), token=""),
    Row(section="9", path=f"{_G}/me", status=400, form=_error(190), token="nobody's"),
    Row(section="3: an unknown field", path=f"{_G}/me", query={"fields": "shoe_size"}, status=400, form=_error(100)),
    Row(
        section="9",
        path=f"{_G}/{{media}}/insights",
        query={"metric": "views"},
        status=400,
        form=_error(10),
        settings={"scopes": {"ada_practice": ["instagram_business_basic"]}},
    ),
    Row(
        section="6: gone since v22",
        path=f"{_G}/{{media}}/insights",
        query={"metric": "views,impressions"},
        status=400,
        form=_error(100),
    ),
    Row(section="9", path=f"{_G}/17900000000000009", status=400, form=_error(100, 33)),
    Row(section="9", path=f"{_G}/me", status=400, form=_error(80002), settings={"blocked_minutes": 5}),
    Row(
        section="9",
        method="POST",
        path=f"{_G}/{{account}}/media_publish",
        body={"json": {"creation_id": "1"}},
        status=400,
        form=_error(24, 2207008),
    ),
    Row(
        section="2: another form than Graph's",
        method="POST",
        path="/oauth/access_token",
        body={"data": {"client_id": APP_ID, "client_secret": APP_SECRET, "code": "spent"}},
        status=400,
        form={"error_type": frozenset({"OAuthException"}), "code": frozenset({400}), "error_message": str},
        token="",
    ),
)
LEFT_OUT: tuple[LeftOut, ...] = ()


def _places(world: Any) -> dict[str, str]:
    ada = world.account_named("ada_practice")
    world.settings.granted_scopes = list(SCOPES)
    for name, item in (("31", False), ("32", True), ("33", True)):
        world.containers[name] = Container(id=name, owner=ada.id, at=world.now(), item=item)
    world.tokens["short"] = Token(owner=ada.id, scopes=SCOPES, made_at=world.now(), short=True)
    world.hosted["file"] = b"x"
    ends = world.now() + timedelta(hours=1)
    world.codes["code"] = Code(owner=ada.id, scopes=SCOPES, redirect_uri=REDIRECT, ends=ends)
    media = next(one for one in world.listed(ada.id) if one.product == "FEED")
    places = {"account": ada.id, "media": media.id, "container": "31", "child": "32", "other": "33"}
    return {**places, "file": "file", "code": "code"}


SHEET = Sheet(
    platform=PlatformId.INSTAGRAM,
    base="",
    token=TOKEN,
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere=None,
    places=_places,
)
