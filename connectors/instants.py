"""Times as platforms write them."""

from datetime import UTC, datetime

from connectors.errors import LayoutChanged
from ofauto_desktop.domain.days import in_calendar

_OUTSIDE = "a time lies outside the calendar"


def known(at: datetime) -> datetime | None:
    """As `utc`; None for a time outside the calendar, which says nothing."""
    try:
        return utc(at)
    except LayoutChanged:
        return None


def utc(at: datetime) -> datetime:
    """Aware UTC; a platform's time without a zone is UTC. Raises LayoutChanged for one that lies outside the calendar."""
    try:
        found = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError as error:
        raise LayoutChanged(_OUTSIDE) from error
    if not in_calendar(found):
        raise LayoutChanged(_OUTSIDE)
    return found
