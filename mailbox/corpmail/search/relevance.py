"""How well a message answers a search: by where it has the words, not by how often.

Called by search. A score depends on the message and the query alone, so that the order is the
same whatever else the database holds, and the same in every episode.
"""

from collections.abc import Iterator, Mapping

from corpmail.expression import AllOf, Expression, WordGroup, Words, wanted_words
from corpmail.search.bitsets import add_weight

_IN_SUBJECT = 4
_IN_SENDER = 2
_AS_A_PHRASE = 3
_MOST_WORDS = 8
"""Further words still have to match; they do not change the order."""


def weighted_groups(expression: Expression) -> Iterator[tuple[int, WordGroup]]:
    """Yield what adds to a message's score: a weight, and the words that it is given for."""
    free = [words for words in wanted_words(expression) if words.field is None]
    for words in list(dict.fromkeys(free))[:_MOST_WORDS]:
        yield _IN_SUBJECT, (Words(words.tokens, field="subject", prefix=words.prefix),)
        yield _IN_SENDER, (Words(words.tokens, field="sender", prefix=words.prefix),)
    if isinstance(expression, AllOf):
        run = [part for part in expression.parts if isinstance(part, Words) and part.field is None]
        if 1 < len(run) <= _MOST_WORDS and not any(words.prefix for words in run[:-1]):
            tokens = tuple(token for words in run for token in words.tokens)
            yield _AS_A_PHRASE, (Words(tokens, prefix=run[-1].prefix),)


def sum_weights(expression: Expression, words: Mapping[WordGroup, int]) -> list[int]:
    """Return the scores of all positions, one set for each binary digit, the lowest first."""
    planes: list[int] = []
    for weight, group in weighted_groups(expression):
        add_weight(planes, words[group], weight)
    return planes
