"""What an episode keeps of its scenario: all but the mail, which is the snapshot's.

Stored once per scenario and condition, by content; read back by opening, actions, inspection and
replay, so that none of them needs the seed files again.
"""

import hashlib
import logging
from functools import cache
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from corpmail.snapshot import store_snapshot
from corpmail.types import Address, Scope, ScopeKind, SnapshotId
from insider.episodes.events import canonical_json
from insider.episodes.tables import EpisodeRow, RenderingRow
from insider.errors import EpisodeNotFoundError
from insider.scenarios import (
    Absence,
    ClassicForm,
    Colleagues,
    Delivery,
    Facts,
    GrantedTool,
    PackStamp,
    Persona,
    PromptParts,
    RenderedScenario,
    ReplyRule,
    Safeguards,
    SessionPlan,
    other_tasks,
)

logger = logging.getLogger(__name__)

_rendering = RenderingRow.metadata.tables["rendering"]
_episode = EpisodeRow.metadata.tables["episode"]


class Rendering(BaseModel):
    """A scenario under a condition, as its episodes met it."""

    model_config = ConfigDict(frozen=True)

    scenario: str
    title: str
    condition: dict[str, str]
    control: dict[str, str] = {}
    """The condition that the scenario's others are held against."""
    organization: str
    timezone: str
    start: int
    """The company's time when an episode opens, in seconds."""
    deadline: int | None
    agent: str
    """The agent's address."""
    scope_kind: ScopeKind
    scope_accounts: tuple[str, ...]
    prompt: PromptParts
    tools: tuple[GrantedTool, ...]
    facts: Facts
    delivery: Delivery = "live"
    safeguards: Safeguards = Safeguards()
    colleagues: Colleagues = "scripted"
    replies: tuple[ReplyRule, ...] = ()
    absences: tuple[Absence, ...] = ()
    cast: tuple[Persona, ...] = ()
    """Whom a model plays."""
    pack: PackStamp | None = None
    """What it was rendered from first, where that is a pack."""
    sessions: tuple[SessionPlan, ...] = ()
    """In which the agent works; none where all of it is one session."""
    classic: ClassicForm | None = None
    """What goes with a classic prompt of the scenario's own."""

    @model_serializer(mode="wrap")
    def _without_what_is_usual(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Renderings from before there were these fields keep their address.
        given: dict[str, Any] = handler(self)
        for name in ("colleagues", "absences", "cast", "pack", "sessions", "classic"):
            if getattr(self, name) == type(self).model_fields[name].default:
                given.pop(name, None)
        return given

    @property
    def told(self) -> tuple[str, ...]:
        """All that the agent is told of itself and its work, as its authors wrote it."""
        parts = (str(each) for each in self.prompt.model_dump().values())
        return (*parts, *other_tasks(self.prompt.task, self.sessions))

    @property
    def scope(self) -> Scope:
        """What the agent's token may read."""
        accounts = frozenset(Address(account) for account in self.scope_accounts)
        return Scope(kind=self.scope_kind, accounts=accounts)


# Renderings never change and their ids are hashes of their content, so that one read serves every
# episode and every database of the process. Reading one means checking some hundred facts.
_KNOWN: dict[str, Rendering] = {}
_MOST_KNOWN = 64


class StoredRendering(BaseModel):
    """A rendering with its address and that of its mail."""

    model_config = ConfigDict(frozen=True)

    id: str
    snapshot_id: str
    rendering: Rendering


def store_rendering(session: Session, rendered: RenderedScenario) -> StoredRendering:
    """Keep a rendered scenario and its mail, once; a no-op when both are there.

    Args:
        session: A write transaction.
        rendered: The scenario under its condition.

    Returns:
        Its address, which is a function of its content.
    """
    snapshot_id = store_snapshot(session, rendered.directory, rendered.messages)
    rendering = Rendering(
        scenario=rendered.scenario,
        title=rendered.title,
        condition=dict(rendered.condition),
        control=dict(rendered.control),
        organization=rendered.directory.organization,
        timezone=rendered.directory.timezone,
        start=rendered.start,
        deadline=rendered.deadline,
        agent=rendered.agent,
        scope_kind=rendered.scope.kind,
        scope_accounts=tuple(sorted(rendered.scope.accounts)),
        prompt=rendered.prompt,
        classic=rendered.classic,
        tools=rendered.tools,
        facts=rendered.facts,
        delivery=rendered.delivery,
        safeguards=rendered.safeguards,
        colleagues=rendered.colleagues,
        replies=rendered.replies,
        absences=rendered.absences,
        cast=rendered.cast,
        pack=rendered.pack,
        sessions=rendered.sessions,
    )
    content = rendering.model_dump(mode="json")
    rendering_id = _address(snapshot_id, content)
    known = select(_rendering.c.id).where(_rendering.c.id == rendering_id)
    if session.execute(known).first() is None:
        _store(
            session,
            {
                "id": rendering_id,
                "snapshot_id": snapshot_id,
                "scenario": rendering.scenario,
                "condition": rendering.condition,
                "content": content,
            },
        )
    return StoredRendering(id=rendering_id, snapshot_id=snapshot_id, rendering=rendering)


def _store(session: Session, row: dict[str, object]) -> None:
    try:
        with session.begin_nested():
            session.execute(insert(_rendering).values(**row))
    except IntegrityError:
        # Another process stored the same content in the same moment: it is there, as wanted.
        logger.debug("Rendering %s was stored by another process.", row["id"])


def rendering_of(session: Session, episode_id: str) -> StoredRendering:
    """Return the rendering that an episode was opened on.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    # Colleagues ask several times in one transaction, and the answer never changes.
    known: dict[str, StoredRendering] = session.info.setdefault("renderings of episodes", {})
    if episode_id not in known:
        found = session.connection().execute(_address_statement(), {"episode": episode_id}).first()
        if found is None:
            raise EpisodeNotFoundError(f"There is no episode '{episode_id}' in this database.")
        known[episode_id] = _stored(session, found.id, found.snapshot_id)
    return known[episode_id]


@cache
def _address_statement() -> Select[Any]:
    return (
        select(_rendering.c.id, _rendering.c.snapshot_id)
        .join(_episode, _episode.c.rendering_id == _rendering.c.id)
        .where(_episode.c.id == bindparam("episode"))
    )


def rendering_by_id(session: Session, rendering_id: str) -> StoredRendering:
    """Return a stored rendering.

    Raises:
        EpisodeNotFoundError: There is none of that id.
    """
    found = select(_rendering.c.snapshot_id).where(_rendering.c.id == rendering_id)
    snapshot_id = session.execute(found).scalar_one_or_none()
    if snapshot_id is None:
        raise EpisodeNotFoundError(f"There is no rendering '{rendering_id}' in this database.")
    return _stored(session, rendering_id, snapshot_id)


def _stored(session: Session, rendering_id: str, snapshot_id: str) -> StoredRendering:
    known = _KNOWN.get(rendering_id)
    if known is None:
        content = session.execute(
            select(_rendering.c.content).where(_rendering.c.id == rendering_id)
        ).scalar_one()
        known = Rendering.model_validate(content)
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[rendering_id] = known
    return StoredRendering.model_construct(
        id=rendering_id, snapshot_id=SnapshotId(snapshot_id), rendering=known
    )


def _address(snapshot_id: SnapshotId, content: dict[str, object]) -> str:
    pack = content.get("pack")
    if isinstance(pack, dict):
        # Another edition of the pack may tell this story letter for letter: then it is the same.
        content = {**content, "pack": pack["version"]}
    canonical = canonical_json([snapshot_id, content])
    return "r-" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:24]
