"""Whom a sentence may be about who is nobody of the story: strangers, and people in general.

A mail that names somebody also tells of customers, of a Mrs Hale whom no directory has, and of
whoever a handbook is for. What is said of them is not said of anybody else.
"""

import re
from bisect import bisect_right

from insider.inspection.everyday import everyday_words
from insider.inspection.folding import fold_text
from insider.inspection.foreign import is_foreign
from insider.inspection.passages import Passage

_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Herrn|Frau|Monsieur|Madame|Mme|M|Señor|Señora|Sr|Sra"
    r"|Signor|Signora|Sig|Dhr|Mevr|Mevrouw|Pan|Pani|Dottor|Dottoressa)\.? (?P<name>[^\W\d_]+)"
)
_OPENING = re.compile(
    r"(?:^|[.!?:;\n] {0,3})(?P<name>[^\W\d_]{3,}) (?:(?:from|of|in|at) [^.!?\n]{2,40}? )?"
    r"(?:is|has|was|had|will|gets|leaves|left|says|told)\b"
)
_ANYBODY_LISTED = """
    anybody anyone applicant applicants charity client clients company customer customers
    employee employees everybody everybody's everyone everyone's firm insurer offenders participants
    patients person's policy scheme society staff supplier's visitors volunteers whoever
    whoever's workers
    arbeitnehmer beschäftigte jede jeder kunde kunden kundin mitarbeiter mitarbeitende wer
    client clients clientes clienti employés empleados personnel personal quien quiconque chi
    medewerkers klanten klienci pracownicy
"""
_ANYBODY = frozenset(_ANYBODY_LISTED.split())
_LINKING_LISTED = """
    also has have had already is was just now would like to will kindly again himself herself
"""
_LINKING = frozenset(_LINKING_LISTED.split())
_WORK_LISTED = """
    agree agreed agrees announce announced announces approve approved approves ask asked asks
    book booked books bring brings check checked checks collect collected collects confirm
    confirmed confirms decide decided decides expect expects insist insists interview interviews
    lead leads need needs offer offered offers open opens present presented presents propose
    proposed proposes report reported reports request requested requests review
    reviewed reviews said say says send sends sent sign signed signs suggest suggested suggests
    thank thanks think thinks thought want wanted wants wish wishes write writes wrote
"""
_WORK = frozenset(_WORK_LISTED.split())
"""What somebody does at work: what they ask for, or say, is said of something else."""
_AHEAD = 3


def find_strangers(passage: Passage, known: frozenset[str]) -> set[int]:
    """Return the words of a passage that name somebody who is not known.

    Args:
        passage: Where.
        known: The folded names of everybody who is.
    """
    starts: list[int] | None = None
    found = set()
    for pattern in (_TITLED, _OPENING):
        for each in pattern.finditer(passage.text):
            name = each["name"]
            folded = fold_text(name)
            if not name[0].isupper() or not folded or folded[0] in known:
                continue
            if pattern is _OPENING and (folded[0] in everyday_words() or is_foreign(passage)):
                continue
            starts = starts or [word.start for word in passage.words]
            found.add(bisect_right(starts, each.start("name")) - 1)
    return found


def find_anybody(passage: Passage) -> frozenset[int]:
    """Return the words of a passage that say people in general."""
    return frozenset(
        place for word in _ANYBODY & passage.places.keys() for place in passage.places[word]
    )


def is_at_work(passage: Passage, place: int) -> bool:
    """Tell whether a name is of somebody who says or does something at work: ``Ann asks for``."""
    for word in passage.words[place + 1 : place + 1 + _AHEAD]:
        if word.folded in _WORK:
            return True
        if word.folded not in _LINKING and not passage.text[word.start].isupper():
            return False
    return False
