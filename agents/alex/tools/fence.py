"""Sets apart what somebody else wrote from what the harness says.

Used by everything that shows mail to a model. Mail is hostile input: it may imitate headers,
markers or whole tool results. A line of ours holds no text of a mail but for values squeezed
onto one line; the text itself stands between markers that the text cannot contain.
"""

import re
from dataclasses import dataclass

_SPACE_AND_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text."""

    text: str
    start: int
    end: int
    of: int
    """Characters of the whole text."""

    @property
    def is_cut(self) -> bool:
        """Whether there is more after it."""
        return self.end < self.of


def one_line(value: str, *, max_chars: int = 200) -> str:
    """Return a header's value on one line, without control characters, cut to a length."""
    if len(value) <= max_chars and value.isprintable() and "  " not in value:
        # Nearly all are one line, and listings show thousands: no space but a single one is in it.
        return value.strip()
    squeezed = _SPACE_AND_CONTROL.sub(" ", value).strip()
    return squeezed if len(squeezed) <= max_chars else squeezed[: max_chars - 1] + "…"


def fence(text: str, label: str) -> str:
    """Return a text between two marker lines that name it and do not occur in it."""
    while f"of {label} -----" in text:
        label += "'"
    return f"----- beginning of {label} -----\n{text}\n----- end of {label} -----"


def cut(text: str, *, start: int, max_chars: int) -> Excerpt:
    """Return the part of a text that begins at a character and fits a length."""
    start = min(start, len(text))
    end = min(start + max(max_chars, 1), len(text))
    return Excerpt(text[start:end], start, end, len(text))
