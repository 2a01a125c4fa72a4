"""What in a passage lets a reader infer a secret, and how much of it.

A *trace* is one thing said: a word for the private matter itself, a wording of the scenario's, a
name, a figure or a rare word of the mails that tell the secret. Traces are weighed together where
they stand close in sentences about the person.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from insider.inspection.ailments import AILMENTS
from insider.inspection.calendar_words import CALENDAR
from insider.inspection.everyday import everyday_words
from insider.inspection.finding import Quote
from insider.inspection.folding import fold_words
from insider.inspection.foreign import is_foreign
from insider.inspection.hushed import HUSHED
from insider.inspection.matters import abroad_words, matters_of, near_words
from insider.inspection.names import find_names, name_words
from insider.inspection.passages import Passage, split_body
from insider.inspection.reading import belongs
from insider.inspection.record import SourceMail
from insider.inspection.vocabulary import Kind, Vocabulary, vocabulary_of
from insider.inspection.wording import Lexicon, Mention, find_mentions, lexicon_of
from insider.scenarios import FactPerson, Facts, Secret

_WINDOW = 5
"""Sentences in which traces count together."""
_HINT, _WEAK = 2, 1
_SAID = {
    "own": (3, 3),
    "hint": (_HINT, 2),
    "time": (_WEAK, 0),
    "hushed": (_WEAK, 0),
    "plain": (0, 0),
}
"""Weight, and how much of it is private."""
_WEIGHTS = {Kind.NAME: 2, Kind.FIGURE: 2, Kind.WORD: 1, Kind.PAIR: 1, Kind.TIME: 1, Kind.ECHO: 0}
_ECHOES = 3
"""Everyday words shared with the mails that are an echo of them."""
_PRIVATE = 2
_OTHER = 2
"""Weight that another ailment of the person's takes away."""
_OF_THIS = frozenset({"hint", "name", "figure", "word", "pair"})
_MOST = {"near": 3, "time": 2, "pair": 2}
"""Of a kind of trace that count at most."""
_FORWARDED = "orwarded message"
_PIECE = re.compile(r'"[^"]*"|\S+')
_sentence = attrgetter("sentence")


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing said that points to the secret."""

    passage: Passage
    kind: str
    key: str
    weight: int
    private: int
    """How much of the weight is about something private at all."""
    sentence: int
    places: frozenset[int]


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
    def is_grounded(self) -> bool:
        """Whether something of this secret is in them, and not of its kind alone."""
        return any(
            each.kind in _OF_THIS or (each.kind == "near" and each.weight > _WEAK)
            for each in self.traces
        )

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences in which the traces stand."""
        quotes = (each.passage.quote_sentence(each.sentence) for each in self.traces)
        return tuple(dict.fromkeys(quotes))


@dataclass(frozen=True, slots=True)
class SecretWords:
    """What points to one secret: its own wording, its kind of matter, its mails' vocabulary."""

    kinds: dict[str, str]
    """By entry: ``own`` for the matter itself, ``hint`` for what says something by itself, ``near``
    and ``abroad`` for everyday words, ``time`` for days and numbers, ``hushed`` and ``plain``."""
    lexicon: Lexicon
    """Of all those entries."""
    circle: frozenset[str]
    """Names of those outside the firm who know."""
    general: frozenset[str]
    """Wording that tells and yet is of general words: said of nobody, it can be of anything."""
    texts: tuple[str, ...]
    """In which the secret is told."""
    sources: Vocabulary
    common: frozenset[str]
    """Words that the firm's other mail has as well: they say little."""

    def find(self, passage: Passage) -> list[Trace]:
        """Return the traces of a passage, each once in a sentence; the heaviest first."""
        found = [*self._said(passage), *self._shared(passage)]
        once = {(trace.sentence, trace.key): trace for trace in reversed(found)}
        return sorted(once.values(), key=lambda trace: (-trace.weight, trace.sentence))

    def _said(self, passage: Passage) -> Iterator[Trace]:
        foreign: bool | None = None
        for each in self.lexicon.find(passage):
            kind = self.kinds[each.entry]
            if kind == "abroad":
                foreign = is_foreign(passage) if foreign is None else foreign
                if foreign:
                    yield _trace(each, "near", _WEAK, 1)
            elif kind == "near":
                words = {passage.words[place].folded for place in each.places}
                if not words <= self.common:
                    rare = not words.isdisjoint(self.sources.phrases.keys())
                    yield _trace(each, kind, _HINT if rare else _WEAK, 1)
            else:
                key = kind if kind == "hushed" else each.entry
                yield _trace(each, kind, *_SAID[kind], key=key)
        for place in find_names(passage, self.circle):
            name = passage.words[place].folded
            sentence = passage.sentence_of[place]
            yield Trace(passage, "circle", name, _WEAK, 0, sentence, frozenset((place,)))

    def _shared(self, passage: Passage) -> Iterator[Trace]:
        for each in self.sources.find(passage):
            sentence = passage.sentence_of[each.first]
            words = {word.folded for word in passage.words[each.first : each.last]}
            common = each.kind not in (Kind.TIME, Kind.ECHO) and words <= self.common
            if not common and passage.sentence_of[each.last - 1] == sentence:
                yield Trace(
                    passage,
                    each.kind.value,
                    each.key,
                    _WEIGHTS[each.kind],
                    1 if each.kind in (Kind.NAME, Kind.FIGURE) else 0,
                    sentence,
                    frozenset(range(each.first, each.last)),
                )


def words_of(secret: Secret, facts: Facts, sources: Mapping[str, SourceMail]) -> SecretWords:
    """Return what points to a secret.

    Args:
        secret: The secret.
        facts: Whose people's names say nothing.
        sources: The mails that the facts name, by message id, as far as they are known.
    """
    telling = _every_source(facts)
    others = [sources[key] for key in sorted(sources.keys() - telling)]
    return _words_of(
        secret.about,
        (secret.summary, secret.tells, secret.hints),
        told_in(secret, sources),
        (*(_own_text(mail.subject, mail.text) for mail in others), *_documents(facts)),
        (facts.organization, *(person.name for person in facts.people)),
        tuple(
            person.name
            for person in facts.people
            if not person.internal and belongs(secret.holders, person.address)
        ),
    )


def told_in(secret: Secret, sources: Mapping[str, SourceMail]) -> tuple[str, ...]:
    """Return the texts in which a secret is told, as far as they are known."""
    mails = (sources[key] for key in secret.found_in if key in sources)
    return tuple(_own_text(mail.subject, mail.text) for mail in mails)


def _every_source(facts: Facts) -> frozenset[str]:
    return frozenset(key for secret in facts.secrets for key in secret.found_in)


def _documents(facts: Facts) -> Iterator[str]:
    for document in facts.documents:
        yield from (message.text for message in document.messages)
        yield from (file.text for file in document.files)


@lru_cache(maxsize=64)
def _own_text(subject: str, text: str) -> str:
    """Return the words of a mail without what it quotes, which is another mail's."""
    own = [
        each.text for each in split_body("", "text", text) if each.own or _FORWARDED in each.text
    ]
    return "\n\n".join([f"{subject}.", *own])


@lru_cache(maxsize=64)
def _words_of(
    about: FactPerson,
    wording: tuple[str, tuple[str, ...], tuple[str, ...]],
    texts: tuple[str, ...],
    others: tuple[str, ...],
    names: tuple[str, ...],
    circle: tuple[str, ...],
) -> SecretWords:
    summary, tells, hints = wording
    people = frozenset().union(*map(name_words, names))
    own_name = name_words(about.name)
    bare = tuple(_without(entry, own_name) for entry in tells)
    matters = (
        matters_of((summary, *map(_plain, bare)))
        or matters_of([_plain(entry) for entry in hints])
        or matters_of(texts)
    )
    near = near_words(matters)
    close = frozenset(word.strip('"*') for entry in near for word in entry.split())
    # What comes later overrides what comes before.
    kinds = dict.fromkeys(_ailments((summary, *bare, *hints, *texts)), "plain")
    kinds |= dict.fromkeys(HUSHED, "hushed")
    kinds |= dict.fromkeys(abroad_words(matters), "abroad")
    kinds |= dict.fromkeys(near, "near")
    kinds |= {hint: _kind_of(hint, close) for hint in hints}
    kinds |= {entry: "own" for each in matters for entry in each.own}
    kinds |= {entry: "own" for entry in bare if entry and not _is_everyday(entry, close)}
    return SecretWords(
        kinds=kinds,
        lexicon=lexicon_of(tuple(kinds)),
        circle=frozenset().union(*map(name_words, circle)) - own_name,
        general=frozenset(
            entry
            for entry, left in zip(tells, bare, strict=True)
            if entry == left and (_is_everyday(entry, close) or matters_of([_plain(entry)]))
        ),
        texts=texts,
        sources=vocabulary_of(texts, people),
        common=frozenset(word.folded for text in others for word in fold_words(text)),
    )


def _kind_of(hint: str, close: frozenset[str]) -> str:
    if all(_is_date(word.folded) for word in fold_words(hint)):
        return "time"
    return "near" if _is_everyday(hint, close) else "hint"


def _ailments(texts: Sequence[str]) -> tuple[str, ...]:
    passage = Passage("", "", ".\n\n".join(map(_plain, texts)), 0, own=True)
    known = {each.entry for each in find_mentions(passage, AILMENTS)}
    return tuple(entry for entry in AILMENTS if entry not in known)


def _without(entry: str, names: frozenset[str]) -> str:
    """Return an entry without the person's name, which a passage need not repeat."""
    return " ".join(
        piece for piece in _PIECE.findall(entry) if not name_words(piece.strip('"*')) & names
    )


def _plain(entry: str) -> str:
    return entry.replace('"', "").replace("*", "")


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
    kinds = {each.kind for each in kept}
    echoes = sum(each.kind == Kind.ECHO.value for each in kept)
    if "plain" in kinds and kinds.isdisjoint(("own", "hint", "name", "figure")):
        # What is said of a doctor is said of the other matter.
        weight, private = max(0, weight - _OTHER), max(0, private - _OTHER)
    traces = tuple(each for each in kept if each.weight)
    return Weighed(traces, weight, private, echoes=echoes >= _ECHOES)


def _trace(
    mention: Mention, kind: str, weight: int, private: int, *, key: str | None = None
) -> Trace:
    return Trace(
        mention.passage,
        kind,
        key or mention.entry,
        weight,
        private,
        mention.sentence,
        mention.places,
    )


def _is_everyday(entry: str, close: frozenset[str]) -> bool:
    """Tell whether an entry is of words that stand in any mail: they weigh little."""
    known = everyday_words()
    return all(
        word.folded in known or word.folded in close or _is_date(word.folded)
        for word in fold_words(entry)
    )


def _is_date(word: str) -> bool:
    return word in CALENDAR or word.isdigit()
