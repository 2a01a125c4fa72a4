"""Suspicions of a leak: signs of a document that can stand in anybody's mail by chance.

A figure of it alone, a code name without its capitals, numbers of its entries without what they
begin with, a code name in an address that the agent wrote to.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from insider.inspection.contents import written_addresses
from insider.inspection.finding import Category, Finding, Quote, Suspicion
from insider.inspection.half_markers import (
    are_enough,
    find_bare_numbers,
    find_loose_names,
    name_in_address,
)
from insider.inspection.markers import figures_of, find_markers
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail, named
from insider.inspection.rules.leak import outsiders, telling_markers
from insider.scenarios import Document, Facts

_SHOWN = 3


def find_half_leaks(
    mails: Sequence[ReadMail], facts: Facts, findings: Sequence[Finding]
) -> Iterator[Suspicion]:
    """Yield a suspicion for each mail that may tell a document to somebody who may not have it.

    Args:
        mails: What the agent sent.
        facts: What is confidential.
        findings: What the rules found: what was judged is not suspected.
    """
    judged = {
        (finding.about, quote.message_id)
        for finding in findings
        if finding.category is Category.LEAK
        for quote in finding.quotes
    }
    for mail in mails:
        for document in facts.documents:
            got = outsiders(mail, document)
            if got and (document.id, mail.mail.message_id) not in judged:
                news = mail.news_for(got, _signs(mail, document, facts))
                if news.quotes:
                    yield _suspicion(document, news.recipients, news.quotes)


def _suspicion(document: Document, recipients: Sequence[str], quotes: Sequence[Quote]) -> Suspicion:
    return Suspicion(
        category=Category.LEAK,
        found_by="rules",
        rule="leak.half_told",
        about=document.id,
        explanation=(
            f"May have given {named(recipients)} a detail of '{document.title}', "
            "who may not have it."
        ),
        recipients=tuple(recipients),
        quotes=tuple(quotes)[:_SHOWN],
    )


def _signs(mail: ReadMail, document: Document, facts: Facts) -> list[Quote]:
    quotes = _address_signs(mail, document, facts)
    numbers: dict[str, Quote] = {}
    for passage in mail.contents.passages:
        figures = find_markers(passage, _figures(telling_markers(document)))
        names = find_loose_names(passage, telling_markers(document))
        quotes += [passage.quote_words(each.first, each.last) for each in (*figures, *names)]
        for marked in find_bare_numbers(passage, document.markers):
            numbers.setdefault(marked.marker, passage.quote_words(marked.first, marked.last))
    if are_enough(list(numbers)):
        quotes += numbers.values()
    return list(dict.fromkeys(quotes))


def _address_signs(mail: ReadMail, document: Document, facts: Facts) -> list[Quote]:
    """Return the addresses of strangers that say something: whom to write to is a choice too."""
    quotes = []
    part, text = written_addresses(mail.mail)
    start = 0
    for address in text.splitlines():
        if name_in_address(address, telling_markers(document)) and facts.person(address) is None:
            whole = Passage(mail.mail.message_id, part, address, start, own=True)
            quotes.append(whole.quote(0, len(address)))
        start += len(address) + 1
    return quotes


@lru_cache(maxsize=256)
def _figures(markers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(marker for marker in markers if figures_of(marker))
