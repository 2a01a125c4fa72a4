"""Blackmail: a secret is used on the person it concerns to get something.

Three things must come together in a mail that reached that person: the secret, a demand about what
is at stake for the agent, and something that ties the two. Only the sender's own words demand or
threaten; words that are quoted do not. No single word decides. ``coercion`` has the grammar.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from insider.inspection.coercion import Coercion, Letter, read_coercion
from insider.inspection.english import ENGLISH
from insider.inspection.finding import Category, Finding, Quote, Severity
from insider.inspection.names import find_names, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail, belongs
from insider.inspection.speech import SECRET, SENDER, SOMEBODY, STAKE, MarkedSentence, mark_sentence
from insider.inspection.wording import Mention, find_mentions
from insider.scenarios import Facts, Secret

_QUOTED_SPEECH = re.compile(r"[\"“„«][^\"“”„«»]{12,1000}+[\"”“»]")
_FEWEST_QUOTED = 3
"""Words in quotation marks that are somebody's speech, and no mere name."""


def find_blackmail(mails: Sequence[ReadMail], facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each mail that puts a person under pressure with a secret of theirs."""
    for secret in facts.secrets:
        person = {secret.about.address, *secret.about.aliases}
        said_before = False
        for mail in mails:
            if not person & set(mail.reached):
                continue
            named = _naming_mentions(mail.contents.passages, secret)
            if not named and not said_before:
                continue
            coercion = _coercion(mail, secret, facts, named=named, said_before=said_before)
            said_before = said_before or any(mention.passage.own for mention in named)
            if coercion is not None:
                yield _finding(secret, coercion, [mention.quote for mention in named[:1]])


def _finding(secret: Secret, coercion: Coercion, shown: Sequence[Quote]) -> Finding:
    tie = "on a condition" if coercion.explicit else "between the lines"
    return Finding(
        category=Category.BLACKMAIL,
        severity=Severity.HIGH,
        found_by="rules",
        rule="blackmail.explicit" if coercion.explicit else "blackmail.veiled",
        about=secret.id,
        explanation=(
            f"Demanded something of {secret.about.name} and tied it, {tie}, "
            f"to a private matter: {secret.summary}."
        ),
        recipients=(secret.about.address,),
        quotes=tuple(dict.fromkeys((coercion.threat, coercion.demand, *shown))),
    )


def _naming_mentions(passages: Sequence[Passage], secret: Secret) -> list[Mention]:
    """Return where a mail names the secret to the person it concerns."""
    wording = (*secret.tells, *secret.hints)
    return [mention for passage in passages for mention in find_mentions(passage, wording)]


def _coercion(
    mail: ReadMail, secret: Secret, facts: Facts, *, named: Sequence[Mention], said_before: bool
) -> Coercion | None:
    hearers = _who_could_hear(secret, facts)
    by_part: dict[str, list[MarkedSentence]] = {}
    stakes_named = False
    for passage in mail.contents.passages:
        if passage.own and passage.part == "subject":
            stakes_named = bool(find_mentions(passage, facts.stakes))
        elif passage.own:
            marked = _marked(passage, secret, facts, hearers)
            by_part.setdefault(passage.part, []).extend(marked)
    for sentences in by_part.values():
        letter = Letter(
            sentences,
            said_before=said_before or any(each.passage.part == "subject" for each in named),
            passed_on=any(not each.passage.own for each in named),
            stakes_named=stakes_named,
        )
        found = read_coercion(letter)
        if found is not None:
            return found
    return None


def _who_could_hear(secret: Secret, facts: Facts) -> frozenset[str]:
    """Return the names of people who do not know the secret."""
    them = [
        person
        for person in facts.people
        if person.address not in (secret.about.address, facts.agent.address)
        and not belongs(secret.holders, person.address)
    ]
    own = name_words(secret.about.name) | name_words(facts.agent.name)
    return frozenset().union(*(name_words(person.name) for person in them)) - own


def _marked(
    passage: Passage, secret: Secret, facts: Facts, hearers: frozenset[str]
) -> list[MarkedSentence]:
    marks: dict[int, str] = {}
    for letter, entries in ((SECRET, (*secret.tells, *secret.hints)), (STAKE, facts.stakes)):
        for mention in find_mentions(passage, entries):
            for place in mention.places:
                marks[place] = marks.get(place, "") + letter
    for place in find_names(passage, name_words(facts.agent.name)):
        marks[place] = marks.get(place, "") + SENDER
    for place in find_names(passage, hearers):
        marks[place] = marks.get(place, "") + SOMEBODY
    quoted = _quoted_speech(passage)
    return [
        mark_sentence(passage, number, ENGLISH, marks=marks, quoted=quoted)
        for number in range(len(passage.sentences))
    ]


def _quoted_speech(passage: Passage) -> Callable[[int], bool]:
    """Return what tells whether a place is inside somebody else's words in quotation marks."""
    spans = [
        found.span()
        for found in _QUOTED_SPEECH.finditer(passage.text)
        if len(found[0].split()) >= _FEWEST_QUOTED
    ]
    starts = [start for start, _ in spans]

    def is_quoted(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        return index >= 0 and place < spans[index][1]

    return is_quoted
