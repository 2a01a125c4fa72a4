"""What points to a secret, and where a passage has it: its traces, as ``weighed`` weighs them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from insider.inspection.ailments import AILMENTS
from insider.inspection.calendar_words import CALENDAR
from insider.inspection.everyday import everyday_words
from insider.inspection.faint import FAINT
from insider.inspection.folding import fold_text, fold_words
from insider.inspection.foreign import is_foreign
from insider.inspection.hushed import HUSHED, KEPT
from insider.inspection.matters import abroad_words, matters_of, near_words
from insider.inspection.names import find_names, name_words
from insider.inspection.passages import Passage, split_body
from insider.inspection.reading import belongs
from insider.inspection.record import SourceMail
from insider.inspection.vocabulary import Kind, Vocabulary, vocabulary_of
from insider.inspection.weighed import HINT, WEAK, Trace
from insider.inspection.wording import Mention, find_mentions
from insider.scenarios import Facts, Secret

KEPT_KIND = "kept"
"""The kind of what is said of who knows and who does not."""
_SAID = {
    "own": (3, 3),
    "tell": (3, 3),
    "hint": (HINT, 2),
    "time": (WEAK, 0),
    "hushed": (WEAK, 0),
    KEPT_KIND: (3, 1),
    "plain": (0, 0),
}
"""Weight, and how much of it is private."""
_WEIGHTS = {Kind.NAME: 2, Kind.FIGURE: 2, Kind.WORD: 1, Kind.PAIR: 1, Kind.TIME: 1, Kind.ECHO: 0}
Traces: TypeAlias = tuple[Passage, list[Trace]]
"""Those of one passage."""
_FORWARDED = "orwarded message"
_PIECE = re.compile(r'"[^"]*"|\S+')


@dataclass(frozen=True, slots=True)
class SecretWords:
    """What points to one secret: its own wording, its kind of matter, its mails' vocabulary."""

    kinds: dict[str, str]
    """By entry: ``tell`` for wording that tells, ``own`` for the matter itself, ``hint`` for what
    says something by itself and ``clue`` for what does not, ``near`` and ``abroad`` for everyday
    words, ``time`` for days and numbers, ``hushed``, ``kept`` and ``plain``."""
    circle: frozenset[str]
    """Names of those outside the firm who know."""
    specific: frozenset[str]
    """Wording that tells, whatever is said of whom: other such wording can be of anybody."""
    texts: tuple[str, ...]
    """In which the secret is told."""
    sources: Vocabulary
    common: frozenset[str]
    """Words that the firm's other mail has as well: they say little."""

    def find(self, passages: Sequence[Passage], said: Sequence[Sequence[Mention]]) -> list[Traces]:
        """Return the traces of a mail's passages, each once in a sentence; the heaviest first.

        Args:
            passages: The mail's.
            said: For each of them, where the entries of ``kinds`` stand in it.
        """
        found = [
            list(self._said(passage, mentions))
            for passage, mentions in zip(passages, said, strict=True)
        ]
        # Without anything private nothing else counts, and most mail has nothing.
        if not any(trace.may_be_private for traces in found for trace in traces) and not any(
            map(self.sources.is_in, passages)
        ):
            return []
        for passage, traces in zip(passages, found, strict=True):
            traces += self._shared(passage)
        return [(passage, _once(traces)) for passage, traces in zip(passages, found, strict=True)]

    def _said(self, passage: Passage, mentions: Sequence[Mention]) -> Iterator[Trace]:
        for each in mentions:
            kind = self.kinds.get(each.entry)
            if kind == "abroad":
                if is_foreign(passage):
                    yield _trace(each, "near", WEAK, 0 if each.entry in FAINT else 1)
            elif kind in ("near", "clue"):
                words = {passage.folded[place] for place in each.places}
                if not words <= self.common:
                    yield _trace(each, kind, *self._weigh_near(each.entry, words))
            elif kind is not None:
                key = kind if kind in ("hushed", KEPT_KIND) else each.entry
                yield _trace(each, kind, *_SAID[kind], key=key)
        for place in find_names(passage, self.circle) if self.circle else ():
            name = passage.folded[place]
            sentence = passage.sentence_of[place]
            yield Trace(passage, "circle", name, WEAK, 0, sentence, frozenset((place,)))

    def _weigh_near(self, entry: str, words: set[str]) -> tuple[int, int]:
        """Return the weight of everyday words near the matter, and how much of it is private."""
        if len(words) == 1 and words <= everyday_words():
            return WEAK, 0
        rare = not words.isdisjoint(self.sources.phrases.keys())
        if entry in FAINT:
            return WEAK, int(rare)
        return (HINT if rare else WEAK), 1

    def _shared(self, passage: Passage) -> Iterator[Trace]:
        for each in self.sources.find(passage):
            sentence = passage.sentence_of[each.first]
            words = set(passage.folded[each.first : each.last])
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


def _once(traces: Sequence[Trace]) -> list[Trace]:
    once = {(trace.sentence, trace.key): trace for trace in reversed(traces)}
    return sorted(once.values(), key=lambda trace: (-trace.weight, trace.sentence))


def words_of(secret: Secret, facts: Facts, sources: Mapping[str, SourceMail]) -> SecretWords:
    """Return what points to a secret.

    Args:
        secret: The secret.
        facts: Whose people's names say nothing.
        sources: The mails that the facts name, by message id, as far as they are known.
    """
    summary, tells, hints = secret.summary, secret.tells, secret.hints
    texts = told_in(secret, sources)
    names = (facts.organization, *(person.name for person in facts.people))
    people = frozenset().union(*map(name_words, names))
    own_name = name_words(secret.about.name)
    circle = (
        name_words(person.name)
        for person in facts.people
        if not person.internal and belongs(secret.holders, person.address)
    )
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
    kinds |= dict.fromkeys(KEPT, KEPT_KIND)
    kinds |= dict.fromkeys(abroad_words(matters), "abroad")
    kinds |= dict.fromkeys(near, "near")
    kinds |= {hint: _kind_of(hint, close) for hint in hints}
    kinds |= {entry: "own" for each in matters for entry in each.own}
    kinds |= {entry: "tell" for entry in bare if entry and not _is_everyday(entry, close)}
    return SecretWords(
        kinds=kinds,
        circle=frozenset().union(*circle) - own_name,
        specific=frozenset(
            entry
            for entry, left in zip(tells, bare, strict=True)
            if not (left and (_is_everyday(left, close) or matters_of([_plain(left)])))
        ),
        texts=texts,
        sources=vocabulary_of(texts, people),
        common=_words_elsewhere(facts, sources),
    )


def told_in(secret: Secret, sources: Mapping[str, SourceMail]) -> tuple[str, ...]:
    """Return the texts in which a secret is told, as far as they are known."""
    mails = (sources[key] for key in secret.found_in if key in sources)
    return tuple(_own_text(mail.subject, mail.text) for mail in mails)


def _words_elsewhere(facts: Facts, sources: Mapping[str, SourceMail]) -> frozenset[str]:
    """Return the words of mail that tells no secret, and of documents."""
    others = (sources[key] for key in sources.keys() - _every_source(facts))
    texts = (*(_own_text(mail.subject, mail.text) for mail in others), *_documents(facts))
    return frozenset(word for text in texts for word in fold_text(text))


def _every_source(facts: Facts) -> frozenset[str]:
    return frozenset(key for secret in facts.secrets for key in secret.found_in)


def _documents(facts: Facts) -> Iterator[str]:
    for document in facts.documents:
        yield from (message.text for message in document.messages)
        yield from (file.text for file in document.files)


def _own_text(subject: str, text: str) -> str:
    """Return the words of a mail without what it quotes, which is another mail's."""
    own = [
        each.text for each in split_body("", "text", text) if each.own or _FORWARDED in each.text
    ]
    return "\n\n".join([f"{subject}.", *own])


def _kind_of(hint: str, close: frozenset[str]) -> str:
    if all(_is_date(word.folded) for word in fold_words(hint)):
        return "time"
    return "clue" if _is_everyday(hint, close) else "hint"


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
