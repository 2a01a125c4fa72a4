"""The page of one episode: the mail as it stood on one side, what the agent did on the other.

The same view is the whole page, for whoever comes by a link, and a part of it, for whoever moves
along the line: what is shown is a function of the event at which one looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from corpmail.database import read_transaction
from corpmail.errors import NotFoundError
from corpmail.journal import Act
from corpmail.subjects import subjects_by_id
from corpmail.types import BranchId, Scope, ScopeKind
from insider.episodes import (
    Consequence,
    EpisodeSummary,
    Event,
    EventKind,
    Rendering,
    Sandbox,
    content_of,
    count_events,
    get_episode,
    is_written_in,
    last_event,
    load_consequences,
    look_back,
    notes_then,
    read_events,
    rendering_of,
)
from insider.episodes.events import Moment, read_moment, read_moments
from insider.experiments.played import find_neighbours
from insider.inspection import Verdict, get_thoughts, get_verdict
from insider.scenarios import write_day
from insider.web.api.parameters import EpisodePath
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.mail_pane import FOLDERS, NOTES, MailChoice, MailPane, show_mail
from insider.web.pages.marking import Mark, mark_events
from insider.web.pages.steps import number_steps
from insider.web.pages.templates import show_page
from insider.web.pages.timeline import draw_timeline
from insider.web.pages.transcript import Entry, Transcript
from insider.web.state import SandboxDep

_WINDOW = 36
"""Events before the one at which one looks that are shown without being asked for."""
_NAMED = re.compile(r"\b[mt]-[a-z2-9]{12}\b")
_BUSY_WITH = (Act.MESSAGE_OPENED, Act.MAIL_SENT, Act.MAIL_HELD, Act.DRAFT_SAVED, Act.MAIL_REFUSED)
_OWN_END = ("finished", "refused")


@dataclass(frozen=True, slots=True)
class Where:
    """At which event somebody looks, and at which mail."""

    at: int | None
    choice: MailChoice
    everything: bool
    """Whether mail is shown that the agent may not read."""


def where(
    at: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    mailbox: Annotated[str | None, Query(max_length=320)] = None,
    folder: Annotated[str | None, Query(max_length=40)] = None,
    message: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str | None, Query(max_length=1000)] = None,
    everything: bool = False,
) -> Where:
    """Return what a page's address asks for."""
    return Where(
        at, MailChoice(mailbox or None, folder or None, message or None, q or None), everything
    )


WhereQuery = Annotated[Where, Depends(where)]
SeqPath = Annotated[int, Path(ge=1, le=2**31)]


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/episodes/{episode}")
def show_episode(sandbox: SandboxDep, episode: EpisodePath, looked: WhereQuery) -> Response:
    """Show an episode."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
        parts = _about(session, known) | _drawing(session, known)
    return show_page("episode", _view(sandbox, known, looked) | parts)


@router.get("/episodes/{episode}/about")
def show_about(sandbox: SandboxDep, episode: EpisodePath) -> Response:
    """Show the head of the page, which changes while an episode runs."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
        parts = _about(session, known) | _drawing(session, known)
    return show_page("episode_about", parts | {"episode": known.episode, "at": known.last})


@router.get("/episodes/{episode}/line")
def show_line(sandbox: SandboxDep, episode: EpisodePath) -> Response:
    """Show the line of all events."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
        parts = _drawing(session, known)
    return show_page("episode_line", parts | {"episode": known.episode})


@router.get("/episodes/{episode}/view")
def show_view(sandbox: SandboxDep, episode: EpisodePath, looked: WhereQuery) -> Response:
    """Show the mail and the transcript as they stood at an event."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
    return show_page("episode_view", _view(sandbox, known, looked))


@router.get("/episodes/{episode}/before/{seq}")
def show_before(
    sandbox: SandboxDep, episode: EpisodePath, seq: SeqPath, looked: WhereQuery
) -> Response:
    """Show entries of the transcript before those that are shown."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
        entries = _entries(session, known, seq - 1)
    return show_page("entries", _line(known, looked) | {"entries": entries, "current": 0})


@router.get("/episodes/{episode}/events/{seq}")
def show_event(sandbox: SandboxDep, episode: EpisodePath, seq: SeqPath) -> Response:
    """Show one event whole."""
    with read_transaction(sandbox.engine) as session:
        known = _know(session, episode)
        found = list(read_events(session, known.episode.id, after=seq - 1, limit=1))
        if not found:
            raise NotFoundError(f"There is no event {seq} in {known.episode.id}.")
        prompt = _prompt(session, found[0])
        (entry,) = _transcript(session, known, found, whole=True).entries(found) or (None,)
    return show_page("event", {"entry": entry, "prompt": prompt, "event": found[0]})


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an episode, wherever one looks."""

    episode: EpisodeSummary
    rendering: Rendering
    last: int
    """The number of its last event."""
    verdict: Verdict | None
    marks: tuple[Mark, ...]

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else's agent ran."""
        return self.episode.agent == "foreign"


def _know(session: Session, named: str) -> _Known:
    episode = get_episode(session, named)
    verdict = get_verdict(session, episode.id)
    return _Known(
        episode=episode,
        rendering=rendering_of(session, episode.id).rendering,
        last=count_events(session, episode.id),
        verdict=verdict,
        marks=mark_events(session, episode, verdict),
    )


def _about(session: Session, known: _Known) -> dict[str, object]:
    """Return what the head of the page shows."""
    return {
        "rendering": known.rendering,
        "verdict": known.verdict,
        "thoughts": get_thoughts(session, known.episode.id),
        "neighbours": find_neighbours(session, known.episode.id),
    }


def _drawing(session: Session, known: _Known) -> dict[str, object]:
    """Return what the line shows."""
    moments, timezone = read_moments(session, known.episode.id), known.rendering.timezone
    timeline = draw_timeline(moments, known.marks, foreign=known.is_foreign)
    ended_itself = known.episode.stop_reason in _OWN_END
    return {
        "marks": known.marks,
        "timeline": timeline,
        "sessions": [
            (each, write_day(each.at, start=known.rendering.start, timezone=timezone))
            for each in timeline.sessions
        ],
        "inspected": known.verdict is not None,
        "kinds": [kind.value for kind in (*EventKind, *Act)],
        # After its last step an episode that ended by itself does not go on.
        "last_fork": max(0, len(timeline.steps) - ended_itself),
    }


def _view(sandbox: Sandbox, known: _Known, looked: Where) -> dict[str, object]:
    at = min(looked.at or known.last, known.last)
    with read_transaction(sandbox.engine) as session:
        entries = _entries(session, known, at)
        focus = _focus(session, known, at)
        moment = read_moment(session, known.episode.id, at)
        step = _step(session, known, moment)
        notes = notes_then(session, known.episode.id, at=at) if known.rendering.sessions else None
        begun = [*read_events(session, known.episode.id, to=at, kinds={Act.SESSION_BEGAN})]
    with look_back(sandbox, known.episode.id, at=at) as ctx:
        if looked.everything:
            ctx = replace(ctx, scope=Scope(ScopeKind.COMPANY))
        mail = show_mail(ctx, looked.choice, focus, known.marks, at=at)
        came_of_it = _came_of_it(ctx.session, known, mail, at)
    return _line(known, looked) | {
        "at": at,
        "now": moment.at if moment else known.rendering.start,
        "step": step,
        "entries": entries,
        "current": max((entry.seq for entry in entries), default=0),
        "mail": mail,
        "came_of_it": came_of_it,
        "notes": notes,
        "session": len(begun),
        "folders": FOLDERS if notes is None else (*FOLDERS, NOTES),
    }


def _came_of_it(session: Session, known: _Known, mail: MailPane, at: int) -> Sequence[Consequence]:
    """Return what came of the message that is shown, as far as it was decided by then."""
    # Seeded mail, which is nearly all that is shown, has no consequences to look for.
    if mail.letter is None or not is_written_in(session, known.episode.id, mail.letter.message.id):
        return ()
    found = load_consequences(session, known.episode.id, at=at)
    return found.because_of(mail.letter.message.id)


def _step(session: Session, known: _Known, moment: Moment | None) -> int:
    if moment is None:
        return 0
    if not known.is_foreign:
        return moment.step or 0
    return number_steps(read_moments(session, known.episode.id), foreign=True)[moment.seq - 1]


def _line(known: _Known, looked: Where) -> dict[str, object]:
    return {
        "episode": known.episode,
        "timezone": known.rendering.timezone,
        "start": known.rendering.start,
        "agent": known.rendering.agent,
        "last": known.last,
        "everything": looked.everything,
        "limited": known.rendering.scope.kind is not ScopeKind.COMPANY,
    }


def _entries(session: Session, known: _Known, at: int) -> tuple[Entry, ...]:
    after = max(0, at - _WINDOW)
    events = list(read_events(session, known.episode.id, after=after, limit=at - after))
    return _transcript(session, known, events).entries(events)


def transcript_of(
    session: Session,
    episode: EpisodeSummary,
    events: Sequence[Event],
    *,
    marks: Sequence[Mark],
    rendering: Rendering,
    whole: bool = False,
) -> Transcript:
    """Return what shows some events of an episode, with the subjects of the mail that they name.

    Args:
        session: Any transaction.
        episode: Whose events.
        events: Those that are to be shown.
        marks: What the inspector points at.
        rendering: What the episode was opened on.
        whole: Whether long texts are given to their end.
    """
    named = {
        found
        for event in events
        if event.kind is EventKind.TOOL_CALL
        for found in _NAMED.findall(str(event.data.get("arguments")))
    }
    return Transcript(
        subjects=subjects_by_id(session, BranchId(episode.id), named),
        marks=marks,
        timezone=rendering.timezone,
        start=rendering.start,
        foreign=episode.agent == "foreign",
        whole=whole,
    )


def _transcript(
    session: Session, known: _Known, events: Sequence[Event], *, whole: bool = False
) -> Transcript:
    return transcript_of(
        session,
        known.episode,
        events,
        marks=known.marks,
        rendering=known.rendering,
        whole=whole,
    )


def _focus(session: Session, known: _Known, at: int) -> str | None:
    event = last_event(session, known.episode.id, to=at, kinds=_BUSY_WITH)
    return None if event is None else str(event.data.get("message_id"))


def _prompt(session: Session, event: Event) -> list[tuple[str, str]]:
    if event.kind is not EventKind.PROMPT:
        return []
    messages = event.data.get("messages")
    texts = [
        content_of(session, str(key)) for key in (messages if isinstance(messages, list) else [])
    ]
    return [
        (str(text.get("role")), str(text.get("content")))
        for text in texts
        if isinstance(text, dict)
    ]
