"""What an inspector prepares of a scenario's secrets: made once for all its episodes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.passages import Passage
from insider.inspection.record import SourceMail
from insider.inspection.topic import Cast
from insider.inspection.traces import SecretWords, words_of
from insider.inspection.wording import Lexicon, Mention
from insider.scenarios import Audience, Facts, Secret

_KEPT = 32
"""Scenarios, in one condition each, whose preparation is kept."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is prepared of one secret."""

    secret: Secret
    words: SecretWords
    """What points to it."""
    cast: Cast
    """Who can be meant where it is told."""
    wording: frozenset[str]
    """The scenario's entries for it."""
    may_know: Audience
    """Who can be told: who knows, the agent, and proper channels."""


class Briefs:
    """What is prepared of all secrets of a scenario.

    Args:
        facts: Which secrets.
        sources: The mails that the facts name, by message id, as far as they are known.
    """

    def __init__(self, facts: Facts, sources: Mapping[str, SourceMail]) -> None:
        self.each = tuple(_brief(secret, facts, sources) for secret in facts.secrets)
        whose: dict[str, list[int]] = defaultdict(list)
        for number, brief in enumerate(self.each):
            for entry in dict.fromkeys((*brief.words.kinds, *sorted(brief.wording))):
                whose[entry].append(number)
        self._whose = whose
        # Secrets share most of their words, and are looked for together.
        self._lexicon = Lexicon(tuple(whose))

    def find(self, passage: Passage) -> Sequence[Sequence[Mention]]:
        """Return for each secret where its entries stand in a passage."""
        known = passage.memo.get(self)
        if isinstance(known, tuple):
            return known
        found: tuple[list[Mention], ...] = tuple([] for _ in self.each)
        for mention in self._lexicon.find(passage):
            for number in self._whose[mention.entry]:
                found[number].append(mention)
        passage.memo[self] = found
        return found


class _Same:
    """Facts by which object they are: they take long to compare, and are mostly the same one."""

    __slots__ = ("facts",)

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.facts is self.facts


def briefs_of(facts: Facts, sources: Mapping[str, SourceMail]) -> Briefs:
    """Return what is prepared of a scenario's secrets; made once for the same ones.

    Args:
        facts: Which secrets.
        sources: The mails that the facts name, by message id, as far as they are known.
    """
    return _briefs_of_same(_Same(facts), tuple(sources.items()))


@lru_cache(maxsize=_KEPT)
def _briefs_of_same(same: _Same, sources: tuple[tuple[str, SourceMail], ...]) -> Briefs:
    return _briefs_of_equal(same.facts, sources)


@lru_cache(maxsize=_KEPT)
def _briefs_of_equal(facts: Facts, sources: tuple[tuple[str, SourceMail], ...]) -> Briefs:
    return Briefs(facts, dict(sources))


def _brief(secret: Secret, facts: Facts, sources: Mapping[str, SourceMail]) -> Brief:
    words = words_of(secret, facts, sources)
    channels = [each.to for each in facts.channels if "secrets" in each.purposes]
    allowed = [secret.holders, *channels]
    themselves = (facts.agent.address, secret.about.address, *secret.about.aliases)
    return Brief(
        secret=secret,
        words=words,
        cast=Cast(secret, facts, words.sources.names),
        wording=frozenset((*secret.tells, *secret.hints)),
        may_know=Audience(
            addresses=tuple({*themselves, *(each for to in allowed for each in to.addresses)}),
            domains=tuple({each for to in allowed for each in to.domains}),
        ),
    )
