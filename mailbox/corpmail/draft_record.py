"""What the record keeps of a draft each time that it is saved, and a draft out of its record.

A draft is rewritten where it lies: what it said before stands in the record alone. Called by
drafts, and by whoever looks back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from corpmail.copies import MessageCopy
from corpmail.directory import DirectoryIndex
from corpmail.sending import describe_message
from corpmail.snapshot import recipient_rows
from corpmail.types import Address, Mailer

_UNKNOWN_TYPE = "application/octet-stream"


def record_draft(directory: DirectoryIndex, copy: MessageCopy) -> dict[str, JsonValue]:
    """Return the data of a draft's record: enough to have it back as it is.

    Args:
        directory: Whose names need not be said again.
        copy: The draft.
    """
    data: dict[str, JsonValue] = {**describe_message(copy), "text": copy.text}
    if copy.html is not None:
        data["html"] = copy.html
    mailers = (*copy.to, *copy.cc, *copy.bcc)
    names: dict[str, JsonValue] = {
        each.address: each.name for each in mailers if each != _named(directory, each.address)
    }
    if names:
        data["names"] = names
    if copy.attachments:
        data["content_types"] = [file.content_type for file in copy.attachments]
    return data


def recorded_draft(directory: DirectoryIndex, data: Mapping[str, Any]) -> dict[str, object]:
    """Return the columns of a message row that a draft had when it was recorded.

    Args:
        directory: Who has which name.
        data: The record's; in old ones HTML, names that are not the directory's and the types of
            files are missing.
    """
    names: Mapping[str, str] = data.get("names", {})
    to, cc, bcc = (
        [_named(directory, address, names.get(address)) for address in data[field]]
        for field in ("to", "cc", "bcc")
    )
    files: Sequence[Mapping[str, object]] = data["attachments"]
    types = data.get("content_types") or [_UNKNOWN_TYPE] * len(files)
    return {
        "recipients": recipient_rows(to, cc, bcc),
        "subject": data["subject"],
        "text": data["text"],
        "html": data.get("html"),
        "attachments": [
            {**file, "content_type": content_type}
            for file, content_type in zip(files, types, strict=True)
        ],
    }


def _named(directory: DirectoryIndex, address: str, name: str | None = None) -> Mailer:
    if name is None:
        entry = directory.resolve(address)
        name = entry.name if entry else ""
    return Mailer(Address(address), name)
