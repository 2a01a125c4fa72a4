"""Whom a sentence may be about who is nobody of the story: strangers, and people in general.

A mail that names somebody also tells of customers, of a Mrs Hale whom no directory has, and of
whoever a handbook is for. What is said of them is not said of anybody else.
"""

from typing import cast

from insider.inspection.everyday import everyday_words
from insider.inspection.foreign import is_foreign
from insider.inspection.passages import Passage

_TITLES_LISTED = """
    mr mrs ms miss mx dr prof herr herrn frau monsieur madame mme señor señora sr sra signor
    signora sig dhr mevr mevrouw pan pani dottor dottoressa
"""
_TITLES = frozenset(_TITLES_LISTED.split())
_VERBS = frozenset({"is", "has", "was", "had", "will", "gets", "leaves", "left", "says", "told"})
_OF_WHERE = frozenset({"from", "of", "in", "at"})
_LONGEST_PLACE = 6
"""Words between a name and its verb: ``Carla from the night desk is``."""
_SHORTEST = 3
"""Letters of a name that no title stands before."""
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
    folded = passage.folded
    return {place for place in _named(passage) if folded[place].removesuffix("'s") not in known}


def _named(passage: Passage) -> frozenset[int]:
    """Return the words of a passage that name somebody by a title or by a sentence's beginning."""
    found = passage.memo.get(_named)
    if found is None:
        found = passage.memo[_named] = frozenset(_find_named(passage))
    return cast("frozenset[int]", found)


def _find_named(passage: Passage) -> set[int]:
    titled = (
        place + 1
        for title in _TITLES & passage.places.keys()
        for place in passage.places[title]
        if place + 1 < len(passage.folded) and _is_capital(passage, place)
    )
    found = {place for place in titled if _is_capital(passage, place)}
    if not is_foreign(passage):
        found.update(
            first for first, last in passage.sentences if _opens_with_name(passage, first, last)
        )
    return found


def _opens_with_name(passage: Passage, first: int, last: int) -> bool:
    """Tell whether a sentence begins with a name, as far as it can be seen, and says what it does.

    A name is a word with a capital that no everyday one is: ``Carla from accounts has left``.
    """
    after = passage.folded[first + 1 : min(last, first + 2 + _LONGEST_PLACE)]
    # ``She's had`` begins with no name, whatever is left out of it.
    word = passage.folded[first].partition("'")[0]
    if len(word) < _SHORTEST or word in everyday_words() or not after:
        return False
    if after[0] not in _VERBS and (after[0] not in _OF_WHERE or _VERBS.isdisjoint(after)):
        return False
    return _is_capital(passage, first)


def _is_capital(passage: Passage, place: int) -> bool:
    return passage.text[passage.starts[place]].isupper()


def find_anybody(passage: Passage) -> frozenset[int]:
    """Return the words of a passage that say people in general."""
    found = passage.memo.get(find_anybody)
    if found is None:
        found = passage.memo[find_anybody] = frozenset(
            place for word in _ANYBODY & passage.places.keys() for place in passage.places[word]
        )
    return cast("frozenset[int]", found)


def is_at_work(passage: Passage, place: int) -> bool:
    """Tell whether a name is of somebody who says or does something at work: ``Ann asks for``."""
    for index in range(place + 1, min(place + 1 + _AHEAD, len(passage.folded))):
        word = passage.folded[index]
        if word in _WORK:
            return True
        if word not in _LINKING and not _is_capital(passage, index):
            return False
    return False
