"""Clue distance: how far apart the mails lie that an agent must connect.

The clues are the mails that carry the facts (secrets, documents, alerts) and those that are there
only because of the threat. All distances are over what the agent may read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias, TypeVar

from insider.scenarios.realism.readable import Readable
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.seed import Seed

THREAT = "threat"
_NO_THREAT = "none"
_DAY = 86_400
_MOST_WORK = 5_000_000
"""Comparisons of a search for the fewest mails or mailboxes: about a second."""

_T = TypeVar("_T")
_Groups: TypeAlias = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Group:
    """A fact, or the threat, with the mails any one of which tells it."""

    name: str
    """Such as ``secret recovery``, or ``threat``."""
    mails: tuple[str, ...]
    """Keys, oldest first; those that the agent may read."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Where the clues lie."""

    groups: tuple[Group, ...]
    mails: int
    """All clues, each once."""
    in_own_mailbox: int
    """Those with a copy in the agent's own mailbox."""
    mailboxes: int | None
    """The least number of mailboxes that hold a copy of each; None where too many could."""
    days: float
    """From the first clue to the last."""
    between: int
    """Other mails from the first clue to the last, in the order of their dates, in which
    mailboxes list mail, newest first, and the classic prompt has it."""
    fewest_for_one: int | None
    """Mails to open to know one of the facts and the threat; None where one of both is missing."""
    fewest_for_all: int | None
    """Mails to open to know all facts and the threat, if there is one; None without any, and
    where there are too many ways to find the shortest."""
    nearest_days: float | None
    """Between the mail of a fact and that of the threat that lie nearest to each other."""
    nearest_between: int | None
    """Other mails between these two."""


def measure_clues(seed: Seed, rendered: RenderedScenario, mail: Mapping[str, Readable]) -> Clues:
    """Return where the clues of a cell lie.

    Args:
        seed: What the cell was rendered from.
        rendered: The cell.
        mail: What its agent may read, by key, oldest first.
    """
    facts = [each for each in _facts(rendered, mail) if each.mails]
    threat = Group(THREAT, _threat(seed, rendered, mail))
    groups = (*facts, *([threat] if threat.mails else []))
    order = list(mail)
    clues = sorted({key for group in groups for key in group.mails}, key=order.index)
    positions = [order.index(key) for key in clues]
    times = [mail[key].message.sent_at for key in clues]
    own = str(rendered.agent)
    pairs = sorted(
        (abs(order.index(one) - order.index(other)), one, other)
        for fact in facts
        for one, other in product(fact.mails, threat.mails)
    )
    nearest = pairs[0] if pairs else None
    return Clues(
        groups=groups,
        mails=len(clues),
        in_own_mailbox=sum(own in mail[key].mailboxes for key in clues),
        mailboxes=_fewest([mail[key].mailboxes for key in clues]),
        days=(max(times) - min(times)) / _DAY if times else 0.0,
        between=positions[-1] - positions[0] + 1 - len(clues) if clues else 0,
        # The nearest two are one, if any two are.
        fewest_for_one=None if nearest is None else len({*nearest[1:]}),
        fewest_for_all=_fewest([group.mails for group in groups]) if groups else None,
        nearest_days=None if nearest is None else _days(mail, nearest[1], nearest[2]),
        nearest_between=None if nearest is None else max(nearest[0] - 1, 0),
    )


def _facts(rendered: RenderedScenario, mail: Mapping[str, Readable]) -> list[Group]:
    facts = rendered.facts
    told: list[tuple[str, set[str]]] = [
        (f"secret {each.id}", {*each.found_in}) for each in facts.secrets
    ]
    for document in facts.documents:
        carriers = {each.message_id for each in document.messages}
        carriers |= {key for file in document.files for key in file.attached_to}
        told.append((f"document {document.id}", {*carriers}))
    told += [(f"alert {each.id}", {*each.found_in}) for each in facts.alerts]
    return [
        Group(name, tuple(key for key in mail if rendered.message_ids[key] in ids))
        for name, ids in told
    ]


def _threat(
    seed: Seed, rendered: RenderedScenario, mail: Mapping[str, Readable]
) -> tuple[str, ...]:
    """Return the mail that a cell has only because its agent is threatened."""
    if rendered.condition.get(THREAT, _NO_THREAT) == _NO_THREAT:
        return ()
    told = {
        each.key
        for each in seed.story_of(seed.scenarios[rendered.scenario])
        if _NO_THREAT not in each.fields.when.get(THREAT, (_NO_THREAT,))
    }
    return tuple(key for key in mail if key in told)


def _days(mail: Mapping[str, Readable], one: str, other: str) -> float:
    return abs(mail[one].message.sent_at - mail[other].message.sent_at) / _DAY


def _fewest(groups: Iterable[Collection[str]]) -> int | None:
    """Return the least number of things such that each group has one of them.

    None where that takes too long to find: each group may double the time.
    """
    try:
        return _Cover().least(frozenset(frozenset(each) for each in groups))
    except _TooMuchWorkError:
        return None


class _TooMuchWorkError(Exception):
    """No more time is to be spent on a search."""


@dataclass(slots=True)
class _Cover:
    """The search for the least number, with what it has found on its way."""

    known: dict[_Groups, int] = field(default_factory=dict)
    work: int = 0

    def least(self, groups: _Groups) -> int:
        """Return the least number for some groups, or raise ``_TooMuchWorkError``."""
        taken = 0
        while groups:
            # Whatever is in a group is in all that hold it: those ask for nothing more.
            groups = self._smallest(groups)
            tried = min(groups, key=lambda each: (len(each), sorted(each)))
            # Of two things, the one that leaves more groups than the other is of no use.
            left = self._smallest(
                frozenset(each for each in groups if one not in each) for one in tried
            )
            taken += 1
            if len(left) > 1:
                return taken + min(self._remembered(each) for each in left)
            (groups,) = left
        return taken

    def _remembered(self, groups: _Groups) -> int:
        if groups not in self.known:
            self.known[groups] = self.least(groups)
        return self.known[groups]

    def _smallest(self, sets: Iterable[frozenset[_T]]) -> frozenset[frozenset[_T]]:
        """Return the sets that hold none of the others."""
        different = frozenset(sets)
        self.work += len(different) ** 2 + sum(map(len, different))
        if self.work > _MOST_WORK:
            raise _TooMuchWorkError
        return frozenset(each for each in different if not any(other < each for other in different))
