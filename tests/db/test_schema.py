"""The schema that the migrations build is the one the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from ofauto_desktop.domain.errors import NewerVersion
from storage import migrate
from storage.database import Database, create_schema
from storage.models import INDEXES, Base
from tests.db.seeds import KEY, add_account, add_client


def test_migrations_build_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_a_model})
        found = compare_metadata(context, Base.metadata)
    # Foreign keys that came with a column are not read back whole by SQLAlchemy; the test below compares them all.
    assert [one for one in found if one[0] not in ("add_fk", "remove_fk")] == []


def _is_a_model(name: str | None, kind: str, _parents) -> bool:
    """The full-text indexes and their inner tables have no model; the test below compares them."""
    return not (kind == "table" and name is not None and name.startswith(INDEXES))


def test_the_tables_are_written_the_same_way(database: Database, tmp_path: Path) -> None:
    """STRICT, WITHOUT ROWID, key columns, foreign keys and triggers, which Alembic does not compare."""
    plain = Database(tmp_path / "models.db", KEY, create=True)
    create_schema(plain)
    migrated, modelled = (one.read_now(_tables) for one in (database, plain))
    plain.close()
    migrated.pop("alembic_version")
    assert migrated == modelled


def _tables(session) -> dict[str, tuple]:
    listed = session.execute(text("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main'")).all()
    return {
        name: (
            without_rowid,
            strict,
            tuple(sorted(map(tuple, _columns(session, name)))),
            tuple(sorted(map(tuple, _foreign_keys(session, name)))),
        )
        for name, without_rowid, strict in listed
        if not name.startswith("sqlite_")
    }


def _columns(session, table: str):
    columns = text('SELECT name, type, "notnull", pk FROM pragma_table_info(:table)')
    return session.execute(columns, {"table": table}).all()


def _foreign_keys(session, table: str):
    keys = text('SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(:table)')
    return session.execute(keys, {"table": table}).all()


def test_the_triggers_that_keep_the_search_are_the_same(database: Database, tmp_path: Path) -> None:
    plain = Database(tmp_path / "models.db", KEY, create=True)
    create_schema(plain)
    migrated, modelled = (one.read_now(_triggers) for one in (database, plain))
    plain.close()
    assert migrated == modelled
    assert len(migrated) == 3 * len(INDEXES)


def _triggers(session) -> set[str]:
    listed = session.scalars(
        text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_text\\_%' ESCAPE '\\'")
    )
    return {" ".join(sql.split()) for sql in listed}


def test_the_head_is_the_newest_script() -> None:
    assert migrate.known_revisions()[-1] == migrate.HEAD


def test_rows_survive_a_second_opening(database: Database) -> None:
    """Data written at the head stays when the program opens it again and finds nothing to migrate."""
    client = database.write_now(add_client)
    account = database.write_now(add_account, client)
    database.close()
    again = Database(database.path, KEY)
    assert migrate.bring_up_to_date(again) is False
    found = again.read_now(lambda session: session.execute(text("SELECT id, client_id FROM platform")).all())
    again.close()
    assert [tuple(row) for row in found] == [(account, client)]


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    database.write_now(
        lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None
    )
    with pytest.raises(NewerVersion):
        migrate.bring_up_to_date(database)
    assert migrate.current(database) == "9999"


def test_an_upgrade_from_the_first_schema_keeps_rows_and_finds_their_words(tmp_path: Path) -> None:
    """Posts written before the search existed are found after it came."""
    old = Database(tmp_path / "old.db", KEY, create=True)
    migrate._upgrade(old, "0001")
    old.write_now(_a_post_of_the_first_schema)
    backed_up: list[bool] = []
    assert migrate.bring_up_to_date(old, lambda: backed_up.append(True)) is True
    found = old.read_now(
        lambda session: session.execute(
            text("SELECT rowid FROM post_text WHERE post_text MATCH 'kuche*'")  # without its accent, by its beginning
        ).all()
    )
    kept = old.read_now(lambda session: session.execute(text("SELECT text, tags, delays FROM scheduled_post")).all())
    old.close()
    assert backed_up == [True]
    assert [tuple(row) for row in found] == [(1,)]
    assert [tuple(row) for row in kept] == [("Die Küche", "[]", "[]")]


def _a_post_of_the_first_schema(session) -> None:
    session.execute(
        text(
            "INSERT INTO client (id, name, zone, currency, notes, created_at, updated_at, uid)"
            " VALUES (1, 'Ada', 'UTC', 'USD', '', 0, 0, 'c')"
        )
    )
    session.execute(
        text(
            "INSERT INTO scheduled_post (id, client_id, text, thread, created_at, updated_at, uid)"
            " VALUES (1, 1, 'Die Küche', '[]', 0, 0, 'p')"
        )
    )
