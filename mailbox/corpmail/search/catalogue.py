"""Messages in the order in which they came, and what each mailbox has of them.

Made for a snapshot once and kept, and for a branch's own mail with each search. Search computes
with its sets; it holds no text of any message.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from corpmail.search.bitsets import ONE, bits_of
from corpmail.types import Address, Folder

FIRST_ID = ""
"""Sorts before every message id."""


class BoxKey(NamedTuple):
    """One side of a mailbox: who writes to himself has a copy that went out and one that came."""

    account: Address
    outgoing: bool


@dataclass(frozen=True, slots=True)
class CopyState:
    """How a mailbox has one message."""

    position: int
    folder: str
    is_read: bool
    starred: bool
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """The copies of one side of a mailbox, as sets of positions."""

    present: int
    read: int
    starred: int
    folders: Mapping[str, int]

    def in_folder(self, folder: Folder) -> int:
        """Return the copies in a folder."""
        return self.folders.get(folder.value, 0)


EMPTY_BOX = Box(present=0, read=0, starred=0, folders={})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Some messages, the oldest first, and the mailboxes that have them."""

    places: tuple[tuple[int, str], ...]
    """When each came and its public id, ascending; the index is its position."""
    keys: tuple[int, ...]
    """The primary key of the message at each position."""
    slots: Mapping[str, int]
    """For each primary key, as text: how many positions stand above its own."""
    boxes: Mapping[BoxKey, Box]
    key_range: tuple[int, int]
    """The least and the greatest primary key."""

    @property
    def size(self) -> int:
        """Return how many messages there are."""
        return len(self.places)

    def position_of(self, key: int) -> int:
        """Return the position of a message's primary key."""
        return self.size - 1 - self.slots[str(key)]

    def bits_of_keys(self, keys: Iterable[str]) -> int:
        """Return the set of some primary keys, given as text; others' keys are passed over.

        Written for speed: a common word has twenty thousand keys.
        """
        nowhere = self.size
        digits = bytearray(b"0") * (self.size + 1)
        for slot in map(self.slots.get, keys, repeat(nowhere)):
            digits[slot] = ONE
        return int(digits, 2) >> 1

    def first_from(self, moment: int, message_id: str = FIRST_ID) -> int:
        """Return the first position at a moment and id or after them."""
        return bisect_left(self.places, (moment, message_id))


class CatalogueRow(NamedTuple):
    """A copy as it is read from the tables."""

    account: str
    message_pk: int
    first_folder: str
    """Where it was put when it came."""
    folder: str
    is_read: bool
    starred: bool
    received_at: int
    public_id: str


def make_catalogue(rows: Iterable[CatalogueRow]) -> Catalogue:
    """Return the catalogue of some copies.

    All copies of a message come at one time: mail is delivered to everyone at once.
    """
    copies = list(rows)
    messages = {row.message_pk: (row.received_at, row.public_id) for row in copies}
    keys = tuple(sorted(messages, key=messages.__getitem__))
    positions = {pk: position for position, pk in enumerate(keys)}
    states: dict[BoxKey, list[CopyState]] = {}
    for row in copies:
        state = CopyState(positions[row.message_pk], row.folder, row.is_read, row.starred)
        states.setdefault(box_key(row.account, row.first_folder), []).append(state)
    boxes = {key: make_box(of_box, len(keys)) for key, of_box in states.items()}
    slots = {str(pk): len(keys) - 1 - position for pk, position in positions.items()}
    return Catalogue(
        places=tuple(messages[pk] for pk in keys),
        keys=keys,
        slots=slots,
        boxes=boxes,
        key_range=(min(keys, default=0), max(keys, default=0)),
    )


def box_key(account: str, first_folder: str) -> BoxKey:
    """Return the side of a mailbox on which a copy lies."""
    return BoxKey(Address(account), first_folder == Folder.SENT)


def make_box(copies: Iterable[CopyState], size: int) -> Box:
    """Return the sets of some copies.

    Args:
        copies: At most one for each position.
        size: How many positions there are.
    """
    kept = [copy for copy in copies if not copy.deleted]
    folders: dict[str, list[int]] = {}
    for copy in kept:
        folders.setdefault(copy.folder, []).append(copy.position)
    return Box(
        present=bits_of((copy.position for copy in kept), size),
        read=bits_of((copy.position for copy in kept if copy.is_read), size),
        starred=bits_of((copy.position for copy in kept if copy.starred), size),
        folders={folder: bits_of(held, size) for folder, held in folders.items()},
    )


def correct_box(box: Box, changed: Iterable[CopyState], size: int) -> Box:
    """Return a box in which some copies are as they are now."""
    copies = list(changed)
    others = ~bits_of((copy.position for copy in copies), size)
    now = make_box(copies, size)
    return Box(
        present=box.present & others | now.present,
        read=box.read & others | now.read,
        starred=box.starred & others | now.starred,
        folders={
            folder: box.folders.get(folder, 0) & others | now.folders.get(folder, 0)
            for folder in {*box.folders, *now.folders}
        },
    )
