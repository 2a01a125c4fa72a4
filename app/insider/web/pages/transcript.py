"""An episode's record as a page shows it: what the agent thought, called and was told.

Pure: given events, returns values for templates. What the mail server recorded beside a tool call
that is shown already is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from alex.chat import ModelReply
from corpmail.journal import Act
from insider.episodes import Event, EventKind
from insider.episodes.activity import (
    SESSION_ENDS,
    WRITINGS,
    Activity,
    read_arguments,
    write_call,
)
from insider.scenarios import write_day, write_other_day, write_time
from insider.visible import make_line, shorten
from insider.web.pages.marking import Mark

_FOLDED = 700
"""Characters of a text that are shown before one asks for the rest."""
_RULINGS = {
    "approve": "approved",
    "refuse": "refused",
    "pass_on": "passed on to the approver",
    "escalate": "objected to, and left to the approver,",
}
_OTHER = {"approve": "refuse", "refuse": "approve"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an entry."""

    label: str
    """What it is, such as ``thinks``; empty where the entry says so."""
    words: str
    left_out: int
    """Characters at its end that are not shown."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A decision on what was held, as it was not made: what a fork may be begun with."""

    item: int
    decision: str
    """``approve`` or ``refuse``."""

    @property
    def said(self) -> str:
        """The decision in a word."""
        return _RULINGS[self.decision]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a page shows it."""

    seq: int
    step: int | None
    at: int
    kind: str
    tone: str
    """``model``, ``call``, ``result``, ``failed``, ``mail``, ``held``, ``notes``, ``session``,
    ``clock`` or ``end``."""
    title: str
    texts: tuple[Text, ...] = ()
    message_id: str | None = None
    """The mail that it is about."""
    marks: tuple[Mark, ...] = ()
    turned: Turned | None = None
    """The decision that it is, the other way round."""


class Transcript:
    """Turns events into entries.

    Args:
        subjects: Subjects of mail by public ids of messages and threads.
        marks: What the inspector points at.
        timezone: The company's.
        start: The company's time when the episode opened, in seconds.
        foreign: Whether somebody else's agent ran, whose calls are known from the mail API alone.
        whole: Whether long texts are given to their end.
    """

    def __init__(
        self,
        *,
        subjects: Mapping[str, str],
        marks: Sequence[Mark],
        timezone: str,
        start: int,
        foreign: bool,
        whole: bool = False,
    ) -> None:
        self._activity = Activity(subjects)
        self._marks = marks
        self._timezone = timezone
        self._start = start
        self._foreign = foreign
        self._most = None if whole else _FOLDED

    def entries(self, events: Iterable[Event]) -> tuple[Entry, ...]:
        """Return what is shown of events, in their order."""
        shown = (self._entry(event) for event in events)
        return tuple(entry for entry in shown if entry is not None)

    def _entry(self, event: Event) -> Entry | None:
        said = self._say(event)
        if said is None:
            return None
        tone, title, texts = said
        message_id = event.data.get("message_id")
        return Entry(
            seq=event.seq,
            step=event.step,
            at=event.at,
            kind=event.kind.value,
            tone=tone,
            title=make_line(title),
            texts=tuple(texts),
            message_id=message_id if isinstance(message_id, str) else None,
            marks=tuple(mark for mark in self._marks if mark.event == event.seq),
            turned=_turn(event),
        )

    def _say(self, event: Event) -> tuple[str, str, list[Text]] | None:  # noqa: C901 - one line a kind
        data = event.data
        match event.kind:
            case EventKind.EPISODE_OPENED:
                return "clock", f"The episode opens: {data.get('scenario')}", []
            case EventKind.PROMPT:
                return "clock", "Alex is given its instructions", []
            case EventKind.MODEL_CALL:
                return self._reply(data)
            case EventKind.MODEL_ERROR:
                said = f"The model failed, attempt {data.get('attempt')}"
                return "failed", said, [self._text("", data.get("error"))]
            case EventKind.TOOL_CALL:
                name = str(data.get("name"))
                return (
                    "call",
                    self._activity.describe(name, read_arguments(data.get("arguments"))),
                    [],
                )
            case EventKind.TOOL_RESULT:
                failed = data.get("is_error") is True
                title = "fails" if failed else "is told"
                return (
                    "failed" if failed else "result",
                    title,
                    [self._text("", data.get("content"))],
                )
            case EventKind.NUDGE:
                message = data.get("message")
                content = message.get("content") if isinstance(message, dict) else ""
                return "clock", "is reminded", [self._text("", content)]
            case Act.API_CALL:
                return self._api_call(data) if self._foreign else None
            case Act.MAIL_SENT:
                return "mail", f"Mail leaves: {data.get('subject') or '(no subject)'}", []
            case Act.MAIL_BOUNCED:
                return "failed", f"Mail bounces: {data.get('address') or data.get('subject')}", []
            case (
                Act.REPLY_SCHEDULED
                | EventKind.COLLEAGUE_ANSWERED
                | EventKind.COLLEAGUE_FAILED
                | EventKind.COLLEAGUES_BOUNDED
            ):
                return self._colleague(event)
            case Act.MAIL_ARRIVED:
                day = write_other_day(event.at, beside=self._start, timezone=self._timezone)
                said = f"New mail from {data.get('sender')}: {data.get('subject')}"
                return "arrived", f"{said}, on {day}" if day else said, []
            case Act.DRAFT_SAVED:
                return "mail", f"A draft is kept: {data.get('subject') or '(no subject)'}", []
            case Act.MESSAGE_DELETED:
                gone = "is gone for good" if data.get("permanent") else "goes to the trash"
                return (
                    "mail",
                    f"A message {gone}: {data.get('subject') or data.get('message_id')}",
                    [],
                )
            case Act.ACTION_EXECUTED:
                effect = "took effect" if data.get("executed") is True else "had no effect"
                return "action", f"{_call(data)} {effect}", []
            case Act.MAIL_HELD | Act.ACTION_HELD | Act.DELETION_HELD:
                what = _call(data) if event.kind is Act.ACTION_HELD else data.get("subject")
                title = f"Held as {data.get('item')}: {what or '(no subject)'}"
                return "held", title, [self._text("", data.get("reason"))]
            case EventKind.APPROVAL_DECIDED:
                ruling = _RULINGS.get(str(data.get("decision")), str(data.get("decision")))
                title = f"{data.get('item')} {ruling} by {data.get('by')}"
                return "held", title, [self._text("", data.get("reason"))]
            case EventKind.REVIEW_FAILED:
                return "failed", "A reviewer gave no decision", [self._text("", data.get("error"))]
            case Act.NOTES_WRITTEN:
                verb = "adds to" if data.get("adds") is True else "writes"
                return "notes", f"Alex {verb} its notes", [self._text("", data.get("text"))]
            case Act.SESSION_BEGAN:
                day = write_day(event.at, start=self._start, timezone=self._timezone)
                return "session", f"Session {data.get('session')}: {day}", []
            case Act.SESSION_ENDED:
                reason = SESSION_ENDS.get(str(data.get("reason")), str(data.get("reason")))
                return "clock", f"The session ends: {reason}", []
            case Act.BRANCH_CLOSED:
                return "end", f"The mail ends: {data.get('reason')}", []
            case EventKind.EPISODE_ENDED:
                texts = [self._text("", data.get(key)) for key in ("error", "summary")]
                return (
                    "end",
                    f"The episode ends: {data.get('stop_reason')}",
                    [text for text in texts if text.words],
                )
            case _:
                return None

    def _colleague(self, event: Event) -> tuple[str, str, list[Text]] | None:
        data = event.data
        match event.kind:
            case Act.REPLY_SCHEDULED:
                comes_at = int(str(data.get("comes_at")))
                when = write_time(comes_at, beside=event.at, timezone=self._timezone)
                deed = WRITINGS.get(str(data.get("kind")), "will answer")
                why = [self._text("why", data["why"])] if "why" in data else []
                return "clock", f"{data.get('sender')} {deed} at {when}", why
            case EventKind.COLLEAGUE_FAILED:
                said = f"{data.get('person')} gave no answer"
                return "failed", said, [self._text("", data.get("error"))]
            case EventKind.COLLEAGUES_BOUNDED:
                return "failed", f"Colleagues write no more: {data.get('bound')}", []
            case _ if data.get("does") == "nothing":
                said = f"{data.get('person')} does nothing about mail to them"
                return "clock", said, [self._text("why", data.get("why", ""))]
            case _:
                # What they wrote is scheduled, and told there.
                return None

    def _reply(self, data: Mapping[str, JsonValue]) -> tuple[str, str, list[Text]]:
        reply = ModelReply.model_validate(data["reply"])
        texts = [
            self._text(label, words)
            for label, words in (
                ("thinks", reply.reasoning),
                ("says", reply.text),
                ("refuses", reply.refusal),
            )
            if words
        ]
        return "model", "Alex" if texts else "Alex says nothing", texts

    def _api_call(self, data: Mapping[str, JsonValue]) -> tuple[str, str, list[Text]]:
        arguments = data.get("arguments")
        known = arguments if isinstance(arguments, dict) else {}
        call = write_call(str(data.get("operation")), known)
        return "call", f"{call}, answered {data.get('status')}", []

    def _text(self, label: str, words: JsonValue) -> Text:
        text = "" if words is None else str(words)
        if self._most is None or len(text) <= self._most + _FOLDED // 4:
            return Text(label, text, 0)
        return Text(label, text[: self._most], len(text) - self._most)


def _turn(event: Event) -> Turned | None:
    other = _OTHER.get(str(event.data.get("decision")))
    item = event.data.get("item")
    if event.kind is not EventKind.APPROVAL_DECIDED or other is None or not isinstance(item, int):
        return None
    return Turned(item, other)


def _call(data: Mapping[str, JsonValue]) -> str:
    arguments = data.get("arguments")
    return shorten(
        write_call(str(data.get("name")), arguments if isinstance(arguments, dict) else {}), 160
    )
