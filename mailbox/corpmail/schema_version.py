"""The version of a database's schema, and bringing it to the newest.

Called by the command line and when a server starts. The migration scripts lie outside the
packages, in ``migrations/``; the caller says where.
"""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, MetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.schema import SchemaItem

from corpmail.database import create_database_engine, read_transaction, write_transaction
from corpmail.errors import DatabaseError

_MADE_OTHERWISE = ("message_fts", "procrastinate_")


def upgrade_database(database: Engine | str, scripts: Path) -> None:
    """Bring a database to the newest version of its schema, in one transaction.

    Args:
        database: An engine, or the URL of a database that is made if there is none.
        scripts: The folder of the migration scripts.

    Raises:
        DatabaseError: The database cannot be opened, or is of a version that the scripts do not
            know: a newer program made it.
    """
    migrate_database(database, scripts, revision="head")


def migrate_database(database: Engine | str, scripts: Path, *, revision: str) -> None:
    """Bring a database up or down to a version of its schema, in one transaction.

    Args:
        database: An engine or a URL.
        scripts: The folder of the migration scripts.
        revision: A version, ``head``, ``base``, ``+1`` or ``-1``.

    Raises:
        DatabaseError: The database cannot be opened, a version is not known, or a migration
            failed; the database is as it was then.
    """
    if isinstance(database, str):
        engine = create_database_engine(database)
        try:
            migrate_database(engine, scripts, revision=revision)
        finally:
            engine.dispose()
        return
    config = alembic_config(scripts)
    down = revision == "base" or revision.startswith("-")
    try:
        with write_transaction(database) as session:
            config.attributes["connection"] = session.connection()
            (command.downgrade if down else command.upgrade)(config, revision)
    except CommandError as error:
        raise DatabaseError(
            f"The database cannot be brought to version '{revision}': {error}. "
            "It may be of a newer version of Insider."
        ) from error
    except DBAPIError as error:
        raise DatabaseError(
            f"The database could not be brought to version '{revision}', and is as it was: "
            f"{error.orig}."
        ) from error


def current_revision(engine: Engine) -> str | None:
    """Return the version of a database's schema; None when it has none.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    with read_transaction(engine) as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def head_revision(scripts: Path) -> str:
    """Return the newest version that there are migration scripts for.

    Args:
        scripts: The folder of the migration scripts.

    Raises:
        DatabaseError: The folder holds none.
    """
    try:
        head = ScriptDirectory.from_config(alembic_config(scripts)).get_current_head()
    except CommandError as error:
        raise DatabaseError(f"The migration scripts cannot be used: {error}.") from error
    if head is None:
        raise DatabaseError(f"There are no migration scripts in {scripts}.")
    return head


def draft_migration(engine: Engine, scripts: Path, *, message: str, metadata: MetaData) -> Path:
    """Write a new migration script with what the tables in code have and the database has not.

    For developers; what it writes is read, named and corrected by hand.

    Args:
        engine: A database of the newest version.
        scripts: The folder of the migration scripts.
        message: What the migration is for, in a few words.
        metadata: The tables in code.

    Raises:
        DatabaseError: The database is not of the newest version.
    """
    config = alembic_config(scripts)
    config.attributes["target_metadata"] = metadata
    with write_transaction(engine) as session:
        config.attributes["connection"] = session.connection()
        try:
            script = command.revision(config, message, autogenerate=True)
        except CommandError as error:
            raise DatabaseError(f"No migration can be drafted: {error}.") from error
    if not isinstance(script, Script):
        raise DatabaseError("The migration scripts have more than one newest version.")
    return Path(script.path)


def schema_differences(engine: Engine, metadata: MetaData) -> list[str]:
    """Return in words how a database's schema differs from the tables in code; empty if not.

    Args:
        engine: The database.
        metadata: The tables in code.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    with read_transaction(engine) as session:
        options = {"include_object": is_compared}
        context = MigrationContext.configure(session.connection(), opts=options)
        return [str(difference) for difference in compare_metadata(context, metadata)]


def is_compared(
    _object: SchemaItem,
    name: str | None,
    kind: str,
    _reflected: bool,
    _compared: SchemaItem | None,
) -> bool:
    """Tell whether a part of the schema is made from tables in code.

    The search index is not, and what a queue of workers made for itself is not.
    """
    return not (kind == "table" and name is not None and name.startswith(_MADE_OTHERWISE))


def alembic_config(scripts: Path) -> Config:
    """Return Alembic's settings for a folder of scripts; there is no ini file.

    Raises:
        DatabaseError: The folder holds no migration scripts.
    """
    if not (scripts / "env.py").is_file():
        raise DatabaseError(f"There are no migration scripts in {scripts}.")
    config = Config()
    # Alembic interpolates percent signs in its settings.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
