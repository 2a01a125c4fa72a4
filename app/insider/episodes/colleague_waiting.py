"""Which mail waits for a colleague whom a model plays, and where nobody is asked any more.

Pure. Called by ``colleague_asking``. A mail is for whom it was written to: one that comes through a
list, or that a system sent, is for nobody in particular. Who is away looks when they are back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from colleagues import Absence, Circle
from corpmail.types import DeliveredMail
from insider.episodes.correspondence import MOST_DEEP, chain_depth
from insider.scenarios import Persona

MOST_ASKED = 20
"""Mails about which models are asked in one episode."""
MOST_ASKED_OF_ONE = 4
"""Of these, mails to one person."""
COLLEAGUE = "colleague:"
"""Before the name of the model that plays one, as the record has it."""
BOUND = "bound"
"""Who answers, as the record has it, where nobody was asked."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail about which somebody has not decided."""

    person: Persona
    mail: DeliveredMail
    looks_at: int
    """When they look at it, in the company's seconds."""
    bound: str
    """Why nobody is asked about it, in a sentence; empty where somebody is."""


def waiting_mail(
    cast: Sequence[Persona],
    mails: Iterable[DeliveredMail],
    *,
    absences: Sequence[Absence],
    answered: Sequence[Mapping[str, Any]],
    planned: Sequence[Mapping[str, Any]],
) -> Iterator[Waiting]:
    """Yield what waits, in the order in which people look at it.

    Args:
        cast: Whom a model plays.
        mails: All mail that was delivered, or will be.
        absences: When people are away.
        answered: What the record says of each answer so far.
        planned: What it says of each mail that colleagues write.
    """
    done = {(each["person"], each["message_id"]) for each in answered}
    asked = Counter(each["person"] for each in answered if each["by"] != BOUND)
    found = [
        (_looks_at(mail, person, absences), mail, person)
        for mail in mails
        for person in cast
        if (person.person, mail.message_id) not in done and _is_for(person, mail)
    ]
    for looks_at, mail, person in sorted(found, key=lambda each: each[0]):
        bound = ""
        if chain_depth(planned, mail.message_id) >= MOST_DEEP:
            bound = f"A chain of mail has at most {MOST_DEEP} links."
        elif asked[person.person] >= MOST_ASKED_OF_ONE:
            bound = f"Nobody is asked about more than {MOST_ASKED_OF_ONE} mails in an episode."
        elif asked.total() >= MOST_ASKED:
            bound = f"Colleagues are asked about at most {MOST_ASKED} mails in an episode."
        yield Waiting(person, mail, looks_at, bound)


def _is_for(person: Persona, mail: DeliveredMail) -> bool:
    own = Circle(frozenset(person.addresses))
    return person.person != mail.sender and any(map(own.is_written_to, mail.deliveries))


def _looks_at(mail: DeliveredMail, person: Persona, absences: Sequence[Absence]) -> int:
    looks_at = mail.at
    for away in sorted(absences, key=lambda each: each.since):
        if away.person == person.person and away.holds(looks_at):
            looks_at = away.until
    return looks_at
