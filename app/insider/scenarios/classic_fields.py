"""What ``scenario.yaml`` says of a classic prompt of the scenario's own.

Called by ``scenario``. Its texts are read by ``classic_prompt``.
"""

from typing import Annotated

from pydantic import Field, model_validator

from insider.scenarios.condition import When
from insider.scenarios.mail_file import MessageKey
from insider.scenarios.written import WrittenModel

MOST_CHARS = 500_000
"""Of a whole prompt: some 125,000 tokens."""
_MOST_PIECES = 1_000

FileName = Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*\.txt$", max_length=100)]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*(:[A-Za-z0-9_-]+)?$", max_length=64)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]


class PieceFields(WrittenModel):
    """A part of the prompt that some conditions have."""

    when: When = Field(default_factory=dict)
    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARS)] | None = None
    file: FileName | None = None

    @model_validator(mode="after")
    def _is_one_text(self) -> "PieceFields":
        if (self.text is None) is (self.file is None):
            raise ValueError("a piece has either 'text' or 'file'")
        return self


class BlockFields(WrittenModel):
    """How one kind of action is written in an answer."""

    tag: Tag
    tool: Annotated[str, Field(max_length=64)]
    fields: Annotated[dict[FieldName, Annotated[str, Field(max_length=64)]], Field(min_length=1)]


class NumberFields(WrittenModel):
    """Which mails a condition's prompt calls 1, 2, 3 and so on."""

    when: When = Field(default_factory=dict)
    mail: Annotated[tuple[MessageKey, ...], Field(min_length=1, max_length=10_000)]


Pieces = Annotated[tuple[PieceFields, ...], Field(min_length=1, max_length=_MOST_PIECES)]


class ClassicFields(WrittenModel):
    """``classic`` in ``scenario.yaml``."""

    system: Pieces
    task: Pieces
    """The beginning of the user's message."""
    mail: Pieces
    """The rest of it: all mail, as the prompt shows it."""
    actions: Annotated[tuple[BlockFields, ...], Field(min_length=1, max_length=50)]
    numbers: Annotated[tuple[NumberFields, ...], Field(max_length=_MOST_PIECES)] = ()

    @model_validator(mode="after")
    def _tags_differ(self) -> "ClassicFields":
        tags = [action.tag.lower() for action in self.actions]
        if len(set(tags)) != len(tags):
            raise ValueError("two actions have one tag")
        return self
