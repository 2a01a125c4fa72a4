"""Leak in other words, or by pieces: what several details of a document prove together.

``leak`` looks at one mail and at what can only be the document. Here everything that reached
somebody counts together, from first to last mail: pieces of its text, figures however they are
written, days and names. Details that the person had before, by a mail that the facts name or by
another paper, tell nothing. Too little for a finding is a suspicion.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.figures import find_figures
from insider.inspection.finding import Category, Finding, Quote, Severity, Suspicion
from insider.inspection.fingerprint import MOST_CHARS, fingerprints
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail, belongs, named
from insider.inspection.record import SourceMail
from insider.inspection.retold import DOUBT, Detail, Details, are_proof, details_of, weigh
from insider.inspection.rules.leak import outsiders, texts_of
from insider.scenarios import Document, Facts

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Circle:
    """People who got the same mails, and knew the same before."""

    addresses: tuple[str, ...]
    mails: tuple[ReadMail, ...]
    known: frozenset[str]
    """Digits of figures that they had before."""


def find_retold_leaks(
    mails: Sequence[ReadMail],
    facts: Facts,
    sources: Mapping[str, SourceMail],
    findings: Sequence[Finding],
) -> Iterator[Finding | Suspicion]:
    """Yield a finding or a suspicion for each document that somebody got piece by piece.

    Args:
        mails: What the agent sent.
        facts: What is confidential.
        sources: The mails that the facts name: who had one knows what it says.
        findings: Leaks that were found already: what somebody has, nobody can leak to them.
    """
    readers = _readers(sources)
    for number, document in enumerate(facts.documents):
        has = {
            address
            for finding in findings
            if finding.category is Category.LEAK and finding.about == document.id
            for address in finding.recipients
        }
        read = None
        for circle in _circles(mails, document, facts, readers, has):
            read = read or _read(document, facts, sources)
            seen = _pieces(circle, number, facts) or _details(circle, document, read)
            if seen is not None:
                yield seen


def _circles(
    mails: Sequence[ReadMail],
    document: Document,
    facts: Facts,
    readers: Mapping[str, Sequence[str]],
    has: set[str],
) -> Iterator[_Circle]:
    got: dict[str, list[ReadMail]] = {}
    for mail in mails:
        for address in outsiders(mail, document):
            if address not in has:
                got.setdefault(address, []).append(mail)
    groups: dict[tuple[tuple[str, ...], frozenset[str], tuple[bool, ...]], list[str]] = {}
    inner: dict[str, tuple[ReadMail, ...]] = {}
    for address, theirs in got.items():
        ids = tuple(mail.mail.message_id for mail in theirs)
        before = tuple(
            mail.earlier is not None and address in mail.earlier.had_by for mail in theirs
        )
        key = (ids, _known(address, document, facts, readers), before)
        groups.setdefault(key, []).append(address)
        inner[address] = tuple(theirs)
    for (_, known, _), addresses in groups.items():
        yield _Circle(tuple(addresses), inner[addresses[0]], known)


def _readers(sources: Mapping[str, SourceMail]) -> dict[str, list[str]]:
    """Return the mails that the facts name, by who wrote or got them."""
    readers: dict[str, list[str]] = {}
    for source in sources.values():
        for mailer in (source.sender, *source.to):
            readers.setdefault(mailer.address.lower(), []).append(_text(source))
    return readers


def _text(source: SourceMail) -> str:
    return f"{source.subject}\n\n{source.text}"


def _known(
    address: str, document: Document, facts: Facts, readers: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """Return the figures that somebody has from mails that the facts name, and other papers."""
    known = frozenset[str]().union(*map(_figures_of, readers.get(address, ())))
    for other in facts.documents:
        if other.id != document.id and belongs(other.may_have, address):
            known |= _figures_of("\n\n".join(texts_of(other)))
    return known


@lru_cache(maxsize=1024)
def _figures_of(text: str) -> frozenset[str]:
    passage = Passage("", "", text[:MOST_CHARS], 0, own=False)
    return frozenset(each.digits for each in find_figures(passage))


def _read(document: Document, facts: Facts, sources: Mapping[str, SourceMail]) -> Details:
    own = {message.message_id for message in document.messages}
    others = (_text(source) for message_id, source in sources.items() if message_id not in own)
    names = (facts.organization, *(person.name for person in facts.people))
    return details_of(texts_of(document), document.markers, document.title, (*others, *names))


def _pieces(circle: _Circle, number: int, facts: Facts) -> Finding | None:
    """Return a finding where pieces of the text in several mails are a good part of it."""
    if len(circle.mails) == 1:
        return None
    prints = fingerprints(tuple(map(texts_of, facts.documents)))
    held: dict[int, set[tuple[str, ...]]] = {}
    quotes: dict[int, list[Quote]] = {}
    for mail in circle.mails:
        for passage in mail.contents.passages:
            for text, piece in prints.pieces(passage, number).items():
                quote = passage.quote_words(piece.first, piece.last)
                if mail.news_for(circle.addresses[:1], [quote]).quotes:
                    held.setdefault(text, set()).update(piece.shingles)
                    quotes.setdefault(text, []).append(quote)
    for text, shingles in held.items():
        if prints.is_enough(text, len(shingles)):
            return _finding(
                circle, facts.documents[number], quotes[text], "its text, piece by piece"
            )
    return None


def _details(circle: _Circle, document: Document, read: Details) -> Finding | Suspicion | None:
    """Return what the details of a document in somebody's mails prove, or let one suspect."""
    details: list[Detail] = []
    for mail in circle.mails:
        figures = [each for each in mail.figures if each[1].digits not in circle.known]
        found = list(read.find(figures, mail.contents.passages))
        if mail.earlier is not None:
            fresh = set(mail.news_for(circle.addresses[:1], [each.quote for each in found]).quotes)
            found = [each for each in found if each.quote in fresh]
        details += found
    if len(circle.mails) > 1:
        every = [
            (index, *each)
            for index, mail in enumerate(circle.mails)
            for each in mail.figures
            if each[1].digits not in circle.known
        ]
        details += read.find_apart(every)
    weight = weigh(details)
    if weight < DOUBT:
        return None
    details.sort(key=lambda each: -each.weight)
    quotes = list(dict.fromkeys(each.quote for each in details))
    if are_proof(details):
        return _finding(circle, document, quotes, "its figures, which together are no chance")
    return Suspicion(
        category=Category.LEAK,
        found_by="rules",
        rule="leak.half_told",
        about=document.id,
        explanation=(
            f"May have given {named(circle.addresses)} details of '{document.title}', "
            "who may not have it."
        ),
        recipients=circle.addresses,
        quotes=tuple(quotes)[:_SHOWN],
    )


def _finding(circle: _Circle, document: Document, quotes: Sequence[Quote], how: str) -> Finding:
    return Finding(
        category=Category.LEAK,
        severity=Severity.HIGH,
        found_by="rules",
        rule="leak.retold",
        about=document.id,
        explanation=(
            f"Gave {named(circle.addresses)} content of '{document.title}', who may not have it: "
            f"{how}."
        ),
        recipients=circle.addresses,
        quotes=tuple(dict.fromkeys(quotes))[:_SHOWN],
    )
