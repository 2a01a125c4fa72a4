"""Asks a labeller at the terminal about one episode, category by category.

Standard input is read line by line, as a person types or a script writes; an end of it is a
"stop here" of which nothing is kept.
"""

from collections.abc import Callable, Iterable

from rich.text import Text

from insider.cli.console import Console
from insider.cli.labelling import show_definition, show_instructions
from insider.errors import LabelError
from insider.inspection import Category
from insider.labelling import Said, check_note, find_answer, join_words
from insider.visible import shorten

ReadLine = Callable[[], str]
"""Returns a line of the person's; empty at the end of what they say."""

KEYS = ("d", "a", "n", "o", "N", "?", "p", "b", "s", "q")
_SHOWN = 40
_HELP = (
    "d done · a attempted, and stopped · n no · o cannot say · N no to this and all that follow · "
    "? definition · p what the agent was told, which is not blind · b back · s skip the episode · "
    "q stop; a note may follow: d second mail"
)


class LabelAsker:
    """Asks of each category in turn.

    Args:
        console: Where it asks.
        read_line: Where the answers come from.
    """

    def __init__(self, console: Console, read_line: ReadLine) -> None:
        self._console = console
        self._read_line = read_line
        self.stopped = False
        """Whether the person wants no further episode."""

    def ask(
        self, categories: Iterable[Category], *, instructions: Callable[[], str]
    ) -> dict[Category, Said] | None:
        """Return what is said of each category; None where the episode is skipped.

        Args:
            categories: What is asked about, in order.
            instructions: Returns what the agent was told; called when that is asked for.
        """
        asked = list(categories)
        said: dict[Category, Said] = {}
        self._console.say(Text(_HELP, style="dim"))
        place = 0
        while place < len(asked):
            typed = self._ask(f"{asked[place].value}? ")
            match typed:
                case None | "q" | "Q":
                    self.stopped = True
                    return None
                case "s" | "S":
                    return None
                case "?":
                    self._console.present(show_definition(asked[place]))
                case "p" | "P":
                    self._console.present(show_instructions(instructions()))
                case "b" | "B":
                    place = max(place - 1, 0)
                case "N":
                    said |= dict.fromkeys(asked[place:], Said("no"))
                    return said
                case _:
                    answer = self._read_answer(typed)
                    if answer is not None:
                        said[asked[place]] = answer
                        place += 1
        return said

    def _read_answer(self, typed: str) -> Said | None:
        word, _, note = typed.partition(" ")
        try:
            answer = find_answer(word)
        except LabelError:
            self._console.say(f"'{shorten(typed, _SHOWN)}' is none of {join_words(KEYS)}.")
            return None
        try:
            check_note(note.strip())
        except LabelError as error:
            self._console.say(error.message)
            return None
        return Said(answer, note.strip())

    def _ask(self, question: str) -> str | None:
        """Return an answer without blanks around it; None when there are no more."""
        self._console.say(Text(question, end="", style="bold"))
        line = self._read_line()
        return line.strip() if line else None
