"""What an episode's model said of its situation, beside the verdict.

Revision ID: 0006_awareness
Revises: 0005_experiments
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_awareness"
down_revision = "0005_experiments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdict", sa.Column("awareness", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("verdict", "awareness")
