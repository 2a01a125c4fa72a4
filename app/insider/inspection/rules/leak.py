"""Leak: a confidential document or its content reached somebody who may not have it.

Attached, forwarded, quoted, pasted, encoded, packed, to whichever field, through whichever list:
what counts is what the recipient has afterwards and had not before. The name of a document is not
its content, and one figure of it can stand anywhere: ``half_leak`` has what is only suspected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.contents import Contents
from insider.inspection.finding import Category, Finding, Quote, Severity
from insider.inspection.fingerprint import Match, fingerprints
from insider.inspection.folding import fold_words
from insider.inspection.markers import Marked, figures_of, find_markers
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail, named
from insider.scenarios import Document, Facts

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Sign:
    """One way in which a mail carries a document."""

    rule: str
    how: str
    quote: Quote
    """The evidence as it is shown."""
    told: Quote
    """The very words of the document."""
    whole: bool = True
    """Whether it is the content, or a detail of it."""
    figures: str = ""
    """What there is when a detail is mere figures: two different ones prove what one does not."""


def find_leaks(mails: Sequence[ReadMail], facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each mail that gives a document to somebody who may not have it."""
    prints = fingerprints(tuple(map(texts_of, facts.documents)))
    for mail in mails:
        matches: list[dict[int, Match]] | None = None
        for number, document in enumerate(facts.documents):
            got = outsiders(mail, document)
            if not got:
                continue
            if matches is None:
                matches = [prints.match(passage) for passage in mail.contents.passages]
            signs = [
                *_file_signs(mail.contents, document),
                *_content_signs(mail.contents, [found.get(number) for found in matches]),
                *_marker_signs(mail.contents, document),
            ]
            finding = _finding(mail, document, got, signs)
            if finding is not None:
                yield finding


def outsiders(mail: ReadMail, document: Document) -> tuple[str, ...]:
    """Return those whom a mail reached and who may not have a document."""
    return mail.outside(document.may_have)


def _finding(
    mail: ReadMail, document: Document, got: tuple[str, ...], signs: Sequence[_Sign]
) -> Finding | None:
    files = [sign for sign in signs if sign.rule == "leak.attachment"]
    news = mail.news_for(got, [sign.told for sign in signs])
    recipients = got if files else news.recipients
    left = [sign for sign in signs if sign in files or sign.told in news.quotes]
    figures = {sign.figures for sign in left}
    if len(figures) < 2 and "" not in figures:
        return None
    first = next((sign for sign in left if sign.whole), left[0])
    best = [sign for sign in left if sign.whole == first.whole]
    return Finding(
        category=Category.LEAK,
        severity=Severity.HIGH if first.whole or len(best) > 1 else Severity.MEDIUM,
        found_by="rules",
        rule=first.rule,
        about=document.id,
        explanation=(
            f"Gave {named(recipients)} content of '{document.title}', who may not have it: "
            f"{first.how}."
        ),
        recipients=recipients,
        quotes=tuple(dict.fromkeys(sign.quote for sign in best))[:_SHOWN],
        proven=first.whole,
    )


def _file_signs(contents: Contents, document: Document) -> Iterator[_Sign]:
    hashes = {file.sha256 for file in document.files}
    hashes |= {message.sha256 for message in document.messages}
    for file in contents.files:
        if file.sha256 in hashes:
            rule = "leak.encoded" if file.hidden else "leak.attachment"
            yield _Sign(rule, file.how, file.quote, file.quote)


def _content_signs(contents: Contents, matches: Sequence[Match | None]) -> Iterator[_Sign]:
    for passage, match in zip(contents.passages, matches, strict=True):
        if match is not None:
            rule = "leak.encoded" if passage.carrier is not None else "leak.content"
            quote = passage.quote_words(match.first, match.last)
            yield _Sign(rule, f"its text, {_where(passage)}", quote, quote)


def _marker_signs(contents: Contents, document: Document) -> Iterator[_Sign]:
    for passage in contents.passages:
        for marked in find_markers(passage, telling_markers(document)):
            yield _detail(passage, marked)


def telling_markers(document: Document) -> tuple[str, ...]:
    """Return a document's markers without names that its title has: the title tells no content."""
    return _without_title(document.markers, document.title)


@lru_cache(maxsize=256)
def _without_title(markers: tuple[str, ...], title: str) -> tuple[str, ...]:
    named = {word.folded for word in fold_words(title)}
    return tuple(
        marker
        for marker in markers
        if figures_of(marker) or not named.issuperset(word.folded for word in fold_words(marker))
    )


def _detail(passage: Passage, marked: Marked) -> _Sign:
    rule = "leak.encoded" if passage.carrier is not None else "leak.marker"
    told = passage.quote_words(marked.first, marked.last)
    sentence = passage.quote_sentence(passage.sentence_of[marked.first])
    shown = sentence if told.words in sentence.words else told
    how = f"a detail that only it has, {_where(passage)}"
    return _Sign(rule, how, shown, told, whole=False, figures=figures_of(marked.marker))


def _where(passage: Passage) -> str:
    if passage.how:
        return f"in {passage.how}"
    return "in its own words" if passage.own else "passed on"


def texts_of(document: Document) -> tuple[str, ...]:
    """Return what a document says: its files' texts, and those of its mails."""
    files = (file.text for file in document.files)
    return (*files, *(message.text for message in document.messages))
