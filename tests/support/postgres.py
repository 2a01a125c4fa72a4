"""A Postgres for tests, where somebody has one: a schema of its own for each test."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from corpmail.database import create_database_engine, write_transaction

POSTGRES_URL = os.environ.get("INSIDER_TEST_POSTGRES_URL")


@contextmanager
def postgres_schema(name: str) -> Iterator[str]:
    """Make a schema for one test, give the URL that leads into it, and drop it.

    Args:
        name: What tells the test from others, such as its folder.
    """
    assert POSTGRES_URL is not None
    schema = f"test_{zlib.crc32(name.encode())}"
    url = make_url(POSTGRES_URL)
    admin = create_database_engine(url.render_as_string(hide_password=False))
    try:
        with write_transaction(admin) as session:
            session.connection().exec_driver_sql(f"drop schema if exists {schema} cascade")
            session.connection().exec_driver_sql(f"create schema {schema}")
        inside = url.update_query_dict({"options": f"-csearch_path={schema}"})
        yield inside.render_as_string(hide_password=False)
        with write_transaction(admin) as session:
            session.connection().exec_driver_sql(f"drop schema {schema} cascade")
    finally:
        admin.dispose()
