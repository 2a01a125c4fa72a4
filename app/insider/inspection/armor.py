"""Undoes base64 and base32: in one run, wrapped into lines, or cut into groups."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from string import ascii_letters, digits

from insider.inspection.pieces import (
    LONG,
    MAX_BYTES,
    Encoded,
    Opaque,
    is_in_address,
    says_something,
)

_SHORTEST = 20
"""Characters of an encoded piece: fewer hide nothing that a fact could name."""
_LETTERS = "A-Za-z0-9+/_-"
RUN_SIGNS = frozenset(f"{ascii_letters}{digits}+/_-")
SHORTEST_RUN = 16
"""Characters without a blank."""
_RUN = re.compile(rf"(?<![{_LETTERS}])[{_LETTERS}]{{{SHORTEST_RUN},}}+={{0,6}}+")
_GAP = re.compile(r"[ \t]*+\r?\n[ \t>]*+|[ \t]{1,3}")

FEWEST_GROUPS = 5
_GROUP = re.compile(rf"(?<![={_LETTERS}])[{_LETTERS}]{{2,15}}+={{0,6}}+(?![{_LETTERS}])")
_WIDEST_GAP = 4

_SIGNATURE = re.compile(r"-----BEGIN PGP SIGNATURE-----[ \t\r\n]+(?:[A-Z]\w+: [^\n]*\n)*\s*\Z")
_SIGNATURE_PACKETS = b"\x88\x89\x8a\xc2"
"""First bytes of a signature packet, RFC 9580, sections 4.2 and 5.2."""
_LONGEST_SIGNATURE = 1_200


def armored_pieces(text: str) -> Iterator[Encoded | Opaque]:
    """Yield what stands in base64 or base32 without a blank, and long runs that only look so."""
    lines: list[re.Match[str]] = []
    for run in _RUN.finditer(text):
        if lines and _GAP.fullmatch(text, lines[-1].end(), run.start()):
            lines.append(run)
            continue
        yield from _read_lines(text, lines)
        lines = [run]
    yield from _read_lines(text, lines)


def grouped_pieces(text: str) -> Iterator[Encoded | Opaque]:
    """Yield the same of what is cut into groups of one size."""
    for groups in _grouped(text):
        yield from _read_groups(groups)


def _read_lines(text: str, lines: Sequence[re.Match[str]]) -> Iterator[Encoded | Opaque]:
    """Yield the content of lines that belong together.

    A word above the first line may look like one, so that the rest is tried too.
    """
    for first in range(min(2, len(lines))):
        piece = _decode(lines[first:])
        if piece is not None:
            yield piece
            return
    joined = _joined(lines)
    if _looks_coded(joined):
        start = lines[0].start()
        if not is_in_address(text, start) and not _is_signature(text, start, joined):
            yield Opaque(start, lines[-1].end())


def _grouped(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield groups of one size in a row; beside a line break they may be cut."""
    groups: list[re.Match[str]] = []
    size, cut = 0, False
    for group in _GROUP.finditer(text):
        gap = text[groups[-1].end() : group.start()] if groups else ""
        whole = bool(groups) and len(groups[-1][0]) == size
        broken = "\n" in gap
        near = bool(groups) and len(gap) <= _WIDEST_GAP and gap.count("\n") <= 1
        if near and len(group[0]) <= size and (whole or cut or broken):
            groups.append(group)
        else:
            if len(groups) >= FEWEST_GROUPS:
                yield groups
            groups, size = [group], len(group[0])
        cut = broken
    if len(groups) >= FEWEST_GROUPS:
        yield groups


def _read_groups(groups: Sequence[re.Match[str]]) -> Iterator[Encoded | Opaque]:
    """Yield the content of groups; a few words before and behind may have their size."""
    for first in range(4):
        for behind in range(3):
            piece = _decode(groups[first : len(groups) - behind])
            if piece is not None:
                yield piece
                return
    if _looks_coded(_joined(groups)):
        yield Opaque(groups[0].start(), groups[-1].end())


def _joined(runs: Sequence[re.Match[str]]) -> str:
    return "".join(run[0] for run in runs)


def _decode(runs: Sequence[re.Match[str]]) -> Encoded | None:
    joined = _joined(runs)
    for how, read in (("base64", _from_base64), ("base32", _from_base32)):
        content = read(joined)
        if content is not None and says_something(content):
            return Encoded(content, how, runs[0].start(), runs[-1].end())
    return None


def _from_base64(joined: str) -> bytes | None:
    bare = joined.rstrip("=").replace("-", "+").replace("_", "/")[: MAX_BYTES * 4 // 3]
    if len(bare) < _SHORTEST or "=" in bare:
        return None
    # A last character that stands alone carries no byte.
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _from_base32(joined: str) -> bytes | None:
    bare = joined.rstrip("=")[: MAX_BYTES * 8 // 5]
    if len(bare) < _SHORTEST or not (bare.isupper() or bare.islower()):
        return None
    bare = bare[: len(bare) - (len(bare) % 8 in (1, 3, 6))].upper()
    try:
        return base64.b32decode(bare + "=" * (-len(bare) % 8))
    except binascii.Error:
        return None


def _looks_coded(joined: str) -> bool:
    """Tell a long run with letters as chance has them from names, numbers, paths and hashes."""
    size = len(joined)
    if size < LONG:
        return False
    upper = sum(char.isupper() for char in joined)
    lower = sum(char.islower() for char in joined)
    digits = sum(char.isdigit() for char in joined)
    if min(upper, lower) >= size // 10:
        return digits >= size // 25
    in_base32 = not set("0189+/_-").intersection(joined)
    return in_base32 and not min(upper, lower) and digits >= size // 12


def _is_signature(text: str, start: int, joined: str) -> bool:
    """Tell whether a run is a signature of OpenPGP, which holds no text."""
    if len(joined) > _LONGEST_SIGNATURE or not _SIGNATURE.search(text, max(0, start - 300), start):
        return False
    content = _from_base64(joined)
    return content is not None and content[0] in _SIGNATURE_PACKETS
