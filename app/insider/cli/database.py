"""Opens the database of a command: current, and with what a crash left behind marked.

Called by every command that reads or writes episodes. A file of our own is brought up to date by
itself; anybody else's server is changed only by ``insider db upgrade``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

import insider
from corpmail.database import create_database_engine, write_transaction
from corpmail.errors import DatabaseError
from corpmail.schema_version import current_revision, head_revision, upgrade_database
from insider.cli.command import Invocation
from insider.episodes import mark_interrupted
from insider.errors import NoEpisodesError


@dataclass(frozen=True, slots=True)
class SchemaVersions:
    """The version that a database has, and the one that this program needs."""

    current: str | None
    """None for a database without our tables."""
    needed: str

    @property
    def is_current(self) -> bool:
        """Whether the two are the same."""
        return self.current == self.needed


@contextmanager
def open_database(invocation: Invocation) -> Iterator[Engine]:
    """Give the engine of the invocation's database, and dispose of it afterwards.

    Raises:
        DatabaseError: It cannot be opened, or is of another version and no file of ours.
    """
    with connect(invocation) as engine:
        _make_current(invocation, engine)
        with write_transaction(engine) as session:
            interrupted = mark_interrupted(session)
        for episode_id in interrupted:
            invocation.console.warn(
                f"Episode {episode_id} was cut off with its process and is marked interrupted."
            )
        yield engine


@contextmanager
def open_database_to_look(invocation: Invocation) -> Iterator[Engine]:
    """Give the engine of a database for a command that is to leave none where there was none.

    Raises:
        DatabaseError: As ``open_database``.
    """
    if _is_there(invocation):
        with open_database(invocation) as engine:
            yield engine
        return
    with TemporaryDirectory(prefix="insider-") as folder:
        engine = create_database_engine(f"sqlite:///{Path(folder) / 'insider.db'}")
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()


@contextmanager
def open_existing_database(invocation: Invocation) -> Iterator[Engine]:
    """Give the engine of a database for a command that only asks about what is in it.

    Raises:
        DatabaseError: As ``open_database``, or the command line names a file that is not there.
        NoEpisodesError: The usual file is not there yet; it is not made for a question.
    """
    if not has_database(invocation):
        raise NoEpisodesError(say_none_yet(invocation))
    with open_database(invocation) as engine:
        yield engine


def has_database(invocation: Invocation) -> bool:
    """Tell whether the invocation's database is there; a server's is taken to be.

    Raises:
        DatabaseError: The URL cannot be read, the command line names a file that is not there, or
            a setting names a folder that is not.
    """
    if _is_there(invocation):
        return True
    with connect(invocation) as engine:
        url = engine.url
    if invocation.database_option is not None:
        raise DatabaseError(f"There is no database file {url.database}.")
    folder = Path(str(url.database)).parent
    if not folder.is_dir():
        raise DatabaseError(f"There is no folder {folder}, where INSIDER_DATABASE_URL points.")
    return False


def say_none_yet(invocation: Invocation) -> str:
    """Return what people are told who ask about episodes where there are none."""
    return f"There are no episodes yet; '{invocation.next_command('demo')}' makes some."


@contextmanager
def connect(invocation: Invocation) -> Iterator[Engine]:
    """Give the engine of the invocation's database as it is.

    Raises:
        DatabaseError: The URL cannot be read.
    """
    engine = create_database_engine(invocation.settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def read_versions(engine: Engine) -> SchemaVersions:
    """Return the versions of a database and of this program.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    return SchemaVersions(current=current_revision(engine), needed=head_revision(find_migrations()))


def versions_of_none() -> SchemaVersions:
    """Return the versions where there is no database yet."""
    return SchemaVersions(current=None, needed=head_revision(find_migrations()))


def upgrade(engine: Engine) -> None:
    """Bring a database to the version that this program needs.

    Raises:
        DatabaseError: It cannot be opened, or a newer program made it.
    """
    upgrade_database(engine, find_migrations())


def find_migrations() -> Path:
    """Return the folder of migration scripts: the checkout's, else the one that is shipped."""
    package = Path(insider.__file__).resolve().parent
    checkout = package.parent.parent / "migrations"
    return checkout if (checkout / "env.py").is_file() else package / "_migrations"


def _is_there(invocation: Invocation) -> bool:
    with connect(invocation) as engine:
        url = engine.url
    named = url.get_backend_name() != "sqlite" or "uri" in url.query
    return named or Path(str(url.database)).exists()


def _make_current(invocation: Invocation, engine: Engine) -> None:
    versions = read_versions(engine)
    if versions.is_current:
        return
    if engine.dialect.name != "sqlite":
        raise DatabaseError(
            f"The database is of version {versions.current or 'none'}, and this program needs "
            f"{versions.needed}: '{invocation.next_command('db upgrade')}' brings it there."
        )
    upgrade(engine)
