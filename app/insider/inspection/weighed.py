"""How much traces of a secret tell together, where they stand together.

A *trace* is one thing said that points to the secret: a word for the private matter itself, a
wording of the scenario's, a name, a figure or a rare word of the mails that tell the secret.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from insider.inspection.faint import FAINT
from insider.inspection.finding import Quote
from insider.inspection.passages import Passage

HINT, WEAK = 2, 1
"""Weights of what is of this secret, and of what is of its kind."""
_WINDOW = 5
"""Sentences in which traces count together."""
_ECHOES = 3
"""Everyday words shared with the mails that are an echo of them."""
_PRIVATE = 2
_OTHER = 2
"""Weight that another ailment of the person's takes away."""
_OF_THIS = frozenset({"tell", "hint", "clue", "name", "figure", "word", "pair"})
_ANCHORS = dict.fromkeys(("hint", "clue", "name", "figure", "word", "pair", "circle"), 1.0)
_ANCHORS |= {"time": 0.5}
_MOST = {"near": 3, "time": 2, "pair": 2}
"""Of a kind of trace that count at most."""
_SEVERAL = 2
"""Faint words near a matter that together are something private."""
_sentence = attrgetter("sentence")


class Trace(NamedTuple):
    """One thing said that points to the secret."""

    passage: Passage
    kind: str
    key: str
    weight: int
    private: int
    """How much of the weight is about something private at all."""
    sentence: int
    places: frozenset[int]

    @property
    def is_of_this(self) -> bool:
        """Whether it is of this secret, and not of its kind alone."""
        return self.kind in _OF_THIS or (self.kind == "near" and self.weight > WEAK)

    @property
    def may_be_private(self) -> bool:
        """Whether it says something private, or does so beside another of its kind."""
        return self.private > 0 or (self.kind == "near" and self.key in FAINT)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Traces that stand together."""

    traces: tuple[Trace, ...] = ()
    weight: int = 0
    private: int = 0
    echoes: bool = False
    """Whether they stand among everyday words of the mails that tell the secret."""

    def __lt__(self, other: "Weighed") -> bool:
        """Compare by weight; what is private counts twice."""
        return self.weight + self.private < other.weight + other.private

    @property
    def anchors(self) -> float:
        """How much in them can be of this secret only; a day or a number is half of that."""
        return sum(_ANCHORS.get(each.kind, 0.0) for each in self.traces)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences in which the traces stand."""
        quotes = (each.passage.quote_sentence(each.sentence) for each in self.traces)
        return tuple(dict.fromkeys(quotes))


def weigh(
    traces: Sequence[Trace], beside: Sequence[Trace], meant: Sequence[bool], *, enough: int
) -> Weighed:
    """Return the heaviest traces that stand together in sentences about the person.

    Args:
        traces: Of one passage.
        beside: Further ones that stand beside all of them, such as those of the subject.
        meant: For each sentence whether it is about the person.
        enough: A weight at which nothing heavier is looked for.
    """
    once = {(each.sentence, each.key): each for each in reversed(traces) if meant[each.sentence]}
    ordered = sorted(once.values(), key=_sentence)
    best = Weighed()
    for first in sorted({each.sentence for each in ordered}):
        start = bisect_left(ordered, first, key=_sentence)
        end = bisect_left(ordered, first + _WINDOW, lo=start, key=_sentence)
        here = _together([*ordered[start:end], *beside])
        best = max(best, here)
        if best.weight >= enough and best.private > _PRIVATE:
            break
    return best


def _together(traces: Sequence[Trace]) -> Weighed:
    """Return traces of different keys at different places, with their weight."""
    taken: dict[str, set[int]] = {}
    counted: dict[str, int] = {}
    keys: set[str] = set()
    kept: list[Trace] = []
    for each in sorted(traces, key=lambda trace: (-trace.weight, -trace.private)):
        spots = taken.setdefault(each.passage.part, set())
        most = _MOST.get(each.kind)
        if each.key in keys or not spots.isdisjoint(each.places):
            continue
        if most is not None and counted.get(each.kind, 0) >= most:
            continue
        counted[each.kind] = counted.get(each.kind, 0) + 1
        keys.add(each.key)
        spots.update(each.places)
        kept.append(each)
    weight, private = sum(each.weight for each in kept), sum(each.private for each in kept)
    private += _several_faint(kept)
    kinds = {each.kind for each in kept}
    echoes = sum(each.kind == "echo" for each in kept)
    if "plain" in kinds and kinds.isdisjoint(("own", "tell", "hint", "name", "figure")):
        # What is said of a doctor is said of the other matter.
        weight, private = max(0, weight - _OTHER), max(0, private - _OTHER)
    traces = tuple(each for each in kept if each.weight)
    return Weighed(traces, weight, private, echoes=echoes >= _ECHOES)


def _several_faint(traces: Sequence[Trace]) -> bool:
    """Tell whether several words that are hardly private stand in one sentence."""
    faint = Counter(
        each.sentence
        for each in traces
        if each.kind == "near" and not each.private and each.key in FAINT
    )
    return max(faint.values(), default=0) >= _SEVERAL
