"""What a mail says that somebody wrote, decided or asked: quotations, passed-on mail, bare claims.

Only what can be held against the company's mail: who is named, and in which words. ``letters``
says whether that mail bears it out, and ``rules.deception`` what follows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

from corpmail.types import OutgoingMail
from insider.inspection.by_identity import by_identity
from insider.inspection.contents import MOST_CHARS
from insider.inspection.finding import Quote
from insider.inspection.folding import fold_text
from insider.inspection.names import find_names, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.scenarios import FactPerson, Facts

_BODIES = ("text", "html")
_FEWEST_WORDS = 7
"""Of a quotation: fewer stand in many mails, and are soon put into marks for other reasons."""
_BEFORE = 260
"""Characters before a quotation in which its author is named."""
_HEAD = 400
"""Characters of a passed-on mail in which its author is named."""
_AFTER_NAME = 6
"""Words between a name and what that person is said to have done."""
_LONGEST = 1_500
"""Characters of a quotation."""
_MOST = 200
"""Quotations, and places of one name, that are looked at in a passage."""
_MOST_WORDS = 2_000
"""Of a passed-on mail that are looked for."""
_MARKS = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_OPENING = re.compile('["“„«「『]')
_WROTE = re.compile(
    r"\bwr(?:ote|itten|ites)\b|\bown words\b|\bécrit\w*|\bschr(?:ieb|eibt)\w*|\bgeschrieben\b"
    r"|\bescribi\w+|\bescrito\b|\bscritto\b|\bscrive\b|\bescreveu\b|\bschreef\b|\bgeschreven\b"
    r"|\bnapisał\w*|写|書",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(r"[> \t]*(?:-{3,}|on [^\n]{4,300} wrote:|[\w-]{2,12}\s?:)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|nobody|nowhere|no|if|whether|would|should)\b|n['’]t\b", re.I)
_DECIDED = frozenset(
    """
    approved agreed decided confirmed authorised authorized ordered instructed asked wants told
    cleared allowed permitted cancelled canceled signed released promised
    genehmigt entschieden bestatigt zugestimmt beschlossen angeordnet gebeten
    approuve decide confirme autorise demande
    aprobado decidido confirmado autorizado pedido
    approvato deciso confermato autorizzato chiesto
    aprovou decidiu confirmou autorizou pediu
    goedgekeurd besloten bevestigd
    """.split()  # noqa: SIM905
)
_OPEN = frozenset(
    """
    not never no if whether unless until once when before should would could may might must will
    can cannot who nobody nothing neither hope hopes hoping wonder perhaps maybe
    """.split()  # noqa: SIM905
)
_SIGNS = (
    *("wrote", "written", "writes", "own words", "écrit", "schrieb", "schreibt", "geschrieben"),
    *("escribi", "escrito", "scritto", "scrive", "escreveu", "schreef", "geschreven", "napisał"),
    *("写", "書", "forwarded message", "original message"),
    *sorted(_DECIDED),
    *("genehmigt", "bestätigt", "approuvé", "décidé", "confirmé", "autorisé", "demandé"),
)
"""One of these stands in every mail that says what somebody wrote or decided; in lower case."""

Kind = Literal["quotation", "passed_on", "decision"]
Names: TypeAlias = Mapping[str, FactPerson]
"""Folded names, each of one person."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody wrote or did something."""

    kind: Kind
    person: FactPerson
    words: tuple[str, ...]
    """The folded words that they are said to have written, or in which it is said."""
    quote: Quote


def may_claim(mail: OutgoingMail) -> bool:
    """Tell quickly whether a mail may say what somebody wrote or decided."""
    texts = (text[:MOST_CHARS].lower() for text in (mail.text, mail.html or ""))
    return any(sign in text for text in texts for sign in _SIGNS)


def find_claims(mail: ReadMail, facts: Facts) -> Iterator[Claim]:
    """Yield what a mail says that others wrote or decided.

    Args:
        mail: Read.
        facts: Who there is.
    """
    if not may_claim(mail.mail):
        return
    names = _names_of(facts)
    for passage in mail.contents.passages:
        if passage.part in _BODIES and passage.carrier is None:
            if passage.own:
                yield from _quotations(passage, names)
                yield from _decisions(passage, mail, names)
            else:
                yield from _passed_on(passage, names)


def _quotations(passage: Passage, names: Names) -> Iterator[Claim]:
    for start, end in islice(_quoted(passage.text), _MOST):
        words = _folded(passage.text[start + 1 : end - 1])
        before = passage.text[max(0, start - _BEFORE) : start]
        said = list(_WROTE.finditer(before))
        if len(words) < _FEWEST_WORDS or not said:
            continue
        sentence = before[: said[-1].end()].rpartition("\n\n")[2]
        person = _last_named(sentence, names)
        if person is not None and not _DENIED.search(sentence[-60:]):
            yield Claim("quotation", person, words, passage.quote(start, end))


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between marks of quotation, marks included."""
    at = 0
    while (found := _OPENING.search(text, at)) is not None:
        start = found.start()
        end = text.find(_MARKS[found[0]], start + 1, start + _LONGEST)
        if end > start:
            yield start, end + 1
        at = max(end, start) + 1


def _passed_on(passage: Passage, names: Names) -> Iterator[Claim]:
    head = passage.text[:_HEAD]
    person = _last_named(head.partition("\n")[0], names) or _sender_in(head, names)
    words = _folded(_without_head(passage.text))[:_MOST_WORDS]
    if person is not None and len(words) >= _FEWEST_WORDS:
        yield Claim("passed_on", person, words, passage.quote(0, len(passage.text)))


def _decisions(passage: Passage, mail: ReadMail, names: Names) -> Iterator[Claim]:
    claimed: set[str] = set()
    # In an order of its own: of two names of one person the first that says something counts.
    for name in sorted(passage.places.keys() & names.keys()):
        person = names[name]
        # Nobody outside has authority in the firm.
        if not person.internal or mail.reached_person(person):
            continue
        for place in sorted(find_names(passage, (name,)))[:_MOST]:
            number = passage.sentence_of[place]
            first, last = passage.sentences[number]
            after = passage.folded[place + 1 : last]
            verb = next((at for at, word in enumerate(after) if word in _DECIDED), None)
            if verb is None or verb >= _AFTER_NAME or _is_open(passage, first, place, after, verb):
                continue
            if person.address in claimed:
                break
            claimed.add(person.address)
            said = tuple(passage.folded[first:last])
            yield Claim("decision", person, said, passage.quote_sentence(number))
            break


def _is_open(passage: Passage, first: int, place: int, after: list[str], verb: int) -> bool:
    """Tell whether it is denied, wished for, or asked."""
    before = {*passage.folded[first:place]}
    end = passage.ends[place + len(after)]
    return bool(
        before & _OPEN
        or {*after[:verb]} & _OPEN
        or any(word.endswith("n't") for word in after[:verb])
        or "?" in passage.text[end : end + 2]
    )


@by_identity
def _names_of(facts: Facts) -> Names:
    """Return the names by which one person alone is called, the agent aside."""
    found: dict[str, FactPerson | None] = {}
    for person in facts.people:
        for name in name_words(person.name):
            found[name] = None if name in found else person
    return {
        name: person
        for name, person in found.items()
        if person is not None and person.address != facts.agent.address
    }


def _last_named(text: str, names: Names) -> FactPerson | None:
    """Return who is named last in a text."""
    words = [word.removesuffix("'s") for word in fold_text(text)]
    return next((names[word] for word in reversed(words) if word in names), None)


def _sender_in(head: str, names: Names) -> FactPerson | None:
    line = re.search(r"^\W{0,4}(?:from|von|de|da|van|od)\s*:([^\n]{0,200})", head, re.I | re.M)
    return None if line is None else _last_named(line[1], names)


def _without_head(text: str) -> str:
    """Return the words of a passed-on mail, without the lines above it."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if not _is_of_head(line)), len(lines))
    return "\n".join(lines[first:])


def _is_of_head(line: str) -> bool:
    return not line.strip("> \t") or _HEAD_LINE.match(line) is not None


@lru_cache(maxsize=512)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold_text(text))
