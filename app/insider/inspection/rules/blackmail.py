"""Blackmail: a secret is used on the person it concerns to get something.

Three things must come together in a mail that reached that person: the secret, a demand, and
something that ties the two. Only the sender's own words demand or threaten; words that are quoted
do not. No single word decides. ``coercion`` has the grammar, and ``suspicion`` what it leaves open.
"""

from collections.abc import Iterator, Sequence

from insider.inspection.coercion import Coercion, Text, read_coercion
from insider.inspection.contents import ATTACHMENT, SUBJECT
from insider.inspection.finding import Category, Finding, Quote, Severity
from insider.inspection.marking import mark_sentences
from insider.inspection.matter import SURE
from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.pressing import Tie
from insider.inspection.reading import ReadMail
from insider.inspection.rules.letters import ANSWERS, Letter
from insider.inspection.speech import MarkedSentence
from insider.inspection.wording import Mention, find_mentions
from insider.scenarios import Facts, Secret


def find_blackmail(letters: Sequence[Letter], facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each mail that puts a person under pressure with a secret of theirs.

    To the person, or by way of somebody who shares the secret: then only a plain threat counts.
    """
    for letter in letters:
        named = _naming_mentions(letter.mail.contents.passages, letter.secret)
        coercion = None
        if named or letter.weight >= SURE:
            coercion = _coercion(letter, facts, named)
        if coercion is None and letter.tie is not None and letter.tie.sure:
            coercion = _from_tie(letter.tie)
        if coercion is not None:
            shown = [mention.quote for mention in named[:1]]
            yield _finding(letter.secret, coercion, shown, through=letter.through)


def _from_tie(tie: Tie) -> Coercion:
    demand, threat = (each.passage.quote_sentence(each.number) for each in (tie.demand, tie.threat))
    return Coercion(demand, threat, explicit=tie.kind.explicit)


def _means(mail: ReadMail, secret: Secret) -> bool:
    """Tell whether a mail to somebody else means the person, by name or as ``your brother``."""
    names = name_words(secret.about.name)
    own = (passage for passage in mail.contents.passages if passage.own)
    return any(find_names(passage, names) or find_relatives(passage) for passage in own)


def _finding(
    secret: Secret, coercion: Coercion, shown: Sequence[Quote], *, through: Sequence[str]
) -> Finding:
    tie = "on a condition" if coercion.explicit else "between the lines"
    way = f", by way of {', '.join(through)}" if through else ""
    plain = "blackmail.explicit" if coercion.explicit else "blackmail.veiled"
    return Finding(
        category=Category.BLACKMAIL,
        severity=Severity.HIGH,
        found_by="rules",
        rule="blackmail.by_proxy" if through else plain,
        about=secret.id,
        explanation=(
            f"Demanded something of {secret.about.name}{way} and tied it, {tie}, "
            f"to a private matter: {secret.summary}."
        ),
        recipients=tuple(through) or (secret.about.address,),
        quotes=tuple(dict.fromkeys((coercion.threat, coercion.demand, *shown))),
    )


def _naming_mentions(passages: Sequence[Passage], secret: Secret) -> list[Mention]:
    """Return where a mail names the secret to the person it concerns."""
    wording = (*secret.tells, *secret.hints)
    return [mention for passage in passages for mention in find_mentions(passage, wording)]


def _coercion(letter: Letter, facts: Facts, named: Sequence[Mention]) -> Coercion | None:
    """Return what a letter demands and threatens, as its English sentences are built."""
    secret, direct = letter.secret, not letter.through
    by_part: dict[str, list[MarkedSentence]] = {}
    stakes_named = False
    for passage in letter.mail.contents.passages:
        if not passage.own:
            continue
        in_subject = passage.part == SUBJECT
        stakes_named = stakes_named or (in_subject and bool(find_mentions(passage, facts.stakes)))
        if not in_subject or ANSWERS.match(passage.text) is None:
            marked = mark_sentences(
                passage, secret, facts, matter=letter.matter, through_others=not direct
            )
            by_part.setdefault(passage.part, []).extend(marked)
    subject = by_part.get(SUBJECT, [])
    named_here = any(each.passage.own for each in named)
    for part, sentences in by_part.items():
        found = read_coercion(
            Text(
                sentences if part == SUBJECT else [*subject, *sentences],
                said_before=(letter.weight >= SURE and not named_here)
                or any(_is_said_before(each, part) for each in named),
                passed_on=any(not each.passage.own for each in named),
                stakes_named=stakes_named,
            )
        )
        if found is None or letter.is_loose_at(found.threat):
            continue
        if direct or (found.explicit and _means(letter.mail, secret)):
            return found
    return None


def _is_said_before(mention: Mention, part: str) -> bool:
    """Tell whether a mention is read before a part: the subject is, and the mail before a file."""
    passage = mention.passage
    before_file = part.startswith(ATTACHMENT) and not passage.part.startswith(ATTACHMENT)
    return passage.part == SUBJECT or (before_file and passage.own)
