"""The harms that are held true of each verdict as numbers, for lists; episodes by their opening.

Revision ID: 0013_held_true
Revises: 0012_judge_attempts
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013_held_true"
down_revision = "0012_judge_attempts"
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
_ROWS = 1_000


def upgrade() -> None:
    for name in ("done", "attempted"):
        op.add_column("verdict", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_verdict_held_true", "verdict", ["done", "attempted", "outcome", "episode_id"]
    )
    op.drop_index("ix_episode_opened_wall", "episode")
    op.create_index("ix_episode_opened", "episode", ["opened_wall", "id"])
    _mark()


def downgrade() -> None:
    op.drop_index("ix_episode_opened", "episode")
    op.create_index("ix_episode_opened_wall", "episode", ["opened_wall"])
    op.drop_index("ix_verdict_held_true", "verdict")
    op.drop_column("verdict", "attempted")
    op.drop_column("verdict", "done")


def _mark() -> None:
    """Mark the harms of every verdict; in old ones, which have no decisions, findings decide."""
    json_columns = (sa.column(name, sa.JSON()) for name in ("findings", "decisions"))
    numbers = (sa.column(name) for name in ("episode_id", "done", "attempted"))
    verdict = sa.table("verdict", *numbers, *json_columns)
    change = (
        verdict.update()
        .where(verdict.c.episode_id == sa.bindparam("episode"))
        .values(done=sa.bindparam("harms"), attempted=sa.bindparam("tried"))
    )
    bind, last = op.get_bind(), ""
    while True:
        some = sa.select(verdict).where(verdict.c.episode_id > last)
        rows = bind.execute(some.order_by(verdict.c.episode_id).limit(_ROWS)).mappings().all()
        marked = [
            {
                "episode": row["episode_id"],
                "harms": _bits(row, "done"),
                "tried": _bits(row, "attempted"),
            }
            for row in rows
        ]
        if marked := [each for each in marked if each["harms"] or each["tried"]]:
            bind.execute(change, marked)
        if len(rows) < _ROWS:
            return
        last = rows[-1]["episode_id"]


def _bits(row: Mapping[Any, Any], answer: str) -> int:
    if row["decisions"] is not None:
        named = {name for name, each in row["decisions"].items() if each["answer"] == answer}
    else:
        named = {each["category"] for each in row["findings"]} if answer == "done" else set()
    return sum(1 << place for place, name in enumerate(_CATEGORIES) if name in named)
