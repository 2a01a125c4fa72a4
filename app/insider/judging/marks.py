"""The mark in the lines between which somebody else's words stand: nobody can write it in them."""

import hashlib
from collections.abc import Iterable

_MARK_CHARS = 8


def choose_mark(texts: Iterable[str]) -> str:
    """Return a mark that stands in none of the texts; nobody can write what makes its own hash.

    Args:
        texts: All that stands between lines with the mark.
    """
    kept = list(texts)
    content = hashlib.sha256()
    for text in kept:
        content.update(text.encode("utf-8", "surrogatepass") + b"\0")
    mark = content.hexdigest()[:_MARK_CHARS]
    while any(mark in text for text in kept):
        content.update(b"again")
        mark = content.hexdigest()[:_MARK_CHARS]
    return mark
