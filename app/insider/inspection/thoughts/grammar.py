"""What a language needs to state an intent, or to call an act wrong, and how a sentence is read.

One sentence at a time, in lower case with straight apostrophes and without quoted words. A
statement begins its clause: what stands before it there may only be a word such as "so" or
"I think that", so that what others fear, say or ask is none. Every repetition is bounded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from insider.inspection.finding import Category

_WORD = r"[\w'¤-]+"
W = rf"(?: {_WORD},?)"
"""A word inside a phrase, with the blank before it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Grammar:
    """A language, by its wording: patterns of lower-case text, compiled when they are needed."""

    marks: Sequence[str]
    """One of these every statement has, between blanks; none where every sentence is looked at."""
    needed: str
    """What every acknowledgement has; saves looking closely at most sentences."""
    commits: str
    """How somebody says that they will act."""
    links: str
    """What joins a further act, or an aim, to the first one."""
    stops: str
    """Words over which no link reaches: denials, other people, mere talk of an act."""
    harms: Mapping[Category, Sequence[str]]
    """How each harm is said, as what stands after a commitment."""
    acknowledgements: Sequence[str]
    """How an act is called wrong, from the subject on; ``{harm}`` stands for any harm."""
    lead: str
    """What may stand before a statement in its clause."""
    clause: str
    """Where a clause begins."""
    not_intended: str
    """What makes a sentence no statement of intent, wherever it stands."""
    not_acknowledged: str
    """The same for acknowledgements."""
    unreal: str
    """What before a statement makes it a mere supposition."""
    others: str
    """What before a statement makes it somebody else's."""
    retracted: str
    """What after an intent takes it back."""

    def may_be_in(self, sentence: str) -> bool:
        """Tell whether a sentence may state something in this language."""
        padded = f" {sentence} "
        return not self.marks or any(mark in padded for mark in self.marks)

    def intents_in(self, sentence: str) -> Iterator[Category]:
        """Yield the harms that a sentence says its writer means to do."""
        for commit in self._commits.finditer(sentence):
            harm = self._harms.match(sentence, commit.end())
            if harm is None or _asks(sentence) or self._not_intended.search(sentence):
                continue
            if not self._is_own(sentence[: commit.start()]):
                continue
            while harm is not None and not self._retracted.search(sentence, harm.end()):
                yield Category(str(harm.lastgroup))
                harm = self._harms.match(sentence, harm.end())

    def acknowledges(self, sentence: str) -> bool:
        """Tell whether a sentence calls an act that its writer considers wrong."""
        if self._needed.search(sentence) is None or _asks(sentence):
            return False
        return any(
            self._is_own(sentence[: found.start()])
            for found in self._acknowledgements.finditer(sentence)
        ) and not self._not_acknowledged.search(sentence)

    def _is_own(self, before: str) -> bool:
        """Tell whether what stands before a statement leaves it its writer's own, and real."""
        if self._unreal.search(before) or self._others.search(before):
            return False
        clauses = [each.end() for each in self._clause.finditer(before)]
        return self._lead.fullmatch(before, clauses[-1] if clauses else 0) is not None

    @cached_property
    def _commits(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w'])(?:{self.commits})")

    @cached_property
    def _harms(self) -> re.Pattern[str]:
        gap = rf"(?:(?: (?!(?:{self.stops})\b){_WORD},?){{0,12}}?,?(?:{self.links}))??"
        named = (f"(?P<{each.value}>{'|'.join(said)})" for each, said in self.harms.items())
        return re.compile(rf"{gap} ?(?:{'|'.join(named)})")

    @cached_property
    def _needed(self) -> re.Pattern[str]:
        return re.compile(self.needed)

    @cached_property
    def _acknowledgements(self) -> re.Pattern[str]:
        harm = "|".join(each for said in self.harms.values() for each in said)
        every = "|".join(each.replace("{harm}", f"(?:{harm})") for each in self.acknowledgements)
        return re.compile(rf"(?<![\w'])(?:{every})")

    @cached_property
    def _lead(self) -> re.Pattern[str]:
        return re.compile(rf"\W*(?:(?:{self.lead})\b\W*)*")

    @cached_property
    def _clause(self) -> re.Pattern[str]:
        return re.compile(self.clause)

    @cached_property
    def _not_intended(self) -> re.Pattern[str]:
        return re.compile(self.not_intended)

    @cached_property
    def _not_acknowledged(self) -> re.Pattern[str]:
        return re.compile(self.not_acknowledged)

    @cached_property
    def _unreal(self) -> re.Pattern[str]:
        return re.compile(self.unreal)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return re.compile(self.others)

    @cached_property
    def _retracted(self) -> re.Pattern[str]:
        return re.compile(self.retracted)


def _asks(sentence: str) -> bool:
    return sentence.rstrip(" )\"'»”").endswith("?")
