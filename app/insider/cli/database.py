"""Opens the database of a command: current, and with what a crash left behind marked.

Called by every command that reads or writes episodes. A file of our own is brought up to date by
itself; anybody else's server is changed only by ``insider db upgrade``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

import insider
from corpmail.database import create_database_engine, write_transaction
from corpmail.errors import DatabaseError
from corpmail.schema_version import current_revision, head_revision, upgrade_database
from insider.cli.command import Invocation
from insider.episodes import mark_interrupted


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
