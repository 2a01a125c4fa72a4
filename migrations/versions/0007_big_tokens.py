"""Sums of tokens in 64 bits.

Revision ID: 0007_big_tokens
Revises: 0006_awareness
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_big_tokens"
down_revision = "0006_awareness"
branch_labels = None
depends_on = None

_SUMS = ("prompt_tokens", "completion_tokens")
_LARGEST = 2**31 - 1


def upgrade() -> None:
    _retype(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    for name in _SUMS:
        column = sa.column(name, sa.BigInteger())
        episode = sa.table("episode", column)
        # What 32 bits cannot hold would keep the whole database from going down.
        op.execute(episode.update().where(column > _LARGEST).values({name: _LARGEST}))
    _retype(sa.BigInteger(), sa.Integer())


def _retype(before: sa.types.TypeEngine[int], after: sa.types.TypeEngine[int]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Its integers have 64 bits by any name, and retyping would copy the whole table.
        return
    for name in _SUMS:
        op.alter_column("episode", name, existing_type=before, type_=after)
