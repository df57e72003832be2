"""The encrypted database: four readers, one writer, and the one place that knows SQLCipher's errors.

Every write goes through one thread as BEGIN IMMEDIATE. Writes that wait for each other share one transaction, each in a
savepoint of its own, so that a burst costs one fsync; with synchronous=FULL a change whose `write` has returned survives
a power cut, which at-most-once publishing needs.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import QueuePool

from ofauto_desktop.domain.errors import AppError, DiskProblem, NotAWorkspace, WrongPassphrase
from storage.stepping_back import step_back

P = ParamSpec("P")
R = TypeVar("R")

READERS = 4
_PLAIN_HEADER = b"SQLite format 3\x00"
_SMALLEST = 1024
# Writes that share one transaction; more would only make the last one wait longer.
_LARGEST_GROUP = 64
_CACHE_KIB = 48_000


class Database:
    """An open database. `read` and `write` run a query function in a thread of its own and return plain values.

    Raises WrongPassphrase where `key` (32 bytes) does not fit, NotAWorkspace for a plain, foreign, empty or damaged
    file, DiskProblem where the disk fails.
    """

    def __init__(self, path: Path, key: bytes | bytearray, *, create: bool = False) -> None:
        self.path = path
        if not create:
            _refuse_strangers(path)
        self._key = bytearray(key)
        self._engine = _engine(path, self._key)
        self._writes: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="db-reader", initializer=step_back)
        self._closed = False
        # Rows changed so far: what was read stays true for as long as this stays the same (one process at a time writes).
        self.changes = 0
        try:
            self._writer_connection = _opened(self._engine)
        except BaseException:
            self._engine.dispose()
            self._readers.shutdown()
            raise
        self._writer = threading.Thread(target=self._write_loop, name="db-writer", daemon=True)
        self._writer.start()

    async def read(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`query(session, …)` on a reader thread, in one consistent snapshot. What it changes is not kept."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read_now(query, *args, **kwargs))

    async def write(self, change: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`change(session, …)` on the writer thread; when this returns it is on the disk.

        What it raises undoes it alone and passes through. Cancelling the caller does not undo a change that runs.
        """
        return await asyncio.wrap_future(self._enqueue(change, *args, **kwargs))

    def read_now(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`read` on the calling thread, for start-up and tools that have no loop."""
        with _translated(), self._engine.connect() as connection, connection.begin() as transaction:
            with Session(bind=connection, expire_on_commit=False) as session:
                result = query(session, *args, **kwargs)
            transaction.rollback()
            return result

    def write_now(self, change: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`write` for a caller that has no loop; waits."""
        return self._enqueue(change, *args, **kwargs).result()

    def copy_now(self, target: Path) -> None:
        """A consistent copy under the same key in `target`, which must not exist, while others go on working."""
        with _translated(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("VACUUM INTO ?", (str(target),))

    def shrink_now(self) -> None:
        """Give back what is kept to be quick, pages of the file and statements; it comes again when it is wanted."""
        self._engine.clear_compiled_cache()
        self.write_now(_shrink)
        with ExitStack() as stack:
            # All that rest at this moment, held together: one after another would be the same one again.
            for _ in range(self._engine.pool.checkedin()):  # type: ignore[attr-defined]
                stack.enter_context(self._engine.connect()).exec_driver_sql("PRAGMA shrink_memory")

    def close(self) -> None:
        """Finish what is queued, close every connection, drop the key. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._writes.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._writer_connection.close()
        self._engine.dispose()
        self._key[:] = bytes(len(self._key))

    @property
    def engine(self) -> Engine:
        """For migrations and backups, inside `storage` only."""
        return self._engine

    def _enqueue(self, change: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        if self._closed:
            message = "the database is closed"
            raise DiskProblem(message)
        future: Future[R] = Future()
        self._writes.put(_Write(lambda session: change(session, *args, **kwargs), future))
        return future

    def _write_loop(self) -> None:
        while (first := self._writes.get()) is not None:
            group = [first]
            ended = False
            while len(group) < _LARGEST_GROUP and not self._writes.empty():
                following = self._writes.get()
                if following is None:
                    ended = True
                    break
                group.append(following)
            self._run_group(group)
            if ended:
                return

    def _run_group(self, group: "list[_Write]") -> None:
        done: list[tuple[_Write, Any]] = []
        try:
            with _translated(), self._writer_connection.begin():
                for write in group:
                    self._run_one(write, done, alone=len(group) == 1)
        except BaseException as error:  # noqa: BLE001 - handed to every waiting caller, who raises it
            for write in group:
                if not write.future.done():
                    write.future.set_exception(error)
            return
        finally:
            self.changes = self._writer_connection.connection.driver_connection.total_changes
        for write, result in done:
            write.future.set_result(result)

    def _run_one(self, write: "_Write", done: "list[tuple[_Write, Any]]", *, alone: bool) -> None:
        """One change in its savepoint; alone in its transaction it needs none, as the whole is undone with it."""
        if not write.future.set_running_or_notify_cancel():
            return
        if alone:
            done.append((write, self._apply(write, "rollback_only")))
            return
        savepoint = self._writer_connection.begin_nested()
        try:
            result = self._apply(write, "create_savepoint")
        except BaseException as error:
            if not savepoint.is_active:
                raise
            savepoint.rollback()
            write.future.set_exception(_as_ours(error))
        else:
            savepoint.commit()
            done.append((write, result))

    def _apply(self, write: "_Write", joining: JoinTransactionMode) -> Any:
        with Session(bind=self._writer_connection, expire_on_commit=False, join_transaction_mode=joining) as session:
            result = write.change(session)
            session.flush()
            session.commit()
            return result


def _shrink(session: Session) -> None:
    session.connection().exec_driver_sql("PRAGMA shrink_memory")


class _Write:
    """A change that waits for the writer, and where its result goes."""

    __slots__ = ("change", "future")

    def __init__(self, change: Callable[[Session], Any], future: Future[Any]) -> None:
        self.change = change
        self.future = future


def _refuse_strangers(path: Path) -> None:
    """Never key a file that is not ours: SQLCipher would report it as a wrong key, or write into it."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_PLAIN_HEADER))
        size = path.stat().st_size
    except FileNotFoundError as error:
        message = "the database file is missing"
        raise NotAWorkspace(message, item=path.name) from error
    except OSError as error:
        raise _disk_problem(error, path) from error
    if start == _PLAIN_HEADER:
        message = "it is a plain, unencrypted database; it is left untouched"
        raise NotAWorkspace(message, item=path.name)
    if size < _SMALLEST:
        message = "the database file is empty or cut off"
        raise NotAWorkspace(message, item=path.name)


def _engine(path: Path, key: bytearray) -> Engine:
    # The key never enters a URL or a repr: it is given to each new connection by this listener.
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=READERS + 1,
        max_overflow=2,
        # An error that is printed or logged would quote what was being written: texts, names, sealed tokens.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level=NONE")
        cursor.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in (
            "temp_store=MEMORY",
            f"cache_size=-{_CACHE_KIB // (READERS + 1)}",
            "foreign_keys=ON",
            "busy_timeout=10000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("SELECT count(*) FROM sqlite_master")  # the key is only tried by the first read
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writer = connection.get_execution_options().get("ofauto_writer")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _opened(engine: Engine) -> Any:
    with _translated():
        connection = engine.connect().execution_options(ofauto_writer=True)
        version = connection.connection.driver_connection.execute("PRAGMA cipher_version").fetchone()  # type: ignore[union-attr]
        if not version or not version[0]:
            message = "the database library has no encryption; refusing to start"
            raise NotAWorkspace(message)
        return connection


class _translated:  # noqa: N801 - used as a `with` word
    """Turns the driver's errors into ours, by SQLite's code; ours and the caller's own pass through."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            ours = _as_ours(error)
            if ours is not error:
                raise ours from error


def _as_ours(error: BaseException) -> BaseException:
    driver = getattr(error, "orig", error)
    if isinstance(error, AppError) or not isinstance(driver, sqlcipher.Error):
        return error
    name = getattr(driver, "sqlite_errorname", "") or ""
    said = str(driver)
    if "file is not a database" in said:
        return WrongPassphrase("the key does not fit the database")
    for mark, kind, reason in _BY_CODE:
        if mark in name or mark in said:
            return kind(reason)
    return error


_BY_CODE: tuple[tuple[str, type[AppError], str], ...] = (
    ("SQLITE_FULL", DiskProblem, "the disk is full"),
    ("database or disk is full", DiskProblem, "the disk is full"),
    ("SQLITE_READONLY", DiskProblem, "the folder or the database is read-only"),
    ("attempt to write a readonly", DiskProblem, "the folder or the database is read-only"),
    ("SQLITE_CORRUPT", NotAWorkspace, "the database is damaged"),
    ("malformed", NotAWorkspace, "the database is damaged"),
    ("SQLITE_IOERR", DiskProblem, "the disk cannot be read or written"),
    ("disk I/O error", DiskProblem, "the disk cannot be read or written"),
    ("SQLITE_CANTOPEN", DiskProblem, "the database file cannot be opened"),
    ("unable to open database", DiskProblem, "the database file cannot be opened"),
)


def _disk_problem(error: OSError, path: Path) -> DiskProblem:
    return DiskProblem(f"{path.name} cannot be read ({error.strerror})", item=path.name)


def create_schema(database: Database) -> None:
    """All tables of a new database, without migrations; for throw-away databases in tests and benchmarks."""
    from storage.models import Base

    with database.engine.connect().execution_options(ofauto_writer=True) as connection, connection.begin():
        Base.metadata.create_all(connection)


def library_versions() -> tuple[str, str]:
    """SQLCipher's version ("" where the library has no encryption) and SQLite's."""
    connection = sqlcipher.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return (str(found[0]) if found else ""), str(sqlcipher.sqlite_version)


def damaged_pages(session: Session) -> int:
    """How many pages of the file do not carry the seal they were written with; reads all of it (270 MB/s)."""
    return len(session.execute(text("PRAGMA cipher_integrity_check")).all())


def ping(session: Session) -> int:
    """1, if the database answers."""
    return int(session.execute(text("SELECT 1")).scalar_one())
