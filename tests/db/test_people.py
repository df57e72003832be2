"""Who did it: a workspace's owner stands behind clients, posts and the audit trail (M16)."""

from datetime import UTC, datetime

from storage import audit, clients, people
from storage.database import Database
from storage.models import Client

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_owner_is_named_by_what_they_did(database: Database) -> None:
    owner = database.write_now(people.add_owner, "ada")
    added = database.write_now(clients.add, "Ada", "Europe/Berlin", "EUR", NOW)
    assert database.read_now(lambda session: session.get_one(Client, added.id).user_id) == owner
    [entry] = database.read_now(audit.entries)
    assert (entry.action, entry.user_id) == ("client.added", owner)
    assert database.read_now(audit.verify) == (1, None)


def test_another_name_under_an_act_is_found(database: Database) -> None:
    database.write_now(people.add_owner, "ada")
    other = database.write_now(people.add_owner, "bo")
    database.write_now(clients.add, "Ada", "Europe/Berlin", "EUR", NOW)
    with database.engine.connect().execution_options(ofauto_writer=True) as connection, connection.begin():
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit_log SET user_id = ?", (other,))
    entries, broken = database.read_now(audit.verify)
    assert (entries, broken.kind if broken else None) == (0, "hash")
