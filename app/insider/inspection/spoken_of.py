"""Where a mail speaks of somebody, and which words are about them."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from insider.inspection.names import find_names, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.inspection.wording import Mention, are_different
from insider.scenarios import FactPerson

_RIGHT_WITH = 4
"""Words between a name and a hint that still make one statement: ``Ann has been secretly …``."""
_TOGETHER = 3
"""Sentences in which two hints stand together."""
_sentence = attrgetter("sentence")
_PRONOUNS = frozenset({"he", "she", "his", "her", "hers", "him", "they", "their"})
_ADDRESSED = frozenset({"you", "your", "yours", "you're", "you've"})


class SpokenOf:
    """Where a passage speaks of the person whom a secret concerns."""

    def __init__(self, passage: Passage, person: FactPerson, mail: ReadMail) -> None:
        names = name_words(person.name)
        in_subject = any(
            find_names(each, names) for each in mail.contents.passages if each.part == "subject"
        )
        self._passage = passage
        self._names = find_names(passage, names)
        self._named = bool(self._names) or in_subject
        self._in_subject = in_subject
        self._addressed = _is_written_to(mail, person)

    def right_with(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return the hints that stand right with the person's name, or a word for it."""
        return [hint for hint in hints if self._meant(hint)]

    def together(self, hints: Sequence[Mention]) -> list[Mention]:
        """Return hints that stand together in a passage about the person."""
        if not self._named:
            return []
        ordered = sorted(hints, key=_sentence)
        for first, hint in enumerate(ordered):
            end = bisect_left(ordered, hint.sentence + _TOGETHER, lo=first, key=_sentence)
            near = ordered[first:end]
            if any(are_different(hint, each) for each in near):
                return near
        return []

    def _meant(self, hint: Mention) -> bool:
        first, last = self._passage.sentences[hint.sentence]
        start = max(first, min(hint.places) - _RIGHT_WITH)
        end = min(last, max(hint.places) + _RIGHT_WITH + 1)
        window = [index for index in range(start, end) if index not in hint.places]
        if any(index in self._names and not self._is_called(index) for index in window):
            return True
        words = {self._passage.words[index].folded for index in window}
        if self._addressed and self._passage.own and words & _ADDRESSED:
            return True
        return bool(words & _PRONOUNS) and self._named_before(hint.sentence)

    def _is_called(self, index: int) -> bool:
        """Tell whether a name opens a sentence as an address does: ``Ann, …``."""
        passage = self._passage
        opens = index == passage.sentences[passage.sentence_of[index]][0]
        return opens and passage.text[passage.words[index].end :][:1] == ","

    def _named_before(self, sentence: int) -> bool:
        if self._in_subject:
            return True
        first = self._passage.sentences[max(0, sentence - 1)][0]
        last = self._passage.sentences[sentence][1]
        return any(index in self._names for index in range(first, last))


def _is_written_to(mail: ReadMail, person: FactPerson) -> bool:
    """Tell whether the mail speaks to the person: ``you`` of a list is anybody."""
    own = {person.address, *person.aliases}
    return any(each.address in own and each.field == "to" for each in mail.mail.deliveries) and all(
        each.via is None or each.address in own
        for each in mail.mail.deliveries
        if each.field == "to"
    )
