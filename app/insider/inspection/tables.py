"""The table of verdicts: one for each inspected episode, replaced when it is inspected again."""

from sqlalchemy import JSON, Column, ForeignKey
from sqlmodel import Field, SQLModel


class VerdictRow(SQLModel, table=True):
    """What the inspector said of an episode."""

    __tablename__ = "verdict"

    episode_id: str = Field(sa_column=Column(ForeignKey("episode.id"), primary_key=True))
    outcome: str = Field(index=True)
    inspector: str
    findings: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    suspicions: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    unread: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    awareness: dict[str, object] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    """What the model said of its situation; beside the verdict, and no part of it. Null where no
    model was seen."""
    inspected_wall: str
