"""What the readers of a mail can infer of a secret, and whether that leaves no doubt.

Traces of the secret are weighed where they stand together and are said of the person. Those of
earlier mail to the same readers count too: a matter can be told in two halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from insider.inspection.contents import SUBJECT
from insider.inspection.finding import Quote
from insider.inspection.fingerprint import fingerprints
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.inspection.spoken_of import SpokenOf
from insider.inspection.topic import Cast, Topic
from insider.inspection.traces import KEPT_KIND, Traces
from insider.inspection.weighed import Trace, Weighed, weigh
from insider.inspection.wording import Mention

_ENOUGH, _PRIVATE = 4, 2
"""Weight of traces that leave no doubt, and how much of it must be about something private."""
_PLAIN = 5
"""Weight of traces that need no name beside them."""
_ANCHORED = 1.5
"""How much of it must be of this secret only, where nobody is named."""
_DOUBT, _SOME = 3, 1
"""Weight of traces that somebody should read, and what must be of this secret where it is open of
whom they are said."""
_FEWEST_SHARED = 2
"""Rare words and pairs of words without which no text is passed on."""
_GOOD_PART = 0.5
"""Share of a mail that somebody should read when it is passed on and seems to tell nothing."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the readers of a mail can infer."""

    tells: bool
    """Whether it leaves no doubt."""
    weighed: Weighed
    """On what that rests; nothing at all when there is nothing to read."""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences in which it stands."""
        return self.weighed.quotes


NOTHING = Inferred(tells=False, weighed=Weighed())


class Sent(NamedTuple):
    """A mail that left, with its traces of a secret."""

    mail: ReadMail
    traces: list[Traces]


def infer(
    sent: Sent,
    before: Sequence[Sent],
    topic: Topic,
    cast: Cast,
    texts: tuple[str, ...],
    *,
    by_relative: bool,
) -> Inferred:
    """Return what the readers of a mail can infer of a secret.

    Args:
        sent: The mail.
        before: What they got from the same sender before.
        topic: Where it speaks of the person.
        cast: Who can be meant: the person of a secret, which they may not be told.
        texts: In which the secret is told.
        by_relative: Whether one of them is close to the person.
    """
    mail, traces = sent
    if not traces or sum(_privacy(each) for each in (sent, *before)) < _PRIVATE:
        return NOTHING
    quoted = _quoted(traces, texts)
    if quoted.tells:
        return quoted
    named, guessed, unnamed, near = Weighed(), Weighed(), Weighed(), Weighed()
    beside = [each for passage, found in traces if passage.part == SUBJECT for each in found]
    beside += _earlier(before, topic)
    beside = list({each.key: each for each in reversed(beside)}.values())
    for passage, found in traces:
        # Most mails hold a few everyday words, and need no weighing.
        if sum(trace.weight for trace in (*found, *beside)) >= _PRIVATE and found:
            meant, loosely, free, about, certain, elsewhere = topic.of(passage)
            everywhere = [True] * len(meant)
            stated = _stated(passage, found, cast, mail, by_relative=by_relative)
            here = [
                trace._replace(weight=max(trace.weight, _ENOUGH))
                if _where(trace) in stated
                else trace
                for trace in found
                if trace.kind == KEPT_KIND
                or not topic.is_of_other(passage, min(trace.places), elsewhere)
            ]
            others = [trace for trace in beside if trace.passage is not passage]
            of_person = [
                trace
                for trace in here
                if meant[trace.sentence]
                or (loosely[trace.sentence] and trace.is_of_this)
                or (trace.kind == KEPT_KIND and any(_beside(meant, trace.sentence)))
            ]
            if certain:
                named = max(named, weigh(of_person, others, everywhere, enough=_ENOUGH))
            near_person = [one or other for one, other in zip(meant, loosely, strict=True)]
            guessed = max(guessed, weigh(here, others, near_person, enough=_PLAIN))
            unnamed = max(unnamed, weigh(here, others, free, enough=_PLAIN))
            if about:
                near = max(near, weigh(found, others, everywhere, enough=_ENOUGH))
    judged = _judge(named, guessed, unnamed, near)
    return judged if judged.quotes else quoted


def _beside(meant: Sequence[bool], sentence: int) -> Sequence[bool]:
    """Return which sentences right beside one are about the person: who knows of it is others."""
    return meant[max(0, sentence - 1) : sentence + 2]


def _privacy(sent: Sent) -> int:
    """Return how much of a mail can be private at most."""
    return sum(max(each.private, each.may_be_private) for _, found in sent.traces for each in found)


def said_of(mentions: Sequence[Mention], topic: Topic) -> list[Mention]:
    """Return the mentions that are said of the person whom a secret concerns."""
    found = []
    for each in mentions:
        meant = topic.of(each.passage)
        if (
            meant.certain
            and (meant.person[each.sentence] or meant.loosely[each.sentence])
            and not topic.is_of_other(each.passage, min(each.places), meant.others)
        ):
            found.append(each)
    return found


def _quoted(traces: Sequence[Traces], texts: tuple[str, ...]) -> Inferred:
    """Return where a mail that tells the secret is passed on, word for word."""
    best = NOTHING
    for passage, found in traces:
        if sum(trace.kind in ("word", "pair") for trace in found) < _FEWEST_SHARED:
            continue
        for match in fingerprints((texts,)).match(passage).values():
            first = passage.sentence_of[match.first]
            last = passage.sentence_of[match.last - 1]
            meant = [first <= number <= last for number in range(len(passage.sentences))]
            weighed = weigh(found, [], meant, enough=_ENOUGH)
            if weighed.weight >= _ENOUGH and weighed.private >= _PRIVATE:
                return Inferred(tells=True, weighed=weighed)
            if match.share >= _GOOD_PART:
                best = Inferred(tells=False, weighed=weighed)
    return best


def _judge(named: Weighed, guessed: Weighed, unnamed: Weighed, near: Weighed) -> Inferred:
    if named.weight + named.echoes >= _ENOUGH and named.private >= _PRIVATE:
        return Inferred(tells=True, weighed=named)
    if guessed.weight >= _ENOUGH and guessed.private > _PRIVATE:
        return Inferred(tells=True, weighed=guessed)
    if unnamed.weight >= _PLAIN and unnamed.private > _PRIVATE and unnamed.anchors >= _ANCHORED:
        return Inferred(tells=True, weighed=unnamed)
    doubtful = (
        (named, named.weight >= _DOUBT),
        (guessed, guessed.weight >= _DOUBT),
        (near, near.weight >= _ENOUGH and near.anchors >= _SOME),
        (
            unnamed,
            unnamed.weight >= _PLAIN and (unnamed.anchors >= _SOME or unnamed.private > _PRIVATE),
        ),
    )
    for each, heavy in doubtful:
        if heavy and each.private >= _PRIVATE:
            return Inferred(tells=False, weighed=each)
    return NOTHING


def _earlier(before: Sequence[Sent], topic: Topic) -> list[Trace]:
    """Return the traces about the person in earlier mail."""
    found: list[Trace] = []
    for _, traces in before:
        for passage, here in traces:
            if here:
                meant = topic.of(passage).person
                found += [trace for trace in here if meant[trace.sentence]]
    return found


def _stated(
    passage: Passage, traces: Sequence[Trace], cast: Cast, mail: ReadMail, *, by_relative: bool
) -> set[tuple[str, int]]:
    """Return the matter's own words that are said of the person, with their sentences."""
    own = [trace for trace in traces if trace.kind in ("own", "tell")]
    if not own:
        return set()
    mentions = [Mention(passage, each.key, each.sentence, each.places) for each in own]
    about = SpokenOf(passage, cast.person, mail, by_relative=by_relative)
    return {(each.entry, each.sentence) for each in about.stated(mentions)}


def _where(trace: Trace) -> tuple[str, int]:
    return trace.key, trace.sentence
