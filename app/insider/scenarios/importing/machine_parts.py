"""What programs read in a text, and where it stands: links, addresses, hosts, phone numbers.

Called by ``scrubbing``. Each kind is looked for by a sign that no ordinary word has, so that this
takes little more time than reading the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Kind = Literal["link", "address", "veiled", "host", "number"]

_LINK = re.compile(
    r"(?P<sign>://|www\.)(?P<place>[^\s/<>\"'\])}?#]{1,300})(?P<path>/[^\s<>\"'\])}?#]{0,1000})?"
    r"(?:[?#][^\s<>\"'\])}]{0,2000})?",
    re.IGNORECASE,
)
_SCHEMES = ("https", "http", "ftp", "git", "svn", "ssh", "irc", "news", "nntp", "ldap")
_DOMAIN = r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![^\W_])"
_ADDRESS = re.compile(rf"@(?P<domain>{_DOMAIN})", re.IGNORECASE)
_WHERE = r"(?i:(?P<where>(?:[a-z0-9-]{1,63}(?:\.| dot | ?\[dot\] ?)){1,6}[a-z]{2,24})(?![^\W_]))"
_AT = re.compile(rf"(?P<at> at ){_WHERE}")
_AT_IN_BRACKETS = re.compile(rf"(?P<at> ?(?:\(at\)|\[at\]|\(AT\)|\[AT\]) ?){_WHERE}")
_ENDING = re.compile(r"\.[a-z]{2,6}(?![^\W_])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/.-])[+(]?\d[\d ()./-]{5,20}\d(?![\w-])")
_AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
_LABEL_BEFORE = re.compile(
    r"\b(?:tel|phone|fax|mobile|cell|voice|telephone)[.:]{1,2}\s{0,3}$", re.I
)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+=~-")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
_LONGEST_LOCAL, _LONGEST_HOST, _LONGEST_LABEL = 64, 250, 16
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
    if "@" in text:
        yield from _addresses(text)
    yield from _veiled(text)
    yield from _hosts(text)
    yield from _numbers(text)


def _links(text: str) -> Iterator[Part]:
    for found in _LINK.finditer(text):
        start = found.start()
        if found["sign"] == "://":
            begins = _before(text, start, _LABEL, 10)
            scheme = text[begins:start].lower()
            known = next((each for each in _SCHEMES if scheme.endswith(each)), None)
            if known is None:
                continue
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
            yield Part("address", start, found.end(), (local, found["domain"], "@"))
        else:
            yield Part("host", found.start("domain"), found.end(), (found["domain"],))


def _veiled(text: str) -> Iterator[Part]:
    found_in = [_AT.finditer(text)]
    if "at)" in text.lower() or "at]" in text.lower():
        found_in.append(_AT_IN_BRACKETS.finditer(text))
    for found in chain.from_iterable(found_in):
        start = _before(text, found.start(), _LOCAL, _LONGEST_LOCAL)
        local = text[start : found.start()]
        if local:
            yield Part("veiled", start, found.end(), (local, found["where"], found["at"]))


def _hosts(text: str) -> Iterator[Part]:
    for found in _ENDING.finditer(text):
        start = _before(text, found.start(), _LABEL, _LONGEST_HOST)
        before = text[start - 1 : start]
        host = text[start : found.end()].strip("-.")
        if start < found.start() and before not in ("@", "/", "_") and ".." not in host:
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
    while start > 0 and end - start < most and text[start - 1] in chars:
        start -= 1
    return start
