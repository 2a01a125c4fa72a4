"""Opens the database of a command: current, and with what a crash left behind marked.

Called by every command that reads or writes episodes. A file of our own is brought up to date by
itself; anybody else's server is changed only by ``insider db upgrade``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from corpmail.migration import current_revision, latest_revision, upgrade_database
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from corpmail.database import create_database_engine, write_transaction
from corpmail.errors import DatabaseError
from insider.cli.command import Invocation
from insider.episodes import mark_interrupted


@contextmanager
def open_database(invocation: Invocation) -> Iterator[Engine]:
    """Give the engine of the invocation's database, and dispose of it afterwards.

    Raises:
        DatabaseError: It cannot be opened, or is of another version and no file of ours.
    """
    prepare_database(invocation)
    engine = create_database_engine(invocation.settings.database_url)
    try:
        with write_transaction(engine) as session:
            interrupted = mark_interrupted(session)
        for episode_id in interrupted:
            invocation.console.warn(
                f"Episode {episode_id} was cut off with its process and is marked interrupted."
            )
        yield engine
    finally:
        engine.dispose()


def prepare_database(invocation: Invocation) -> None:
    """Bring an SQLite file up to date, and check any other database.

    Raises:
        DatabaseError: It is another database, and not of this version.
    """
    url = invocation.settings.database_url
    current = current_revision(url)
    if current == latest_revision():
        return
    if make_url(url).get_backend_name() != "sqlite":
        raise DatabaseError(
            f"The database is at version {current or 'none'}, and this Insider needs "
            f"{latest_revision()}: run '{invocation.next_command('db upgrade')}'."
        )
    upgrade_database(url)
