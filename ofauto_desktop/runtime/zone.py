"""Which time zone this computer is set to."""

from zoneinfo import ZoneInfoNotFoundError


def local_zone() -> str:
    """The IANA name, "UTC" where the computer does not tell."""
    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
