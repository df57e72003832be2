"""The schema that the migrations build is the one the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from ofauto_desktop.domain.errors import NewerVersion
from storage import migrate
from storage.database import Database, create_schema
from storage.models import Base
from tests.db.seeds import KEY, add_account, add_client


def test_migrations_build_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_tables_are_written_the_same_way(database: Database, tmp_path: Path) -> None:
    """STRICT, WITHOUT ROWID and key columns, which Alembic does not compare."""
    plain = Database(tmp_path / "models.db", KEY, create=True)
    create_schema(plain)
    migrated, modelled = (one.read_now(_tables) for one in (database, plain))
    plain.close()
    migrated.pop("alembic_version")
    assert migrated == modelled


def _tables(session) -> dict[str, tuple]:
    listed = session.execute(text("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main'")).all()
    return {
        name: (without_rowid, strict, tuple(sorted(map(tuple, _columns(session, name)))))
        for name, without_rowid, strict in listed
        if not name.startswith("sqlite_")
    }


def _columns(session, table: str):
    columns = text('SELECT name, type, "notnull", pk FROM pragma_table_info(:table)')
    return session.execute(columns, {"table": table}).all()


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
