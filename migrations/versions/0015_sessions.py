"""In which sessions a branch is worked in, and what was written down for the next one.

Revision ID: 0015_sessions
Revises: 0014_forks
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_sessions"
down_revision = "0014_forks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("branch", sa.Column("sessions", sa.JSON(none_as_null=True), nullable=True))
    op.add_column(
        "branch", sa.Column("session_number", sa.Integer(), nullable=False, server_default="1")
    )
    op.add_column("branch", sa.Column("session_ended", sa.String(), nullable=True))
    op.create_table(
        "notes",
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        sa.PrimaryKeyConstraint("branch_id", "account"),
    )


def downgrade() -> None:
    op.drop_table("notes")
    for name in ("session_ended", "session_number", "sessions"):
        op.drop_column("branch", name)
