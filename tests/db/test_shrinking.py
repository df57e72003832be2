"""What the program gives back while nobody looks comes again when it is wanted."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.models import Client
from tests.db.seeds import add_client


def test_a_shrunk_database_reads_and_writes_on(database: Database) -> None:
    database.write_now(add_client)
    names = database.read_now(_names)
    before = len(database.engine._compiled_cache)
    database.shrink_now()
    assert len(database.engine._compiled_cache) < before
    assert database.read_now(_names) == names
    database.write_now(add_client, name="another")
    assert len(database.read_now(_names)) == len(names) + 1


def _names(session: Session) -> list[str]:
    return list(session.scalars(select(Client.name)))
