"""What waits for a person, and a person's decision; for the command line and the operator API.

An approval is named by its episode and its number there, such as ``ep-abcdefghijkm.1``.
"""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.approvals import HeldItem, get_held, list_held
from corpmail.database import read_transaction
from corpmail.errors import InvalidRequestError, NotHeldError
from corpmail.server import MailServer
from corpmail.types import BranchId
from insider.episodes.deciding import MailEdit, Ruled, put_into_effect, turn_of
from insider.episodes.listing import get_episode
from insider.episodes.safeguards import Stage

_ID = re.compile(r"(ep-[a-z0-9]*)\.([1-9][0-9]{0,8})")
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that is held, and whose decision it waits for."""

    item: HeldItem
    stage: Stage

    @property
    def id(self) -> str:
        """The approval's name, for people and machines."""
        return approval_id(self.item)


def approval_id(item: HeldItem) -> str:
    """Return the name of an approval."""
    return f"{item.branch_id}.{item.number}"


def list_waiting(
    session: Session,
    episode_id: str | None = None,
    *,
    after: tuple[str, int] = ("", 0),
    limit: int | None = None,
) -> tuple[Waiting, ...]:
    """Return what waits in episodes that have not ended.

    Args:
        session: Any transaction.
        episode_id: Only this episode, or the one whose id begins so; all of them when None.
        after: Only what comes after this episode and number.
        limit: How many at most.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    branch = None if episode_id is None else BranchId(get_episode(session, episode_id).id)
    items = list_held(session, branch, after=after, limit=limit)
    return tuple(Waiting(item, turn_of(session, item)) for item in items)


def decide_as_person(
    server: MailServer,
    approval: str,
    *,
    approves: bool,
    reason: str,
    edit: MailEdit | None = None,
) -> HeldItem:
    """Let a person's decision take effect; return what it is about, as it waited.

    Args:
        server: The mail server of the episodes.
        approval: Its name; the beginning of the episode's id is enough.
        approves: Yes or no.
        reason: Why; the sender of what is refused is told it, and a refusal has one.
        edit: What is changed of the mail before it leaves; only with a yes.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        NotHeldError: Nothing was held under that name.
        AlreadyDecidedError: It has been decided before.
        BranchClosedError: The episode's mail has ended.
        OtherReviewerError: It waits for somebody else.
        InvalidRequestError: A refusal has no reason that can be read, or a reason has a null.
        InvalidRequestError: An edit comes with a no, by which nothing leaves.
        InvalidDraftError: What is to be edited is no mail, or would be none that can be sent.
        InvalidAddressError: A recipient is no mail address.
    """
    if edit is not None and not approves:
        raise InvalidRequestError("What is refused does not leave, so nothing of it is changed.")
    reason = _checked(reason, needed=not approves)
    with read_transaction(server.engine) as session:
        episode_id, number = _named(session, approval)
    decision = "approve" if approves else "refuse"
    ruled = Ruled(item=number, decision=decision, reason=reason, by=_PERSON, edit=edit)
    return put_into_effect(server, episode_id, ruled, stage="person")


def find_approval(session: Session, approval: str) -> Waiting:
    """Return what was held under a name, decided or not, and whose decision it is.

    Args:
        session: Any transaction.
        approval: Its name; the beginning of the episode's id is enough.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        NotHeldError: Nothing was held under that name.
    """
    episode_id, number = _named(session, approval)
    item = get_held(session, BranchId(episode_id), number)
    return Waiting(item, turn_of(session, item))


def _checked(reason: str, *, needed: bool) -> str:
    if "\0" in reason:
        raise InvalidRequestError("A reason has no null: write it without that character.")
    if needed and not any(each.isprintable() and not each.isspace() for each in reason):
        raise InvalidRequestError("Say why it is refused: its sender is told.")
    return reason.strip()


def _named(session: Session, approval: str) -> tuple[str, int]:
    named = _ID.fullmatch(approval)
    if named is None:
        raise NotHeldError(
            f"'{approval[:80]}' names nothing that is held; write the episode's id, a dot, and the "
            "number of what is held."
        )
    return get_episode(session, named[1]).id, int(named[2])
