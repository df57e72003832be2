"""The schema's version: created whole, upgraded after a verified backup, refused when newer.

Alembic is imported only when there is something to do, as it costs more than the rest of a start.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NewerVersion, NotAWorkspace
from storage.database import Database

# The newest revision in migrations/versions; a test compares the two.
HEAD = "0002"
_SCRIPTS = Path(__file__).parent / "migrations"


def current(database: Database) -> str | None:
    """The schema's revision, None in a database that has no tables yet."""
    return database.read_now(_revision)


def bring_up_to_date(database: Database, back_up: Callable[[], None] | None = None) -> bool:
    """Create or upgrade the schema; True if something was done.

    `back_up` must leave a verified backup or raise; it is called before an existing schema is touched. Raises
    NewerVersion for a schema that this program does not know.
    """
    revision = current(database)
    if revision == HEAD:
        return False
    if revision is not None:
        if revision not in known_revisions():
            raise NewerVersion(f"its schema {revision} is newer than this program's {HEAD}", item="database")
        if back_up is None:
            raise NotAWorkspace("an upgrade needs a backup first", item="database")
        back_up()
    _upgrade(database)
    return True


def known_revisions() -> tuple[str, ...]:
    """All revisions that this program can upgrade from, oldest first; read from the file names, which begin with them."""
    return tuple(sorted(path.name.split("_")[0] for path in (_SCRIPTS / "versions").glob("[0-9]*.py")))


def _upgrade(database: Database, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with database.engine.connect().execution_options(ofauto_writer=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _revision(session: Session) -> str | None:
    try:
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    except OperationalError as error:
        if "no such table" not in str(error):
            raise
    tables = session.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'table'")).scalar_one()
    if tables:
        raise NotAWorkspace("it is encrypted with the right key but holds another program's tables", item="database")
    return None
