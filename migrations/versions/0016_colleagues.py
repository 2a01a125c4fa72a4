"""When a colleague of a branch next has something to decide.

Revision ID: 0016_colleagues
Revises: 0015_sessions
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_colleagues"
down_revision = "0015_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("branch", sa.Column("wakes_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("branch", "wakes_at")
