"""What OnlyFans accepts, checked before anything is saved and again before it is sent (platforms/onlyfans.md §4)."""

from collections.abc import Mapping, Sequence

from connectors.onlyfans.manifest import EXPIRES, MANIFEST
from connectors.onlyfans.site import ADDRESS, address_of
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.manifest import PRICE, PriceSpec
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.words import mark

_LIMITS = MANIFEST.limits
_MB = 1000 * 1000
_STAYS = mark("a post with a price is not taken down by itself at OnlyFans")
_TAKEN = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/heic",
        "video/mp4",
        "video/quicktime",
        "video/x-m4v",
        "video/mpeg",
        "video/x-ms-wmv",
        "video/x-msvideo",
        "video/webm",
        "video/x-matroska",
    }
)


class OnlyFansRules:
    """OnlyFans' rules on content; what an account's own bounds say of a price is known at the form (`price_problem`)."""

    def measure(self, text: str, *, text_limit: int | None = None) -> TextMeasure:
        limit = text_limit or _LIMITS["text_chars"]
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
        found = [] if reply_to is None else [Problem(text="OnlyFans takes no replies to posts")]
        if len(parts) > 1:
            found.append(Problem(text="OnlyFans has no threads", part=1))
        measure = self.measure(parts[0], text_limit=text_limit)
        if not parts[0].strip() and not media:
            found.append(Problem(text="there is no text and no media"))
        if measure.length > measure.limit:
            over = measure.length - measure.limit
            found.append(Problem(text=f"the text is {over} over OnlyFans' limit of {measure.limit}"))
        asked = options or {}
        if asked.get(EXPIRES, "1") not in ("1", "3", "7", "30"):
            found.append(Problem(text="OnlyFans takes posts down after 1, 3, 7 or 30 days"))
        if asked.get(EXPIRES) and asked.get(PRICE, "0") != "0":
            found.append(Problem(text=_STAYS))
        return found + _media_problems(media)

    def address(self, handle: str | None, post_id: str) -> str | None:
        if not (post_id.isascii() and post_id.isdecimal()):
            return None
        return address_of(handle, post_id) if handle else ADDRESS


def _media_problems(media: Sequence[MediaItem]) -> list[Problem]:
    most = _LIMITS["images"]
    found = []
    if len(media) > most:
        found.append(Problem(text=f"OnlyFans takes {most} pictures and films a post, these are {len(media)}"))
    for item in media:
        if item.size == 0:
            found.append(Problem(text=f"{item.name}: the file is empty"))
        if item.mime not in _TAKEN:
            found.append(Problem(text=f"{item.name}: OnlyFans does not take {item.mime}"))
        if item.size > _LIMITS["file_bytes"]:
            found.append(Problem(text=f"{item.name}: {_too_large(item.size)}"))
    return found


def _too_large(size: int) -> str:
    most = _LIMITS["file_bytes"] // _MB
    return f"it has {size / _MB:.0f} MB; more than {most} MB cannot be handed to the browser without a readable copy"


def price_problem(price_minor: int, *, has_media: bool, expires: bool, least: int, most: int) -> str:
    """What is wrong with a post's price in cents; "" for nothing. `least` and `most` are the account's own."""
    if price_minor and expires:
        return _STAYS
    return PriceSpec(least=least, most=most).wrong(str(price_minor), has_media=has_media)
