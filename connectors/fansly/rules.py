"""What Fansly accepts, checked before anything is saved and again before it is sent (platforms/fansly.md §3)."""

from collections.abc import Mapping, Sequence

from connectors.fansly import parse
from connectors.fansly.manifest import ACCESS, LONGEST_TEXT, MANIFEST, SEEN_TEXT, TIERS
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.media import MediaItem

_LIMITS = MANIFEST.limits
_MIB = 1024 * 1024
# What Playwright hands over from memory (connectors/browser/README.md).
_LARGEST = 50 * _MIB
_TAKEN = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "image/gif",
        "video/mp4", "video/quicktime", "video/webm",
        "audio/mpeg", "audio/mp4", "audio/wav", "audio/x-wav",
    }
)  # fmt: skip


class FanslyRules:
    """Fansly's rules on content. Characters are counted as the page's text field counts them: in UTF-16 units."""

    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure:
        limit = text_limit or LONGEST_TEXT
        length = _units(text)
        return TextMeasure(length=length, limit=limit, cut=_cut(text, limit) if length > limit else None)

    def problems(
        self,
        parts: Sequence[str],
        media: Sequence[MediaItem],
        *,
        text_limit: int | None = None,
        reply_to: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> list[Problem]:
        found = []
        if len(parts) > 1:
            found.append(Problem(text="Fansly has no threads", part=1))
        if reply_to is not None:
            found.append(Problem(text="this program answers no posts on Fansly"))
        if not parts[0].strip() and not media:
            found.append(Problem(text="there is no text and no media", part=0))
        found += self._too_long(parts[0], text_limit)
        if len(media) > _LIMITS["media_items"]:
            found.append(Problem(text=f"at most {_LIMITS['media_items']} files go into a post, these are {len(media)}"))
        for item in media:
            found += [Problem(text=f"{item.name}: {text}") for text in _item_problems(item)]
        asked = options or {}
        if asked.get(ACCESS) and asked.get(TIERS):
            found.append(Problem(text="media are for certain tiers or for all who follow, not both"))
        if (asked.get(ACCESS) or asked.get(TIERS)) and not media:
            hint = "who sees it is set for media; the text of a post is seen by all who see the wall"
            found.append(Problem(text=hint, blocking=False))
        return found

    def address(self, handle: str | None, post_id: str) -> str | None:
        is_id = post_id.isascii() and post_id.isdecimal() and len(post_id) <= 20
        return parse.address(post_id) if is_id else None

    def _too_long(self, text: str, text_limit: int | None) -> list[Problem]:
        measure = self.measure(text, text_limit=text_limit)
        if measure.length > measure.limit:
            over = measure.length - measure.limit
            return [Problem(text=f"the text is {over} over Fansly's limit of {measure.limit}", part=0)]
        if measure.length > SEEN_TEXT:
            hint = f"Fansly's own form took {SEEN_TEXT} characters where it was seen; a longer text may be refused"
            return [Problem(text=hint, part=0, blocking=False)]
        return []


def _item_problems(item: MediaItem) -> list[str]:
    found = []
    if item.size == 0:
        found.append("the file is empty")
    if item.mime not in _TAKEN:
        found.append(f"Fansly does not take {item.mime}")
    if item.size > _LARGEST:
        found.append(f"it has {item.size / _MIB:.1f} MB, this program hands over {_LARGEST // _MIB} MB at most")
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> int:
    """How many characters of `text` fit."""
    units = 0
    for count, char in enumerate(text):
        units += 2 if ord(char) > 0xFFFF else 1
        if units > limit:
            return count
    return len(text)
