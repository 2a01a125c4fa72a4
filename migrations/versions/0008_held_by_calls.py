"""What model calls under way can cost is held by slots alone, and what they cost is kept there.

Revision ID: 0008_held_by_calls
Revises: 0007_big_tokens
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_held_by_calls"
down_revision = "0007_big_tokens"
branch_labels = None
depends_on = None

_FLOAT = sa.Float()


def upgrade() -> None:
    op.drop_column("experiment", "reserved_usd")
    paid = sa.Column("paid_usd", _FLOAT, nullable=False, server_default="0")
    op.add_column("slot", paid)
    _hold_nothing()


def downgrade() -> None:
    column = sa.Column("reserved_usd", _FLOAT, nullable=False, server_default="0")
    op.add_column("experiment", column)
    op.drop_column("slot", "paid_usd")
    _hold_nothing()


def _hold_nothing() -> None:
    # Before, a slot held what its whole episode might cost: that was not spent.
    held = sa.column("reserved_usd", _FLOAT)
    op.execute(sa.table("slot", held).update().values(reserved_usd=0.0))
