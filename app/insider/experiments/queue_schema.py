"""The tables of the queue through which sweeps find workers: Procrastinate's own, beside ours.

Made and brought up to date by ``insider db upgrade`` on Postgres where the extra ``workers`` is
installed. They are in the same Postgres schema as everything else, their names begin with
``procrastinate_``, and our migrations leave them alone. Procrastinate keeps no version in them: we
do, as a comment on one of its tables.
"""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from corpmail.database import read_transaction, write_transaction
from insider.errors import ExperimentError

_TABLE = "procrastinate_jobs"


def has_queue(engine: Engine) -> bool:
    """Tell whether workers elsewhere can join sweeps on this database, as it is now.

    Args:
        engine: The database.
    """
    if not _may_have_queue(engine):
        return False
    with read_transaction(engine) as session:
        return inspect(session.connection()).has_table(_TABLE)


def check_queue(engine: Engine) -> None:
    """Refuse a database on which no worker can join a sweep.

    Args:
        engine: The database.

    Raises:
        ExperimentError: It is SQLite, the extra is not installed, or the tables are not there.
    """
    if engine.dialect.name != "postgresql":
        raise ExperimentError(
            "Workers find sweeps through Postgres: name one with --database or "
            "INSIDER_DATABASE_URL. On this machine alone, 'insider sweep --workers N' needs none."
        )
    if not _may_have_queue(engine):
        raise ExperimentError(
            "The queue of workers is not installed; install Insider with its extra 'workers', "
            "such as: pip install 'insider[workers]'."
        )
    if not has_queue(engine):
        raise ExperimentError(
            "The database has no queue of workers yet: 'insider db upgrade' makes it."
        )


def upgrade_queue(engine: Engine) -> bool:
    """Make the queue's tables, or bring them up to date; tell whether something was done.

    Args:
        engine: The database; of another kind than Postgres, or without the extra, it is left alone.
    """
    if not _may_have_queue(engine):
        return False
    from procrastinate.schema import SchemaManager

    scripts = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    newest = scripts[-1].stem
    with read_transaction(engine) as session:
        there = inspect(session.connection()).has_table(_TABLE)
        known = _read_version(session) if there else None
    if known == newest:
        return False
    if not there:
        _run(engine, SchemaManager.get_schema(), version=newest)
        return True
    # Tables that somebody made with Procrastinate's own command are those of its release.
    for script in scripts if known is not None else ():
        if script.stem > str(known):
            _run(engine, script.read_text(encoding="utf-8"), version=script.stem)
    if known is None:
        _run(engine, "", version=newest)
    return True


def _may_have_queue(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql" and find_spec("procrastinate") is not None


def _read_version(session: Session) -> str | None:
    found = session.execute(text(f"SELECT obj_description('{_TABLE}'::regclass, 'pg_class')"))
    version = found.scalar_one()
    return None if version is None else str(version)


def _run(engine: Engine, script: str, *, version: str) -> None:
    """Run a script of many statements, and note the version, in one transaction."""
    with write_transaction(engine) as session:
        connection = session.connection().connection
        cursor = connection.cursor()
        # By the driver itself, which takes many statements at once when there are no parameters.
        cursor.execute(f"{script}\n; COMMENT ON TABLE {_TABLE} IS '{version}'")
        cursor.close()
