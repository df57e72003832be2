"""What a month's report asks beyond the numbers themselves: how many posts were made, and the words of the best."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind
from storage import scopes
from storage.happened import first_words
from storage.models import RemotePostSeen
from storage.scopes import Counted


def accounts(session: Session, client_id: int) -> list[Counted]:
    """The accounts of a client, removed ones too: they earned."""
    return scopes.accounts(session, Scope(client_id=client_id))


def posts_made(session: Session, account_ids: Sequence[int], start: datetime, end: datetime) -> dict[int, int]:
    """Posts as the platforms list them, made in [start, end) (aware UTC), by account."""
    rows = session.execute(
        select(RemotePostSeen.platform_id, func.count().label("many"))
        .where(RemotePostSeen.platform_id.in_(account_ids), RemotePostSeen.at >= start, RemotePostSeen.at < end)
        .group_by(RemotePostSeen.platform_id)
    )
    return {row.platform_id: row.many for row in rows}


def words_of(session: Session, wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, datetime]]:
    """First words and time of posts, by account and the platform's id."""
    query = select(RemotePostSeen.platform_id, RemotePostSeen.remote_id, RemotePostSeen.text, RemotePostSeen.at).where(
        RemotePostSeen.platform_id.in_({account_id for account_id, _ in wanted}),
        RemotePostSeen.remote_id.in_({remote_id for _, remote_id in wanted}),
    )
    return {(row.platform_id, row.remote_id): (first_words(row.text), row.at) for row in session.execute(query)}


def gaps(
    session: Session, account_ids: Sequence[int], start: datetime, end: datetime
) -> dict[tuple[int, SyncKind], list[Gap]]:
    """What could not be read in [start, end), by account and kind of pull."""
    found: dict[tuple[int, SyncKind], list[Gap]] = {}
    for kind in SyncKind:
        for account_id, marks in scopes.gaps(session, account_ids, kind).items():
            held = [gap for gap in marks if gap.start < end and gap.end > start]
            if held:
                found[account_id, kind] = held
    return found
