"""Who has a message: its recipients as the company knows them, and whoever must have had it too.

Called by ``writing``.
"""

from collections.abc import Iterable, Sequence

from corpmail.addresses import written_recipients
from insider.scenarios.importing.correspondents import ContactId
from insider.scenarios.importing.gathering import Entry
from insider.scenarios.importing.planning import MailingList, Plan
from insider.scenarios.importing.roles import Role


def reference(role: Role) -> str:
    """Return how a seed file names somebody."""
    return role.key if role.key is not None else written_recipients([role.mailer])[0]


class Recipients:
    """Says who has each message of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.used: dict[str, MailingList] = {}
        """Lists that mail went to, by key."""

    def of(self, entry: Entry, sender: Role, answered_by: Iterable[ContactId]) -> dict[str, object]:
        """Return the fields ``to``, ``cc`` and ``bcc`` of a message.

        A message that names nobody goes to the list that it came by; one that nobody of the company
        would have is hidden mail to a list too. Whoever answers has it, hidden where no header says
        why: with real mail that is some other list.

        Args:
            entry: The message.
            sender: Who wrote it.
            answered_by: Who answers it.
        """
        to, cc = self._written(entry.to), self._written(entry.cc)
        bcc: dict[str, Role | MailingList] = {}
        by_list = self._written(entry.lists)
        if not to and not cc:
            to = by_list or self._written_list(self._plan.common)
        elif not by_list.keys() <= {*to, *cc}:
            bcc |= by_list
        everybody = {**to, **cc, **bcc}
        if not sender.inside and not any(map(_is_inside, everybody.values())):
            bcc |= self._written_list(self._plan.common)
        had = self._mailboxes({**everybody, **bcc}.values()) | {reference(sender)}
        for number in answered_by:
            role = self._plan.cast.roles[number]
            if reference(role) not in had:
                bcc[reference(role)] = role
        written = {"to": to, "cc": cc, "bcc": bcc}
        return {name: [*group] for name, group in written.items() if group}

    def _written(self, numbers: Sequence[ContactId]) -> dict[str, Role | MailingList]:
        found: dict[str, Role | MailingList] = {}
        for number in numbers:
            group = self._plan.lists.get(number)
            if group is not None:
                found |= self._written_list(group)
            else:
                role = self._plan.cast.roles[number]
                found[reference(role)] = role
        return found

    def _written_list(self, group: MailingList) -> dict[str, Role | MailingList]:
        self.used[group.key] = group
        return {group.key: group}

    def _mailboxes(self, groups: Iterable[Role | MailingList]) -> set[str]:
        found: set[str] = set()
        for each in groups:
            found.update(each.members if isinstance(each, MailingList) else (reference(each),))
        return found


def _is_inside(each: Role | MailingList) -> bool:
    return isinstance(each, MailingList) or each.inside
