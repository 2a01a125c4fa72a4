"""What programs read in a text, and where it stands: links, addresses, hosts, phone numbers.

Called by ``scrubbing``. Each kind is looked for by a sign that no ordinary word has, so that this
takes little more time than reading the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from insider.scenarios.importing.veiled import AT, DOT

Kind = Literal["link", "address", "veiled", "host", "number"]

_LINK = re.compile(
    r"(?P<sign>://|www\.)(?P<place>[^\s/<>\"'\])}?#]{1,300})(?P<path>/[^\s<>\"'\])}?#]{0,1000})?"
    r"(?:[?#][^\s<>\"'\])}]{0,2000})?",
    re.IGNORECASE,
)
_SCHEMES = ("https", "http", "ftp", "git", "svn", "ssh", "irc", "news", "nntp", "ldap")
_SPACELESS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]"
"""Letters of scripts that are written without spaces: a sentence may go on beside a host."""
_ENDS = rf"(?:(?![^\W_])|(?={_SPACELESS}))"
_PART = r"(?:[^\W_]|-){1,63}"
_LAST = r"(?:[a-z]{2,24}(?![a-z0-9])|[^\W\d_]{2,24})"
_SIGNS = ("@", "\uff20", "\ufe6b", "%40")
_ADDRESS = re.compile(
    rf"(?P<sign>{'|'.join(_SIGNS)})(?P<domain>(?:{_PART}\.){{1,8}}{_LAST})", re.IGNORECASE
)
_VEILED = re.compile(
    rf"(?P<at>{AT})(?P<where>(?:{_PART}{DOT}){{1,6}}[^\W\d_]{{2,24}}){_ENDS}", re.IGNORECASE
)
_ENDING = re.compile(rf"\.[a-z]{{2,6}}{_ENDS}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/.-])[+(]?\d[\d ()./-]{5,20}\d(?![\w-])")
_AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
_LABEL_BEFORE = re.compile(
    r"\b(?:tel|phone|fax|mobile|cell|voice|telephone)[.:]{1,2}\s{0,3}$", re.I
)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+=~-")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
_LONGEST_LOCAL, _LONGEST_HOST, _LONGEST_LABEL, _LONGEST_SCHEME = 64, 250, 16, 5
_RANKS: dict[Kind, int] = {"link": 0, "address": 1, "veiled": 2, "number": 3, "host": 4}


@dataclass(frozen=True, slots=True)
class Part:
    """A place in a text that a program would read."""

    kind: Kind
    start: int
    end: int
    parts: tuple[str, ...]
    """Of a link: what stands before the host, the host with all beside it, the path. Of an address:
    before and behind its sign, and the sign. Else the whole."""


def find_parts(text: str) -> list[Part]:
    """Return what stands in a text, in order; no two of them overlap."""
    found = sorted(_find(text), key=lambda part: (part.start, _RANKS[part.kind], -part.end))
    kept: list[Part] = []
    for part in found:
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
        elif _RANKS[part.kind] < _RANKS[kept[-1].kind]:
            # An address whose first half looks like a host is an address.
            kept[-1] = part
    return kept


def _find(text: str) -> Iterator[Part]:
    if "://" in text or "www." in text or "WWW." in text:
        yield from _links(text)
    if any(sign in text for sign in _SIGNS):
        yield from _addresses(text)
    yield from _veiled(text)
    yield from _hosts(text)
    yield from _numbers(text)


def _links(text: str) -> Iterator[Part]:
    for found in _LINK.finditer(text):
        start = found.start()
        if found["sign"] == "://":
            scheme = text[max(start - _LONGEST_SCHEME, 0) : start].lower()
            # What is no usual scheme may be anything, and is read as the text before the link.
            known = next((each for each in _SCHEMES if scheme.endswith(each)), "")
            start -= len(known)
            parts = (f"{known}://", found["place"], found["path"] or "")
        elif start > 0 and text[start - 1].isalnum():
            continue
        else:
            parts = ("", f"www.{found['place']}", found["path"] or "")
        yield Part("link", start, found.end(), parts)


def _addresses(text: str) -> Iterator[Part]:
    last_end = 0
    for found in _ADDRESS.finditer(text):
        start = _before(text, found.start(), _LOCAL, _LONGEST_LOCAL)
        local = text[start : found.start()]
        # Of "a@b.org@c.org" the second half has no name of its own.
        whole = local and start >= last_end
        last_end = found.end()
        if whole:
            yield Part("address", start, found.end(), (local, found["domain"], found["sign"]))
        else:
            yield Part("host", found.start("domain"), found.end(), (found["domain"],))


def _veiled(text: str) -> Iterator[Part]:
    for found in _VEILED.finditer(text):
        start = _before(text, found.start(), _LOCAL, _LONGEST_LOCAL)
        local = text[start : found.start()]
        if local:
            yield Part("veiled", start, found.end(), (local, found["where"], found["at"]))


def _hosts(text: str) -> Iterator[Part]:
    for found in _ENDING.finditer(text):
        start = _before(text, found.start(), _LABEL, _LONGEST_HOST)
        before = text[start - 1 : start]
        host = text[start : found.end()].strip("-.")
        if start < found.start() and before not in ("@", "_") and ".." not in host:
            yield Part("host", found.end() - len(host), found.end(), (host,))


def _numbers(text: str) -> Iterator[Part]:
    for found in _NUMBER.finditer(text):
        number, start = found[0], found.start()
        # Most such numbers are dates, versions and sums.
        labelled = _LABEL_BEFORE.search(text, max(0, start - _LONGEST_LABEL), start)
        if number.startswith("+") or labelled or _AMERICAN.fullmatch(number):
            yield Part("number", start, found.end(), (number,))


def _before(text: str, end: int, chars: frozenset[str], most: int) -> int:
    """Return where a run of characters begins that ends at a place."""
    start = end
    while start > 0 and end - start < most and _is_in(text[start - 1], chars):
        start -= 1
    run = text[start:end]
    if run.isascii():
        return start
    return end - len(re.split(_SPACELESS, run)[-1] or run)


def _is_in(char: str, chars: frozenset[str]) -> bool:
    """Tell whether a character is one of some, or a letter, digit or accent of any script."""
    return char in chars or (char > "\x7f" and unicodedata.category(char)[0] in "LMN")
