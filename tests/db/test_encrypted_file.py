"""The database file: opens with its key only, never a stranger's, and damage is found and named."""

import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from math import log2
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import AppError, BadInput, DiskProblem, NotAWorkspace, WrongPassphrase
from storage import settings
from storage.database import Database, damaged_pages, library_versions, ping
from tests.db.seeds import KEY, add_client

PAGE = 4096


@pytest.fixture
def filled(database) -> Path:
    """A closed database of some hundred pages."""

    def fill(session: Session) -> None:
        for number in range(400):
            settings.put(session, f"canary-{number}", "CANARY " * 60)

    database.write_now(fill)
    database.close()
    return database.path


def test_a_wrong_key_opens_nothing(filled):
    with pytest.raises(WrongPassphrase):
        Database(filled, bytes(32))
    Database(filled, KEY).close()


def test_nothing_of_it_can_be_read(filled):
    raw = filled.read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    assert b"CANARY" not in raw
    assert b"CREATE TABLE" not in raw


def test_every_page_looks_like_noise(filled):
    raw = filled.read_bytes()
    pages = [raw[at : at + PAGE] for at in range(0, len(raw), PAGE)]
    assert len(pages) > 50
    assert min(_entropy(page) for page in pages) >= 7.8


def _entropy(page: bytes) -> float:
    counts = Counter(page)
    return -sum(count / len(page) * log2(count / len(page)) for count in counts.values())


def test_a_plain_database_is_refused_and_left_untouched(tmp_path):
    path = tmp_path / "plain.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE mine (x)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(NotAWorkspace, match="plain, unencrypted"):
        Database(path, KEY)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["plain.db"]


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty or cut off"), (b"x" * 100, "empty or cut off")], ids=["empty", "stub"]
)
def test_a_file_too_small_is_refused(tmp_path, content, words):
    path = tmp_path / "small.db"
    path.write_bytes(content)
    with pytest.raises(NotAWorkspace, match=words):
        Database(path, KEY)
    assert path.read_bytes() == content


def test_a_foreign_file_is_refused(tmp_path):
    path = tmp_path / "noise.db"
    path.write_bytes(random.Random(1).randbytes(8 * PAGE))
    with pytest.raises(WrongPassphrase):
        Database(path, KEY)


def test_a_missing_file_is_not_created(tmp_path):
    with pytest.raises(NotAWorkspace, match="missing"):
        Database(tmp_path / "none.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_every_flipped_byte_is_found(filled):
    """Sixty places over the whole file, and in each the whole check; none may go unnoticed."""
    raw = filled.read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        at = dice.randrange(len(raw))
        filled.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << dice.randrange(8))]) + raw[at + 1 :])
        assert _is_refused(filled), f"byte {at}"
    filled.write_bytes(raw)
    assert not _is_refused(filled)


def _is_refused(path: Path) -> bool:
    try:
        database = Database(path, KEY)
    except AppError:
        return True
    try:
        return database.read_now(damaged_pages) > 0
    finally:
        database.close()


def test_reading_a_damaged_page_says_that_the_database_is_damaged(filled):
    raw = bytearray(filled.read_bytes())
    for at in range(len(raw) // PAGE // 2 * PAGE, len(raw), PAGE):
        raw[at + 100] ^= 1
    filled.write_bytes(raw)
    with pytest.raises(DiskProblem, match="damaged"):
        _read_settings(filled)


def _read_settings(path: Path) -> None:
    database = Database(path, KEY)
    try:
        database.read_now(lambda s: s.execute(text("SELECT * FROM setting")).all())
    finally:
        database.close()


def test_a_copy_is_encrypted_with_the_same_key_and_replaces_nothing(database, tmp_path):
    database.write_now(add_client, "CANARY-CLIENT")
    target = tmp_path / "copy.db"
    database.copy_now(target)
    assert b"CANARY" not in target.read_bytes()
    assert not target.read_bytes().startswith(b"SQLite format 3")
    copy = Database(target, KEY)
    assert copy.read_now(lambda s: s.execute(text("SELECT name FROM client")).scalar_one()) == "CANARY-CLIENT"
    copy.close()
    with pytest.raises(Exception, match="exists"):
        database.copy_now(target)


def test_a_change_that_fails_takes_nothing_else_with_it(database):
    def bad(session: Session) -> None:
        add_client(session, "half")
        raise BadInput("no")

    with pytest.raises(BadInput):
        database.write_now(bad)
    database.write_now(add_client, "whole")
    assert database.read_now(lambda s: s.execute(text("SELECT name FROM client")).scalars().all()) == ["whole"]


def test_what_a_read_changes_is_not_kept(database):
    database.read_now(add_client, "ghost")
    assert database.read_now(lambda s: s.execute(text("SELECT count(*) FROM client")).scalar_one()) == 0


def test_closed_means_closed(database):
    assert database.read_now(ping) == 1
    database.close()
    database.close()
    with pytest.raises(DiskProblem, match="closed"):
        database.write_now(add_client)


def test_temporary_tables_stay_in_memory_and_deleted_rows_are_noise(database):
    assert database.read_now(lambda s: s.execute(text("PRAGMA temp_store")).scalar_one()) == 2
    assert database.read_now(lambda s: s.execute(text("PRAGMA synchronous")).scalar_one()) == 2
    assert database.read_now(lambda s: s.execute(text("PRAGMA foreign_keys")).scalar_one()) == 1


def test_the_library_has_encryption():
    cipher, sqlite = library_versions()
    assert cipher
    assert sqlite.startswith("3.")


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, ".")
from storage.database import Database
from storage import settings
from ofauto_desktop.domain.errors import DiskProblem
from tests.db.seeds import KEY
path = Path(sys.argv[1])
database = Database(path, KEY)
database.write_now(settings.put, "before", "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50_000,) * 2)
try:
    database.write_now(settings.put, "big", "x" * 3_000_000)
except DiskProblem as error:
    print("refused:", error.reason)
assert database.read_now(settings.get, "before") == "kept"
assert database.read_now(settings.get, "big") is None
database.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_disk_that_takes_no_more_undoes_the_change_and_says_so(database):
    database.close()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(database.path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused: the disk")
    opened = Database(database.path, KEY)
    assert opened.read_now(settings.get, "before") == "kept"
    assert opened.read_now(damaged_pages) == 0
    opened.close()


def test_what_was_read_stays_true_while_nothing_is_counted_as_changed(database):
    before = database.changes
    database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM client")))
    database.write_now(lambda session: session.scalar(text("SELECT count(*) FROM client")))
    assert database.changes == before
    database.write_now(add_client)
    assert database.changes > before
