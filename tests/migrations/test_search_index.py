from pathlib import Path

from sqlalchemy import Engine

from corpmail.database import create_database_engine, read_transaction
from corpmail.schema_version import upgrade_database

SCRIPTS = Path(__file__).parents[2] / "migrations"


def index_of(engine: Engine) -> str:
    with read_transaction(engine) as session:
        found = session.connection().exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'message_fts'"
        )
        return str(found.scalar_one())


def test_a_migrated_database_has_the_index_that_a_new_one_has(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    migrated = create_database_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    upgrade_database(migrated, SCRIPTS)
    assert index_of(migrated) == index_of(sqlite_engine)
    migrated.dispose()
