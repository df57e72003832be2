"""What X accepts, checked before anything is saved and again before it is sent."""

from collections.abc import Mapping, Sequence

from connectors.x import parse
from connectors.x import text as counting
from connectors.x.manifest import MANIFEST
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.media import MediaItem, MediaKind

_LIMITS = MANIFEST.limits
_MIB = 1024 * 1024
_SHORTEST_VIDEO_MS = 500
_GIF_SIDES = (1280, 1080)
_GIF_FRAMES = 350
_UPLOADABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/quicktime"})


class XRules:
    """X's rules on content (platforms/x.md §4, §5, §9)."""

    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure:
        limit = text_limit or counting.LIMIT
        length, cut = counting.weighted(text, limit)
        return TextMeasure(length=length, limit=limit, cut=cut)

    def problems(
        self,
        parts: Sequence[str],
        media: Sequence[MediaItem],
        *,
        text_limit: int | None = None,
        reply_to: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> list[Problem]:
        found: list[Problem] = []
        if reply_to is not None and not parse.is_id(reply_to):
            found.append(
                Problem(text="a reply names the post it answers by its id, the number at the end of its address")
            )
        for index, text in enumerate(parts):
            found += self._text_problems(text, index, text_limit, has_media=bool(media) and index == 0)
        return found + _media_problems(media)

    def address(self, handle: str | None, post_id: str) -> str | None:
        return parse.url(handle, post_id) if parse.is_id(post_id) else None

    def _text_problems(self, text: str, part: int, text_limit: int | None, *, has_media: bool) -> list[Problem]:
        measure = self.measure(text, text_limit=text_limit)
        found = []
        if not text.strip() and not has_media:
            found.append(Problem(text="there is no text and no media", part=part))
        if measure.length > measure.limit:
            over = measure.length - measure.limit
            found.append(Problem(text=f"the text is {over} over X's limit of {measure.limit}", part=part))
        if any(char in text for char in counting.INVALID):
            found.append(Problem(text="the text holds a character that X refuses", part=part))
        if len(counting.cashtags(text)) > 1:
            found.append(Problem(text="X accepts one cashtag a post", part=part))
        if counting.urls(text):
            hint = "a post with a link costs more credit on X ($0.20 instead of $0.015)"
            found.append(Problem(text=hint, part=part, blocking=False))
        return found


def _media_problems(media: Sequence[MediaItem]) -> list[Problem]:
    kinds = [item.kind for item in media]
    found = [Problem(text=text) for text in _mix_problems(kinds)]
    for item in media:
        found += [Problem(text=f"{item.name}: {text}") for text in _item_problems(item)]
    return found


def _mix_problems(kinds: Sequence[MediaKind]) -> list[str]:
    moving = [kind for kind in kinds if kind is not MediaKind.IMAGE]
    if len(moving) > 1 or (moving and len(kinds) > 1):
        return ["X takes four images, or one GIF, or one video"]
    if len(kinds) > _LIMITS["images"]:
        return [f"X takes {_LIMITS['images']} images a post, these are {len(kinds)}"]
    return []


def _item_problems(item: MediaItem) -> list[str]:
    found = []
    if item.size == 0:
        found.append("the file is empty")
    if item.mime not in _UPLOADABLE:
        found.append(f"X does not take {item.mime}")
    if len(item.alt_text) > _LIMITS["alt_text"]:
        found.append(f"the description is longer than {_LIMITS['alt_text']} characters")
    match item.kind:
        case MediaKind.IMAGE:
            found += _size_problem(item, _LIMITS["image_bytes"])
        case MediaKind.GIF:
            found += _size_problem(item, _LIMITS["gif_bytes"]) + _gif_problems(item)
        case MediaKind.VIDEO:
            found += _size_problem(item, _LIMITS["video_bytes"]) + _video_problems(item)
    return found


def _size_problem(item: MediaItem, most: int) -> list[str]:
    if item.size <= most:
        return []
    return [f"it has {item.size / _MIB:.1f} MB, X takes {most // _MIB} MB"]


def _gif_problems(item: MediaItem) -> list[str]:
    found = []
    if item.width > _GIF_SIDES[0] or item.height > _GIF_SIDES[1]:
        found.append("a GIF may have 1280 × 1080 pixels at most")
    if item.frames is not None and item.frames > _GIF_FRAMES:
        found.append(f"a GIF may have {_GIF_FRAMES} frames, this has {item.frames}")
    return found


def _video_problems(item: MediaItem) -> list[str]:
    if item.duration_ms is None:
        return []
    if item.duration_ms < _SHORTEST_VIDEO_MS:
        return ["the video is shorter than half a second"]
    if item.duration_ms > _LIMITS["video_ms"]:
        return ["the video is longer than 20 minutes, which X takes from Premium accounts only"]
    return []
