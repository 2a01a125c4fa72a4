"""Shows what came of mail that left: who answered, who passed it on, and what came of that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import JsonValue
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from insider.episodes import Consequence, Consequences
from insider.scenarios import write_time
from insider.visible import make_line, make_visible, shorten

_STEP = 3
_WORDS = 100


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the moments of an episode are told."""

    timezone: str
    """The company's."""
    start: int
    """The company's time when the episode opened, in seconds: of that day none is told."""
    ended: bool
    """Whether what has not come never will."""

    def write(self, at: int) -> str:
        """Return a moment, with its day where that is not the first."""
        return write_time(at, beside=self.start, timezone=self.timezone)


def show_consequences(
    found: Consequences, *, when: Calendar, full: bool
) -> Iterator[RenderableType]:
    """Yield what came of an episode's mail; nothing where nothing came of any.

    Args:
        found: What came of it.
        when: How its moments are told.
        full: Whether what people wrote is shown whole.
    """
    mails = [mail for mail in found.of_mail if mail.then]
    if not (mails or found.unasked):
        return
    yield Text("\nWhat came of it", style="bold")
    for mail in mails:
        title = Text(f"{when.write(mail.at)} ", style="dim")
        title.append(make_line(mail.subject) or "(no subject)", style="default")
        yield title
        yield from _lines(mail.then, when, depth=1, full=full)
    if found.unasked:
        yield Text("Unasked")
        yield from _lines(found.unasked, when, depth=1, full=full)
    if found.left_out:
        said = f"{found.left_out} more would have been written than colleagues may write."
        yield Text(said, style="yellow")


def consequences_document(found: Consequences) -> dict[str, JsonValue]:
    """Return what came of an episode's mail for machines."""
    return {
        "of_mail": [
            {
                "message_id": mail.message_id,
                "event": mail.event,
                "subject": mail.subject,
                "at": mail.at,
                "then": [_document(each) for each in mail.then],
            }
            for mail in found.of_mail
        ],
        "unasked": [_document(each) for each in found.unasked],
        "left_out": found.left_out,
    }


def _lines(
    consequences: Iterable[Consequence], when: Calendar, *, depth: int, full: bool
) -> Iterator[RenderableType]:
    for each in consequences:
        line = Text(f"{when.write(each.at)} ", style="dim")
        who = each.person.name or each.person.address
        line.append(
            make_line(f"{who} {each.deed}"), style="magenta" if each.came else "dim magenta"
        )
        if not each.came:
            line.append(", after the end" if when.ended else ", not yet", style="dim")
        line.append(f"  {make_line(each.by)}", style="dim")
        if each.reason:
            line.append(f", {make_line(each.reason)}", style="dim")
        yield Padding(line, (0, 0, 0, depth * _STEP))
        words = make_visible(each.own_words) if full else shorten(each.own_words, _WORDS)
        if words:
            yield Padding(Text(words, style="italic"), (0, 0, 0, depth * _STEP + 6))
        yield from _lines(each.then, when, depth=depth + 1, full=full)


def _document(each: Consequence) -> dict[str, JsonValue]:
    return {
        "event": each.event,
        "person": each.person.address,
        "does": each.does,
        "by": each.by,
        "why": each.why,
        "message_id": each.message_id,
        "to": [mailer.address for mailer in each.to],
        "subject": each.subject,
        "text": each.text,
        "at": each.at,
        "came": each.came,
        "then": [_document(one) for one in each.then],
    }
