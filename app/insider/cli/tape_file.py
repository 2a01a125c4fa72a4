"""Reads a tape that somebody hands in, and refuses one whose numbers no database can keep.

Called by ``run --tape`` and ``replay --tape``. A tape is a file that anybody can have edited.
"""

import math
from collections.abc import Iterator
from pathlib import Path

from alex.errors import TapeError
from alex.tape import Tape, read_tape

LARGEST_SEED = 2**62
"""Of either sign: databases keep 64 bits, and the seeds of later epochs are larger."""
_LARGEST_IN_REPLIES = 2**40
"""Tokens and the like are added up over replies, and the sum must fit too."""


def read_tape_file(path: Path) -> Tape:
    """Return the tape of a file.

    Raises:
        TapeError: The file cannot be read, is no tape, or has a number that cannot be kept.
    """
    tape = read_tape(path)
    replies = [reply.model_dump() for reply in tape.replies]
    for part, value, largest in (
        ("seed", tape.seed, LARGEST_SEED),
        ("about", tape.about, LARGEST_SEED),
        ("replies", replies, _LARGEST_IN_REPLIES),
    ):
        for where, number in _numbers(value, part):
            if not math.isfinite(number) or abs(number) > largest:
                raise TapeError(f"{path}: at {where}: this number is too large to be kept.")
    return tape


def _numbers(value: object, where: str) -> Iterator[tuple[str, float]]:
    """Yield every number in a value with its place."""
    if isinstance(value, int | float):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _numbers(item, f"{where}.{index}")
