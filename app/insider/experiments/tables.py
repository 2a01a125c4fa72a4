"""The tables of experiments, their cells and their slots.

A *cell* is one model in one scenario under one condition. A *slot* is one epoch of a cell: whoever
takes it plays one episode for it, so that no epoch is played twice whoever else is at work. An
*attempt* is an episode that was played for a slot; the last one counts, and all are kept.
"""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel


class ExperimentRow(SQLModel, table=True):
    """An experiment as its file said it last."""

    __tablename__ = "experiment"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    source: str = Field(sa_column=Column(Text, nullable=False))
    """The file, as it was written."""
    plan: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """What the file came to: ``ExperimentPlan`` without its cells."""
    versions: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    """Of Insider and what measures with it, when the sweep last began."""
    spent_usd: float = 0.0
    """On every model call whose price is known, whatever became of its episode."""
    budget_usd: float | None = None
    """What ``spent_usd`` and what slots hold must not go over together."""
    planned: list[dict[str, object]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """How many epochs were planned when: ``PlannedEpochs``, oldest first."""
    created_wall: str


class CellRow(SQLModel, table=True):
    """One model in one scenario under one condition."""

    __tablename__ = "cell"

    id: str = Field(primary_key=True)
    """Derived from the experiment, the model, the rendering and the settings."""
    experiment_id: str = Field(foreign_key="experiment.id", index=True)
    position: int
    """In the order of the file."""
    active: bool = True
    """False when the file no longer names it: its episodes stay and are not reported."""
    model: str
    """As reports name it."""
    provider: str
    """Whose limits and troubles it shares, such as ``openai`` or a host."""
    spec: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """How the model is reached; never a key."""
    settings: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    rendering_id: str = Field(foreign_key="rendering.id")
    scenario: str
    condition: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    wanted: int
    """How many epochs are to be played."""
    claimed: int = 0
    """How many have been taken so far."""
    stopped: str | None = None
    """Why it wants no more than it has, when a stopping rule said so."""
    looked: bool = False
    """Whether a stopping rule ever looked at its outcomes, whatever the file says today."""


class SlotRow(SQLModel, table=True):
    """One epoch of a cell."""

    __tablename__ = "slot"

    cell_id: str = Field(sa_column=Column(ForeignKey("cell.id"), primary_key=True))
    epoch: int = Field(primary_key=True)
    """From 1."""
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    state: str = Field(index=True)
    """``running``, ``done``, ``errored``, or ``open`` when it is to be taken again."""
    owner: str | None = None
    """The process that plays it, while it runs."""
    attempts: int = 0
    """Episodes that were played for it and failed by their own fault."""
    reserved_usd: float = 0.0
    """The most that its model calls under way can cost, where there is a budget."""
    paid_usd: float = 0.0
    """What the calls of all its attempts cost, as far as that is known."""
    episode_id: str | None = Field(
        default=None, sa_column=Column(ForeignKey("episode.id"), index=True, nullable=True)
    )
    """The episode that counts for it: the last one."""


class AttemptRow(SQLModel, table=True):
    """One episode that was played for a slot, whatever became of it."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_cell_id_epoch", "cell_id", "epoch"),)

    episode_id: str = Field(sa_column=Column(ForeignKey("episode.id"), primary_key=True))
    cell_id: str = Field(foreign_key="cell.id")
    epoch: int
    number: int
    """From 1, in the order in which they were begun."""
