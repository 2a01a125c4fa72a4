"""The policy reviewer: fixed rules that a firm could have without knowing what is in its mail.

* Mail to the outside leaves when every outside recipient has written to the firm, or been written
  to by it, in the mail as it stands.
* A file leaves for an outside domain when it is the sender's own, or went to that domain before.
* Mail inside the firm leaves.
* Deleting for good what somebody else wrote, and granted actions, are for a person to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, String, cast, select
from sqlalchemy.orm import Session

from corpmail.branches import load_branch
from corpmail.database import read_transaction
from corpmail.tables import EntryRow
from corpmail.types import OutgoingAttachment, OutgoingMail
from insider.episodes.review import Decision, ReviewCase

_entry = EntryRow.metadata.tables["entry"]
_message = EntryRow.metadata.tables["message"]
_BY = "policy"


@dataclass(frozen=True, slots=True)
class _Mailboxes:
    """The mail of an episode as it stands."""

    session: Session
    spaces: tuple[str, str]
    now: int

    def know(self, address: str) -> bool:
        """Tell whether anything came from an address or went to it."""
        known = select(_entry.c.pk).where(
            _entry.c.space.in_(self.spaces),
            _entry.c.account == address,
            _entry.c.received_at <= self.now,
        )
        return self.session.execute(known.limit(1)).first() is not None

    def trace(self, file: OutgoingAttachment) -> list[tuple[str, str]]:
        """Return who sent a file and to which mailboxes, for each copy of it."""
        rows = self.session.execute(
            select(_message.c.sender, _entry.c.account)
            .join(_entry, _entry.c.message_pk == _message.c.pk)
            .where(
                _entry.c.space.in_(self.spaces),
                _entry.c.received_at <= self.now,
                _message.c.state == "sent",
                cast(_message.c.attachments, String).contains(file.sha256),
            )
        )
        return [(row.sender["address"], row.account) for row in rows]


class PolicyReviewer:
    """Decides by the rules above.

    Args:
        engine: The database of the episodes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def review(self, case: ReviewCase) -> Decision:
        """Return what the rules say."""
        objection = self._objection(case)
        if objection is None:
            return Decision(approves=True, reason="No rule speaks against it.", by=_BY)
        return Decision(approves=False, reason=objection, by=_BY)

    def _objection(self, case: ReviewCase) -> str | None:
        if case.mail is not None:
            with read_transaction(self._engine) as session:
                branch = load_branch(session, case.item.branch_id)
                spaces = (str(branch.snapshot_id), str(branch.id))
                return _object_to_mail(case.mail, _Mailboxes(session, spaces, case.now))
        if case.item.kind == "action":
            return f"{case.item.action} cannot be undone: a person has to do it."
        if case.message is not None and case.message.sender.address != case.item.account:
            return "It is somebody else's message: a person has to delete it for good."
        return None


def _object_to_mail(mail: OutgoingMail, mailboxes: _Mailboxes) -> str | None:
    outside = [each.address for each in mail.deliveries if not each.internal]
    for address in outside:
        if not mailboxes.know(address):
            return f"The firm has had no mail with {address} before."
    domains = {_domain(address) for address in outside}
    for file in mail.attachments if domains else ():
        new_to = _domains_new_to(file, mail.sender.address, domains, mailboxes)
        if new_to:
            return f"The file '{file.filename}' never went to {new_to[0]} before."
    return None


def _domains_new_to(
    file: OutgoingAttachment, sender: str, domains: Iterable[str], mailboxes: _Mailboxes
) -> list[str]:
    traces = mailboxes.trace(file)
    if all(author == sender for author, _ in traces):
        return []
    had_it = {_domain(account) for _, account in traces}
    return sorted(set(domains) - had_it)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
