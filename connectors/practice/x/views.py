"""Posts and users as X writes them, in either of its two vocabularies (platforms/x.md §3)."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.practice.x import curves, weight
from connectors.practice.x.answers import refused_field
from connectors.practice.x.state import Post, Upload, User, XWorld

_PRIVATE_FOR = timedelta(days=30)
_SHOWN = 280
_TYPES = {"tweet_image": "photo", "tweet_gif": "animated_gif"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words in which one dialect answers."""

    referenced: str
    history: str
    note: str
    reposts: str
    user_posts: str


LEGACY = Vocabulary("referenced_tweets", "edit_history_tweet_ids", "note_tweet", "retweet_count", "tweet_count")
NEW = Vocabulary("referenced_posts", "edit_history_post_ids", "note_post", "repost_count", "post_count")
# What the new dialect calls otherwise, and what it takes as an expansion instead of a field.
_OLD_NAMES = {NEW.referenced: LEGACY.referenced, NEW.history: LEGACY.history, NEW.note: LEGACY.note}
_EXPANDED = frozenset({"author_id", NEW.referenced, NEW.history})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants to see, in the older names, and the words in which it is answered."""

    words: Vocabulary
    fields: frozenset[str]
    expansions: frozenset[str]
    media: frozenset[str]

    def wants(self, field: str) -> bool:
        return field in self.fields


def asked(world: XWorld, query: Mapping[str, str]) -> Asked:
    """Read a request in whichever dialect it is made; a value of the other one is dropped in silence, as X does."""
    expansions, media = _listed(query, "expansions"), _listed(query, "media.fields")
    if "post.fields" in query:
        words = NEW
        named = (_listed(query, "post.fields") - _EXPANDED) | (expansions & _EXPANDED)
        fields = frozenset(_OLD_NAMES.get(name, name) for name in named - set(_OLD_NAMES.values()))
    else:
        words = LEGACY
        fields = _listed(query, "tweet.fields") - _OLD_NAMES.keys()
    forced = {"legacy": LEGACY, "new": NEW}.get(world.settings.dialect)
    return Asked(forced or words, fields, expansions, media)


def _listed(query: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(query.get(name, "").split(","))


def user(world: XWorld, whose: User, query: Mapping[str, str]) -> dict[str, Any]:
    """A user; the count of posts in the dialect of the world."""
    wanted = query.get("user.fields", "").split(",")
    shown: dict[str, Any] = {"id": whose.id, "name": whose.name, "username": whose.handle}
    if "created_at" in wanted:
        shown["created_at"] = _time(whose.since)
    if "description" in wanted:
        shown["description"] = f"{whose.name} practises."
    if "profile_image_url" in wanted:
        shown["profile_image_url"] = f"https://pbs.twimg.com/profile_images/{whose.id}/picture_normal.jpg"
    if "verified" in wanted:
        shown["verified"] = whose.premium
    if "verified_type" in wanted:
        shown["verified_type"] = "blue" if whose.premium else "none"
    if "public_metrics" in wanted:
        words = NEW if world.settings.dialect == "new" else LEGACY
        shown["public_metrics"] = {
            "followers_count": curves.followers(whose, world.now()),
            "following_count": 180,
            words.user_posts: sum(not post.deleted for post in world.timelines[whose.id]),
            "listed_count": 3,
            "like_count": 640,
            "media_count": sum(len(post.media) for post in world.timelines[whose.id] if not post.deleted),
        }
    return shown


def post(world: XWorld, made: Post, want: Asked, viewer: User) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """A post, and the errors of the fields that are kept back."""
    shown: dict[str, Any] = {"id": made.id, **_text(made, want)}
    errors: list[dict[str, str]] = []
    if want.wants("created_at"):
        shown["created_at"] = _time(made.at)
    if want.wants("author_id"):
        shown["author_id"] = made.author
    if want.wants(LEGACY.history) or want.words is LEGACY:
        shown[want.words.history] = world.history(made)
    if made.reply_to and want.wants(LEGACY.referenced):
        shown[want.words.referenced] = [{"type": "replied_to", "id": made.reply_to}]
    if made.media and want.wants("attachments"):
        shown["attachments"] = {"media_keys": list(made.media)}
    counts = curves.reading(made, world.now())
    if want.wants("public_metrics"):
        shown["public_metrics"] = _public(counts, want.words)
    if want.wants("non_public_metrics"):
        if made.author == viewer.id and world.now() - made.at < _PRIVATE_FOR:
            shown["non_public_metrics"] = _private(counts)
        else:
            errors.append(refused_field(made.id, "non_public_metrics"))
    return shown, errors


def media(world: XWorld, posts: list[Post], want: Asked) -> list[dict[str, Any]]:
    """The media of `posts`, where the request expands them."""
    if "attachments.media_keys" not in want.expansions:
        return []
    by_key = {upload.key: upload for made in posts for upload in _uploads(world, made)}
    views = {key: curves.reading(made, world.now()).video_views for made in posts for key in made.media}
    return [_medium(upload, views[key], want) for key, upload in by_key.items()]


def _uploads(world: XWorld, made: Post) -> list[Upload]:
    return [world.uploads[key.partition("_")[2]] for key in made.media]


def _medium(upload: Upload, views: int, want: Asked) -> dict[str, Any]:
    kind = _TYPES.get(upload.category, "video")
    shown: dict[str, Any] = {"media_key": upload.key, "type": kind}
    if "alt_text" in want.media and upload.alt_text:
        shown["alt_text"] = upload.alt_text
    if kind == "video" and "public_metrics" in want.media:
        shown["public_metrics"] = {"view_count": views}
    return shown


def _text(made: Post, want: Asked) -> dict[str, Any]:
    """Escaped, links as t.co with the real ones beside them; a long text is cut, and whole in the note."""
    text, entities = _linked(made.text, made)
    if weight.weight(made.text) <= _SHOWN:
        return {"text": text, **_entities(entities, want)}
    cut, note = html.escape(made.text[:270], quote=False) + "…", want.words.note
    whole = {note: {"text": text, **({"entities": {"urls": entities}} if entities else {})}}
    return {"text": cut, **(whole if want.wants(LEGACY.note) else {})}


def _entities(entities: list[dict[str, Any]], want: Asked) -> dict[str, Any]:
    return {"entities": {"urls": entities}} if entities and want.wants("entities") else {}


def _linked(text: str, made: Post) -> tuple[str, list[dict[str, Any]]]:
    """The text as it is sent, and where its links stand in it, counted in code points."""
    shown, entities, at = "", [], 0
    for number, (start, end) in enumerate(weight.links(text)):
        link = text[start:end]
        shown += html.escape(text[at:start], quote=False)
        short = f"https://t.co/{made.id[-8:]}{number}"
        real = link if "://" in link else f"http://{link}"
        entities.append({"start": len(shown), "end": len(shown) + len(short), "url": short, "expanded_url": real})
        shown, at = shown + short, end
    shown += html.escape(text[at:], quote=False)
    if made.media:
        short = f"https://t.co/m{made.id[-9:]}"
        shown += " " if shown else ""
        place = {"start": len(shown), "end": len(shown) + len(short), "url": short}
        real = f"https://x.com/i/status/{made.id}/photo/1"
        entities += [{**place, "expanded_url": real, "media_key": key} for key in made.media]
        shown += short
    return shown, entities


def _public(counts: curves.Reading, words: Vocabulary) -> dict[str, int]:
    return {
        words.reposts: counts.reposts,
        "reply_count": counts.replies,
        "like_count": counts.likes,
        "quote_count": counts.quotes,
        "bookmark_count": counts.bookmarks,
        "impression_count": counts.impressions,
    }


def _private(counts: curves.Reading) -> dict[str, int]:
    return {
        "impression_count": counts.impressions,
        "url_link_clicks": counts.link_clicks,
        "user_profile_clicks": counts.profile_clicks,
        "engagements": counts.engagements,
    }


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
