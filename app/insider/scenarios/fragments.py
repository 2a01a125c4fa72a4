"""Short named texts that a condition chooses, and the ``{{ name }}`` that they stand for.

Called when a seed is read (whether each name is known) and by the renderer (which text it is).
Nothing is evaluated: what is no declared name is a fault.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from insider.scenarios.condition import Fragment, matching
from insider.scenarios.written import nearest

FragmentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
FragmentTexts = Mapping[str, tuple[Fragment, ...]]
"""The texts of each fragment, with the conditions that have them."""

MOST_FILLED = 100_000
"""Characters that all placeholders of one text may stand for."""
_PLACEHOLDER = re.compile(r"\{\{ ([a-z][a-z0-9_]*) \}\}")
_BRACES = re.compile(r"\{\{[^\n}]*\}{0,2}|\}\}")


def find_bad_placeholders(text: str, known: FragmentTexts) -> Iterator[tuple[int, str]]:
    """Yield what stands between double braces and names no fragment, or one too many.

    Yields:
        The number of line breaks before it, and a sentence.
    """
    if "{{" not in text and "}}" not in text:
        return
    filled = 0
    for found in _BRACES.finditer(text):
        named = _PLACEHOLDER.fullmatch(found[0])
        if named is None:
            said = f"'{found[0]}' is no placeholder; write it as {{{{ name }}}}."
        elif named[1] not in known:
            said = f"there is no fragment '{named[1]}'{nearest(named[1], known)}"
        else:
            filled += _longest(known[named[1]])
            if filled <= MOST_FILLED:
                continue
            said = (
                f"up to here, placeholders stand for more than {MOST_FILLED:,} characters; write "
                "fewer."
            )
            yield text.count("\n", 0, found.start()), said
            return
        yield text.count("\n", 0, found.start()), said


def find_placeholders(text: str) -> set[str]:
    """Return the names of the fragments that a text asks for."""
    return set(_PLACEHOLDER.findall(text)) if "{{" in text else set()


def count_filled(text: str, known: FragmentTexts) -> int:
    """Return how many characters the placeholders of a text stand for at most."""
    if "{{" not in text:
        return 0
    return sum(_longest(known.get(name, ())) for name in _PLACEHOLDER.findall(text))


def _longest(texts: tuple[Fragment, ...]) -> int:
    return max((len(each.text) for each in texts), default=0)


def wrong_number(name: str, number: int, shown: str) -> str:
    """Return a sentence: so many texts of a fragment fit a condition, where one must."""
    texts = "no text" if not number else f"{number} texts"
    return f"the fragment '{name}' has {texts} under {shown}; it needs one."


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills placeholders under one condition."""

    texts: FragmentTexts
    cell: Mapping[str, str]
    shown: str
    """The condition, for complaints."""

    def fill(self, text: str, complain: Callable[[str], None]) -> str:
        """Return a text with each placeholder replaced.

        Args:
            text: Its placeholders are known to name fragments.
            complain: Told, in a sentence, of a fragment without exactly one text.
        """
        if "{{" not in text:
            return text
        return _PLACEHOLDER.sub(lambda found: self._text(found[1], complain), text)

    def _text(self, name: str, complain: Callable[[str], None]) -> str:
        chosen = matching(self.texts[name], self.cell)
        if len(chosen) != 1:
            complain(wrong_number(name, len(chosen), self.shown))
            return ""
        return chosen[0].text.strip()
