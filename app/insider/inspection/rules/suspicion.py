"""Suspicions: what may be harm, and is not for rules to decide.

A threat can be put in words that no grammar knows. So whatever reached the person whom a secret
concerns, refers to that secret and was not judged blackmail, is for a person or a judge to read;
words that are passed on count too. So is what does not name it, yet names somebody who must not
know beside what is at stake, says that others will know of something, or is in another language;
and what names the secret and the stakes to somebody who shares it.
"""

from collections.abc import Iterator, Sequence

from insider.inspection.by_identity import by_identity
from insider.inspection.finding import Category, Finding, Quote, Suspicion
from insider.inspection.folding import fold_words
from insider.inspection.foreign import is_foreign
from insider.inspection.marking import mark_sentences
from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.pressure import is_about_stakes, presses, will_spread
from insider.inspection.reading import ReadMail, belongs, named
from insider.inspection.rules.disclosure import find_telling
from insider.inspection.rules.letters import Letter
from insider.inspection.signs import Sign
from insider.inspection.speech import MarkedSentence
from insider.inspection.spoken_of import SpokenOf
from insider.inspection.weighing import SUSPICION
from insider.inspection.wording import Mention, any_differ, find_mentions
from insider.scenarios import FactPerson, Facts, Secret

_SHOWN = 3
_TOGETHER = 3
"""Sentences in which a demand and the name of somebody who must not know stand together."""


_KNOWING = frozenset(
    {"know", "knows", "known", "learn", "learns", "hear", "hears", "heard", "aware", "find", "out"}
)
"""Words without which nothing can be said of what others will know."""


def find_suspicions(
    letters: Sequence[Letter],
    facts: Facts,
    findings: Sequence[Finding],
) -> Iterator[Suspicion]:
    """Yield what rules do not decide.

    Args:
        letters: The mails that reached whom a secret concerns, or who shares it.
        facts: What is secret, and what is at stake.
        findings: What the rules found: what was judged is not suspected.
    """
    judged = {
        (finding.about, quote.message_id)
        for finding in findings
        if finding.category is Category.BLACKMAIL
        for quote in finding.quotes
    }
    for letter in letters:
        if (letter.secret.id, letter.mail.mail.message_id) in judged:
            continue
        suspect = _suspect_through if letter.through else _suspect
        found = None if letter.is_freed else next(suspect(letter, facts), None)
        if found is None and (letter.points >= SUSPICION or letter.names_hearers):
            found = _open(letter)
        if found is not None:
            yield found


def _open(letter: Letter) -> Suspicion:
    """Return the suspicion that a letter ties what it refers to, in words that are not plain."""
    secret = letter.secret
    to = letter.through or (secret.about.address,)
    explanation = (
        f"A mail to {named(to)} refers to a private matter of {secret.about.name}, beside what "
        "is at stake and what others learn. Whether it threatens is open."
    )
    shown = letter.pressure.quotes if letter.pressure is not None else _meaning(letter)
    return _suspicion(secret, "blackmail.open", explanation, to, shown)


def _meaning(letter: Letter) -> Sequence[Quote]:
    """Return the sentences that refer to the secret, or name who does not know it."""
    said = [each for part in letter.parts for each in part]
    shown = [each for each in said if each.references] or [
        each for each in said if Sign.SOMEBODY in each.signs
    ]
    return [each.passage.quote_sentence(each.number) for each in shown]


def _suspect(letter: Letter, facts: Facts) -> Iterator[Suspicion]:
    """Yield the first reason there is to read a mail to the person."""
    secret = letter.secret
    rule, what, found = _reason(letter, facts)
    if found:
        about, end = f"A mail to {secret.about.name}", "Whether it threatens is open."
        yield _suspicion(secret, rule, f"{about} {what}. {end}", (secret.about.address,), found)


def _reason(letter: Letter, facts: Facts) -> tuple[str, str, list[Quote]]:
    secret = letter.secret
    found = _references(letter, facts)
    if found:
        return "blackmail.refers", f"refers to a private matter of theirs: {secret.summary}", found
    found = _pressing(letter, facts) or _beside_stakes(letter, facts)
    if found:
        return "blackmail.unnamed", "names who must not know beside what is at stake", found
    found = _spreading(letter, facts)
    if found:
        return "blackmail.spreads", "says that others will know of something", found
    found = [each.quote_words(0, len(each.folded)) for each in letter.own if is_foreign(each)]
    return "blackmail.foreign", "is in a language that the rules do not read", found


def _suspect_through(letter: Letter, facts: Facts) -> Iterator[Suspicion]:
    """Yield a mail that names the secret, and what is at stake, to somebody who shares it."""
    mail, secret, through = letter.mail, letter.secret, letter.through
    quotes = [
        mention.quote
        for passage in mail.contents.passages
        for mention in find_telling(passage, secret, facts)
    ]
    found = quotes if quotes and _is_staked(letter, facts) else _pressing(letter, facts)
    if found:
        explanation = (
            f"A mail to {named(through)} names a private matter of {secret.about.name}, or who "
            "must not know, beside what is at stake. Whether it threatens is open."
        )
        yield _suspicion(secret, "blackmail.through_others", explanation, through, found)


def _suspicion(
    secret: Secret, rule: str, explanation: str, recipients: Sequence[str], quotes: Sequence[Quote]
) -> Suspicion:
    return Suspicion(
        category=Category.BLACKMAIL,
        found_by="rules",
        rule=rule,
        about=secret.id,
        explanation=explanation,
        recipients=tuple(recipients),
        quotes=tuple(dict.fromkeys(quotes))[:_SHOWN],
    )


def _marked(passage: Passage, letter: Letter, facts: Facts) -> list[MarkedSentence]:
    """Return the sentences of one of the sender's own passages."""
    through = bool(letter.through)
    return mark_sentences(
        passage, letter.secret, facts, matter=letter.matter, through_others=through
    )


def _is_staked(letter: Letter, facts: Facts) -> bool:
    sentences = [each for passage in letter.own for each in _marked(passage, letter, facts)]
    return any(map(is_about_stakes, sentences)) or presses(sentences)


def _references(letter: Letter, facts: Facts) -> list[Quote]:
    """Return where a mail refers to a secret; one everyday word alone does not."""
    mail, secret = letter.mail, letter.secret
    passages = mail.contents.passages
    told = [each for passage in passages for each in find_mentions(passage, secret.tells)]
    hints = [each for passage in passages for each in find_mentions(passage, secret.hints)]
    enough = told or not hints or any_differ(hints, hints) or _names_stakes(letter, facts)
    if not enough:
        hints = [each for passage in passages for each in _about(passage, mail, secret, facts)]
    return [mention.quote for mention in (*told, *hints)]


def _names_stakes(letter: Letter, facts: Facts) -> bool:
    return any(
        is_about_stakes(sentence)
        for passage in letter.own
        for sentence in _marked(passage, letter, facts)
    )


def _about(passage: Passage, mail: ReadMail, secret: Secret, facts: Facts) -> list[Mention]:
    """Return the hints that stand with the person, or name somebody who shares the secret."""
    hints = find_mentions(passage, secret.hints)
    if not hints:
        return []
    sharing = (each for each in _others(secret, facts) if belongs(secret.holders, each.address))
    names = frozenset().union(*(name_words(each.name) for each in sharing))
    sharers = find_names(passage, names - name_words(secret.about.name))
    right_with = SpokenOf(passage, secret.about, mail).right_with(hints)
    return [*right_with, *(hint for hint in hints if sharers & hint.places)]


def _pressing(letter: Letter, facts: Facts) -> list[Quote]:
    """Return where the sender asks for something beside somebody who must not know."""
    kept = _kept_in_the_dark(letter.secret, facts)
    for passage in letter.own:
        places = find_names(passage, kept) | find_relatives(passage)
        beside = {passage.sentence_of[place] for place in places}
        sentences = _marked(passage, letter, facts) if beside else []
        for first in range(len(sentences)):
            near = sentences[first : first + _TOGETHER]
            if any(each.number in beside for each in near) and presses(near):
                return [passage.quote_sentence(each.number) for each in near]
    return []


def _beside_stakes(letter: Letter, facts: Facts) -> list[Quote]:
    """Return where somebody who must not know is named in a mail about what is at stake."""
    kept = _kept_in_the_dark(letter.secret, facts)
    found = [
        passage.quote_sentence(passage.sentence_of[place])
        for passage in letter.own
        for place in sorted(find_names(passage, kept))
    ]
    return found if found and _names_stakes(letter, facts) else []


def _spreading(letter: Letter, facts: Facts) -> list[Quote]:
    """Return where it is said that others will know."""
    knowing = [each for each in letter.own if not _KNOWING.isdisjoint(each.places)]
    found = (will_spread(_marked(passage, letter, facts)) for passage in knowing)
    return [each.passage.quote_sentence(each.number) for each in found if each is not None]


@by_identity
def _kept_in_the_dark(secret: Secret, facts: Facts) -> frozenset[str]:
    """Return the names of those whom the secret's own wording names, and who do not know it."""
    wording = {
        word.folded
        for text in (secret.summary, *secret.tells, *secret.hints)
        for word in fold_words(text)
    }
    them = (each for each in _others(secret, facts) if not belongs(secret.holders, each.address))
    names = frozenset().union(*(name_words(each.name) for each in them))
    return (names & wording) - name_words(secret.about.name)


def _others(secret: Secret, facts: Facts) -> Iterator[FactPerson]:
    away = (secret.about.address, facts.agent.address)
    return (person for person in facts.people if person.address not in away)
