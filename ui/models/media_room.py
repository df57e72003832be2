"""How many media a post may carry on each platform, and whether these are too many (B5). Pure."""

from collections.abc import Iterable, Mapping, Sequence

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui.language import tr

_LIMIT_OF = {MediaKind.VIDEO: "videos", MediaKind.GIF: "gifs", MediaKind.IMAGE: "images"}


def room(accounts: Iterable[tuple[Account, Mapping[str, int]]], items: Sequence[MediaItem]) -> tuple[str, bool]:
    """Words such as "2 of 4 images on X", for the platform of each account with its limits; and whether it is too much.

    Platforms take images, or one GIF, or one film: what moves decides what is counted.
    """
    said: dict[str, str] = {}
    over = False
    kind = next((item.kind for item in items if item.kind is not MediaKind.IMAGE), MediaKind.IMAGE)
    for account, limits in accounts:
        most = limits.get(_LIMIT_OF[kind])
        if most is None:
            continue
        over |= len(items) > most
        said[account.platform] = _words(kind, len(items), most, account.platform.label)
    return " · ".join(said.values()), over


def _words(kind: MediaKind, used: int, most: int, platform: str) -> str:
    match kind:
        case MediaKind.VIDEO:
            return tr("{used} of {most} film on {platform}", used=used, most=most, platform=platform)
        case MediaKind.GIF:
            return tr("{used} of {most} GIF on {platform}", used=used, most=most, platform=platform)
        case MediaKind.IMAGE:
            return tr("{used} of {most} images on {platform}", used=used, most=most, platform=platform)
