"""Wording as an author writes it: words and phrases by which a mail is known to speak of something.

Called by the models of ``scenario.yaml``. ``insider.inspection.wording`` looks for it.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_WORD = re.compile(r"[^\s\"*]+\*?")
_PHRASE = re.compile(r'"([^"]*)"')


def _check_wording(entry: str) -> str:
    loose = _PHRASE.sub(" ", entry)
    if '"' in loose:
        raise ValueError(f"a quotation mark of {entry!r} has no partner")
    words = [
        *loose.split(),
        *(word for phrase in _PHRASE.findall(entry) for word in phrase.split()),
    ]
    if not words:
        raise ValueError("wording needs at least one word")
    for word in words:
        if not _WORD.fullmatch(word) or not any(char.isalnum() for char in word):
            raise ValueError(f"'{word}' is no word; a * stands at the end of a stem only")
    return entry


Wording = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_wording)]
"""Words, and phrases in quotation marks, all of which stand in one sentence; ``*`` ends a stem."""

MOST = 500
"""Entries of a kind: every mail is held against all of them."""
MOST_TOGETHER = 2_000
"""Entries of all kinds in one scenario."""
MOST_FACTS = 100
"""Secrets, documents, alerts, channels or prohibitions of one scenario."""
_FEWEST_LETTERS = 2


def _check_marker(marker: str) -> str:
    if sum(map(str.isalnum, marker)) < _FEWEST_LETTERS:
        raise ValueError(
            f"{marker!r} would stand in any text; give {_FEWEST_LETTERS} letters or digits at least"
        )
    return marker


Wordings = Annotated[tuple[Wording, ...], Field(max_length=MOST)]
Markers = Annotated[
    tuple[Annotated[str, Field(min_length=3, max_length=200), AfterValidator(_check_marker)], ...],
    Field(max_length=MOST),
]
"""Strings that stand in one document only."""
