"""Runs migrations in the transaction that ``corpmail.schema_version`` opened."""

from typing import Literal

from alembic import context
from sqlalchemy.sql.schema import SchemaItem
from sqlmodel import SQLModel

import corpmail.tables  # noqa: F401 - its tables are part of the schema

try:
    import insider.episodes.tables  # noqa: F401 - and so are these, where the sandbox is there
except ModuleNotFoundError as error:
    if error.name is None or not error.name.startswith("insider"):
        raise


def is_ours(
    _object: SchemaItem,
    name: str | None,
    kind: Literal[
        "schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint"
    ],
    _reflected: bool,
    _compared: SchemaItem | None,
) -> bool:
    """Leave the search index alone: it is made by hand, and its shadow tables by SQLite."""
    return not (kind == "table" and name is not None and name.startswith("message_fts"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    include_object=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
