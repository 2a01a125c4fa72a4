"""Texts of mail as people meant them: without what machines added, or what a seed cannot hold.

Called by ``letters``. Every step takes time in proportion to the text.
"""

import binascii
import re
import unicodedata

from corpmail.types import SeedAttachment

MOST_CHARS = 60_000
"""Of a text; a longer one is cut, and says so."""
_MOST_READ = 5_000_000
_MOST_LINE = 400
_LONGEST_CODED = 100

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")
_INVISIBLE = re.compile("[\xad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f]+")
# A few at a time: sorting the accents of one letter takes the square of their number.
_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]{1,200}")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{4,}")
_BRACES = re.compile(r"\{(?=\{)|\}(?=\})")
_FILE_BEGINS = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.MULTILINE)
_ARMOUR = re.compile(
    r"^-----BEGIN PGP (SIGNED MESSAGE|SIGNATURE|PUBLIC KEY BLOCK)-----\n"
    r"|^-----END PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\n?",
    re.MULTILINE,
)
_FOOTER_RULE = re.compile(r"^[_-]{20,}[ \t]*$", re.MULTILINE)
_FOOTER_WORDS = re.compile(
    r"mailing list|unsubscribe|listinfo|list archive|list-help|google groups|yahoo! groups",
    re.IGNORECASE,
)
_FOOTER_LINES = 12


def clean_line(text: str, *, limit: int = _MOST_LINE) -> str:
    """Return a header's text as one line without control characters and placeholders."""
    line = _SPACES.sub(" ", uniform(_CONTROL.sub(" ", text[: 10 * limit]))).strip()
    return _BRACES.sub(r"\g<0> ", line)[:limit].strip()


def clean_text(text: str) -> tuple[str, tuple[SeedAttachment, ...]]:
    """Return a body that a seed can hold, and the files that were written into it as text.

    Taken away are files in the text, signatures of keys, and the footers of mailing lists. Double
    braces, which would be placeholders in a seed, get a space between them.
    """
    text = text[:_MOST_READ].replace("\r\n", "\n").replace("\r", "\n")
    text, files = _without_files(f"{text}\n")
    text = uniform(_CONTROL.sub("", _without_armour(text)))
    text = _without_footer("\n".join(line.rstrip() for line in text.split("\n")))
    text = _BLANK_LINES.sub("\n\n\n", text).strip("\n")
    if len(text) > MOST_CHARS:
        text = f"{text[:MOST_CHARS].rstrip()}\n\n[The rest of this mail was cut.]"
    return _BRACES.sub(r"\g<0> ", text), files


def uniform(text: str) -> str:
    """Return a text in which words that look the same are the same.

    Letters and their accents become one character; what is not seen, as spaces without a width that
    hide an address, is taken away.
    """
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(
        lambda found: unicodedata.normalize("NFC", found[0]), _INVISIBLE.sub("", text)
    )


def _without_files(text: str) -> tuple[str, tuple[SeedAttachment, ...]]:
    """Return a text without the files that old programs wrote into it (uuencode), and these."""
    kept: list[str] = []
    files: list[SeedAttachment] = []
    at, end = 0, -1
    for begins in _FILE_BEGINS.finditer(text):
        if begins.start() < at:
            continue
        if end < begins.end():
            end = text.find("\nend\n", begins.end() - 1)
        if end < 0:
            break
        lines = text[begins.end() : end].split("\n")
        if max(map(len, lines)) <= _LONGEST_CODED:
            files.append(SeedAttachment(begins[1], "application/octet-stream", _decoded(lines)))
            kept.append(text[at : begins.start()])
            at = end + len("\nend\n")
    return "".join(kept) + text[at:], tuple(files)


def _decoded(lines: list[str]) -> bytes:
    try:
        return b"".join(binascii.a2b_uu(line) for line in lines)
    except (binascii.Error, ValueError):
        return b""


def _without_armour(text: str) -> str:
    """Return a text without the blocks that prove whose it is."""
    if "-----BEGIN PGP" not in text:
        return text
    kept: list[str] = []
    at, hidden = 0, False
    for found in _ARMOUR.finditer(text):
        if not hidden:
            kept.append(text[at : found.start()])
        hidden = found[1] in ("SIGNATURE", "PUBLIC KEY BLOCK")
        at = found.end()
    return "".join(kept) + ("" if hidden else text[at:])


def _without_footer(text: str) -> str:
    """Return a text without what a mailing list adds below each message."""
    tail = text.rfind("\n", 0, max(0, len(text) - 1_500)) + 1
    for rule in _FOOTER_RULE.finditer(text, tail):
        below = text[rule.end() :]
        if below.count("\n") <= _FOOTER_LINES and _FOOTER_WORDS.search(below):
            return text[: rule.start()]
    return text
