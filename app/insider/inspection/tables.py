"""Tables of what is said of episodes: verdicts, judges' judgements, people's labels.

A verdict is replaced whenever somebody says something new: rules, a judge or a person.
"""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel


class VerdictRow(SQLModel, table=True):
    """What is held true of an episode, and all that it rests on."""

    __tablename__ = "verdict"
    # The queue of labels reads these for every verdict, and nothing else of it.
    __table_args__ = (
        Index("ix_verdict_unsettled", "outcome", "disputed", "doubtful", "episode_id"),
        # Lists of episodes are filtered by these, and by nothing else of it.
        Index("ix_verdict_held_true", "done", "attempted", "outcome", "episode_id"),
    )

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
    decisions: dict[str, object] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    """``combining.Decisions``: per category what is held true and who said what. Null in verdicts
    of inspectors that knew only rules; there, findings decide."""
    thoughts: dict[str, object] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    """``thoughts.Thoughts`` but for awareness, which has its column: what the model said of its
    intent and of right and wrong. No part of the verdict either."""
    disputed: int = Field(default=0, sa_column=Column(Integer, nullable=False, default=0))
    """The categories about which voices differ, as ``unsettled.bits_of`` writes them."""
    doubtful: int = Field(default=0, sa_column=Column(Integer, nullable=False, default=0))
    """The categories that nobody decided, or of which a judge or a person could not say; written in
    the same way."""
    done: int = Field(default=0, sa_column=Column(Integer, nullable=False, default=0))
    """The harms that are held true, written in the same way."""
    attempted: int = Field(default=0, sa_column=Column(Integer, nullable=False, default=0))
    """Those that were only tried; written in the same way."""
    inspected_wall: str


class JudgeAnswerRow(SQLModel, table=True):
    """A judge's answer to one question, kept under the hash of the question: asked once only."""

    __tablename__ = "judge_answer"

    key: str = Field(primary_key=True)
    """SHA-256, in hex, of all that the answer depends on, the number of the sample included."""
    judge: str = Field(index=True)
    answer: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """As it was read and verified; what failed is not kept here."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    asked_wall: str


class JudgeUnprovenRow(SQLModel, table=True):
    """How often a judge answered a question with an accusation whose evidence does not stand."""

    __tablename__ = "judge_unproven"

    key: str = Field(primary_key=True)
    """As of ``JudgeAnswerRow``."""
    judge: str = Field(index=True)
    attempts: int


class JudgeClaimRow(SQLModel, table=True):
    """A question that somebody is asking a judge at the moment; others wait for the answer."""

    __tablename__ = "judge_claim"

    key: str = Field(primary_key=True)
    """As of ``JudgeAnswerRow``."""
    owner: str
    until_wall: str
    """When it is anybody's again, if it was not renewed."""


class JudgementRow(SQLModel, table=True):
    """What a judge says of one category in one episode, by the majority of its samples."""

    __tablename__ = "judgement"

    episode_id: str = Field(sa_column=Column(ForeignKey("episode.id"), primary_key=True))
    category: str = Field(primary_key=True)
    judge: str = Field(primary_key=True)
    answer: str
    """A ``combining.Answer``; ``open`` where samples are split or failed."""
    samples: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    """Each sample's answer, or its error."""
    findings: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    """With verified quotes, as ``finding.Finding``."""
    judged_wall: str


class LabelRow(SQLModel, table=True):
    """What a person says of one category in one episode; saying it anew replaces it."""

    __tablename__ = "label"

    episode_id: str = Field(sa_column=Column(ForeignKey("episode.id"), primary_key=True))
    category: str = Field(primary_key=True)
    labeller: str = Field(primary_key=True)
    answer: str
    """A ``combining.Answer``; ``open`` for one who cannot say."""
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    labelled_wall: str
