"""Whether a message has the words that are looked for, decided in Python.

Called for a branch's own mail, and for all mail where the database has no index. It agrees with
the index on every text: a property test holds the two together.
"""

from collections.abc import Sequence

from corpmail.expression import FIELDS, Words
from corpmail.search.searchable import Searchable


def has_words(message: Searchable, words: Words) -> bool:
    """Tell whether a message has the words, one after the other, in one of their fields."""
    fields = FIELDS if words.field is None else (words.field,)
    return any(_follow(message.words_of(field), words) for field in fields)


def _follow(text: Sequence[str], words: Words) -> bool:
    tokens = words.tokens
    if len(tokens) == 1 and not words.prefix:
        return tokens[0] in text
    complete = tokens[:-1] if words.prefix else tokens
    length = len(complete)
    for start in range(len(text) - len(tokens) + 1):
        end = start + length
        if tuple(text[start:end]) == complete and (
            not words.prefix or text[end].startswith(tokens[-1])
        ):
            return True
    return False
