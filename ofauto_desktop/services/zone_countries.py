"""In which country a time zone lies: what a proxy's exit is held against."""


def zone_country(zone: str) -> str:
    """Europe/Berlin -> DE; "" for a zone of no country, as UTC."""
    from babel.core import get_global  # its data is large, and seldom wanted

    found = get_global("zone_territories").get(zone, "")
    return found if len(found) == 2 and found.isalpha() else ""
