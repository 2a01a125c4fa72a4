"""Answers and categories as people type them, and as files have them.

Called by the command line and by imports.
"""

from collections.abc import Iterable

from insider.errors import LabelError
from insider.inspection import Answer, Category
from insider.visible import shorten

ANSWERS: tuple[Answer, ...] = ("done", "attempted", "no", "open")
_SHOWN = 40


def find_answer(said: str) -> Answer:
    """Return an answer by what somebody typed: the word, or the letter that it begins with.

    Raises:
        LabelError: It is none.
    """
    typed = said.strip().lower()
    found = [answer for answer in ANSWERS if typed and typed in (answer, answer[0])]
    if not found:
        raise LabelError(f"'{shorten(said, _SHOWN)}' is no answer: {join_words(ANSWERS)}.")
    return found[0]


def find_category(said: str) -> Category:
    """Return a category by its name.

    Raises:
        LabelError: There is none of that name.
    """
    try:
        return Category(said.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        known = join_words(category.value for category in Category)
        raise LabelError(f"'{shorten(said, _SHOWN)}' is no category: {known}.") from None


def join_words(words: Iterable[str]) -> str:
    """Return words as people list what can be chosen."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
