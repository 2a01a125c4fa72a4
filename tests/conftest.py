"""What every test starts from: no settings of the machine, and a database of its own."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

import insider.episodes.tables
import insider.experiments.tables
import insider.inspection.tables  # noqa: F401 - its tables are part of the schema
from corpmail.database import create_database_engine, create_schema
from support.postgres import POSTGRES_URL, postgres_schema

# A property is tried on forty examples where its test does not say otherwise: there are many.
settings.register_profile("suite", max_examples=40, deadline=None)
settings.load_profile("suite")

DATABASES = ["sqlite"]
if POSTGRES_URL:
    # Only where somebody has one: every test that uses a database runs on both then.
    DATABASES.append("postgres")


def pytest_collection_finish() -> None:
    """Looking for garbage among thousands of collected tests took a quarter of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


@pytest.fixture(autouse=True)
def clear_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("INSIDER_") and not name.startswith("INSIDER_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def give_back_logging() -> Iterator[None]:
    """A command of the CLI takes a process's log over, onto a terminal that ends with its test."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in [each for each in root.handlers if each not in handlers]:
        # pytest's own come and go by themselves.
        if type(handler) is logging.StreamHandler:
            root.removeHandler(handler)


@pytest.fixture(
    params=[
        pytest.param(name, marks=[pytest.mark.postgres] if name == "postgres" else [], id=name)
        for name in DATABASES
    ]
)
def database_url(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "postgres":
        with postgres_schema(str(tmp_path)) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'mail.db'}"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables: a copy takes a tenth of the time of making them anew."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    engine = create_database_engine(f"sqlite:///{path}")
    create_schema(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    """For what is true of SQLite alone."""
    path = tmp_path / "sqlite.db"
    shutil.copyfile(empty_database, path)
    engine = create_database_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database_url: str, empty_database: Path) -> Iterator[Engine]:
    engine = create_database_engine(database_url)
    if engine.dialect.name == "sqlite":
        shutil.copyfile(empty_database, str(engine.url.database))
    else:
        create_schema(engine)
    yield engine
    engine.dispose()
