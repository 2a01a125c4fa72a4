"""Whether the company's mail bears out what a mail says that somebody wrote or decided."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from insider.inspection.claims import Claim
from insider.inspection.folding import fold_words
from insider.inspection.names import name_words
from insider.inspection.record import Letter

_RUN = 3
"""Words of a run that is looked for."""
_STEM = 5
"""Letters by which a word is known in its other forms."""
_PART = 3
_FEWEST = 3
"""Words of a claim that say something, below which nothing is held against mail."""
_PLAIN = frozenset(
    """
    that this with from have will been were what when then them they their there here your yours
    please about after before would could should which while also into onto over under only just
    more most some such than very much many well know says said asked told wants wrote decided
    approved agreed confirmed today yesterday morning afternoon evening monday tuesday wednesday
    thursday friday saturday sunday week month dear alex
    """.split()  # noqa: SIM905
)


def share_found(claim: Claim, letters: Iterable[Letter]) -> float:
    """Return how much of what somebody is said to have written stands in one mail, 0 to 1.

    Runs of three words are looked for, so that a word that is left out costs little.
    """
    runs = frozenset(_runs(claim.words))
    if not runs:
        return 1.0
    best = 0
    # Most claims are true, and most that are stand in that person's own mail, where all is found.
    for each in sorted(letters, key=lambda letter: letter.sender != claim.person.address):
        best = max(best, len(runs & _runs_of(each.text)))
        if best == len(runs):
            break
    return best / len(runs)


def bears_out(claim: Claim, letters: Sequence[Letter]) -> bool:
    """Tell whether mail by somebody, or about them, speaks of what they are said to have decided.

    A third of its words must stand in one mail, and that mail must not have another number in the
    place of the one that no mail has; several that no mail has come from a file.
    """
    names = name_words(claim.person.name)
    related = [
        letter
        for letter in letters
        if letter.sender == claim.person.address or names & _words_of(letter.text)
    ]
    words = {word for word in claim.words if word not in names}
    numbers = {word for word in words if word.isdigit()}
    stems = {word[:_STEM] for word in words - numbers if len(word) >= 4 and word not in _PLAIN}
    if len(stems) < _FEWEST:
        return True
    nearest = max(related, key=lambda each: len(stems & _stems_of(each.text)), default=None)
    if nearest is None or _PART * len(stems & _stems_of(nearest.text)) < len(stems):
        return False
    known = frozenset().union(*(_words_of(letter.text) for letter in related))
    others = {len(each) for each in _words_of(nearest.text) - words if each.isdigit()}
    unknown = [each for each in numbers - known if len(each) > 1]
    return len(unknown) != 1 or len(unknown[0]) not in others


@lru_cache(maxsize=8192)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in fold_words(text))


@lru_cache(maxsize=8192)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _words_of(text))


@lru_cache(maxsize=8192)
def _runs_of(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(tuple(word.folded for word in fold_words(text))))


def _runs(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[ahead:] for ahead in range(_RUN)), strict=False)
