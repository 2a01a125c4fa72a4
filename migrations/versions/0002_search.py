"""The full-text index of seeded mail; SQLite only, other databases are searched without one.

Databases that were made before the first release keep beginnings of three letters too: what is
found there is the same, and mail is stored more slowly.

Revision ID: 0002_search
Revises: 0001_mail
"""

from alembic import op

revision = "0002_search"
down_revision = "0001_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE message_fts USING fts5("
            "subject, sender, to_line, cc_line, body, files, "
            "content='', columnsize=0, tokenize='ascii', prefix='1 2')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE message_fts")
