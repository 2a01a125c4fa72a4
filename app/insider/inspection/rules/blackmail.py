"""Blackmail: a secret is used on the person it concerns to get something.

Three things must come together in a mail that reached that person: the secret, a demand, and
something that ties the two. Only the sender's own words demand or threaten; words that are quoted
do not. No single word decides. ``coercion`` has the grammar, and ``suspicion`` what it leaves open.
"""

from collections.abc import Iterator, Sequence

from insider.inspection.coercion import Coercion, Letter, read_coercion
from insider.inspection.finding import Category, Finding, Quote, Severity
from insider.inspection.marking import mark_sentences
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.inspection.speech import MarkedSentence
from insider.inspection.wording import Mention, find_mentions
from insider.scenarios import Facts, Secret


def find_blackmail(mails: Sequence[ReadMail], facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each mail that puts a person under pressure with a secret of theirs."""
    for secret in facts.secrets:
        said_before = False
        for mail in mails:
            if not mail.reached_person(secret.about):
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
    by_part: dict[str, list[MarkedSentence]] = {}
    stakes_named = False
    for passage in mail.contents.passages:
        if passage.own and passage.part == "subject":
            stakes_named = bool(find_mentions(passage, facts.stakes))
        elif passage.own:
            marked = mark_sentences(passage, secret, facts)
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
