"""Long results of tools, packed.

What is stored already stays as it is; going back unpacks what was packed.

Revision ID: 0017_packed
Revises: 0016_colleagues
"""

import zlib

import sqlalchemy as sa
from alembic import op

revision = "0017_packed"
down_revision = "0016_colleagues"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.add_column("event", sa.Column("packed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    event = sa.table(
        "event",
        *(sa.column(name) for name in ("episode_id", "seq", "data")),
        sa.column("packed", sa.LargeBinary()),
    )
    found = sa.select(event).where(event.c.packed.is_not(None)).limit(_AT_ONCE)
    connection = op.get_bind()
    while rows := connection.execute(found).all():
        for row in rows:
            connection.execute(
                sa.update(event)
                .where(event.c.episode_id == row.episode_id, event.c.seq == row.seq)
                .values(data=zlib.decompress(row.packed).decode(), packed=None)
            )
    op.drop_column("event", "packed")
