"""The bytes of attachments: stored once by their hash, and checked before they are.

Called when messages are composed or seeded; reading them is ``corpmail.reading``'s.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.copies import StoredAttachment
from corpmail.database import insert_into
from corpmail.errors import InvalidDraftError
from corpmail.tables import BlobRow
from corpmail.types import AttachmentId, SeedAttachment

_blob = BlobRow.metadata.tables["blob"]
_CONTENT_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]{0,62}/[A-Za-z0-9][\w.+-]{0,62}", re.ASCII)
_CHUNK = 500


def check_attachment(attachment: SeedAttachment) -> None:
    """Make sure that a file has a name and a content type that a header can carry.

    Raises:
        InvalidDraftError: It has not.
    """
    name = attachment.filename
    bad = not name.isprintable() or any(char in "/\\" for char in name) or name in (".", "..")
    if bad or not name.strip() or len(name) > 255:
        raise InvalidDraftError(
            f"The file name {name[:80]!a} cannot be attached: give a plain name like plan.pdf."
        )
    if _CONTENT_TYPE.fullmatch(attachment.content_type) is None:
        raise InvalidDraftError(
            f"The content type {attachment.content_type[:80]!a} of '{name}' is none; "
            "write it like application/pdf."
        )


def describe_attachments(attachments: Iterable[SeedAttachment]) -> tuple[StoredAttachment, ...]:
    """Return what a message row says of its files: ids ``a1``, ``a2``, … in their order."""
    return tuple(
        StoredAttachment(
            id=AttachmentId(f"a{number}"),
            filename=attachment.filename,
            content_type=attachment.content_type,
            size=len(attachment.content),
            sha256=hashlib.sha256(attachment.content).hexdigest(),
        )
        for number, attachment in enumerate(attachments, start=1)
    )


def store_contents(session: Session, contents: Mapping[str, bytes]) -> None:
    """Store bytes that are not stored yet.

    Args:
        session: The caller's transaction.
        contents: Bytes by their SHA-256 in hexadecimal.
    """
    connection = session.connection()
    hashes = sorted(contents)
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        stored = set(connection.scalars(select(_blob.c.sha256).where(_blob.c.sha256.in_(chunk))))
        rows = [
            {"sha256": sha256, "size": len(contents[sha256]), "content": contents[sha256]}
            for sha256 in chunk
            if sha256 not in stored
        ]
        if rows:
            # Somebody else may store the same file at this moment.
            new = insert_into(connection.dialect.name, _blob).on_conflict_do_nothing()
            connection.execute(new, rows)


def attachment_rows(attachments: Sequence[StoredAttachment]) -> list[dict[str, object]]:
    """Return the ``attachments`` column of a message row."""
    return [
        {
            "id": attachment.id,
            "filename": attachment.filename,
            "content_type": attachment.content_type,
            "size": attachment.size,
            "sha256": attachment.sha256,
        }
        for attachment in attachments
    ]
