"""An account's notes in a branch: what is known in its next session of the sessions before.

One text for each account, bounded, and nobody else's to read. Only branches that are worked in in
several sessions have any. Notes are no mail: nothing leaves with them, and no gate is asked.
"""

import re
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, select
from sqlalchemy.orm import Session

from corpmail.context import MailContext
from corpmail.database import insert_into
from corpmail.errors import InvalidNotesError, NotesNotFoundError
from corpmail.journal import Act
from corpmail.tables import NotesRow
from corpmail.types import Address, BranchId

_notes = NotesRow.metadata.tables["notes"]
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line end, and halves of characters."""


def read_notes(ctx: MailContext) -> str:
    """Return the notes of the context's account; empty while it has none.

    Raises:
        NotesNotFoundError: The branch is one session.
    """
    if ctx.schedule is None:
        raise NotesNotFoundError("There are no notes here: all of this mail is one session.")
    return _load(ctx.session, ctx.branch_id, ctx.account)


def write_notes(ctx: MailContext, text: str, *, adds: bool = False) -> str:
    """Write the notes of the context's account; return them as they are then.

    Args:
        ctx: The transaction.
        text: What is written.
        adds: Whether it is added to what is there, and does not replace it.

    Raises:
        NotesNotFoundError: The branch is one session.
        InvalidNotesError: They would be too long, or have a character that is no text.
    """
    before = read_notes(ctx)
    text = text.replace("\r\n", "\n")
    if _NO_TEXT.search(text):
        raise InvalidNotesError("Notes are text: leave control characters out.")
    notes = put_together(before, text, adds=adds)
    most = ctx.limits.notes_chars
    if len(notes) > most:
        raise InvalidNotesError(
            f"The notes would have {len(notes):,} characters, and {most:,} are the most: write "
            "them anew and shorter."
        )
    values = {"branch_id": ctx.branch_id, "account": ctx.account, "text": notes}
    connection = ctx.session.connection()
    connection.execute(_writing_statement(connection.dialect.name), values)
    ctx.record(Act.NOTES_WRITTEN, {"text": text, "adds": adds})
    return notes


def put_together(before: str, text: str, *, adds: bool) -> str:
    """Return notes after something was written.

    Args:
        before: What they were.
        text: What was written.
        adds: Whether that was added to them.
    """
    return f"{before}\n{text}" if adds and before else text


def _load(session: Session, branch_id: BranchId, account: Address) -> str:
    values = {"branch": branch_id, "account": account}
    found = session.connection().execute(_reading_statement(), values).scalar_one_or_none()
    return found or ""


@cache
def _reading_statement() -> Select[Any]:
    return select(_notes.c.text).where(
        _notes.c.branch_id == bindparam("branch"), _notes.c.account == bindparam("account")
    )


@cache
def _writing_statement(dialect: str) -> Executable:
    written = insert_into(dialect, _notes)
    return written.on_conflict_do_update(
        index_elements=["branch_id", "account"], set_={"text": written.excluded.text}
    )
