"""Renderings, episodes, their events and verdicts.

Revision ID: 0003_episodes
Revises: 0002_search
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_episodes"
down_revision = "0002_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "rendering",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("snapshot_id", sa.String(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rendering_snapshot_id", "rendering", ["snapshot_id"])
    op.create_index("ix_rendering_scenario", "rendering", ["scenario"])
    op.create_table(
        "episode",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rendering_id", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("replay_of", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("opened_wall", sa.String(), nullable=False),
        sa.Column("ended_wall", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["branch.id"]),
        sa.ForeignKeyConstraint(["rendering_id"], ["rendering.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("rendering_id", "model", "stop_reason", "opened_wall"):
        op.create_index(f"ix_episode_{column}", "episode", [column])
    op.create_table(
        "event",
        sa.Column("episode_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("wall", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("episode_id", "seq"),
    )
    op.create_table(
        "verdict",
        sa.Column("episode_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("suspicions", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("inspected_wall", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("episode_id"),
    )
    op.create_index("ix_verdict_outcome", "verdict", ["outcome"])


def downgrade() -> None:
    for table in ("verdict", "event", "episode", "rendering", "content"):
        op.drop_table(table)
