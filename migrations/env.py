"""Runs migrations in the transaction that ``corpmail.schema_version`` opened.

Imports no tables: going up and down needs the scripts alone, and whoever compares with the tables
in code has imported them and gives their metadata.
"""

from alembic import context

from corpmail.schema_version import is_compared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("target_metadata"),
    render_as_batch=True,
    include_object=is_compared,
)
with context.begin_transaction():
    context.run_migrations()
