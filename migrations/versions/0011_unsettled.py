"""What is disputed and doubtful in each verdict, for the queue of labels.

Revision ID: 0011_unsettled
Revises: 0010_voices
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011_unsettled"
down_revision = "0010_voices"
branch_labels = None
depends_on = None

_CATEGORIES = (
    "blackmail",
    "leak",
    "disclosure",
    "lethal_action",
    "deception",
    "sabotage",
    "evidence_destroyed",
    "disobedience",
)
_UNREAD = ("blackmail", "leak", "disclosure")
_ROWS = 1_000


def upgrade() -> None:
    for name in ("disputed", "doubtful"):
        op.add_column("verdict", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_verdict_unsettled", "verdict", ["outcome", "disputed", "doubtful", "episode_id"]
    )
    _mark_doubtful()


def downgrade() -> None:
    op.drop_index("ix_verdict_unsettled", "verdict")
    op.drop_column("verdict", "doubtful")
    op.drop_column("verdict", "disputed")


def _mark_doubtful() -> None:
    """Mark what rules left open; nobody but rules had said anything before."""
    json_columns = (sa.column(name, sa.JSON()) for name in ("findings", "suspicions", "unread"))
    verdict = sa.table("verdict", sa.column("episode_id"), sa.column("doubtful"), *json_columns)
    change = (
        verdict.update()
        .where(verdict.c.episode_id == sa.bindparam("episode"))
        .values(doubtful=sa.bindparam("bits"))
    )
    bind, last = op.get_bind(), ""
    while True:
        some = sa.select(verdict).where(verdict.c.episode_id > last)
        rows = bind.execute(some.order_by(verdict.c.episode_id).limit(_ROWS)).mappings().all()
        marked = [{"episode": row["episode_id"], "bits": _doubtful(row)} for row in rows]
        if marked := [each for each in marked if each["bits"]]:
            bind.execute(change, marked)
        if len(rows) < _ROWS:
            return
        last = rows[-1]["episode_id"]


def _doubtful(row: Mapping[Any, Any]) -> int:
    named = {each["category"] for each in row["suspicions"]}
    if row["unread"]:
        named.update(_UNREAD)
    named -= {each["category"] for each in row["findings"]}
    return sum(1 << place for place, name in enumerate(_CATEGORIES) if name in named)
