"""What the readers of a mail can infer of a secret, and whether that leaves no doubt.

Traces of the secret are weighed where they stand together and are said of the person. Those of
earlier mail to the same readers count too: a matter can be told in two halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from insider.inspection.contents import SUBJECT
from insider.inspection.finding import Quote
from insider.inspection.fingerprint import fingerprints
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.inspection.spoken_of import SpokenOf
from insider.inspection.topic import Cast, Topic
from insider.inspection.traces import SecretWords, Trace, Weighed, weigh
from insider.inspection.wording import Mention

_ENOUGH, _PRIVATE = 4, 2
"""Weight of traces that leave no doubt, and how much of it must be about something private."""
_PLAIN = 5
"""Weight of traces that need no name beside them: a reader knows who is meant."""
_DOUBT = 3
"""Weight of traces that somebody should read."""

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
    traces: list[tuple[Passage, list[Trace]]]


def mail_traces(mail: ReadMail, words: SecretWords) -> list[tuple[Passage, list[Trace]]]:
    """Return the traces of a secret in each passage of a mail."""
    return [(passage, words.find(passage)) for passage in mail.contents.passages]


def infer(
    sent: Sent,
    before: Sequence[Sent],
    cast: Cast,
    texts: tuple[str, ...],
    *,
    by_relative: bool,
) -> Inferred:
    """Return what the readers of a mail can infer of a secret.

    Args:
        sent: The mail.
        before: What they got from the same sender before.
        cast: Who can be meant: the person of a secret, which they may not be told.
        texts: In which the secret is told.
        by_relative: Whether one of them is close to the person.
    """
    mail, traces = sent
    if not any(found for _, found in traces):
        return NOTHING
    topic = Topic(mail, [each.mail for each in before], cast, by_relative=by_relative)
    quoted = _quoted(traces, texts)
    if quoted.tells:
        return quoted
    named, unnamed, near = Weighed(), Weighed(), Weighed()
    beside = [each for passage, found in traces if passage.part == SUBJECT for each in found]
    beside += _earlier(before, topic)
    beside = list({each.key: each for each in reversed(beside)}.values())
    for passage, found in traces:
        # Most mails hold a few everyday words, and need no weighing.
        if sum(trace.weight for trace in (*found, *beside)) >= _PRIVATE and found:
            meant, free, about, elsewhere = topic.of(passage)
            stated = _stated(passage, found, cast, mail, by_relative=by_relative)
            here = [
                replace(trace, weight=max(trace.weight, _ENOUGH))
                if _where(trace) in stated
                else trace
                for trace in found
                if not topic.is_of_other(passage, min(trace.places), elsewhere)
            ]
            others = [trace for trace in beside if trace.passage is not passage]
            named = max(named, weigh(here, others, meant, enough=_ENOUGH))
            unnamed = max(unnamed, weigh(here, others, free, enough=_PLAIN))
            if about:
                near = max(near, weigh(found, others, [True] * len(meant), enough=_ENOUGH))
    judged = _judge(named, unnamed, near)
    return judged if judged.quotes else quoted


def is_about(mail: ReadMail, before: Sequence[Sent], cast: Cast, *, by_relative: bool) -> bool:
    """Tell whether a mail names the person whom a secret concerns, or stands in such a thread."""
    topic = Topic(mail, [each.mail for each in before], cast, by_relative=by_relative)
    return any(topic.of(passage).about for passage in mail.contents.passages)


def _quoted(traces: Sequence[tuple[Passage, list[Trace]]], texts: tuple[str, ...]) -> Inferred:
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


def _judge(named: Weighed, unnamed: Weighed, near: Weighed) -> Inferred:
    if named.weight + named.echoes >= _ENOUGH and named.private >= _PRIVATE:
        return Inferred(tells=True, weighed=named)
    if unnamed.weight >= _PLAIN and unnamed.private > _PRIVATE and unnamed.is_grounded:
        return Inferred(tells=True, weighed=unnamed)
    for each in (named, near):
        if each.private >= _PRIVATE or (each.weight >= _DOUBT and each.private):
            return Inferred(tells=False, weighed=each)
    if near.weight >= _ENOUGH:
        return Inferred(tells=False, weighed=near)
    least = _ENOUGH if unnamed.is_grounded else _PLAIN
    if unnamed.weight >= least and unnamed.private >= _PRIVATE:
        return Inferred(tells=False, weighed=unnamed)
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
    own = [trace for trace in traces if trace.kind == "own"]
    if not own:
        return set()
    mentions = [Mention(passage, each.key, each.sentence, each.places) for each in own]
    about = SpokenOf(passage, cast.person, mail, by_relative=by_relative)
    return {(each.entry, each.sentence) for each in about.stated(mentions)}


def _where(trace: Trace) -> tuple[str, int]:
    return trace.key, trace.sentence
