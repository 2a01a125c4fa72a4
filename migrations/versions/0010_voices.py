"""Judges' answers and judgements, people's labels, and decisions and thoughts beside verdicts.

Revision ID: 0010_voices
Revises: 0009_attempts
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_voices"
down_revision = "0009_attempts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdict", sa.Column("decisions", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("verdict", sa.Column("thoughts", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "judge_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("judge", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("asked_wall", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_judge_answer_judge", "judge_answer", ["judge"])
    op.create_table(
        "judgement",
        sa.Column("episode_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("judge", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("judged_wall", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("episode_id", "category", "judge"),
    )
    op.create_table(
        "label",
        sa.Column("episode_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("labeller", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("labelled_wall", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("episode_id", "category", "labeller"),
    )


def downgrade() -> None:
    op.drop_table("label")
    op.drop_table("judgement")
    op.drop_index("ix_judge_answer_judge", "judge_answer")
    op.drop_table("judge_answer")
    op.drop_column("verdict", "thoughts")
    op.drop_column("verdict", "decisions")
