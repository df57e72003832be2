"""What X lets be read (platforms/x.md §6): the user, the timeline, single posts and their daily numbers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from connectors.practice.x import curves, views
from connectors.practice.x.answers import answer, forbidden, invalid, missing
from connectors.practice.x.door import Call
from connectors.practice.x.state import Post, XWorld, first_id

_FEWEST, _MOST, _FARTHEST = 5, 100, 3200
_MOST_MENTIONS = 800
_REPEATED = "repeated"


async def me(call: Call) -> Response:
    return answer({"data": views.user(call.world, call.user, call.request.query_params)})


async def credits_left(call: Call) -> Response:
    if call.world.settings.monthly_posts is not None:
        raise forbidden("This plan has a cap and no credit.")
    left = call.world.settings.credit
    return answer({"data": {"total_balance": left, "prepaid_balance": left, "free_balance": 0, "free_grants": []}})


async def posts_used(call: Call) -> Response:
    """The month's posts of an older plan: the cap as a text, what is used as a number."""
    cap = call.world.settings.monthly_posts
    if cap is None:
        raise forbidden("This plan is paid by use and has no cap.")
    used = {"project_cap": str(cap), "project_usage": call.world.read_posts, "project_id": "1", "cap_reset_day": 17}
    return answer({"data": used})


async def timeline(call: Call) -> Response:
    """Own posts, newest first; an empty page has no `data`, the last one no `next_token`."""
    query = call.request.query_params
    if call.request.path_params["id"] not in call.world.users:
        return answer({"errors": [missing("user", call.request.path_params["id"])]})
    size = _size(query)
    posts = _listed(call, query)
    start = _offset(query.get("pagination_token"))
    page = posts[start : start + size]
    call.pay_for_reading([post.id for post in page])
    payload = _rendered(call, page)
    payload["meta"] = _meta(page, start, size, len(posts), repeat=call.world.settings.repeat_pages)
    return answer(payload)


async def mentions(call: Call) -> Response:
    """What others wrote about this user in public, newest first; 800 back at most."""
    user_id = call.request.path_params["id"]
    if user_id not in call.world.users:
        return answer({"errors": [missing("user", user_id)]})
    query = call.request.query_params
    size, start = _size(query), _offset(query.get("pagination_token"))
    found = _within(query, call.world.mentions[user_id][-_MOST_MENTIONS:])
    page = found[start : start + size]
    call.pay_for_reading([post.id for post in page])
    payload = _rendered(call, page)
    payload["meta"] = _meta(page, start, size, len(found), repeat=call.world.settings.repeat_pages)
    return answer(payload)


async def lookup(call: Call) -> Response:
    """Up to a hundred posts; those that are gone stand in `errors` beside the others."""
    ids = call.request.query_params.get("ids", "").split(",")
    if len(ids) > _MOST or not all(one.isdigit() for one in ids):
        raise invalid("ids takes 1 to 100 numbers.")
    return answer(_looked_up(call, ids))


async def one(call: Call) -> Response:
    """A post by itself: not a list of one."""
    remote_id = call.request.path_params["id"]
    if not remote_id.isdigit():
        raise invalid("id is no number.")
    payload = _looked_up(call, [remote_id])
    return answer({**payload, "data": payload["data"][0]} if "data" in payload else payload)


async def analytics(call: Call) -> Response:
    """Daily gains of own posts."""
    query = call.request.query_params
    start, end = _time(query, "start_time"), _time(query, "end_time")
    if not call.world.settings.analytics:
        raise forbidden("Your app is not granted analytics.", "https://api.twitter.com/2/problems/client-forbidden")
    if start is None or end is None or query.get("granularity") != "daily":
        raise invalid("start_time, end_time and granularity=daily are needed here.")
    ids = query.get("ids", "").split(",")
    if len(ids) > _MOST:
        raise invalid("ids takes 1 to 100 numbers.")
    posts = [_found(call.world, remote_id) for remote_id in ids]
    own = [post for post in posts if post is not None and post.author == call.user.id]
    wanted = frozenset(query["analytics.fields"].split(",")) if "analytics.fields" in query else None
    call.pay_for_reading([post.id for post in own])
    shown = [{"id": post.id, "timestamped_metrics": _by_day(call.world, post, start, end, wanted)} for post in own]
    return answer({"data": shown} if shown else {"errors": [missing("tweet", one) for one in ids]})


def _looked_up(call: Call, ids: list[str]) -> dict[str, Any]:
    found = [post for remote_id in ids if (post := _found(call.world, remote_id))]
    gone = [missing("tweet", remote_id) for remote_id in ids if _found(call.world, remote_id) is None]
    call.pay_for_reading([post.id for post in found])
    payload = _rendered(call, found)
    if gone:
        payload["errors"] = [*payload.get("errors", []), *gone]
    return payload


def _rendered(call: Call, posts: list[Post]) -> dict[str, Any]:
    want = views.asked(call.world, call.request.query_params)
    shown = [views.post(call.world, post, want, call.user) for post in posts]
    payload: dict[str, Any] = {"data": [post for post, _ in shown]} if shown else {}
    if media := views.media(call.world, posts, want):
        payload["includes"] = {"media": media}
    if errors := [error for _, several in shown for error in several]:
        payload["errors"] = errors
    return payload


def _listed(call: Call, query: Mapping[str, str]) -> list[Post]:
    """What the query leaves of a timeline, newest first."""
    left_out = query.get("exclude", "").split(",")
    whole = call.world.timelines[call.request.path_params["id"]][-_FARTHEST:]
    return [one for one in _within(query, whole) if not (one.reply_to and "replies" in left_out)]


def _within(query: Mapping[str, str], posts: list[Post]) -> list[Post]:
    """Those between the ids and times of a query that are still there, newest first."""
    start, end = _time(query, "start_time"), _time(query, "end_time")
    least = max(int(query.get("since_id", 0)), (first_id(start) - 1) if start else 0)
    most = min(int(query.get("until_id", 1 << 63)), first_id(end) if end else 1 << 63)
    return [post for post in reversed(posts) if least < int(post.id) < most and not post.deleted]


def _size(query: Mapping[str, str]) -> int:
    text = query.get("max_results", "10")
    if not text.isdigit() or not _FEWEST <= int(text) <= _MOST:
        raise invalid("max_results takes 5 to 100.")
    return int(text)


def _offset(token: str | None) -> int:
    """Where a page begins; its token is opaque to clients."""
    if token is None or token == _REPEATED:
        return 0
    number = token.removeprefix("7140dibdnow9c7btw")
    if not number.isdigit() or number == token:
        raise invalid("pagination_token is not one of ours.")
    return int(number)


def _meta(page: list[Post], start: int, size: int, total: int, *, repeat: bool) -> dict[str, Any]:
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if repeat:
        meta["next_token"] = _REPEATED
    elif start + size < total:
        meta["next_token"] = f"7140dibdnow9c7btw{start + size}"
    return meta


def _time(query: Mapping[str, str], name: str) -> datetime | None:
    text = query.get(name)
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid(f"{name} is no RFC 3339 time.") from error
    if at.tzinfo is None:
        raise invalid(f"{name} is no RFC 3339 time.")
    return at


def _found(world: XWorld, remote_id: str) -> Post | None:
    post = world.posts.get(remote_id)
    return None if post is None or post.deleted else post


def _has_film(world: XWorld, post: Post) -> bool:
    uploads = (world.uploads[key.partition("_")[2]] for key in post.media)
    return any(upload.category == "tweet_video" for upload in uploads)


def _by_day(
    world: XWorld, post: Post, start: datetime, end: datetime, wanted: frozenset[str] | None
) -> list[dict[str, Any]]:
    days = []
    while start < end:
        before, after = curves.reading(post, start), curves.reading(post, start + timedelta(days=1))
        gained = {
            "impressions": after.impressions - before.impressions,
            "likes": after.likes - before.likes,
            "replies": after.replies - before.replies,
            "reposts" if world.settings.dialect == "new" else "retweets": after.reposts - before.reposts,
            "bookmarks": after.bookmarks - before.bookmarks,
            "engagements": after.engagements - before.engagements,
            "url_clicks": after.link_clicks - before.link_clicks,
            "user_profile_clicks": after.profile_clicks - before.profile_clicks,
            "media_views": (after.video_views - before.video_views) if _has_film(world, post) else 0,
        }
        gained = {name: count for name, count in gained.items() if wanted is None or name in {*wanted, "reposts"}}
        days.append({"timestamp": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "metrics": gained})
        start += timedelta(days=1)
    return days
