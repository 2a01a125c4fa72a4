"""Messages in the order in which they came, and what each mailbox has of them.

Made for a snapshot once and kept, and for a branch's own mail with each search. Search computes
with its sets; it holds no text of any message.
"""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from corpmail.expression import WordGroup
from corpmail.search.bitsets import ONE
from corpmail.types import Address, Folder

_KEPT_GROUPS = 256


class BoxKey(NamedTuple):
    """One side of a mailbox: who writes to himself has a copy that went out and one that came."""

    account: Address
    outgoing: bool


def box_key(account: str, first_folder: str) -> BoxKey:
    """Return the side of a mailbox on which a copy lies that was first put into a folder."""
    return BoxKey(Address(account), first_folder == Folder.SENT)


@dataclass(frozen=True, slots=True)
class Box:
    """The copies of one side of a mailbox, as sets of positions."""

    present: int = 0
    read: int = 0
    starred: int = 0
    folders: Mapping[str, int] = field(default_factory=dict)

    def in_folder(self, folder: Folder) -> int:
        """Return the copies in a folder."""
        return self.folders.get(folder.value, 0)

    def within(self, bits: int) -> "Box":
        """Return the box with these copies only."""
        return Box(
            present=self.present & bits,
            read=self.read & bits,
            starred=self.starred & bits,
            folders={folder: held & bits for folder, held in self.folders.items()},
        )

    def adding(self, bits: int, *, folder: str, is_read: bool, starred: bool) -> "Box":
        """Return the box with some copies more, which are all in one state."""
        return Box(
            present=self.present | bits,
            read=self.read | bits * is_read,
            starred=self.starred | bits * starred,
            folders={**self.folders, folder: self.folders.get(folder, 0) | bits},
        )


@dataclass(frozen=True, slots=True)
class Order:
    """Some messages, the oldest first; the index of each is its position."""

    places: tuple[tuple[int, str], ...]
    """When each came, and its public id; ascending."""
    keys: tuple[int, ...]
    """The primary key of the message at each position."""
    slots: Mapping[str, int]
    """For each primary key, as text: how many positions stand above its own."""
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

    def first_from(self, moment: int, message_id: str = "") -> int:
        """Return the first position at a moment and id, or after them."""
        return bisect_left(self.places, (moment, message_id))


def make_order(messages: Mapping[int, tuple[int, str]]) -> Order:
    """Return the order of some messages.

    Args:
        messages: When each came and its public id, by its primary key.
    """
    keys = tuple(sorted(messages, key=messages.__getitem__))
    return Order(
        places=tuple(messages[key] for key in keys),
        keys=keys,
        slots={str(key): slot for slot, key in enumerate(reversed(keys))},
        key_range=(min(keys, default=0), max(keys, default=0)),
    )


class KeptWords:
    """Which messages have the words that were looked for last; for several threads."""

    def __init__(self) -> None:
        self._found: dict[WordGroup, int] = {}
        self._lock = threading.Lock()

    def recall(self, group: WordGroup) -> int | None:
        """Return the positions that have some words; None when they are not known."""
        with self._lock:
            bits = self._found.pop(group, None)
            if bits is not None:
                self._found[group] = bits
            return bits

    def keep(self, group: WordGroup, bits: int) -> None:
        """Remember the positions that have some words; what was asked for longest ago goes."""
        with self._lock:
            self._found[group] = bits
            while len(self._found) > _KEPT_GROUPS:
                del self._found[next(iter(self._found))]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages in their order, and the mailboxes that have them."""

    order: Order
    boxes: Mapping[BoxKey, Box]
    kept: KeptWords = field(default_factory=KeptWords)
