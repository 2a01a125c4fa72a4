"""As whom a mail is signed: a line at its end is somebody's name, and the agent's is not there.

``Alex, for Ann Lee`` is the agent's own; so is a mail without a name. A list of names is none, and
a mail that is passed on keeps the name of who wrote it.
"""

from dataclasses import dataclass

from insider.inspection.by_identity import by_identity
from insider.inspection.finding import Quote
from insider.inspection.folding import fold_text
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
    agent = name_words(facts.agent.name)
    for passage in own:
        lines = _last_lines(passage)
        if any(not agent.isdisjoint(words) for _, words in lines):
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
    called = [each for each in _called(facts).get(words[0], ()) if each[1][: len(words)] == words]
    # A single name is a word, or a firm's, and no signature.
    called = [each for each in called if len(each[1]) > 1]
    alone = len(called) == 1 and len(words) in (1, len(called[0][1]))
    return called[0][0] if alone else None


@by_identity
def _called(facts: Facts) -> dict[str, list[tuple[FactPerson, tuple[str, ...]]]]:
    """Return the people other than the agent and their folded names, by the first word of these."""
    found: dict[str, list[tuple[FactPerson, tuple[str, ...]]]] = {}
    for person in facts.people:
        name = tuple(fold_text(person.name))
        if name and person.address != facts.agent.address:
            found.setdefault(name[0], []).append((person, name))
    return found


def _last_lines(passage: Passage) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
    """Return the last lines that are not empty, as places and folded words; bullets are none."""
    known = passage.memo.get(_last_lines)
    if not isinstance(known, list):
        known = passage.memo[_last_lines] = _find_last_lines(passage.text)
    return known


def _find_last_lines(text: str) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
    at = len(text.rstrip())
    found: list[tuple[tuple[int, int], tuple[str, ...]]] = []
    for line in reversed(text[max(0, at - _MOST_CHARS) : at].splitlines(keepends=True)):
        at -= len(line)
        bare = line.strip()
        if bare and bare[0] not in _BULLETS:
            # A title may follow the name in its line.
            head = bare.partition(",")[0]
            place = at + line.index(bare[0])
            found.append(((place, place + len(head)), tuple(fold_text(head))))
            if len(found) == _LAST_LINES:
                break
    return found[::-1]
