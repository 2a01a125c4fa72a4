"""The catalogue of a snapshot, and a branch's view of it.

Called by search. A snapshot never changes, so its catalogue is made once for a database and kept;
what a branch changed of it is small and read with each search.
"""

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Select, bindparam, func, select

from corpmail.context import MailContext
from corpmail.search.catalogue import (
    EMPTY_BOX,
    Box,
    BoxKey,
    Catalogue,
    CatalogueRow,
    CopyState,
    box_key,
    correct_box,
    make_catalogue,
)
from corpmail.tables import MessageRow
from corpmail.types import SnapshotId

_tables = MessageRow.metadata.tables
_message, _entry, _overlay = _tables["message"], _tables["entry"], _tables["overlay"]

_KEPT = 8

# Nothing is found here that could not be read again; it goes when its engine goes.
_shelves: WeakKeyDictionary[Engine, "_Shelf"] = WeakKeyDictionary()
_shelves_lock = threading.Lock()


class _Shelf:
    """The catalogues last used with one engine."""

    def __init__(self) -> None:
        self._catalogues: dict[tuple[str, int | None], Catalogue] = {}
        self._lock = threading.Lock()

    def catalogue(self, connection: Connection, snapshot_id: SnapshotId) -> Catalogue:
        # A snapshot whose storing was undone may be stored again with other keys.
        first_entry = connection.execute(_first_entry(), {"space": snapshot_id}).scalar()
        key = (snapshot_id, first_entry)
        with self._lock:
            found = self._catalogues.pop(key, None)
        if found is None:
            found = _read_catalogue(connection, snapshot_id)
        with self._lock:
            self._catalogues[key] = found
            while len(self._catalogues) > _KEPT:
                del self._catalogues[next(iter(self._catalogues))]
        return found


def snapshot_catalogue(connection: Connection, snapshot_id: SnapshotId) -> Catalogue:
    """Return the catalogue of all mail of a snapshot, that of the future too."""
    with _shelves_lock:
        shelf = _shelves.setdefault(connection.engine, _Shelf())
    return shelf.catalogue(connection, snapshot_id)


def boxes_in_branch(ctx: MailContext, catalogue: Catalogue) -> Mapping[BoxKey, Box]:
    """Return a snapshot's mailboxes with what the branch changed of them."""
    changes = ctx.session.connection().execute(
        _changes(), {"branch": ctx.branch_id, "space": ctx.snapshot_id}
    )
    changed: dict[BoxKey, list[CopyState]] = {}
    for account, message_pk, first_folder, *now in changes:
        state = CopyState(catalogue.position_of(message_pk), *now)
        changed.setdefault(box_key(account, first_folder), []).append(state)
    if not changed:
        return catalogue.boxes
    corrected = {
        key: correct_box(catalogue.boxes.get(key, EMPTY_BOX), states, catalogue.size)
        for key, states in changed.items()
    }
    return {**catalogue.boxes, **corrected}


def _read_catalogue(connection: Connection, snapshot_id: SnapshotId) -> Catalogue:
    rows = connection.execute(_copies(), {"space": snapshot_id})
    return make_catalogue(CatalogueRow(*row) for row in rows)


@cache
def _first_entry() -> Select[Any]:
    return (
        select(_entry.c.pk)
        .where(_entry.c.space == bindparam("space"))
        .order_by(_entry.c.account, _entry.c.received_at, _entry.c.pk)
        .limit(1)
    )


@cache
def _copies() -> Select[Any]:
    return (
        select(
            _entry.c.account,
            _entry.c.message_pk,
            _entry.c.folder.label("first_folder"),
            _entry.c.folder,
            _entry.c.is_read,
            _entry.c.starred,
            _entry.c.received_at,
            _message.c.public_id,
        )
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(_entry.c.space == bindparam("space"))
    )


@cache
def _changes() -> Select[Any]:
    return (
        select(
            _entry.c.account,
            _entry.c.message_pk,
            _entry.c.folder.label("first_folder"),
            func.coalesce(_overlay.c.folder, _entry.c.folder),
            func.coalesce(_overlay.c.is_read, _entry.c.is_read),
            func.coalesce(_overlay.c.starred, _entry.c.starred),
            _overlay.c.deleted,
        )
        .join(_entry, _entry.c.pk == _overlay.c.entry_pk)
        .where(_overlay.c.branch_id == bindparam("branch"), _entry.c.space == bindparam("space"))
    )
