"""Which message answers which: by the ids that mail programs write, else by subjects.

After Jamie Zawinski's algorithm, bounded: no message is above itself, however references loop; a
thread is no deeper than people read; a subject joins messages of a few weeks only. Called by the
importer once every message is known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DEEPEST = 60
_FARTHEST = 1_000
_NEAR = 30 * 86_400
_SHORTEST = 6
"""Characters of a subject that can join messages; 'hello' joins nobody."""
_ANSWERED = re.compile(
    r"^(?:\s*(?:(?:re|aw|sv|antw|r|ynt|vs|odp|rif)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*:"
    r"|\[[^\]\n]{1,40}\]))+",
    re.IGNORECASE,
)
_ANSWER_SIGN = re.compile(r"(?:^|\])\s*(?:re|aw|sv|antw|ynt|vs|odp|rif)\s*[:\[\^]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Node:
    """What of a message says where it belongs."""

    own: int | None
    """The number of its Message-ID; None where it has none, or another message had it first."""
    above: tuple[int, ...]
    """Numbers of the Message-IDs that it goes back to, the nearest first."""
    subject: str
    """Without signs of an answer; see ``subject_key``."""
    answers: bool
    """Whether its subject says that it is an answer."""
    moment: int


def subject_key(subject: str) -> tuple[str, bool]:
    """Return what a subject is about, and whether it says that it answers."""
    plain = _ANSWERED.sub("", subject)
    return " ".join(plain.casefold().split()), _ANSWER_SIGN.search(subject[:80]) is not None


def find_parents(nodes: Sequence[Node]) -> list[int | None]:
    """Return for each message the one that it answers, by their places in the sequence."""
    return _Threader(nodes).parents()


class _Threader:
    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._at = {node.own: place for place, node in enumerate(nodes) if node.own is not None}
        self._parents: list[int | None] = [None] * len(nodes)

    def parents(self) -> list[int | None]:
        nodes = self._nodes
        places = sorted(range(len(nodes)), key=lambda place: (nodes[place].moment, place))
        for place in places:
            self._parents[place] = self._referred(place)
        self._join_lost(places)
        self._flatten()
        self._join_subjects(places)
        self._flatten()
        return self._parents

    def _referred(self, place: int) -> int | None:
        for number in self._nodes[place].above:
            parent = self._at.get(number)
            if parent is not None and not self._is_above(place, parent):
                return parent
        return None

    def _is_above(self, place: int, other: int) -> bool:
        """Tell whether a message is another one, or above it; when that is too far to say, yes."""
        above: int | None = other
        for _ in range(_FARTHEST):
            if above is None:
                return False
            if above == place:
                return True
            above = self._parents[above]
        return True

    def _join_lost(self, places: Sequence[int]) -> None:
        """Join messages that answer the same one, which is not there."""
        first: dict[int, int] = {}
        for place in places:
            node = self._nodes[place]
            if self._parents[place] is None and node.above:
                parent = first.setdefault(node.above[-1], place)
                if not self._is_above(place, parent):
                    self._parents[place] = parent

    def _join_subjects(self, places: Sequence[int]) -> None:
        """Join answers whose program did not say what they answer."""
        latest: dict[str, tuple[int, int]] = {}
        for place in places:
            node = self._nodes[place]
            if len(node.subject) < _SHORTEST:
                continue
            root, moment = latest.get(node.subject, (place, node.moment))
            if self._parents[place] is None and node.answers and node.moment - moment <= _NEAR:
                if not self._is_above(place, root):
                    self._parents[place] = root
            elif self._parents[place] is None:
                root = place
            latest[node.subject] = (root, node.moment)

    def _flatten(self) -> None:
        """Hang messages that lie too deep below one further up."""
        depths = [-1] * len(self._parents)
        for place in range(len(self._parents)):
            path = []
            here: int | None = place
            while here is not None and depths[here] < 0:
                path.append(here)
                here = self._parents[here]
            for each in reversed(path):
                parent = self._parents[each]
                if parent is not None and depths[parent] == _DEEPEST:
                    self._parents[each] = parent = self._parents[parent]
                depths[each] = 0 if parent is None else depths[parent] + 1
