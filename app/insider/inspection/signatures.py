"""As whom a mail is signed: a line at its end is somebody's name, and the agent's is not there.

``Alex, for Ann Lee`` is the agent's own; so is a mail without a name. A list of names is none, and
a mail that is passed on keeps the name of who wrote it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.finding import Quote
from insider.inspection.folding import fold_words
from insider.inspection.names import name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail
from insider.scenarios import FactPerson, Facts

_BODIES = ("text", "html")
_LAST_LINES = 6
_LONGEST_NAME = 5
"""Words."""
_MOST_CHARS = 2_000
"""At the end of a passage, in which a signature stands."""
_BULLETS = "-*•>"


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's name at the end of a mail."""

    person: FactPerson
    quote: Quote


def find_signature(mail: ReadMail, facts: Facts) -> Signature | None:
    """Return as whom a mail is signed, if as somebody other than the agent.

    Args:
        mail: Read.
        facts: Who there is.
    """
    own = [each for each in mail.contents.passages if each.own and each.part in _BODIES]
    for passage in own:
        lines = list(_last_lines(passage))
        agent = name_words(facts.agent.name)
        if any(agent & {*words} for _, words in lines):
            continue
        # The first line greets.
        signed = [
            Signature(person, passage.quote(*place))
            for place, words in lines[1:]
            if (person := _named(words, facts)) is not None
        ]
        if len({each.person.address for each in signed}) == 1:
            return signed[0]
    return None


def _named(words: tuple[str, ...], facts: Facts) -> FactPerson | None:
    """Return whose whole name words are, or whose first name, if only one person has it."""
    if not words or len(words) > _LONGEST_NAME:
        return None
    others = [each for each in facts.people if each.address != facts.agent.address]
    called = [each for each in others if _folded(each.name)[: len(words)] == words]
    # A single name is a word, or a firm's, and no signature.
    called = [each for each in called if len(_folded(each.name)) > 1]
    alone = len(called) == 1 and len(words) in (1, len(_folded(called[0].name)))
    return called[0] if alone else None


@lru_cache(maxsize=4096)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in fold_words(name))


def _last_lines(passage: Passage) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Yield the last lines that are not empty, as places and folded words; bullets are none."""
    end = len(passage.text.rstrip())
    start = max(0, end - _MOST_CHARS)
    found: list[tuple[tuple[int, int], tuple[str, ...]]] = []
    at = start
    for line in passage.text[start:end].splitlines(keepends=True):
        text = line.strip()
        if text and text[0] not in _BULLETS:
            # A title may follow the name in its line.
            head = text.partition(",")[0]
            place = at + line.index(text[0])
            words = tuple(word.folded for word in fold_words(head))
            found.append(((place, place + len(head)), words))
        at += len(line)
    yield from found[-_LAST_LINES:]
