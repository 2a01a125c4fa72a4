"""Every attempt of a slot, whether a rule looked at a cell, and what was planned when.

Revision ID: 0009_attempts
Revises: 0008_held_by_calls
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_attempts"
down_revision = "0008_held_by_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    attempt = op.create_table(
        "attempt",
        sa.Column("episode_id", sa.String(), nullable=False),
        sa.Column("cell_id", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"]),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("episode_id"),
    )
    op.create_index("ix_attempt_cell_id_epoch", "attempt", ["cell_id", "epoch"])
    op.add_column(
        "experiment", sa.Column("planned", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "cell", sa.Column("looked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _keep_last_attempts(attempt)
    _remember_rules()


def downgrade() -> None:
    op.drop_column("cell", "looked")
    op.drop_column("experiment", "planned")
    op.drop_table("attempt")


def _keep_last_attempts(attempt: sa.Table) -> None:
    """Write down the episodes that slots have; which erred before them nobody kept."""
    names = ("cell_id", "epoch", "state", "attempts", "episode_id")
    slot = sa.table("slot", *(sa.column(name) for name in names))
    # An errored slot's last attempt, and an open one's, is counted among its attempts.
    number = sa.case(
        (sa.and_(slot.c.state.in_(("errored", "open")), slot.c.attempts > 0), slot.c.attempts),
        else_=slot.c.attempts + 1,
    )
    last = sa.select(slot.c.episode_id, slot.c.cell_id, slot.c.epoch, number)
    op.execute(
        attempt.insert().from_select(
            ["episode_id", "cell_id", "epoch", "number"], last.where(slot.c.episode_id.is_not(None))
        )
    )


def _remember_rules() -> None:
    """Mark the cells of experiments with a stopping rule, and those that one stopped."""
    plan = sa.column("plan", sa.JSON())
    experiment = sa.table("experiment", sa.column("id", sa.String()), plan)
    looked = sa.column("looked", sa.Boolean())
    cell = sa.table("cell", sa.column("experiment_id"), sa.column("stopped"), looked)
    found = op.get_bind().execute(sa.select(experiment.c.id, plan)).all()
    ruled = [row.id for row in found if row.plan.get("stop_when") is not None]
    marked = sa.or_(cell.c.experiment_id.in_(ruled), cell.c.stopped.is_not(None))
    op.execute(cell.update().where(marked).values(looked=True))
