"""What Instagram accepts, checked before anything is saved and again before it is sent (platforms/instagram.md §4)."""

import re
from collections.abc import Mapping, Sequence

from connectors.instagram import parse
from connectors.instagram.containers import STORY
from connectors.instagram.manifest import MANIFEST
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.media import MediaItem, MediaKind

_LIMITS = MANIFEST.limits
_MIB = 1024 * 1024
_HASHTAG, _MENTION = re.compile(r"#\w"), re.compile(r"(?<![\w@])@\w")
_FILMS = frozenset({"video/mp4", "video/quicktime"})
_NARROWEST, _WIDEST = 4 / 5, 1.91
# A pixel more or less than the ratio is what a picture of it has.
_TOLERANCE = 0.01
_LEAST_WIDTH = 320
_WIDEST_FILM = 1920
_LEAST_MS, _STORY_MS = 3_000, 60_000


class InstagramRules:
    """Instagram's rules on content."""

    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure:
        limit = text_limit or _LIMITS["text_units"]
        return TextMeasure(length=len(text), limit=limit, cut=limit if len(text) > limit else None)

    def problems(
        self,
        parts: Sequence[str],
        media: Sequence[MediaItem],
        *,
        text_limit: int | None = None,
        reply_to: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> list[Problem]:
        story = (options or {}).get("publish_as") == STORY
        most = _LIMITS["images"]
        found = [] if reply_to is None else [Problem(text="Instagram takes no replies to posts")]
        found += _story_problems(parts[0], media) if story else self._caption_problems(parts[0], text_limit)
        if not media:
            found.append(Problem(text="Instagram takes no post without a picture or a film"))
        if len(media) > most:
            found.append(Problem(text=f"Instagram takes {most} pictures and films a post, these are {len(media)}"))
        for item in media:
            found += _item_problems(item, story=story, alone=len(media) == 1)
        return found

    def address(self, handle: str | None, post_id: str) -> str | None:
        """A post's own address cannot be made from its id, so it is the account's page."""
        return parse.profile(handle) if post_id.isascii() and post_id.isdecimal() else None

    def _caption_problems(self, text: str, text_limit: int | None) -> list[Problem]:
        measure = self.measure(text, text_limit=text_limit)
        over, tags, names = measure.length - measure.limit, len(_HASHTAG.findall(text)), len(_MENTION.findall(text))
        most_tags, most_names = _LIMITS["hashtags"], _LIMITS["mentions"]
        found = []
        if over > 0:
            found.append(Problem(text=f"the text is {over} over Instagram's limit of {measure.limit}"))
        if tags > most_tags:
            found.append(Problem(text=f"Instagram takes {most_tags} hashtags a post, these are {tags}"))
        if names > most_names:
            found.append(Problem(text=f"Instagram takes {most_names} mentions a post, these are {names}"))
        return found


def _story_problems(text: str, media: Sequence[MediaItem]) -> list[Problem]:
    found = []
    if text.strip():
        found.append(Problem(text="a story on Instagram shows no text; leave it empty for this account"))
    if len(media) > 1:
        found.append(Problem(text="a story on Instagram is one picture or one film"))
    return found


def _item_problems(item: MediaItem, *, story: bool, alone: bool) -> list[Problem]:
    match item.kind:
        case MediaKind.GIF:
            return [Problem(text=f"{item.name}: Instagram takes no GIF")]
        case MediaKind.VIDEO:
            return _film_problems(item, story=story, alone=alone)
        case MediaKind.IMAGE:
            return [*_picture_problems(item, story=story), *_hints(item)]


def _picture_problems(item: MediaItem, *, story: bool) -> list[Problem]:
    found = []
    if item.width < _LEAST_WIDTH:
        found.append(
            Problem(text=f"{item.name}: it is {item.width} pixels wide, Instagram wants {_LEAST_WIDTH} at least")
        )
    ratio = item.width / item.height if item.height else 0.0
    if not story and not _NARROWEST - _TOLERANCE <= ratio <= _WIDEST + _TOLERANCE:
        found.append(
            Problem(
                text=f"{item.name}: Instagram takes pictures from 4:5 to 1.91:1; cut it for Instagram in the library"
            )
        )
    return found


def _film_problems(item: MediaItem, *, story: bool, alone: bool) -> list[Problem]:
    most_bytes = _LIMITS["story_bytes" if story else "video_bytes"]
    most = _STORY_MS if story else _LIMITS["video_ms"]
    found = []
    if item.mime not in _FILMS:
        found.append(Problem(text=f"{item.name}: Instagram does not take {item.mime}"))
    if item.size > most_bytes:
        size, limit = f"{item.size / _MIB:.1f}", most_bytes // _MIB
        found.append(Problem(text=f"{item.name}: it has {size} MB, Instagram takes {limit} MB"))
    if item.duration_ms is not None and (alone or story) and not _LEAST_MS <= item.duration_ms <= most:
        least, longest = _LEAST_MS // 1000, most // 1000
        found.append(Problem(text=f"{item.name}: Instagram takes films from {least} to {longest} seconds here"))
    if min(item.width, item.height) > _WIDEST_FILM:
        found.append(Problem(text=f"{item.name}: a film may be {_WIDEST_FILM} pixels wide on Instagram"))
    return found


def _hints(item: MediaItem) -> list[Problem]:
    """What is done to it on its way; the original stays as it is."""
    most = _LIMITS["image_bytes"] // _MIB
    if item.mime not in MANIFEST.pictures:
        return [
            Problem(text=f"{item.name}: it goes out to Instagram as JPEG; the original stays as it is", blocking=False)
        ]
    if item.size > _LIMITS["image_bytes"]:
        return [
            Problem(
                text=f"{item.name}: it goes out smaller, as Instagram takes {most} MB; the original stays as it is",
                blocking=False,
            )
        ]
    return []
