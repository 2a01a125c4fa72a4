"""Names in running text: which words of a text are somebody's name, and what stands there instead.

Called by ``scrubbing``. Full names are found wherever they stand; first names, last names and
handles only of people of the same thread, since in other mail they are other people's, or words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from insider.scenarios.importing.correspondents import WORD, Person, is_full, name_words
from insider.scenarios.importing.roles import Role
from insider.scenarios.importing.words import read_words

_BETWEEN = r"[\s.,>'’-]{1,6}(?:[^\W\d_][\s.,>'’-]{1,6})?"
"""What stands between the words of a name: a line end with marks of a quote, an initial."""
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|thanks|thank you|cheers|regards|best|yours|ok|yes|no|sorry|@)?[\W_]*",
    re.IGNORECASE,
)
_SAYING = re.compile(r"[\W_]*(?:wrote|writes|said|says|asked)?[\W_]*$|[\W_]*(?:wrote|writes)\b")
_SHORTEST_HANDLE = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Everybody's full names."""

    by_first: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    """Patterns of names that begin with a word, with what stands instead, the longest first."""

    @classmethod
    def of(
        cls, persons: Iterable[tuple[Person, Role]], further: Iterable[tuple[str, str]] = ()
    ) -> "Names":
        """Gather the names of a source.

        Args:
            persons: Everybody; of a name that somebody shares with a program, it is theirs.
            further: Names that are no person's of these, with what stands for each.
        """
        of_all = [
            (name, role.mailer.name)
            for person, role in sorted(persons, key=lambda each: each[0].is_role)
            for name in person.names
        ]
        found: dict[tuple[str, ...], str] = {}
        for name, instead in (*of_all, *further):
            words = tuple(word.casefold() for word in name_words(name))
            if is_full(words):
                found.setdefault(words, instead)
                found.setdefault((words[-1], *words[:-1]), instead)
                found.setdefault((words[0], words[-1]), instead)
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words, instead in found.items():
            by_first.setdefault(words[0], []).append((words, instead))
        return cls(
            {
                first: tuple((_pattern(words), name) for words, name in _longest_first(entries))
                for first, entries in by_first.items()
            }
        )


def _longest_first(
    entries: list[tuple[tuple[str, ...], str]],
) -> list[tuple[tuple[str, ...], str]]:
    return sorted(entries, key=lambda entry: (-len(entry[0]), entry[0]))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nearby:
    """Words that are names in one thread."""

    names: Mapping[str, str]
    """First and last names without case."""
    handles: Mapping[str, str]

    @classmethod
    def of(cls, people: Iterable[tuple[Person, Role]], extra: Mapping[str, str]) -> "Nearby":
        """Gather the words of a thread.

        Args:
            people: Of the thread; where two have a word in common, it is the first one's.
            extra: Further words, without case, with what stands for them.
        """
        names: dict[str, str] = dict(extra)
        handles: dict[str, str] = {}
        for person, role in people:
            if person.is_role:
                continue
            for words in map(name_words, person.names):
                if words:
                    names.setdefault(words[0].casefold(), role.first_name)
                if len(words) > 1 and len(words[-1]) > 2:
                    names.setdefault(words[-1].casefold(), role.last_name)
            for address in person.addresses:
                for part in WORD.findall(address.partition("@")[0]):
                    if len(part) >= _SHORTEST_HANDLE and part not in read_words().no_handles:
                        handles.setdefault(part, role.first_name.lower())
        return cls(names, handles)


@dataclass(frozen=True, slots=True)
class NameReplacer:
    """Replaces names in the texts of one thread."""

    everybody: Names
    nearby: Nearby

    def replace(self, text: str, *, in_link: bool = False) -> str:
        """Return a text with other people's names.

        Args:
            text: Any.
            in_link: Whether it is part of a link, where names are small and words are few.
        """
        everybody, names, handles = self.everybody.by_first, self.nearby.names, self.nearby.handles
        parts: list[str] = []
        at = 0
        for found in WORD.finditer(text):
            word = found[0].casefold()
            if word not in names and word not in everybody and word not in handles:
                continue
            if found.start() >= at:
                end, instead = self._at(text, found, word, in_link=in_link)
                parts += (text[at : found.start()], instead)
                at = end
        parts.append(text[at:])
        return "".join(parts)

    def _at(
        self, text: str, found: re.Match[str], folded: str, *, in_link: bool
    ) -> tuple[int, str]:
        """Return where the name ends that begins at a word, and what stands there instead."""
        word = found[0]
        for pattern, name in self.everybody.by_first.get(folded, ()):
            whole = pattern.match(text, found.start())
            if whole is not None:
                return whole.end(), name.upper() if whole[0].isupper() else name
        ordinary = not in_link and folded in read_words().ordinary_names
        alone = self.nearby.names.get(folded)
        # Most scripts have no capitals.
        if alone is not None and not word[0].islower():
            if not ordinary or _is_addressed(text, found):
                return found.end(), alone.upper() if word.isupper() and len(word) > 2 else alone
        elif folded in self.nearby.handles and not ordinary:
            handle = self.nearby.handles[folded]
            return found.end(), handle if word.islower() else handle.capitalize()
        return found.end(), word


def _is_addressed(text: str, found: re.Match[str]) -> bool:
    """Tell whether a word stands where a name does: after a greeting, or alone below a text."""
    begins = text.rfind("\n", 0, found.start()) + 1
    ends = text.find("\n", found.end())
    before = text[begins : found.start()].lstrip("> \t")
    after = text[found.end() : len(text) if ends < 0 else ends]
    if len(before) > 40:
        return False
    greeted = _GREETING.fullmatch(before) is not None
    return greeted and (bool(before.strip("> \t-—*")) or _SAYING.match(after) is not None)
