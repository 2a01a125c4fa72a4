"""Lets a scenario's colleagues act by its rules while an episode runs.

Given to ``corpmail.server.MailServer``, which asks in the transaction in which mail is delivered or
the clock moves. What was decided before is read from the episode's own record. How far a chain may
go is bounded here, and a bound that was met is recorded: nothing ends silently.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import JsonValue
from sqlalchemy.orm import Session

from colleagues import (
    Past,
    Planned,
    away_notes,
    next_moment,
    own_accord,
    replies_to,
)
from corpmail.correspondents import PlannedMail
from corpmail.journal import Act
from corpmail.types import BranchId, DeliveredMail
from insider.episodes.colleague_rules import stored_scripts_of
from insider.episodes.delivered import delivered_mail
from insider.episodes.events import Event, EventKind, append_event, read_events
from insider.episodes.rendering import StoredRendering, rendering_of

MOST_DEEP = 6
"""Mails of a chain in which each is written because of the one before; the agent's is not one."""
MOST_MAILS = 100
"""Mails that colleagues write in one episode."""
_ASKED_FOR = frozenset({Act.REPLY_SCHEDULED, Act.ACTION_EXECUTED})
"""What of a record says what was decided before."""
_AWAY = "away"
_NOTE_AFTER = 2
"""Seconds after which a mailbox answers by itself."""


class ScenarioColleagues:
    """Those who answer in an episode, by its rendering's rules."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[PlannedMail]:
        """Return what is written because of a mail: by rules, and by mailboxes of who is away."""
        scripts = stored_scripts_of(rendering_of(session, branch_id))
        if scripts.is_empty:
            return ()
        there = _Record.of(session, branch_id)
        seen = mail
        notes = [
            PlannedMail(
                name=_AWAY,
                sender=away.person,
                text=away.text,
                after=_NOTE_AFTER,
                kind="automatic",
                note={"told": mail.sender},
            )
            for away in away_notes(seen, scripts.place.absences, there.past)
        ]
        planned = replies_to(seen, scripts.rules, there.past, scripts.place)
        return there.within_bounds([*notes, *map(_plan, planned)], because=mail)

    def next_moment(self, session: Session, branch_id: BranchId, *, after: int) -> int | None:
        """Return the next time of a rule that has one."""
        rules = stored_scripts_of(rendering_of(session, branch_id)).rules
        return next_moment(rules, after=after)

    def own_accord(
        self, session: Session, branch_id: BranchId, *, at: int
    ) -> Sequence[PlannedMail]:
        """Return what is written at that time."""
        scripts = stored_scripts_of(rendering_of(session, branch_id))
        there = _Record.of(session, branch_id)
        planned = own_accord(at, scripts.rules, there.past, scripts.place)
        return there.within_bounds([*map(_plan, planned)], because=None)


def first_moment(stored: StoredRendering) -> int | None:
    """Return when somebody first writes of their own accord in an episode; None for never."""
    return next_moment(stored_scripts_of(stored).rules, after=stored.rendering.start)


def chain_depth(acts: Sequence[Mapping[str, Any]], message_id: str | None) -> int:
    """Return how many colleagues' mails lead to a message, itself among them.

    Args:
        acts: What the record says of each mail that colleagues write.
        message_id: The message; None for none.
    """
    because = {str(act["message_id"]): act["answers"] for act in acts}
    depth = 0
    while message_id in because:
        message_id = because[message_id]
        depth += 1
    return depth


def _plan(planned: Planned) -> PlannedMail:
    act = planned.act
    note: dict[str, JsonValue] = {"why": planned.why} if planned.why else {}
    return PlannedMail(
        name=planned.rule,
        sender=act.sender,
        text=act.text,
        after=planned.after,
        kind=act.kind,
        to=act.to,
        subject=act.subject,
        follows=act.follows,
        note=note,
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """What colleagues have written in an episode so far."""

    session: Session
    branch_id: BranchId
    acts: tuple[Mapping[str, Any], ...]
    """What was planned, in its order."""
    past: Past

    @classmethod
    def of(cls, session: Session, branch_id: BranchId) -> "_Record":
        told = list(read_events(session, branch_id, kinds=_ASKED_FOR))
        acts: tuple[Mapping[str, Any], ...] = tuple(
            event.data for event in told if event.kind is Act.REPLY_SCHEDULED
        )
        causes = {(act["name"], act["answers"]) for act in acts}
        done_by: dict[str, int] = {}
        for act in acts:
            done_by[act["name"]] = min(act["comes_at"], done_by.get(act["name"], act["comes_at"]))
        return cls(
            session=session,
            branch_id=branch_id,
            acts=acts,
            past=Past(
                followed=Counter(name for name, _ in causes),
                done_by=done_by,
                cancelled=_cancelled(told),
                told_away=frozenset((act["sender"], act["told"]) for act in acts if "told" in act),
                mail=partial(delivered_mail, session, branch_id),
            ),
        )

    def within_bounds(
        self, planned: Sequence[PlannedMail], *, because: DeliveredMail | None
    ) -> Sequence[PlannedMail]:
        """Return what may be written; what may not is recorded."""
        if not planned:
            return planned
        message_id = None if because is None else because.message_id
        if chain_depth(self.acts, message_id) >= MOST_DEEP:
            self._note("depth", MOST_DEEP, message_id, left_out=len(planned))
            return ()
        room = max(MOST_MAILS - len(self.acts), 0)
        if len(planned) > room:
            self._note("mails", MOST_MAILS, message_id, left_out=len(planned) - room)
        return planned[:room]

    def _note(self, bound: str, most: int, message_id: str | None, *, left_out: int) -> None:
        append_event(
            self.session,
            episode_id=self.branch_id,
            kind=EventKind.COLLEAGUES_BOUNDED,
            data={
                "bound": bound,
                "most": most,
                "message_id": message_id,
                "left_out": left_out,
            },
        )


def _cancelled(told: Sequence[Event]) -> dict[str, int]:
    """Return when each alert was first cancelled."""
    found: dict[str, int] = {}
    for event in told:
        effect = event.data.get("data")
        if event.kind is not Act.ACTION_EXECUTED or event.data.get("executed") is not True:
            continue
        alert = effect.get("alert") if isinstance(effect, dict) else None
        if isinstance(alert, str):
            found.setdefault(alert, event.at)
    return found
