"""Makes text that others wrote safe to show, on a terminal or a page.

Mail is hostile: an escape sequence may repaint the screen, a right-to-left override may turn an
address around, a tag character may hide words. Each becomes a mark that can be seen. Called for
every subject, body, name and answer that the command line or a report shows.
"""

import json
import re

_TAB = "    "
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters but tab and line end
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"  # direction, invisible
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"  # no characters, and hidden ones
)


def make_visible(text: str) -> str:
    """Return a text of several lines with everything that a terminal would obey made visible."""
    return _UNSAFE.sub(_mark, _BREAKS.sub("\n", text).replace("\t", _TAB))


def escape_json(text: str) -> str:
    """Return a JSON text in which such characters are JSON's own escapes, so that it says the same.

    Args:
        text: JSON, in which they can only stand inside strings.
    """
    return _UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def make_line(text: str) -> str:
    """Return a text as one visible line, its white space made single blanks."""
    return " ".join(make_visible(text).split())


def shorten(text: str, width: int) -> str:
    """Return a text as one visible line of at most ``width`` characters."""
    line = make_line(text)
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"<U+{code:04X}>"
