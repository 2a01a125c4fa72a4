"""A message as its author writes it: front matter and text, or a line of a bulk file.

Called by the catalogue. Whether what it refers to exists is checked in ``links``.
"""

import re
from collections.abc import Iterator, Mapping
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
    FOLDER_EXPECTED,
    MAX_MAIL_BYTES,
    AttachmentFile,
    list_files,
    read_attachment,
    read_front_matter,
    read_text,
    relative_name,
)
from insider.scenarios.json_lines import place_of_line, read_json_lines
from insider.scenarios.written import Written, WrittenModel, nearest, validate

_ID = re.compile(r"^id: *[\"']?([a-z0-9-]+)", re.MULTILINE)


def _as_tuple(value: object) -> object:
    return [value] if isinstance(value, str) else value


MessageKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Keys = Annotated[
    tuple[Line, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=Line | tuple[Line, ...]),
]


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


class MailLine(MailFields):
    """A line of a bulk file: the front matter's fields, and the text."""

    body: Annotated[str, Field(max_length=MAX_MAIL_BYTES)] = ""


@dataclass(frozen=True, slots=True)
class MailFile:
    """One message, of a file of its own or of a line of a bulk file."""

    written: Written[MailFields]
    body: str
    body_line: int | None
    """Where the body begins in its file; None where the whole message is one line."""
    attachments: tuple[AttachmentFile, ...]

    @property
    def fields(self) -> MailFields:
        """Its front matter."""
        return self.written.value

    @property
    def key(self) -> str:
        """What other files call it."""
        return self.written.value.id

    def repeats_what_is_left_out(self, field: str) -> SeedProblem:
        """Return a problem: it quotes or forwards a mail that one of its conditions leaves out."""
        said = (
            f"this mail repeats '{getattr(self.fields, field)}', which some of its own conditions "
            "leave out; give both the same 'when'."
        )
        return self.written.problem(said, field, code="left-out-parent")

    def body_problem(self, message: str, lines_before: int = 0, *, code: str) -> SeedProblem:
        """Return a problem at a line of the body."""
        if self.body_line is None:
            return self.written.problem(message, "body", code=code)
        return SeedProblem(self.written.file, self.body_line + lines_before, message, code)


@dataclass(frozen=True, slots=True)
class MailFolder:
    """The mail of a folder and the files that may go with it."""

    mail: tuple[MailFile, ...]
    attachments: Mapping[str, AttachmentFile]
    """Every file of the attachments folder by name."""
    lost: frozenset[str] = frozenset()
    """Ids of mail that could not be read, as far as they can be seen."""


def load_mail_folder(folder: Path, *, root: Path, problems: list[SeedProblem]) -> MailFolder:
    """Read the ``mail`` and ``attachments`` folders of a company or a scenario.

    Args:
        folder: Where they lie; either may be missing.
        root: The seed folder.
        problems: Where faults are added; what is right is returned all the same.
    """
    attachments = _load_attachments(folder / "attachments", root, problems)
    mail: list[MailFile] = []
    lost: set[str] = set()
    for path in list_files(folder / "mail", suffix=(".md", ".jsonl"), root=root, problems=problems):
        read = _read_bulk if path.suffix == ".jsonl" else _read_one
        for written, body, line in read(path, root, problems, lost):
            files = _pick(written, attachments, problems)
            mail.append(MailFile(written, body, line, attachments=files))
    return MailFolder(mail=tuple(mail), attachments=attachments, lost=frozenset(lost))


_Read = tuple[Written[MailFields], str, int | None]
"""A message, its body, and the line at which that begins."""


def _read_one(
    path: Path, root: Path, problems: list[SeedProblem], lost: set[str]
) -> Iterator[_Read]:
    try:
        front = read_front_matter(path, root=root)
        written = validate(MailFields, front.tree, file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
        lost.add(_id_in(path, root))
    else:
        yield written, front.body, front.body_line


def _id_in(path: Path, root: Path) -> str:
    """Return what looks like the id of a mail that cannot be read, or else its file's name."""
    try:
        found = _ID.search(read_text(path, root=root, limit=MAX_MAIL_BYTES))
    except InvalidSeedError:
        return path.stem
    return path.stem if found is None else found[1]


def _read_bulk(
    path: Path, root: Path, problems: list[SeedProblem], lost: set[str]
) -> Iterator[_Read]:
    file = relative_name(path, root)
    for tree in read_json_lines(path, root=root, limit=MAX_MAIL_BYTES, problems=problems):
        try:
            fields = validate(MailLine, tree, file=file).value
        except InvalidSeedError as error:
            problems.extend(error.problems)
            if isinstance(tree.value, dict):
                lost.add(str(tree.value.get("id")))
        else:
            # The tree would hold every text once more.
            yield Written(fields, file, place_of_line(tree)), fields.body.strip("\n"), None


def _load_attachments(
    folder: Path, root: Path, problems: list[SeedProblem]
) -> dict[str, AttachmentFile]:
    found: dict[str, AttachmentFile] = {}
    if folder.is_file():
        problems.append(SeedProblem(relative_name(folder, root), None, FOLDER_EXPECTED))
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
            problems.append(written.problem(said, "attachments", index, code="unknown-file"))
    return tuple(picked)
