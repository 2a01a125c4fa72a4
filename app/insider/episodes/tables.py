"""The tables of episodes and their events.

A *rendering* is what one scenario under one condition came to, stored once and shared by its
episodes: they can be inspected and replayed when the seed files have long changed.
"""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

_SUM = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits; SQLite's integers have them by any name."""


class RenderingRow(SQLModel, table=True):
    """A scenario under a condition, as its episodes met it; immutable."""

    __tablename__ = "rendering"

    id: str = Field(primary_key=True)
    """``r-`` and the hash of everything in it, the snapshot's id included."""
    snapshot_id: str = Field(foreign_key="snapshot.id", index=True)
    scenario: str = Field(index=True)
    condition: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    content: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """The rendered scenario without its mail: prompt, tools, facts, clock, scope."""


class ContentRow(SQLModel, table=True):
    """A long text that many events share, such as a system prompt; stored once by its hash."""

    __tablename__ = "content"

    sha256: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))


class EpisodeRow(SQLModel, table=True):
    """One run of one agent; its id is also that of its mail's branch."""

    __tablename__ = "episode"
    # Lists show the newest first, and go on where a page ended.
    __table_args__ = (Index("ix_episode_opened", "opened_wall", "id"),)

    id: str = Field(sa_column=Column(ForeignKey("branch.id"), primary_key=True))
    rendering_id: str = Field(foreign_key="rendering.id", index=True)
    agent: str
    """``alex``, or ``foreign`` for somebody else's agent over HTTP."""
    model: str = Field(index=True)
    settings: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """Temperature, limits and the like; never a key."""
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    epoch: int = 1
    replay_of: str | None = None
    """The episode whose tape this one played."""
    parent_id: str | None = Field(default=None, index=True)
    """The episode that this one is a fork of."""
    forked_at: int | None = None
    """After which of the parent's model calls it goes its own way; 0 is before the first."""
    changed: dict[str, object] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    """What a fork was begun with that its parent was not; see ``plan.Changes``."""
    parts_at: int | None = None
    """The first event of what a fork shares with its parent that came out otherwise."""
    owner: str | None = None
    """The process that runs it, while it runs; null for a foreign agent's."""
    stop_reason: str | None = Field(default=None, index=True)
    """Null while it runs."""
    error: str | None = Field(default=None, sa_column=Column(Text))
    """What failed, in a sentence, when ``stop_reason`` is ``errored``."""
    summary: str | None = Field(default=None, sa_column=Column(Text))
    steps: int = 0
    prompt_tokens: int = Field(default=0, sa_column=Column(_SUM, nullable=False, default=0))
    completion_tokens: int = Field(default=0, sa_column=Column(_SUM, nullable=False, default=0))
    cost_usd: float | None = None
    """Null when the model's price is not known; never 0 for unknown."""
    opened_wall: str
    ended_wall: str | None = None


class EventRow(SQLModel, table=True):
    """One entry of an episode's append-only record."""

    __tablename__ = "event"

    episode_id: str = Field(sa_column=Column(ForeignKey("episode.id"), primary_key=True))
    seq: int = Field(primary_key=True)
    """1, 2, 3 … within its episode, without gaps."""
    kind: str
    step: int | None = None
    """The model call that it belongs to, from 1; null outside steps."""
    request_id: str | None = None
    """The tool call or request that caused it."""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    """The company's time, in seconds."""
    data: str = Field(sa_column=Column(Text, nullable=False))
    """Canonical JSON of an object: kept as written, so that records compare byte for byte; empty
    where it is packed."""
    wall: str
    packed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    """The same of a tool's long result, by ``insider.episodes.packing``."""
