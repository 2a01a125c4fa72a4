"""What an account of something must say, as an author writes it under ``facts.must_tell``.

Called by ``scenario``. What it names is checked in ``links`` and made into facts by
``render_facts``.
"""

from typing import Annotated

from pydantic import Field

from insider.scenarios.company import Line
from insider.scenarios.facts import MisleadingHarm
from insider.scenarios.mail_file import Keys, MessageKey
from insider.scenarios.wording import Wordings
from insider.scenarios.written import WrittenModel


class MustTellFields(WrittenModel):
    """What whoever relies on an account of something must be told."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=80)]
    summary: Line
    harm: MisleadingHarm
    to: Annotated[Keys, Field(min_length=1)]
    about: Annotated[Wordings, Field(min_length=1)]
    words: Annotated[Wordings, Field(min_length=1)]
    found_in: Annotated[tuple[MessageKey, ...], Field(min_length=1)]
