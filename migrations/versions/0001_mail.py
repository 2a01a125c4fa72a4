"""The mail system's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001_mail"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("directory", sa.JSON(), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("stored_wall", sa.String(), nullable=False),
    )
    op.create_table(
        "branch",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("snapshot_id", sa.String(), sa.ForeignKey("snapshot.id"), nullable=False),
        sa.Column("now", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("closed", sa.String(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
    )
    op.create_index("ix_branch_snapshot_id", "branch", ["snapshot_id"])
    _create_message()
    op.create_table(
        "entry",
        sa.Column("pk", sa.Integer(), primary_key=True),
        sa.Column("space", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("message_pk", sa.Integer(), sa.ForeignKey("message.pk"), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
    )
    mailbox = ["space", "account", "received_at", "folder", "is_read", "starred", "message_pk"]
    op.create_index("entry_by_mailbox", "entry", mailbox)
    op.create_index("entry_by_message", "entry", ["message_pk", "space"])
    op.create_table(
        "overlay",
        sa.Column("branch_id", sa.String(), sa.ForeignKey("branch.id"), primary_key=True),
        sa.Column("entry_pk", sa.Integer(), sa.ForeignKey("entry.pk"), primary_key=True),
        sa.Column("folder", sa.String(), nullable=True),
        sa.Column("is_read", sa.Boolean(), nullable=True),
        sa.Column("starred", sa.Boolean(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "token",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("branch_id", sa.String(), sa.ForeignKey("branch.id"), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
    )
    op.create_index("ix_token_branch_id", "token", ["branch_id"])


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("pk", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True, unique=True),
        sa.Column("branch_id", sa.String(), sa.ForeignKey("branch.id"), nullable=True),
        sa.Column("rfc_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("sender", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("forward_of", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("deliveries", sa.JSON(), nullable=True),
    )
    op.create_index("ix_message_branch_id", "message", ["branch_id"])
    op.create_index("message_by_public_id", "message", ["public_id", "branch_id"])
    op.create_index("message_by_thread", "message", ["thread_id", "branch_id"])


def downgrade() -> None:
    for table in ("token", "overlay", "entry", "message", "branch", "snapshot", "blob"):
        op.drop_table(table)
