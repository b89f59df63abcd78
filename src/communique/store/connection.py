"""Connections to the database: how one is opened, brought to the newest schema, and how its errors are told.

In: a path or an SQLAlchemy URL. Out: an engine whose SQLite connections write ahead, enforce foreign keys and wait for a lock, and whose
every failure is a `StoreError` that names the database, the rule and the remedy. Alembic is loaded only where the schema is not current,
since loading it costs more than all else together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from communique.model.errors import StoreError, StoreLocked, StoreTooNew, StoreUnwritable
from communique.store.tables import REVISION

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_UNWRITABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_AUTH")
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_FORMAT")


def connect_engine(target: str | Path, wait_s: float) -> Engine:
    """Return an engine for a path or a URL; nothing is opened yet.

    Raises:
        StoreUnwritable: the path is a folder or lies in no folder.
        StoreError: the URL is none, or its driver is not installed.
    """
    url = _parse_target(target)
    try:
        engine = create_engine(url)
    except NoSuchModuleError as error:
        raise StoreError(f"{target}: there is no such kind of database ({error}).", "Give a file name or a postgresql:// URL.") from error
    except ModuleNotFoundError as error:
        remedy = "Install it: pip install 'communique[postgres]'."
        raise StoreError(f"{target}: the driver {error.name!r} of this database is not installed.", remedy) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, wait_s)
    return engine


def _parse_target(target: str | Path) -> URL:
    if isinstance(target, str) and "://" in target:
        try:
            return make_url(target)
        except ArgumentError as error:
            remedy = "Write it as postgresql+psycopg://user@host/name or sqlite:///file."
            raise StoreError(f"{target}: this is no database URL.", remedy) from error
    if str(target) != ":memory:":
        _check_place(Path(target))
    return URL.create("sqlite", database=str(target))


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise StoreUnwritable(f"{path}: this is a folder, and a record is one file.", f"Name a file in it: {path / 'communique.db'}.")
    if not path.parent.is_dir():
        raise StoreUnwritable(f"{path}: its folder does not exist.", f"Make the folder {path.parent} first, or name another place.")


def _prepare_sqlite(engine: Engine, wait_s: float) -> None:
    """Let SQLAlchemy, not the driver, begin transactions, so that a reader sees one state and a writer locks before it reads.

    See https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#enabling-non-legacy-sqlite-transactional-modes-with-the-sqlite3-or-aiosqlite-driver
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(wait_s * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


@contextmanager
def begin(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Open a transaction that is committed at the end, or rolled back when anything is raised inside.

    Raises:
        StoreLocked: another process writes for longer than the waiting time.
        StoreUnwritable: no permission, or the disk is full.
        StoreError: the file is damaged or is no database.
    """
    with translate(engine), engine.connect().execution_options(writes=writes) as connection, connection.begin():
        yield connection


@contextmanager
def translate(engine: Engine) -> Iterator[None]:
    """Turn what drivers raise into errors of the store."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(name_of(engine), error.orig or error) from error
    except sqlite3.Error as error:
        raise _explain(name_of(engine), error) from error


def name_of(engine: Engine) -> str:
    """Return how messages call the database: the file, or the URL without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ":memory:"
    return engine.url.render_as_string(hide_password=True)


def _explain(name: str, error: BaseException) -> StoreError:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(_LOCKED):
        return StoreLocked(f"{name}: another process is writing to this record ({error}).", "Wait for it to end, then try again.")
    if code == "SQLITE_FULL":
        return StoreUnwritable(f"{name}: the disk is full; what was stored before is kept.", "Free some space, then try again.")
    if code.startswith(_UNWRITABLE):
        remedy = "Check that you may write the file and its folder, or name another place with --db."
        return StoreUnwritable(f"{name}: the record cannot be opened for writing ({error}).", remedy)
    if code.startswith(_DAMAGED):
        remedy = "Restore it from a copy, or name another file with --db and read the sources again."
        return StoreError(f"{name}: this file is no database, or it is damaged ({error}).", remedy)
    return StoreError(f"{name}: the database refused the request ({error}).", "See the database's own message.")


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; nothing happens where it is there already.

    Raises:
        StoreTooNew: a newer version of the package wrote the database.
        StoreError: the database belongs to another program.
    """
    with begin(engine, writes=False) as connection:
        current = _check_revision(connection)
    if current == REVISION:
        return
    with begin(engine, writes=True) as connection:
        if _check_revision(connection) != REVISION:
            _upgrade(connection)


def _check_revision(connection: Connection) -> str | None:
    """Return the schema's revision, None for an empty database. Revisions are numbers of four digits, so that they compare as strings."""
    name, tables = name_of(connection.engine), set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{name}: this database belongs to another program.", "Name another file with --db.")
        return None
    current: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if current is not None and current > REVISION:
        rule = f"its schema is {current} and this version knows up to {REVISION}"
        raise StoreTooNew(f"{name}: a newer version of communique wrote this record ({rule}).", "Upgrade communique, then try again.")
    return current


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
