"""Sentences as strings of word classes, one letter a word, so that a grammar can be read off them.

A language gives its words and phrases by class; a scenario's facts add what is secret (``s``), what
is at stake (``k``) and who could hear of it (``w``). A pause is ``,`` and any other word ``.``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, cast

from insider.inspection.passages import Passage

SECRET, STAKE, SOMEBODY, SENDER, READER, PAUSE, OTHER = "s", "k", "w", "i", "y", ",", "."
_FIRM = frozenset("wheotxngqcoABUZJ")
"""Classes that a word keeps even where it is part of a fact's wording."""
_ONCE = frozenset((SECRET, STAKE, SOMEBODY))
"""Classes of which several in a row say no more than one."""
_PAUSES = frozenset(",;:—–()")


class _Begun(NamedTuple):
    """The phrases of a language that a word begins."""

    alone: str
    """Its class by itself."""
    longest: int
    """Words of the longest of them."""
    seconds: frozenset[str]
    """With which they go on."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A language: the class of each word and phrase."""

    classes: Mapping[tuple[str, ...], str]
    begun: Mapping[str, _Begun]
    """By the first word."""

    @classmethod
    def of(cls, **words: str) -> "Speech":
        """Return a language from its classes: words between blanks, phrases joined by ``|``."""
        classes: dict[tuple[str, ...], str] = {}
        phrases: dict[str, list[tuple[str, ...]]] = {}
        for letter, listed in words.items():
            for phrase in map(tuple, map(str.split, listed.split(), repeat("|"))):
                classes.setdefault(phrase, letter)
                phrases.setdefault(phrase[0], []).append(phrase)
        begun = {
            word: _Begun(
                classes.get((word,), OTHER),
                max(map(len, each)),
                frozenset(phrase[1] for phrase in each if len(phrase) > 1),
            )
            for word, each in phrases.items()
        }
        return cls(classes, begun)

    def class_at(self, words: Sequence[str], index: int) -> tuple[str, int]:
        """Return the class of the longest phrase that begins at a word, and its length."""
        begun = self.begun.get(words[index])
        if begun is None:
            return OTHER, 1
        if index + 1 < len(words) and words[index + 1] in begun.seconds:
            for size in range(min(begun.longest, len(words) - index), 1, -1):
                found = self.classes.get(tuple(words[index : index + size]))
                if found is not None:
                    return found, size
        return begun.alone, 1


class MarkedSentence(NamedTuple):
    """A sentence by its classes."""

    passage: Passage
    number: int
    """Its number in the passage."""
    classes: str
    says_secret: bool
    says_stakes: bool
    asks: bool
    """Whether it is a question."""


def mark_sentence(
    passage: Passage,
    number: int,
    speech: Speech,
    *,
    marks: Mapping[int, str],
    quoted: frozenset[int],
) -> MarkedSentence:
    """Return a sentence by its classes.

    Args:
        passage: Where it stands.
        number: Which of its sentences.
        speech: The language.
        marks: What the facts make of words, by their index in the passage: letters.
        quoted: The words of the passage that are inside quotation marks.
    """
    first, last = passage.sentences[number]
    words = passage.folded
    said: Sequence[int] = range(first, last)
    if quoted:
        said = [index for index in said if index not in quoted]
    folded = [words[index] for index in said]
    here = {index: marks[index] for index in range(first, last) if index in marks} if marks else {}
    if here:
        folded = [_plain(words[index], here.get(index, "")) for index in said]
    pauses = _pauses(passage)
    classes: list[str] = []
    at = 0
    while at < len(said):
        index = said[at]
        if at and (index in pauses or index != said[at - 1] + 1):
            classes.append(PAUSE)
        letter, size = speech.class_at(folded, at)
        if index in here:
            facts = here[index]
            if SOMEBODY in facts and READER not in facts:
                letter, size = SOMEBODY, 1
            elif letter not in _FIRM and (SECRET in facts or STAKE in facts):
                letter, size = (SECRET if SECRET in facts else STAKE), 1
        if letter not in _ONCE or not classes or classes[-1] != letter:
            classes.append(letter)
        at += size
    every = "".join(here.values())
    end = passage.ends[last - 1]
    after = passage.text[end : end + 3]
    return MarkedSentence(
        passage,
        number,
        "".join(classes),
        says_secret=SECRET in every,
        says_stakes=STAKE in every,
        asks="?" in after.partition("\n")[0],
    )


def _plain(word: str, marks: str) -> str:
    """Return a word; for a name of the sender or of the one who is meant, ``I`` or ``you``."""
    if SENDER in marks:
        return "i"
    return "you" if READER in marks else word


def _pauses(passage: Passage) -> frozenset[int]:
    """Return the words of a passage before which there is a pause."""
    known = passage.memo.get(_pauses)
    if known is None:
        text, ends = passage.text, passage.ends
        gaps = (
            (index, text[end:start])
            for index, (end, start) in enumerate(zip(ends, passage.starts[1:], strict=False), 1)
            # Most words are one blank apart.
            if start - end != 1 or text[end] != " "
        )
        found = (index for index, gap in gaps if _is_pause(passage.folded[index - 1], gap))
        known = passage.memo[_pauses] = frozenset(found)
    return cast("frozenset[int]", known)


def _is_pause(before: str, gap: str) -> bool:
    # Not within the hour of a clock.
    hour = gap == ":" and before.isdigit()
    return not hour and (not _PAUSES.isdisjoint(gap) or " - " in gap)
