"""What mailboxes of people who are away answer by themselves.

As mail systems do it: once to each sender, to mail that was written to the person and not to a
list, and never to mail that a system sent.
"""

from collections.abc import Iterable

from colleagues.hours import Absence
from colleagues.past import Past
from corpmail.types import DeliveredMail


def away_notes(mail: DeliveredMail, absences: Iterable[Absence], past: Past) -> tuple[Absence, ...]:
    """Return the absences that answer a mail, each person's at most once.

    Args:
        mail: What was delivered.
        absences: Everybody's.
        past: Who has been told before.
    """
    found = {
        absence.person: absence
        for absence in absences
        if absence.holds(mail.at)
        and absence.person != mail.sender
        and (absence.person, mail.sender) not in past.told_away
        and any(map(absence.own.is_written_to, mail.deliveries))
    }
    return tuple(found.values())
