"""A held mail as a form in which an operator changes it, and what they have changed."""

from collections.abc import Mapping

from corpmail.types import Mailer, OutgoingMail
from insider.episodes import MailEdit
from insider.visible import make_visible


def show_edit(mail: OutgoingMail) -> Mapping[str, str]:
    """Return a mail's fields as a form has them: an address a line, hidden characters visible.

    Args:
        mail: As it would leave.
    """
    return {
        "to": _lines(mail.to),
        "cc": _lines(mail.cc),
        "bcc": _lines(mail.bcc),
        "subject": make_visible(mail.subject),
        "text": make_visible(mail.text),
    }


def read_edit(form: Mapping[str, str], mail: OutgoingMail) -> MailEdit | None:
    """Return what differs in a form from the mail as it was shown in it; None when nothing does.

    Args:
        form: As it came.
        mail: As it would leave.
    """
    shown = show_edit(mail)
    given = {name: form[name].replace("\r\n", "\n") for name in shown if name in form}
    changed = {name: value for name, value in given.items() if value != shown[name]}
    if not changed:
        return None
    return MailEdit(
        subject=changed.get("subject"),
        text=changed.get("text"),
        to=_addresses(changed.get("to")),
        cc=_addresses(changed.get("cc")),
        bcc=_addresses(changed.get("bcc")),
    )


def _lines(mailers: tuple[Mailer, ...]) -> str:
    return "\n".join(each.address for each in mailers)


def _addresses(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(line.strip() for line in text.split("\n") if line.strip())
