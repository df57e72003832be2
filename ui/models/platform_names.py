"""Platforms by the names they go by. Pure; no Qt."""

from ofauto_desktop.domain.platforms import PlatformId

_NAMES = {
    PlatformId.ONLYFANS: "OnlyFans",
    PlatformId.FANSLY: "Fansly",
    PlatformId.INSTAGRAM: "Instagram",
    PlatformId.X: "X",
    PlatformId.KOFI: "Ko-fi",
    PlatformId.PATREON: "Patreon",
    PlatformId.GUMROAD: "Gumroad",
}


def platform_name(platform: PlatformId | str) -> str:
    """The name of a platform, or of its id."""
    return _NAMES[PlatformId(platform)]
