"""What waits for approval, and which branches ask for it.

Revision ID: 0004_held
Revises: 0003_episodes
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_held"
down_revision = "0003_episodes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "branch", sa.Column("gated", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "held",
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entry_pk", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        sa.ForeignKeyConstraint(["entry_pk"], ["entry.pk"]),
        sa.PrimaryKeyConstraint("branch_id", "number"),
    )
    op.create_index("held_by_state", "held", ["state", "branch_id", "number"])


def downgrade() -> None:
    op.drop_table("held")
    op.drop_column("branch", "gated")
