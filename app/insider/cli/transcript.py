"""Shows an episode's record as a transcript: the company's clock on the left, deeds as letters.

Pure: given what was read from the database, yields what the console prints. What the mail server
recorded beside a tool call that is shown already is left out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from alex.chat import ModelReply
from corpmail.clock import to_company_time
from corpmail.journal import Act
from corpmail.types import OutgoingMail
from insider.cli.letters import show_letter
from insider.cli.verdicts import describe
from insider.episodes import Event, EventKind
from insider.episodes.activity import (
    SESSION_ENDS,
    WRITINGS,
    Activity,
    read_arguments,
    write_call,
)
from insider.inspection import Finding, Observation
from insider.scenarios import write_day, write_other_day, write_time
from insider.visible import make_line, make_visible, shorten

_CLOCK = 8
_FOLDED = 76
_NOTES = 12
"""Lines of notes."""
_RULINGS = {
    "approve": "approved",
    "refuse": "refused",
    "pass_on": "passed on to the approver",
    "escalate": "objected to, and left to the approver,",
}
_INDENT = (0, 0, 0, _CLOCK + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An episode's record and what it takes to show it."""

    events: Sequence[Event]
    letters: Mapping[str, OutgoingMail]
    """Outgoing mail by public id."""
    contents: Mapping[str, JsonValue]
    """Long texts that events refer to, by hash."""
    observations: Sequence[Observation]
    """Findings and suspicions."""
    timezone: str


def show_record(record: Record, *, full: bool) -> Iterator[RenderableType]:
    """Yield a transcript.

    Args:
        record: What to show.
        full: Whether prompt, results and long letters are shown whole.
    """
    writer = _Writer(record, full=full)
    for event in record.events:
        yield from writer.show(event)
        for seen in record.observations:
            if any(deed.event == event.seq for deed in seen.deeds):
                yield Padding(describe(seen), _INDENT)


def subjects_in(events: Sequence[Event]) -> dict[str, str]:
    """Return the subjects that a record names, by the ids of their messages and threads."""
    found: dict[str, str] = {}
    for event in events:
        subject = event.data.get("subject")
        if isinstance(subject, str):
            for key in ("message_id", "thread_id"):
                found.setdefault(str(event.data.get(key)), subject)
    return found


class _Writer:
    def __init__(self, record: Record, *, full: bool) -> None:
        self._record = record
        self._full = full
        self._activity = Activity(subjects_in(record.events))
        kinds = {event.kind for event in record.events}
        self._foreign = EventKind.PROMPT not in kinds
        self._shows: Mapping[EventKind | Act, Callable[[Event], Iterator[RenderableType]]] = {
            EventKind.PROMPT: self._prompt,
            EventKind.MODEL_CALL: self._model_call,
            EventKind.MODEL_ERROR: self._model_error,
            EventKind.TOOL_CALL: self._tool_call,
            EventKind.TOOL_RESULT: self._tool_result,
            EventKind.NUDGE: self._nudge,
            EventKind.EPISODE_ENDED: self._ended,
            Act.API_CALL: self._api_call,
            Act.REPLY_SCHEDULED: self._scheduled,
            Act.MAIL_ARRIVED: self._arrived,
            Act.MAIL_SENT: self._sent,
            Act.ACTION_EXECUTED: self._action,
            Act.MAIL_HELD: self._held,
            Act.ACTION_HELD: self._held,
            Act.DELETION_HELD: self._held,
            EventKind.APPROVAL_DECIDED: self._decided,
            EventKind.REVIEW_FAILED: self._review_failed,
            EventKind.COLLEAGUE_ANSWERED: self._did_nothing,
            EventKind.COLLEAGUE_FAILED: self._review_failed,
            EventKind.COLLEAGUES_BOUNDED: self._bounded,
            Act.NOTES_WRITTEN: self._notes,
            Act.SESSION_BEGAN: self._session_began,
            Act.SESSION_ENDED: self._session_ended,
            Act.BRANCH_CLOSED: self._closed,
        }

    def show(self, event: Event) -> Iterator[RenderableType]:
        show = self._shows.get(event.kind)
        if show is not None:
            yield from show(event)

    def _line(self, event: Event, text: Text) -> Table:
        now = to_company_time(event.at, self._record.timezone)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=_CLOCK, no_wrap=True, style="dim")
        grid.add_column(ratio=1)
        grid.add_row(f"{now:%H:%M:%S}", text)
        return grid

    def _prompt(self, event: Event) -> Iterator[RenderableType]:
        messages = [
            self._record.contents.get(str(key)) for key in _list(event.data.get("messages"))
        ]
        tools = _list(self._record.contents.get(str(event.data.get("tools"))))
        texts = [
            (str(message.get("role")), str(message.get("content")))
            for message in messages
            if isinstance(message, dict)
        ]
        sizes = ", ".join(f"{role} {len(text):,} characters" for role, text in texts)
        fold = "" if self._full else " (--full shows it)"
        yield self._line(event, Text(f"prompt: {sizes}, {len(tools)} tools{fold}", style="dim"))
        if self._full:
            for role, text in texts:
                yield Padding(Text(role, style="bold"), _INDENT)
                yield Padding(Text(make_visible(text)), _INDENT)

    def _model_call(self, event: Event) -> Iterator[RenderableType]:
        reply = ModelReply.model_validate(event.data["reply"])
        yield Rule(Text(f"step {event.step}"), style="dim", align="left")
        if reply.reasoning:
            yield self._line(event, Text(make_visible(reply.reasoning), style="dim italic"))
        if reply.text:
            yield self._line(event, Text(make_visible(reply.text)))
        if reply.refusal:
            yield self._line(event, Text(f"refuses: {make_line(reply.refusal)}", style="yellow"))

    def _model_error(self, event: Event) -> Iterator[RenderableType]:
        said = f"model error, attempt {event.data.get('attempt')}: {event.data.get('error')}"
        yield self._line(event, Text(make_line(said), style="yellow"))

    def _tool_call(self, event: Event) -> Iterator[RenderableType]:
        arguments = read_arguments(event.data.get("arguments"))
        name = str(event.data.get("name"))
        yield self._line(event, Text(f"→ {self._activity.describe(name, arguments)}", style="bold"))
        if self._full:
            raw = Text(f"{name} {event.data.get('arguments')}", style="dim")
            yield Padding(Text(make_visible(raw.plain), style="dim"), _INDENT)

    def _tool_result(self, event: Event) -> Iterator[RenderableType]:
        content = str(event.data.get("content"))
        failed = event.data.get("is_error") is True
        style = "red" if failed else "dim"
        if self._full:
            yield Padding(Text(make_visible(content), style=style), _INDENT)
        elif failed or event.data.get("name") != "finish":
            lines = [line for line in content.splitlines() if line.strip()] or ["(nothing)"]
            more = f" (+{len(lines) - 1} lines)" if len(lines) > 1 else ""
            text = Text(f"{shorten(lines[0], _FOLDED)}{more}", style=style)
            yield Padding(text, _INDENT)

    def _nudge(self, event: Event) -> Iterator[RenderableType]:
        message = event.data.get("message")
        content = message.get("content") if isinstance(message, dict) else ""
        yield self._line(event, Text(f"told: {make_line(str(content))}", style="yellow"))

    def _api_call(self, event: Event) -> Iterator[RenderableType]:
        # Alex's own requests stand there as tool calls.
        if self._foreign:
            arguments = event.data.get("arguments")
            call = write_call(
                str(event.data.get("operation")), arguments if isinstance(arguments, dict) else {}
            )
            text = f"→ {call}  HTTP {event.data.get('status')}"
            yield self._line(event, Text(text, style="bold"))

    def _scheduled(self, event: Event) -> Iterator[RenderableType]:
        comes_at = int(str(event.data.get("comes_at")))
        when = write_time(comes_at, beside=event.at, timezone=self._record.timezone)
        deed = WRITINGS.get(str(event.data.get("kind")), "will answer")
        said = f"{event.data.get('sender')} {deed} at {when}"
        yield self._line(event, Text(make_line(said), style="magenta"))

    def _did_nothing(self, event: Event) -> Iterator[RenderableType]:
        # What somebody did do stands there as what they will write.
        if event.data.get("does") == "nothing":
            said = f"{event.data.get('person')} does nothing. {event.data.get('why', '')}"
            yield self._line(event, Text(make_line(said), style="magenta"))

    def _bounded(self, event: Event) -> Iterator[RenderableType]:
        said = f"colleagues write no more ({event.data.get('bound')}, {event.data.get('most')})"
        yield self._line(event, Text(said, style="yellow"))

    def _arrived(self, event: Event) -> Iterator[RenderableType]:
        start, timezone = self._record.events[0].at, self._record.timezone
        day = write_other_day(event.at, beside=start, timezone=timezone)
        said = f"new mail from {event.data.get('sender')}: '{event.data.get('subject')}'"
        said += f", on {day}" if day else ""
        yield self._line(event, Text(make_line(said), style="magenta"))

    def _sent(self, event: Event) -> Iterator[RenderableType]:
        letter = self._record.letters.get(str(event.data.get("message_id")))
        if letter is None:
            return
        about = [
            seen
            for seen in self._record.observations
            if any(quote.message_id == letter.message_id for quote in seen.quotes)
        ]
        yield Padding(show_letter(letter, about, full=self._full), _INDENT)
        for seen in about:
            yield Padding(describe(seen), _INDENT)

    def _action(self, event: Event) -> Iterator[RenderableType]:
        arguments = event.data.get("arguments")
        call = write_call(
            str(event.data.get("name")), arguments if isinstance(arguments, dict) else {}
        )
        effect = "took effect" if event.data.get("executed") is True else "had no effect"
        yield self._line(event, Text(f"action {call} {effect}", style="bold cyan"))

    def _held(self, event: Event) -> Iterator[RenderableType]:
        what = event.data.get("name") or event.data.get("subject")
        said = f"held as {event.data.get('item')}: '{what}'. {event.data.get('reason')}"
        yield self._line(event, Text(make_line(said), style="yellow"))
        if event.kind is Act.MAIL_HELD:
            message_id = event.data.get("message_id")
            for seen in self._record.observations:
                if _never_left(seen) and any(q.message_id == message_id for q in seen.quotes):
                    yield Padding(describe(seen), _INDENT)

    def _decided(self, event: Event) -> Iterator[RenderableType]:
        ruling = _RULINGS.get(str(event.data.get("decision")), str(event.data.get("decision")))
        said = f"{event.data.get('item')} {ruling} by {event.data.get('by')}"
        reason = f": {event.data['reason']}" if event.data.get("reason") else ""
        edit = event.data.get("edit")
        if isinstance(edit, dict):
            said += f", with another {' and '.join(edit)}"
        style = "green" if event.data.get("decision") == "approve" else "yellow"
        yield self._line(event, Text(make_line(said + reason), style=f"bold {style}"))

    def _review_failed(self, event: Event) -> Iterator[RenderableType]:
        yield self._line(event, Text(make_line(str(event.data.get("error"))), style="red"))

    def _notes(self, event: Event) -> Iterator[RenderableType]:
        verb = "adds to" if event.data.get("adds") is True else "writes"
        lines = make_visible(str(event.data.get("text"))).splitlines()
        left_out = 0 if self._full else max(len(lines) - _NOTES, 0)
        more = f" (+{left_out} lines, which --full shows)" if left_out else ""
        yield self._line(event, Text(f"{verb} its notes{more}", style="blue"))
        yield Padding(Text("\n".join(lines[: len(lines) - left_out])), _INDENT)

    def _session_began(self, event: Event) -> Iterator[RenderableType]:
        start = self._record.events[0].at
        day = write_day(event.at, start=start, timezone=self._record.timezone)
        title = f"Session {event.data.get('session')} · {day}"
        yield Rule(Text(title, style="bold"), style="bold", align="left")

    def _session_ended(self, event: Event) -> Iterator[RenderableType]:
        reason = SESSION_ENDS.get(str(event.data.get("reason")), str(event.data.get("reason")))
        yield self._line(event, Text(f"the session ends: {reason}", style="magenta"))

    def _closed(self, event: Event) -> Iterator[RenderableType]:
        yield self._line(event, Text(f"the mail ends: {event.data.get('reason')}", style="magenta"))

    def _ended(self, event: Event) -> Iterator[RenderableType]:
        text = Text(f"ended: {event.data.get('stop_reason')}", style="bold")
        for key in ("error", "summary"):
            if event.data.get(key):
                text.append(f"\n{make_visible(str(event.data[key]))}", style="not bold")
        yield self._line(event, text)


def _never_left(seen: Observation) -> bool:
    """Tell whether something is about mail of which no letter is shown."""
    return isinstance(seen, Finding) and seen.stopped_by in ("held", "refused")


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
