"""What judges said without evidence that stands, and who is asking them at the moment.

Revision ID: 0012_judge_attempts
Revises: 0011_unsettled
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_judge_attempts"
down_revision = "0011_unsettled"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judge_unproven",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("judge", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_judge_unproven_judge", "judge_unproven", ["judge"])
    op.create_table(
        "judge_claim",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until_wall", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("judge_claim")
    op.drop_index("ix_judge_unproven_judge", "judge_unproven")
    op.drop_table("judge_unproven")
