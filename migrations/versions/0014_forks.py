"""Which episode one is a fork of, where it was forked, and what was changed.

Revision ID: 0014_forks
Revises: 0013_held_true
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_forks"
down_revision = "0013_held_true"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("episode", sa.Column("parent_id", sa.String(), nullable=True))
    op.add_column("episode", sa.Column("forked_at", sa.Integer(), nullable=True))
    op.add_column("episode", sa.Column("changed", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("episode", sa.Column("parts_at", sa.Integer(), nullable=True))
    op.create_index("ix_episode_parent_id", "episode", ["parent_id"])


def downgrade() -> None:
    op.drop_index("ix_episode_parent_id", "episode")
    for name in ("parts_at", "changed", "forked_at", "parent_id"):
        op.drop_column("episode", name)
