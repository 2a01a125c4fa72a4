"""The full-text index of seeded mail, where the database is SQLite.

Made by the schema, filled by the snapshot store, asked by search. It holds words that our own
rule has cut already, joined by spaces; its text cannot be read back. Messages that a branch makes
are not in it, and other databases have no index: search matches those in Python.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from corpmail.expression import FIELDS
from corpmail.search.searchable import index_texts
from corpmail.types import SeedMessage

# Beginnings of words are kept up to two letters. Longer ones are found among the words themselves
# in a millisecond more; keeping three, as databases from before do, takes half of the time that
# storing takes.
_CREATE = (
    "CREATE VIRTUAL TABLE message_fts USING fts5("
    f"{', '.join(FIELDS)}, content='', columnsize=0, tokenize='ascii', prefix='1 2')"
)
_INSERT = text(
    f"INSERT INTO message_fts (rowid, {', '.join(FIELDS)}) "  # noqa: S608 - constant names
    f"VALUES (:pk, {', '.join(f':{field}' for field in FIELDS)})"
)
_SET_MEMORY = text("INSERT INTO message_fts (message_fts, rank) VALUES ('hashsize', :size)")
_USUAL_MEMORY, _LARGE_MEMORY = 1 << 20, 1 << 26
_BATCH = 1_000


def create_search_index(connection: Connection) -> None:
    """Create the index if the database can have one and has none; else do nothing."""
    if connection.dialect.name == "sqlite" and not has_search_index(connection):
        connection.exec_driver_sql(_CREATE)


def has_search_index(connection: Connection) -> bool:
    """Tell whether the database has the index."""
    if connection.dialect.name != "sqlite":
        return False
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'message_fts'"
    )
    return found.first() is not None


def index_messages(session: Session, rows: Sequence[tuple[int, SeedMessage]]) -> None:
    """Make seeded messages findable, in the caller's transaction.

    Does nothing where the database has no index.

    Args:
        session: The transaction that stores the messages.
        rows: Each message with the primary key of its row; each is given once.
    """
    connection = session.connection()
    if not has_search_index(connection):
        return
    large = len(rows) > _BATCH
    if large:
        _set_memory(connection, _LARGE_MEMORY)
    for start in range(0, len(rows), _BATCH):
        connection.execute(_INSERT, [_row(*row) for row in rows[start : start + _BATCH]])
    if large:
        _set_memory(connection, _USUAL_MEMORY)


def _set_memory(connection: Connection, size: int) -> None:
    """Say how many bytes of words are gathered before they are written.

    The more, the fewer pieces there are to be merged: with the usual megabyte, merging them takes
    as long as all the rest of storing twenty thousand messages.
    """
    connection.execute(_SET_MEMORY, {"size": size})


def _row(pk: int, message: SeedMessage) -> dict[str, object]:
    return {"pk": pk, **index_texts(message)}
