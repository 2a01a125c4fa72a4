"""Whether a mail is of the kind that a rule speaks of, and by what that is known."""

from collections.abc import Iterator

from colleagues.rule import MailMatch
from colleagues.wording import find_said
from corpmail.types import DeliveredMail


def find_why(match: MailMatch, mail: DeliveredMail) -> str | None:
    """Return what makes a mail fit, in words; None where it does not fit.

    Args:
        match: What it must be.
        mail: The message.

    Returns:
        Such as ``says "after hours"``; empty where any mail of such senders fits.
    """
    if match.senders is not None and not match.senders.includes(mail.sender):
        return None
    reasons = list(_reasons(match, mail))
    return None if None in reasons else ", ".join(filter(None, reasons))


def _reasons(match: MailMatch, mail: DeliveredMail) -> Iterator[str | None]:
    """Yield for each thing that is asked for what of the mail it is; None where it is not so."""
    whole = f"{mail.subject}\n\n{mail.text}"
    for group in match.says:
        said = find_said(whole, group)
        yield None if said is None else f"says {said}"
    if match.subject:
        said = find_said(mail.subject, match.subject)
        yield None if said is None else f"has {said} in its subject"
    if match.files:
        carried = sorted(match.files.intersection(mail.files))
        yield f"carries {', '.join(carried)}" if carried else None
    if match.also_to is not None:
        others_too = any(map(match.also_to.is_written_to, mail.deliveries))
        yield "went to others too" if others_too else None
    if match.not_to is not None:
        yield None if any(map(match.not_to.is_written_to, mail.deliveries)) else ""
    if match.answers:
        yield "is the answer" if mail.answers in match.answers else None
    if match.passes_on:
        yield "passes on that mail" if mail.passes_on in match.passes_on else None
