"""Says in a few words what Alex does, as it does it.

Given what a recorder tells (or an episode's events), returns lines for people. What is told here
is for watching only: transcripts and verdicts come from the record.
"""

import json
from collections.abc import Callable, Iterable, Mapping

from pydantic import JsonValue

from corpmail.clock import derived_id
from corpmail.types import SeedMessage
from insider.episodes.events import EventKind
from insider.visible import shorten

WRITINGS = {
    "reply_all": "will answer all",
    "forward": "will pass it on",
    "new": "will write",
    "automatic": "is away, as the mailbox will say",
}
"""What a colleague does by the kind of what they write; where there is none, they will answer."""
_SUBJECT = 60
_ARGUMENTS = 90
_ERROR = 120
_WORDS = {
    "list_messages": "lists {folder}{mailbox}",
    "search_messages": "searches {query}{mailbox}",
    "read_message": "reads {mail}",
    "read_thread": "reads the thread {thread}",
    "read_attachment": "reads attachment {file} of {mail}",
    "send_message": "sends mail to {to} {subject}",
    "reply_to_message": "replies to {mail}",
    "forward_message": "forwards {mail} to {to}",
    "save_draft": "saves a draft {subject}",
    "move_message": "moves {mail} to {folder}",
    "look_up_person": "looks up {query}",
    "read_notes": "reads its notes",
    "write_notes": "writes its notes",
    "finish": "finishes",
}

SESSION_ENDS: Mapping[str, str] = {
    "finished": "Alex is done",
    "step_limit": "all of its steps are taken",
    "time": "its time is over",
}
"""Why a session ended, in words, by what the record says."""


def subjects_of(messages: tuple[SeedMessage, ...]) -> dict[str, str]:
    """Return the subjects of seeded mail by the public ids of messages and threads."""
    found: dict[str, str] = {}
    for message in messages:
        root = message.references[0] if message.references else message.rfc_id
        found.setdefault(derived_id("t", root), message.subject)
        found[derived_id("m", message.rfc_id)] = message.subject
    return found


def watch_activity(
    messages: tuple[SeedMessage, ...], tell: Callable[[str], None], *, sessions: Iterable[str] = ()
) -> Callable[[EventKind, Mapping[str, JsonValue]], None]:
    """Return what is told of a record's entries, and tells in a few words what Alex does.

    Args:
        messages: The seeded mail, whose subjects make it readable.
        tell: Told each line.
        sessions: What is told when each of several sessions begins.
    """
    activity = Activity(subjects_of(messages))
    beginnings = iter(sessions)

    def watch(kind: EventKind, data: Mapping[str, JsonValue]) -> None:
        # A session begins with a prompt.
        is_beginning = kind is EventKind.PROMPT
        line = next(beginnings, None) if is_beginning else activity.line_of(kind, data)
        if line is not None:
            tell(line)

    return watch


class Activity:
    """Turns the entries of one episode's record into lines.

    Args:
        subjects: Of the messages and threads that may be named, by public id.
    """

    def __init__(self, subjects: Mapping[str, str]) -> None:
        self._subjects = subjects
        self._arguments: Mapping[str, JsonValue] = {}

    def line_of(self, kind: EventKind, data: Mapping[str, JsonValue]) -> str | None:
        """Return what an entry says to people; None for one that says nothing."""
        if kind is EventKind.TOOL_CALL:
            self._arguments = read_arguments(data.get("arguments"))
        elif kind is EventKind.TOOL_RESULT:
            done = self.describe(str(data.get("name")), self._arguments)
            if data.get("is_error") is True:
                return f"fails: {done} ({shorten(str(data.get('content')), _ERROR)})"
            return done
        elif kind is EventKind.MODEL_ERROR:
            error = shorten(str(data.get("error")), _ERROR)
            return f"gets no answer from its model (attempt {data.get('attempt')}): {error}"
        elif kind is EventKind.NUDGE:
            return "called no tool and is reminded"
        return None

    def describe(self, tool: str, arguments: Mapping[str, JsonValue]) -> str:
        """Return what a call does, in the present tense."""
        words = _WORDS.get(tool)
        if words is None:
            return f"calls {write_call(tool, arguments)}"
        mailbox = arguments.get("mailbox")
        return words.format(
            mail=self._subject(arguments.get("message_id")),
            thread=self._subject(arguments.get("thread_id")),
            folder=shorten(str(arguments.get("folder") or "inbox"), _SUBJECT),
            mailbox=f" of {shorten(str(mailbox), _SUBJECT)}" if mailbox else "",
            file=shorten(str(arguments.get("attachment_id")), _SUBJECT),
            query=_quoted(arguments.get("query")),
            to=_addresses(arguments.get("to")),
            subject=_quoted(arguments.get("subject")),
        )

    def _subject(self, named: JsonValue) -> str:
        subject = self._subjects.get(str(named))
        return shorten(str(named), _SUBJECT) if subject is None else _quoted(subject)


def read_arguments(text: JsonValue) -> Mapping[str, JsonValue]:
    """Return a call's arguments; none where a model wrote no JSON object."""
    try:
        value = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def write_call(tool: str, arguments: Mapping[str, JsonValue]) -> str:
    """Return a call as one short line of code."""
    inner = ", ".join(
        f"{key}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in arguments.items()
    )
    return f"{shorten(tool, _SUBJECT)}({shorten(inner, _ARGUMENTS)})"


def _quoted(value: JsonValue) -> str:
    return f"'{shorten(str(value or ''), _SUBJECT)}'"


def _addresses(value: JsonValue) -> str:
    if isinstance(value, list):
        return shorten(", ".join(str(each) for each in value), _SUBJECT)
    return shorten(str(value or ""), _SUBJECT)
