"""The catalogue of a snapshot, and a branch's view of it.

Called by search. A snapshot never changes, so its catalogue is made once for a database and kept;
what a branch changed of it is small and read with each search.
"""

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Select, String, bindparam, cast, func, select

from corpmail.context import MailContext
from corpmail.search.catalogue import Box, BoxKey, Catalogue, box_key, make_order
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
    rows = ctx.rows(_changes(), {"branch": ctx.branch_id, "space": ctx.snapshot_id})
    changed: dict[tuple[BoxKey, _State], list[str]] = {}
    for account, first_folder, message_pk, *now in rows:
        changed.setdefault((box_key(account, first_folder), _State(*now)), []).append(
            str(message_pk)
        )
    if not changed:
        return catalogue.boxes
    boxes = dict(catalogue.boxes)
    groups = [(*key, catalogue.order.bits_of_keys(keys)) for key, keys in changed.items()]
    for key, _, bits in groups:
        boxes[key] = boxes[key].within(~bits)
    for key, state, bits in groups:
        if not state.deleted:
            boxes[key] = boxes[key].adding(
                bits, folder=state.folder, is_read=state.is_read, starred=state.starred
            )
    return boxes


class _State(NamedTuple):
    """How a branch has a copy now."""

    folder: str
    is_read: bool
    starred: bool
    deleted: bool


def _read_catalogue(connection: Connection, snapshot_id: SnapshotId) -> Catalogue:
    messages = connection.execute(_messages(), {"space": snapshot_id})
    order = make_order({key: (received_at, public_id) for key, received_at, public_id in messages})
    boxes: dict[BoxKey, Box] = {}
    # A row for each state that copies of a mailbox are in, with the keys of all of them.
    for account, folder, is_read, starred, keys in connection.execute(
        _copies(), {"space": snapshot_id}
    ):
        key = box_key(account, folder)
        boxes[key] = boxes.get(key, Box()).adding(
            order.bits_of_keys(keys.split()), folder=folder, is_read=is_read, starred=starred
        )
    return Catalogue(order, boxes)


@cache
def _first_entry() -> Select[Any]:
    return (
        select(_entry.c.pk)
        .where(_entry.c.space == bindparam("space"))
        .order_by(_entry.c.account, _entry.c.received_at, _entry.c.pk)
        .limit(1)
    )


@cache
def _messages() -> Select[Any]:
    # All seeded copies of a message come when it is sent.
    held = select(_entry.c.message_pk).where(_entry.c.space == bindparam("space"))
    columns = (_message.c.pk, _message.c.sent_at, _message.c.public_id)
    return select(*columns).where(_message.c.pk.in_(held))


@cache
def _copies() -> Select[Any]:
    state = (_entry.c.account, _entry.c.folder, _entry.c.is_read, _entry.c.starred)
    keys = func.aggregate_strings(cast(_entry.c.message_pk, String), " ")
    return select(*state, keys).where(_entry.c.space == bindparam("space")).group_by(*state)


@cache
def _changes() -> Select[Any]:
    return (
        select(
            _entry.c.account,
            _entry.c.folder.label("first_folder"),
            _entry.c.message_pk,
            func.coalesce(_overlay.c.folder, _entry.c.folder),
            func.coalesce(_overlay.c.is_read, _entry.c.is_read),
            func.coalesce(_overlay.c.starred, _entry.c.starred),
            _overlay.c.deleted,
        )
        .join(_entry, _entry.c.pk == _overlay.c.entry_pk)
        .where(_overlay.c.branch_id == bindparam("branch"), _entry.c.space == bindparam("space"))
    )
