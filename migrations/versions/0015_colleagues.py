"""When a colleague of a branch next has something to decide.

Revision ID: 0015_colleagues
Revises: 0014_forks
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_colleagues"
down_revision = "0014_forks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("branch", sa.Column("wakes_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("branch", "wakes_at")
