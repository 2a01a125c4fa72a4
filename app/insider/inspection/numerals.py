"""Undoes text that is written as the numbers of its bytes: hex, decimal, octal and binary."""

import re
from collections.abc import Iterator
from itertools import chain

from insider.inspection.pieces import (
    LONG,
    MAX_BYTES,
    Encoded,
    Opaque,
    is_in_address,
    says_something,
)

FEWEST_DIGITS = 10
"""Text in ASCII has one in each byte, in hex as well: letters begin with 4 to 7."""

NUMERAL_SIGNS = frozenset("0123456789ABCDEFabcdefx\\ \t\r\n:,;>")
"""Of ASCII, of which such runs are made."""
SHORTEST_NUMERALS = 19
"""Such signs in a row: ten numbers of one digit, and what divides them."""

MOST = 200_000
"""Numbers of one run. Greedy, and not possessive: see ``folding``; the count bounds its memory."""

_BYTE = r"(?:0x|\\x)?[0-9A-Fa-f]{2}"
_HEX_RUN = re.compile(
    rf"(?<![0-9A-Za-z]){_BYTE}(?:[ \t:,>]{{0,2}}+(?:\r?\n[ \t>]{{0,8}}+)?{_BYTE}){{9,{MOST}}}"
)
_HEX_NOISE = re.compile(r"0x|\\x|[^0-9A-Fa-f]")
_HEX_WORD = re.compile(r"[0-9A-Fa-f]+")
_DIGESTS = frozenset({32, 40, 56, 64, 96, 128})
"""Hex digits of the common hashes, from MD5 to SHA-512."""

_BREAK = r"\r?\n[ \t>]{0,8}+"
_NUMBER_RUN = re.compile(
    rf"(?<![\w.])\d{{1,3}}(?:(?:[ \t,;>]{{1,3}}+(?:{_BREAK})?|{_BREAK})\d{{1,3}}(?![\w.]))"
    rf"{{9,{MOST}}}"
)
_NUMBER = re.compile(r"\d+")
_BIT_RUN = re.compile(
    rf"(?<![0-9A-Za-z])[01]{{7,8}}(?:[ \t,;>]{{0,3}}+(?:{_BREAK})?[01]{{7,8}}){{4,{MOST}}}(?![01])"
)
_BITS = re.compile(r"[01]{7,8}")


def numeral_pieces(text: str) -> Iterator[Encoded | Opaque]:
    """Yield what stands in numbers, and long runs of hex or bits that say nothing."""
    yield from _hex_pieces(text)
    for run in _NUMBER_RUN.finditer(text):
        numbers = _NUMBER.findall(run[0])[:MAX_BYTES]
        for how, base in (("decimal numbers", 10), ("octal numbers", 8)):
            content = _bytes_of(numbers, base)
            if content is not None and _is_writing(content):
                yield Encoded(content, how, *run.span())
                break
    for run in _BIT_RUN.finditer(text):
        content = _bytes_of(_BITS.findall(run[0])[:MAX_BYTES], 2)
        if content is not None and says_something(content):
            yield Encoded(content, "binary numbers", *run.span())
        elif len(run[0]) >= LONG:
            yield Opaque(*run.span())


def _hex_pieces(text: str) -> Iterator[Encoded | Opaque]:
    for run in _HEX_RUN.finditer(text):
        digits = _HEX_NOISE.sub("", run[0])[: 2 * MAX_BYTES]
        content = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if says_something(content):
            yield Encoded(content, "hex", *run.span())
        elif len(digits) >= LONG and not (
            digits.isdigit() or _are_digests(run[0]) or is_in_address(text, run.start())
        ):
            yield Opaque(*run.span())


def _are_digests(run: str) -> bool:
    return all(len(word) in _DIGESTS for word in _HEX_WORD.findall(run))


def _bytes_of(numbers: list[str], base: int) -> bytes | None:
    if base == 8 and not set("89").isdisjoint(chain.from_iterable(numbers)):
        return None
    values = [int(number, base) for number in numbers]
    return bytes(values) if max(values) < 256 else None


def _is_writing(content: bytes) -> bool:
    """Tell text from the columns of a table: it is letters and blanks for the most part."""
    letters = sum(chr(byte).isalpha() or byte == 32 for byte in content[:4000])
    return says_something(content) and letters >= 0.6 * len(content[:4000])
