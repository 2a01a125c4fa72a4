"""How names, ids and the like are spelled, in words: what an author reads in a pattern's place.

Called by ``value_faults``. A test holds that each pattern of the files' models has its words here.
"""

from collections.abc import Mapping

_SPELLINGS: Mapping[str, str] = {
    r"^[^\r\n]*$": "it must be one line",
    r"^[a-z][a-z0-9_]*$": "use small letters, digits and _, a letter first",
    r"^[A-Za-z][A-Za-z0-9_-]*$": "use letters, digits, - and _, a letter first",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "use letters, digits and _, no digit first",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$": (
        "use small letters, digits and _, a letter first, and one dot at most"
    ),
    r"^[a-z0-9][a-z0-9_.-]*$": "use small letters, digits, dots, - and _",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "use small letters and digits, with single hyphens between",
    r"^[a-z0-9]+([_-][a-z0-9]+)*$": "use small letters and digits, with single - or _ between",
    r"^[a-z0-9]+([._-][a-z0-9]+)*$": (
        "use small letters and digits, with single dots, - or _ between"
    ),
    r"^[a-z0-9]+([._-][a-z0-9]+)*\.txt$": "write it like shown.txt, in small letters",
    r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$": (
        "write a domain like firm.com, in small letters"
    ),
    r"^[A-Za-z0-9][A-Za-z0-9._/-]*$": "use letters, digits, dots, -, _ and /",
    r"^[0-9A-Za-z][0-9A-Za-z._+-]*$": "use letters, digits, dots, -, _ and +",
    r"^[^@\s<>,;]+(@[^@\s<>,;]+)?$": "write it like name or name@firm.com",
    r"^[A-Za-z][A-Za-z0-9_-]*(:[A-Za-z0-9_-]+)?$": "write a tag like act or act:mail",
    r"^ci_width\s*<=\s*([0-9]+\.?[0-9]*|\.[0-9]+)$": "write it like ci_width <= 0.1",
}


def spell(pattern: str) -> str:
    """Return how a text is spelled that a pattern takes, or the pattern where nobody put that."""
    return _SPELLINGS.get(pattern, f"it must match {pattern}")
