"""What practice Graph lets be read (platforms/instagram.md §3, §5, §6, §7)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import JSONResponse, Response

from connectors.practice.instagram import publishing
from connectors.practice.instagram.answers import invalid, missing, refused
from connectors.practice.instagram.door import Call
from connectors.practice.instagram.records import STORY_LIFE, Media

_ME = {"id", "user_id", "username", "name", "account_type", "profile_picture_url"} | {
    "followers_count",
    "follows_count",
    "media_count",
}
_OF_MEDIA = {
    *("id", "caption", "media_type", "media_product_type", "media_url", "thumbnail_url", "permalink", "shortcode"),
    *("timestamp", "username", "like_count", "comments_count", "is_shared_to_feed"),
}
_SHARED = {"reach", "views", "shares", "total_interactions", "reposts"}
_METRICS: Mapping[str, set[str]] = {
    "FEED": _SHARED | {"likes", "comments", "saved", "follows", "profile_visits", "profile_activity"},
    "REELS": _SHARED
    | {"likes", "comments", "saved", "ig_reels_avg_watch_time", "ig_reels_video_view_total_time"}
    | {"reels_skip_rate", "crossposted_views"},
    "STORY": _SHARED | {"replies", "follows", "link_clicks", "navigation", "profile_visits", "profile_activity"},
}
_MOST = 100
_FEWEST_FOLLOWERS = 100
_MOST_COMMENTS = 120
_SAID = ("Beautiful light!", "Where is this?", "🔥🔥", "Which film is it?", "The third one, please <3")
_GROUPS: Mapping[str, Mapping[str, float]] = {
    "age": {"18-24": 0.22, "25-34": 0.41, "35-44": 0.21, "45-54": 0.09, "55-64": 0.04, "65+": 0.02},
    "gender": {"F": 0.57, "M": 0.36, "U": 0.07},
    "country": {"US": 0.34, "SE": 0.21, "DE": 0.12, "GB": 0.09, "FR": 0.05},
    "city": {"Stockholm, Stockholm County": 0.14, "New York, New York": 0.07, "Berlin, Berlin": 0.05},
}


async def me(call: Call) -> Response:
    """An unknown field fails the whole call. With a Facebook login, /me is a person, and no account of Instagram's."""
    if call.by_facebook:
        raise invalid("(#100) Tried accessing nonexisting field (user_id) on node type (User)")
    return _account(call)


async def pages(call: Call) -> Response:
    """The Facebook pages of a person: one without an Instagram account, and one with it."""
    if not call.by_facebook:
        raise invalid("(#100) Tried accessing nonexisting field (accounts)")
    linked = {"id": call.account.id, "username": call.account.handle}
    return JSONResponse({"data": [{"id": "1", "name": "Other"}, {"id": "2", "instagram_business_account": linked}]})


def _account(call: Call) -> Response:
    account, world = call.account, call.world
    wanted = _wanted(call, _ME - {"user_id"} if call.by_facebook else _ME)
    given = {
        **({"id": account.id} if call.by_facebook else {"id": account.app_scoped, "user_id": account.id}),
        "username": account.handle,
        "name": account.name,
        "account_type": "BUSINESS",
        "followers_count": account.followers_at(world.now()),
        "follows_count": 80,
        "media_count": len(world.listed(account.id)),
    }
    shown = {name: value for name, value in given.items() if name in wanted or name == "id"}
    return JSONResponse({"data": [shown]} if world.settings.doc_shapes else shown)


async def listed(call: Call) -> Response:
    """Own media, newest first; a page may be empty while `next` leads on."""
    call.own()
    settings, query = call.world.settings, call.request.query_params
    size = min(int(query.get("limit", "25")), _MOST, settings.page_size)
    start, is_gap = _offset(query.get("after"))
    posts = call.world.listed(call.account.id)
    page = [] if is_gap else posts[start : start + size]
    wanted = _wanted(call, _OF_MEDIA)
    payload: dict[str, Any] = {"data": [_shown(call, one, wanted) for one in page]}
    end = start if is_gap else start + size
    if end < len(posts):
        gap = settings.empty_pages and not is_gap
        after = "repeated" if settings.repeat_pages else f"{'gap' if gap else 'at'}{end}"
        address = str(call.request.url.include_query_params(after=after))
        payload["paging"] = {"cursors": {"before": "b", "after": after}, "next": address}
    elif page:
        payload["paging"] = {"cursors": {"before": "b", "after": f"at{end}"}}
    return JSONResponse(payload)


async def stories(call: Call) -> Response:
    """Those of the last 24 hours."""
    call.own()
    wanted, now = _wanted(call, _OF_MEDIA), call.world.now()
    own = [one for one in call.world.media.values() if one.owner == call.account.id and one.product == "STORY"]
    live = [one for one in own if now - one.at < STORY_LIFE and not one.deleted]
    return JSONResponse({"data": [_shown(call, one, wanted) for one in live]})


async def node(call: Call) -> Response:
    """One media item, or a container's state."""
    named = call.request.path_params["id"]
    if call.by_facebook and named == call.account.id:
        return _account(call)
    container = call.world.containers.get(named)
    if container is not None and container.owner == call.account.id:
        return publishing.status(call, container)
    return JSONResponse(_shown(call, _own_media(call), _wanted(call, _OF_MEDIA)))


async def comments(call: Call) -> Response:
    """What people wrote below a post, newest first."""
    media, query = _own_media(call), call.request.query_params
    start, _ = _offset(query.get("after"))
    size = min(int(query.get("limit", "25")), 50, call.world.settings.page_size)
    count = min(_numbers(call, media)["comments"], _MOST_COMMENTS)
    listed = [_comment(media, number) for number in range(count - 1, -1, -1)]
    payload: dict[str, Any] = {"data": listed[start : start + size]}
    if start + size < count:
        after = f"at{start + size}"
        address = str(call.request.url.include_query_params(after=after))
        payload["paging"] = {"cursors": {"before": "b", "after": after}, "next": address}
    return JSONResponse(payload)


def _comment(media: Media, number: int) -> dict[str, Any]:
    at = media.at + timedelta(minutes=7 * (number + 1))
    return {
        "id": f"{media.id}{number:03}",
        "text": _SAID[(int(media.id) + number) % len(_SAID)],
        "username": f"reader_{number}",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "like_count": number % 3,
    }


async def insights(call: Call) -> Response:
    """Of the account, or of one of its media."""
    named = call.request.path_params["id"]
    return await (_of_account(call) if named in ("me", call.account.id) else _of_media(call))


async def _of_media(call: Call) -> Response:
    """One metric that is not valid for this kind fails them all (§6)."""
    media, settings = _own_media(call), call.world.settings
    names = call.request.query_params.get("metric", "").split(",")
    for name in names:
        if name not in _METRICS[media.product] or name in settings.bad_metrics:
            raise invalid(f"(#100) metric[0] must be one of the following values: {', '.join(sorted(_SHARED))}")
    if media.product == "STORY":
        if settings.few_viewers:
            raise refused(10, "(#10) Not enough viewers for the media to show insights")
        if call.world.now() - media.at >= STORY_LIFE:
            return JSONResponse({"data": []})
    numbers = _numbers(call, media)
    return JSONResponse({"data": [_insight(media.id, name, numbers.get(name, 0), "lifetime") for name in names]})


async def _of_account(call: Call) -> Response:
    """One number for the whole window (§7)."""
    query = call.request.query_params
    names = query.get("metric", "").split(",")
    if names == ["follower_demographics"]:
        return _demographics(call)
    if query.get("period") != "day" or query.get("metric_type") != "total_value":
        raise invalid("(#100) period and metric_type do not fit the metric")
    views = sum(one.views(call.world.now()) for one in call.world.listed(call.account.id)[:5])
    return JSONResponse(
        {
            "data": [
                {"name": name, "period": "day", "title": name, "total_value": {"value": views}, "id": name}
                for name in names
            ]
        }
    )


def _demographics(call: Call) -> Response:
    """The largest groups; nothing of an account that few follow. Some answers name the stretch of time as well (§7)."""
    query, settings = call.request.query_params, call.world.settings
    shares = _GROUPS.get(query.get("breakdown", ""))
    if shares is None or query.get("period") != "lifetime" or query.get("metric_type") != "total_value":
        raise invalid("(#100) breakdown does not fit the metric")
    followers = call.account.followers_at(call.world.now())
    if followers < _FEWEST_FOLLOWERS:
        return JSONResponse({"data": []})
    stretch = [query.get("timeframe", "")] if settings.names_timeframe else []
    results = [
        {"dimension_values": [*stretch, name], "value": int(followers * share)} for name, share in shares.items()
    ]
    keys = ["timeframe", query["breakdown"]] if settings.names_timeframe else [query["breakdown"]]
    told = {"breakdowns": [{"dimension_keys": keys, "results": results}]}
    name = "follower_demographics"
    return JSONResponse(
        {"data": [{"name": name, "period": "lifetime", "title": name, "total_value": told, "id": name}]}
    )


def _own_media(call: Call) -> Media:
    named = call.request.path_params["id"]
    media = call.world.media.get(named)
    if media is None or media.deleted or media.owner != call.account.id:
        raise missing(named)
    return media


def _numbers(call: Call, media: Media) -> dict[str, int]:
    seen = media.views(call.world.now())
    found = {
        "views": seen,
        "reach": int(seen * media.share(0.6, 0.9, 1)),
        "likes": int(seen * media.share(0.03, 0.09, 2)),
        "comments": int(seen * media.share(0.002, 0.01, 3)),
        "saved": int(seen * media.share(0.002, 0.02, 4)),
        "shares": int(seen * media.share(0.001, 0.01, 5)),
        "profile_visits": int(seen * media.share(0.004, 0.02, 6)),
        "replies": int(seen * media.share(0.0, 0.01, 7)),
        "link_clicks": int(seen * media.share(0.0, 0.02, 8)),
    }
    found["total_interactions"] = sum(found[name] for name in ("likes", "comments", "saved", "shares"))
    return found


def _insight(media_id: str, name: str, value: int, period: str) -> dict[str, Any]:
    return {
        "name": name,
        "period": period,
        "values": [{"value": value}],
        "title": name,
        "description": "",
        "id": f"{media_id}/insights/{name}/{period}",
    }


def _shown(call: Call, media: Media, wanted: set[str]) -> dict[str, Any]:
    numbers = _numbers(call, media)
    given: dict[str, Any] = {
        "id": media.id,
        "media_type": media.kind,
        "media_product_type": media.product,
        "permalink": f"https://www.instagram.com/p/{media.shortcode}/",
        "shortcode": media.shortcode,
        "timestamp": media.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "username": call.account.handle,
        "comments_count": numbers["comments"],
    }
    if media.caption:
        given["caption"] = media.caption
    if not call.world.settings.hide_likes:
        given["like_count"] = numbers["likes"]
    shown = {name: value for name, value in given.items() if name in wanted or name == "id"}
    if media.children and "children" in wanted:
        shown["children"] = {"data": [{"id": child} for child in media.children]}
    return shown


def _wanted(call: Call, known: set[str]) -> set[str]:
    """The fields that are asked for; what stands in braces is left aside. An unknown one fails the call."""
    text = call.request.query_params.get("fields", "id")
    fields, depth, name = set(), 0, ""
    for char in [*text, ","]:
        depth += (char == "{") - (char == "}")
        if char == "," and depth == 0:
            fields.add(name.split("{", maxsplit=1)[0])
            name = ""
        else:
            name += char
    unknown = fields - known - {"children"}
    if unknown:
        raise invalid(f"(#100) Tried accessing nonexisting field ({min(unknown)})")
    return fields


def _offset(after: str | None) -> tuple[int, bool]:
    if after is None:
        return 0, False
    if after == "repeated":
        return 0, False
    kind, number = ("gap", after[3:]) if after.startswith("gap") else ("at", after[2:])
    if not number.isdigit():
        raise invalid("Invalid cursor")
    return int(number), kind == "gap"
