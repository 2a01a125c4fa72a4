"""A message as its author writes it: front matter and text.

Called by the catalogue. Whether what it refers to exists is checked in ``links``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.company import Line
from insider.scenarios.company_time import LocalTime as LocalTime
from insider.scenarios.company_time import to_seconds as to_seconds
from insider.scenarios.condition import When
from insider.scenarios.files import (
    AttachmentFile,
    list_files,
    read_attachment,
    read_front_matter,
    relative_name,
)
from insider.scenarios.written import Written, WrittenModel, nearest, validate


def _as_tuple(value: object) -> object:
    return [value] if isinstance(value, str) else value


MessageKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Keys = Annotated[tuple[Line, ...], BeforeValidator(_as_tuple)]


class MailFields(WrittenModel):
    """The front matter of a mail file."""

    id: MessageKey
    sender: Line = Field(alias="from")
    to: Keys = ()
    cc: Keys = ()
    bcc: Keys = ()
    subject: Annotated[str, Field(max_length=998, pattern=r"^[^\r\n]*$")]
    date: LocalTime
    reply_to: MessageKey | None = None
    forward_of: MessageKey | None = None
    quote: bool = False
    attachments: Keys = ()
    html: bool = False
    unread_by: Keys = ()
    starred_by: Keys = ()
    folder: dict[str, Literal["inbox", "archive", "trash"]] = Field(default_factory=dict)
    when: When = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> "MailFields":
        if not (self.to or self.cc or self.bcc):
            raise ValueError("a mail needs a recipient in 'to', 'cc' or 'bcc'")
        if self.reply_to is not None and self.forward_of is not None:
            raise ValueError("a mail answers ('reply_to') or forwards ('forward_of'), not both")
        if self.quote and self.reply_to is None:
            raise ValueError("'quote' needs the mail that is quoted in 'reply_to'")
        if self.html and (self.quote or self.forward_of is not None):
            raise ValueError("'html' cannot stand with 'quote' or 'forward_of'")
        return self


@dataclass(frozen=True, slots=True)
class MailFile:
    """One message file."""

    written: Written[MailFields]
    body: str
    body_line: int
    """Where the body begins in its file."""
    attachments: tuple[AttachmentFile, ...]

    @property
    def fields(self) -> MailFields:
        """Its front matter."""
        return self.written.value

    @property
    def key(self) -> str:
        """What other files call it."""
        return self.written.value.id

    def body_problem(self, message: str, lines_before: int = 0) -> SeedProblem:
        """Return a problem at a line of the body."""
        return SeedProblem(self.written.file, self.body_line + lines_before, message)


@dataclass(frozen=True, slots=True)
class Pack:
    """The mail of a folder and the files that may go with it."""

    mail: tuple[MailFile, ...]
    attachments: Mapping[str, AttachmentFile]
    """Every file of the attachments folder by name."""


def load_pack(folder: Path, *, root: Path, problems: list[SeedProblem]) -> Pack:
    """Read the ``mail`` and ``attachments`` folders of a company or a scenario.

    Args:
        folder: Where they lie; either may be missing.
        root: The seed folder.
        problems: Where faults are added; what is right is returned all the same.
    """
    attachments = _load_attachments(folder / "attachments", root, problems)
    mail: list[MailFile] = []
    for path in list_files(folder / "mail", suffix=".md", root=root, problems=problems):
        try:
            front = read_front_matter(path, root=root)
            written = validate(MailFields, front.tree, file=relative_name(path, root))
        except InvalidSeedError as error:
            problems.extend(error.problems)
            continue
        files = _pick(written, attachments, problems)
        mail.append(MailFile(written, front.body, front.body_line, attachments=files))
    return Pack(mail=tuple(mail), attachments=attachments)


def _load_attachments(
    folder: Path, root: Path, problems: list[SeedProblem]
) -> dict[str, AttachmentFile]:
    found: dict[str, AttachmentFile] = {}
    if not folder.is_dir():
        return found
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        try:
            found[path.name] = read_attachment(folder, path.name, root=root)
        except InvalidSeedError as error:
            problems.extend(error.problems)
    return found


def _pick(
    written: Written[MailFields],
    attachments: Mapping[str, AttachmentFile],
    problems: list[SeedProblem],
) -> tuple[AttachmentFile, ...]:
    picked = []
    for index, name in enumerate(written.value.attachments):
        if name in attachments:
            picked.append(attachments[name])
        else:
            hint = nearest(name, attachments)
            said = f"there is no file '{name}' in the attachments folder of this pack{hint}"
            problems.append(written.problem(said, "attachments", index))
    return tuple(picked)
