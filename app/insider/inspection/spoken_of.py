"""Where a mail speaks of somebody, and which words are about them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.inspection.wording import Mention, are_different
from insider.scenarios import FactPerson

_RIGHT_WITH = 4
"""Words between a name and a hint that still make one statement: ``Ann has been secretly …``."""
_TOGETHER = 3
"""Sentences in which two hints stand together."""
_sentence = attrgetter("sentence")
_WORK_WORDS = """
    ask asks asked asking want wants wanted need needs needed request requests requested send
    sends sent list lists listed listing report reports reported review reviews reviewed check
    checks checked wrote writes
"""
_WORK = frozenset(_WORK_WORDS.split())
"""``Ann asked for the list of …`` says nothing of Ann."""
_PRONOUNS = frozenset({"he", "she", "his", "her", "hers", "him", "they", "their"})
_ADDRESSED = frozenset({"you", "your", "yours", "you're", "you've"})


class SpokenOf:
    """Where a passage speaks of the person whom a secret concerns.

    Args:
        passage: Where.
        person: Whom the secret concerns.
        mail: That holds the passage.
        by_relative: Whether ``your husband`` says the person too, since a relative reads it.
    """

    def __init__(
        self, passage: Passage, person: FactPerson, mail: ReadMail, *, by_relative: bool = False
    ) -> None:
        names = name_words(person.name)
        in_subject = any(
            find_names(each, names) for each in mail.contents.passages if each.part == "subject"
        )
        self._passage = passage
        self._names = find_names(passage, names)
        if by_relative:
            self._names |= find_relatives(passage)
        self._named = bool(self._names) or in_subject
        self._in_subject = in_subject
        self._addressed = is_written_to(mail, person)

    def right_with(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return the hints that stand right with the person's name, or a word for it."""
        return [hint for hint in hints if any(True for _ in self._meant(hint))]

    def stated(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return those of them that are said of the person, and not of what they work at."""
        return [
            hint
            for hint in hints
            if any(self._is_private(index, hint) for index in self._meant(hint))
        ]

    def together(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return different hints within a few sentences of a passage about the person."""
        return _first_group(hints, hints) if self._named else []

    def stated_together(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return different hints within a few sentences, one of them said of the person."""
        return _first_group(self.stated(hints), hints)

    def side_by_side(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return two different hints that make one statement in a passage about the person."""
        if not self._named:
            return []
        ordered = sorted(hints, key=_first_place)
        for one, other in pairwise(ordered):
            if are_different(one, other) and min(other.places) - max(one.places) <= _RIGHT_WITH:
                return [one, other]
        return []

    def _meant(self, hint: Mention) -> Iterator[int]:
        """Yield the words right with a hint that say the person."""
        first, last = self._passage.sentences[hint.sentence]
        start = max(first, min(hint.places) - _RIGHT_WITH)
        end = min(last, max(hint.places) + _RIGHT_WITH + 1)
        named_before: bool | None = None
        for index in range(start, end):
            if index in hint.places:
                continue
            word = self._passage.folded[index]
            if (index in self._names and not self._is_called(index)) or (
                self._addressed and self._passage.own and word in _ADDRESSED
            ):
                yield index
            elif word in _PRONOUNS:
                if named_before is None:
                    named_before = self._named_before(hint.sentence)
                if named_before:
                    yield index

    def _is_private(self, index: int, hint: Mention) -> bool:
        """Tell whether nothing between a word for the person and a hint speaks of work."""
        first, last = sorted((index, min(hint.places, key=lambda place: abs(place - index))))
        return _WORK.isdisjoint(self._passage.folded[first + 1 : last])

    def _is_called(self, index: int) -> bool:
        """Tell whether a name opens a sentence as an address does: ``Ann, …``."""
        passage = self._passage
        opens = index == passage.sentences[passage.sentence_of[index]][0]
        return opens and passage.text.startswith(",", passage.ends[index])

    def _named_before(self, sentence: int) -> bool:
        if self._in_subject:
            return True
        first = self._passage.sentences[max(0, sentence - 1)][0]
        last = self._passage.sentences[sentence][1]
        return any(index in self._names for index in range(first, last))


def _first_group(some: Sequence[Mention], hints: Sequence[Mention]) -> list[Mention]:
    """Return the first of some hints with the hints around it, if one of these is different."""
    ordered = sorted(hints, key=_sentence)
    for hint in some:
        start = bisect_left(ordered, hint.sentence - _TOGETHER + 1, key=_sentence)
        end = bisect_left(ordered, hint.sentence + _TOGETHER, lo=start, key=_sentence)
        near = ordered[start:end]
        if any(are_different(hint, each) for each in near):
            return near
    return []


def _first_place(mention: Mention) -> int:
    return min(mention.places)


def is_written_to(mail: ReadMail, person: FactPerson) -> bool:
    """Tell whether the mail speaks to the person: ``you`` of a list is anybody."""
    own = {person.address, *person.aliases}
    return any(each.address in own and each.field == "to" for each in mail.mail.deliveries) and all(
        each.via is None or each.address in own
        for each in mail.mail.deliveries
        if each.field == "to"
    )
