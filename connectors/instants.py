"""Times as platforms write them."""

from datetime import UTC, datetime

from connectors.errors import LayoutChanged


def utc(at: datetime) -> datetime:
    """Aware UTC; a platform's time without a zone is UTC. Raises LayoutChanged for one that lies outside the calendar."""
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError as error:
        raise LayoutChanged("a time lies outside the calendar") from error
