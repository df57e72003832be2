"""A real encrypted database at the newest schema, for every test of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrate
from storage.database import Database
from tests.db.seeds import KEY, migrated_copy


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database file, closed; made once, as migrating costs more than all else here."""
    path = tmp_path_factory.mktemp("schema") / "ofauto.db"
    database = Database(path, KEY, create=True)
    migrate.bring_up_to_date(database)
    database.close()
    return path


@pytest.fixture
def database(empty_workspace: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own, encrypted with a raw key (no key derivation)."""
    opened = migrated_copy(empty_workspace, tmp_path)
    yield opened
    opened.close()
