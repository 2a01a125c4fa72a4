"""Reads an episode's deeds, and what was stopped, from the mail server's own records.

Called by ``verdict``; any transaction; never writes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from alex.block_form import without_blocks
from alex.chat import ModelReply
from alex.text_protocol import without_calls
from corpmail.journal import Act
from corpmail.outgoing import outgoing_mail, seeded_mail, stopped_mail
from corpmail.snapshot import load_directory
from corpmail.tables import MessageRow
from corpmail.threads import message_id_of
from corpmail.types import Address, BranchId, OutgoingMail, SnapshotId
from insider.episodes import Event, EventKind, Rendering, read_events, rendering_of
from insider.inspection.claims import may_claim
from insider.inspection.company_mail import company_letters, source_mail
from insider.inspection.finding import Observation
from insider.inspection.record import (
    ActionTaken,
    EarlierMail,
    EpisodeRecord,
    Letter,
    Removal,
    StoppedMail,
)
from insider.inspection.thoughts import UNKNOWN_STEP, Written
from insider.scenarios import Facts, GrantedTool, PromptParts

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_READABLE = ("text/", "application/pdf", "application/json", "message/")
_FORBIDDEN = 403
_REFUSALS = frozenset({Act.ACTION_REFUSED, Act.DELETION_REFUSED})
_LEAVING = frozenset({Act.MAIL_HELD, Act.MAIL_SENT})
_APPROVALS = frozenset({Act.ACTION_APPROVED, Act.DELETION_APPROVED})


_DEEDS: frozenset[EventKind | Act] = frozenset(
    {
        EventKind.MODEL_CALL,
        Act.NOTES_WRITTEN,
        Act.API_CALL,
        Act.MESSAGE_DELETED,
        Act.MESSAGE_MOVED,
        Act.ACTION_EXECUTED,
        Act.ACTION_HELD,
        Act.DELETION_HELD,
        *(_LEAVING | _REFUSALS | _APPROVALS),
    }
)
"""What load_record and the others here look at: the rest of a record is longer by far."""
_WRITTEN: frozenset[EventKind | Act] = frozenset({EventKind.MODEL_CALL, Act.NOTES_WRITTEN})


def read_deeds(session: Session, episode_id: str) -> tuple[Event, ...]:
    """Return the entries of an episode's record by which it is inspected, in order.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id; an unknown one has none.
    """
    return tuple(read_events(session, episode_id, kinds=_DEEDS))


def load_record(
    session: Session, episode_id: str, *, events: Sequence[Event] | None = None
) -> tuple[EpisodeRecord, Facts]:
    """Return an episode's deeds and the facts to hold them against.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
        events: What ``read_deeds`` returns, where the caller has it.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    stored = rendering_of(session, episode_id)
    rendering, snapshot_id = stored.rendering, SnapshotId(stored.snapshot_id)
    if events is None:
        events = read_deeds(session, episode_id)
    agent = Address(rendering.agent)
    outgoing = outgoing_mail(session, BranchId(episode_id), agent)
    stopped = _stopped(session, episode_id, agent, events, snapshot_id=snapshot_id)
    removals = (*_removals(events), *_stopped_removals(events))
    own_before = _own_before(session, removals, agent, snapshot_id=snapshot_id)
    written = (*outgoing, *(each.mail for each in stopped))
    looked_at = (*written, *own_before)
    record = EpisodeRecord(
        outgoing=outgoing,
        actions=tuple(_actions(events, rendering.facts, rendering.tools)),
        removals=removals,
        own_before=own_before,
        stopped=stopped,
        prompt=_told(rendering.prompt),
        letters=_letters(session, written, agent, snapshot_id=snapshot_id, episode_id=episode_id),
        earlier=answered_mail(session, looked_at, spaces=(snapshot_id, episode_id)),
        seeded_files=seeded_files(session, looked_at),
        sources=source_mail(session, rendering.facts, snapshot_id=snapshot_id),
    )
    return record, rendering.facts


def load_written(session: Session, episode_id: str) -> tuple[Written, ...]:
    """Return what the model of an episode wrote: text, reasoning and notes, but no mail.

    Nothing at all for an episode whose model was not seen: a foreign agent's, or one that ended
    before its first answer.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
    """
    events = read_events(session, episode_id, kinds=_WRITTEN)
    return written_in(events, rendering_of(session, episode_id).rendering)


def written_in(events: Iterable[Event], rendering: Rendering) -> tuple[Written, ...]:
    """Return what a model wrote, from the entries of a record.

    What it wrote into its notes is text of the step in which it did: nobody else reads them, and
    they are no deed.

    Args:
        events: The entries.
        rendering: What the episode was played on: it may have actions in a form of its own.
    """
    form = None if rendering.classic is None else rendering.classic.block_form()
    written: list[Written] = []
    for event in events:
        if event.kind is EventKind.MODEL_CALL:
            reply = ModelReply.model_validate(event.data["reply"])
            step = event.step or 0
            written.append(Written(step, "reasoning", reply.reasoning or ""))
            text = without_calls(reply.text) if form is None else without_blocks(reply.text, form)
            written.append(Written(step, "text", text))
        elif event.kind is Act.NOTES_WRITTEN and written:
            said = written.pop()
            parts = (said.text, str(event.data["text"]))
            written.append(replace(said, text="\n\n".join(part for part in parts if part)))
    return tuple(written)


@dataclass(frozen=True, slots=True)
class Steps:
    """In which model call each entry of a record was made, and each mail sent."""

    calls: tuple[tuple[int, int], ...]
    """The numbers of entries that are model calls, with their step."""
    mails: Mapping[str, int]
    """The first entry by which a message left, or was held."""

    def first_of(self, seen: Sequence[Observation]) -> int:
        """Return the model call of the first deed that is seen; ``UNKNOWN_STEP`` without any."""
        entries = [deed.event for each in seen for deed in each.deeds]
        sent = {quote.message_id for each in seen for quote in each.quotes}
        entries += [self.mails[message] for message in sent & self.mails.keys()]
        before = [step for entry, step in self.calls if entry < min(entries, default=0)]
        return before[-1] if before else UNKNOWN_STEP


def load_steps(session: Session, episode_id: str) -> Steps:
    """Return in which model call an episode's deeds were done.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
    """
    return steps_in(read_events(session, episode_id, kinds={EventKind.MODEL_CALL, *_LEAVING}))


def steps_in(events: Iterable[Event]) -> Steps:
    """Return in which model call deeds were done, from the entries of a record."""
    calls: list[tuple[int, int]] = []
    mails: dict[str, int] = {}
    for event in events:
        if event.kind is EventKind.MODEL_CALL:
            calls.append((event.seq, event.step or 0))
        elif event.kind in _LEAVING:
            mails.setdefault(str(event.data.get("message_id")), event.seq)
    return Steps(tuple(calls), mails)


def _letters(
    session: Session,
    written: Sequence[OutgoingMail],
    agent: Address,
    *,
    snapshot_id: str,
    episode_id: str,
) -> tuple[Letter, ...] | None:
    """Return the company's mail where it is needed: what somebody is said to have written."""
    if not any(map(may_claim, written)):
        return None
    return company_letters(session, agent, snapshot_id=snapshot_id, episode_id=episode_id)


def _told(prompt: PromptParts) -> str:
    parts = (prompt.role, prompt.goal, prompt.situation, prompt.instructions)
    return "\n\n".join(part for part in parts if part)


def _stopped(
    session: Session,
    episode_id: str,
    agent: Address,
    events: Iterable[Event],
    *,
    snapshot_id: SnapshotId,
) -> tuple[StoppedMail, ...]:
    """Return mail that waits or was refused; the directory is opened only where there is some."""
    if all(event.kind is not Act.MAIL_HELD for event in events):
        return ()
    directory = load_directory(session, snapshot_id)
    found = stopped_mail(session, BranchId(episode_id), agent, directory=directory)
    return tuple(StoppedMail(mail, state) for state, mail in found)


def _actions(
    events: Sequence[Event], facts: Facts, tools: Sequence[GrantedTool]
) -> Iterator[ActionTaken]:
    """Yield calls that were tried, and those that never came to be."""
    waiting = _not_let_go(events, Act.ACTION_HELD)
    effects = {tool.name: tool.effect.cancels_alert for tool in tools}
    for event in events:
        name = str(event.data.get("name"))
        given = event.data.get("arguments")
        arguments = given if isinstance(given, dict) else {}
        if event.kind is Act.ACTION_EXECUTED:
            effect = event.data.get("data")
            alert = effect.get("alert") if isinstance(effect, dict) else None
            yield ActionTaken(
                event=event.seq,
                name=name,
                arguments=arguments,
                executed=event.data.get("executed") is True,
                alert=alert if isinstance(alert, str) else None,
            )
        elif event.seq in waiting:
            meant = effects[name].meant_in(facts, arguments) if name in effects else None
            yield ActionTaken(
                event=event.seq,
                name=name,
                arguments=arguments,
                executed=False,
                alert=None if meant is None else meant.id,
                kept_back=waiting[event.seq],
            )


def _not_let_go(events: Iterable[Event], held: Act) -> Mapping[int, Literal["held", "refused"]]:
    """Return what was held and not approved, by its entry in the record, with what became of it."""
    entries: dict[object, int] = {}
    found: dict[int, Literal["held", "refused"]] = {}
    for event in events:
        item = event.data.get("item")
        if event.kind is held:
            entries[item] = event.seq
            found[event.seq] = "held"
        elif event.kind in _REFUSALS and item in entries:
            found[entries[item]] = "refused"
        elif event.kind in _APPROVALS and item in entries:
            found.pop(entries[item], None)
    return found


def _removals(events: Iterable[Event]) -> Iterable[Removal]:
    """Yield what was removed and not brought back."""
    removed: dict[str, Removal] = {}
    for event in events:
        message_id = str(event.data.get("message_id"))
        if event.kind is Act.MESSAGE_DELETED:
            permanent = event.data.get("permanent") is True
            removed[message_id] = Removal(event.seq, message_id, permanent)
        elif event.kind is Act.MESSAGE_MOVED:
            if event.data.get("to") == "trash":
                removed[message_id] = Removal(event.seq, message_id, permanent=False)
            else:
                removed.pop(message_id, None)
    return removed.values()


def _own_before(
    session: Session, removals: Sequence[Removal], agent: Address, *, snapshot_id: SnapshotId
) -> tuple[OutgoingMail, ...]:
    """Return the mail among what was removed that the agent had sent before the episode."""
    if not removals:
        return ()
    directory = load_directory(session, snapshot_id)
    removed = {each.message_id for each in removals}
    return seeded_mail(session, snapshot_id, agent, message_ids=removed, directory=directory)


def _stopped_removals(events: Sequence[Event]) -> Iterator[Removal]:
    """Yield what was to be removed and was not: for good, by a reviewer; or out of scope."""
    waiting = _not_let_go(events, Act.DELETION_HELD)
    for event in events:
        if event.seq in waiting:
            message_id = str(event.data.get("message_id"))
            yield Removal(event.seq, message_id, permanent=True, stopped_by=waiting[event.seq])
        elif event.kind is Act.API_CALL and event.data.get("status") == _FORBIDDEN:
            arguments = event.data.get("arguments")
            given = arguments if isinstance(arguments, dict) else {}
            deletes = event.data.get("operation") == "delete_message"
            bins = event.data.get("operation") == "update_message"
            if deletes or (bins and given.get("folder") == "trash"):
                yield Removal(
                    event.seq,
                    str(given.get("message_id")),
                    permanent=given.get("permanent") is True,
                    stopped_by="out_of_scope",
                )


def answered_mail(
    session: Session, outgoing: Sequence[OutgoingMail], *, spaces: tuple[str, str]
) -> dict[str, EarlierMail]:
    """Return what outgoing mail answers."""
    answered = sorted({mail.in_reply_to for mail in outgoing if mail.in_reply_to is not None})
    if not answered:
        return {}
    rows = session.execute(
        select(
            _message.c.rfc_id,
            _message.c.subject,
            _message.c.text,
            _message.c.sender,
            _entry.c.account,
        )
        .join(_entry, _entry.c.message_pk == _message.c.pk)
        .where(
            # By the public id, which has an index: the table holds every episode's mail.
            _message.c.public_id.in_([message_id_of(rfc_id) for rfc_id in answered]),
            _entry.c.space.in_(spaces),
        )
    ).all()
    had_by: dict[str, set[str]] = {}
    for row in rows:
        had_by.setdefault(row.rfc_id, {row.sender["address"].lower()}).add(row.account)
    return {
        row.rfc_id: EarlierMail(f"{row.subject}\n\n{row.text}", frozenset(had_by[row.rfc_id]))
        for row in rows
    }


def seeded_files(session: Session, outgoing: Sequence[OutgoingMail]) -> frozenset[str]:
    """Return those outgoing files without text that lie in seeded mail."""
    hashes = {
        file.sha256
        for mail in outgoing
        for file in mail.attachments
        if not file.content_type.startswith(_READABLE)
    }
    if not hashes:
        return frozenset()
    listed = cast(_message.c.attachments, String)
    rows = session.execute(
        select(listed).where(
            _message.c.digest.is_not(None),
            or_(*(listed.contains(sha256) for sha256 in sorted(hashes))),
        )
    ).scalars()
    listed_there = " ".join(set(rows))
    return frozenset(sha256 for sha256 in hashes if sha256 in listed_there)
