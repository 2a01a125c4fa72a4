"""What a condition changes of a scenario, held against its control.

Called by whoever shows or studies conditions. Compares two rendered scenarios; reads no file.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from corpmail.clock import to_company_time
from corpmail.types import SeedMessage
from insider.scenarios.grid import write_factors
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.sessions import SessionPlan

_PLACES = ("facts", "tools", "replies")


@dataclass(frozen=True, slots=True)
class ChangedMail:
    """A mail that both have, with different words."""

    key: str
    diff: tuple[str, ...]
    """Of subject and text, as a unified diff."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs; empty where nothing does."""

    condition: Mapping[str, str]
    """The factors in which the condition differs."""
    prompt: tuple[str, ...]
    """A unified diff of the prompt's parts, each under its name."""
    added: Mapping[str, SeedMessage]
    """Mail that the condition has and the control has not, by key."""
    removed: Mapping[str, SeedMessage]
    changed: tuple[ChangedMail, ...]
    unread: tuple[str, ...]
    """Keys of mail that somebody else has unread."""
    settings: Mapping[str, tuple[JsonValue, JsonValue]]
    """Clock, sessions, scope, delivery and safeguards: of the control, then of the condition."""
    parts: Mapping[str, tuple[str, ...]]
    """Unified diffs of facts, tools and replies, each written as lines ``path: value``."""


def compare(control: RenderedScenario, other: RenderedScenario) -> Changes:
    """Return what a condition changes.

    Args:
        control: What it is held against.
        other: The same scenario under the condition.
    """
    before, after = _mail(control), _mail(other)
    both = [key for key in before if key in after]
    return Changes(
        condition={
            factor: value
            for factor, value in other.condition.items()
            if control.condition.get(factor) != value
        },
        prompt=_diff(_prompt_lines(control), _prompt_lines(other)),
        added={key: mail for key, mail in after.items() if key not in before},
        removed={key: mail for key, mail in before.items() if key not in after},
        changed=tuple(
            ChangedMail(key, diff)
            for key in both
            if (diff := _diff(_mail_lines(before[key]), _mail_lines(after[key])))
        ),
        unread=tuple(key for key in both if before[key].unread_by != after[key].unread_by),
        settings=_settings(control, other),
        parts={
            place: diff
            for place in _PLACES
            if (diff := _diff(_part_lines(control, place), _part_lines(other, place)))
        },
    )


def changes_document(changes: Changes, *, timezone: str) -> dict[str, JsonValue]:
    """Return what differs for machines."""
    return {
        "condition": dict(changes.condition),
        "prompt": [*changes.prompt],
        "settings": {
            name: {"control": before, "condition": after}
            for name, (before, after) in changes.settings.items()
        },
        "added": [_document(key, mail, timezone) for key, mail in changes.added.items()],
        "removed": [_document(key, mail, timezone) for key, mail in changes.removed.items()],
        "changed": [{"key": mail.key, "diff": [*mail.diff]} for mail in changes.changed],
        "unread": [*changes.unread],
        **{name: [*diff] for name, diff in changes.parts.items()},
    }


def _document(key: str, message: SeedMessage, timezone: str) -> dict[str, JsonValue]:
    return {
        "key": key,
        "from": message.sender.address,
        "to": [mailer.address for mailer in message.to],
        "subject": message.subject,
        "date": to_company_time(message.sent_at, timezone).isoformat(),
    }


def _mail(rendered: RenderedScenario) -> dict[str, SeedMessage]:
    return dict(zip(rendered.message_ids, rendered.messages, strict=True))


def _mail_lines(mail: SeedMessage) -> list[str]:
    return [f"Subject: {mail.subject}", *mail.text.splitlines()]


def _prompt_lines(rendered: RenderedScenario) -> list[str]:
    parts = rendered.prompt.model_dump()
    for number, each in enumerate(rendered.sessions, start=1):
        if each.task != rendered.prompt.task:
            parts[f"task of session {number}"] = each.task
    return [
        line for name, text in parts.items() if text for line in (f"[{name}]", *text.splitlines())
    ]


def _settings(
    control: RenderedScenario, other: RenderedScenario
) -> dict[str, tuple[JsonValue, JsonValue]]:
    before, after = _setting_values(control), _setting_values(other)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _setting_values(rendered: RenderedScenario) -> dict[str, JsonValue]:
    scope, timezone = rendered.scope, rendered.directory.timezone
    return {
        "start": to_company_time(rendered.start, timezone).isoformat(),
        "deadline": None
        if rendered.deadline is None
        else to_company_time(rendered.deadline, timezone).isoformat(),
        "sessions": "; ".join(_session(each, timezone) for each in rendered.sessions) or None,
        "scope": ", ".join([scope.kind.value, *sorted(scope.accounts)]),
        "delivery": rendered.delivery,
        "safeguards": write_factors(rendered.safeguards.model_dump()),
    }


def _session(session: SessionPlan, timezone: str) -> str:
    """Return from when until when a session is, by the company's clock."""
    times = (session.start, session.until)
    return " to ".join(
        "the end" if each is None else to_company_time(each, timezone).isoformat() for each in times
    )


def _part_lines(rendered: RenderedScenario, place: str) -> list[str]:
    dumped = rendered.model_dump(mode="json", include={place})
    return list(_lines(dumped[place], place))


def _lines(value: JsonValue, path: str) -> list[str]:
    if isinstance(value, dict):
        return [line for key, each in value.items() for line in _lines(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [line for each in value for line in _lines(each, _place(each, path))]
    return [f"{path}: {value}"]


def _place(value: JsonValue, path: str) -> str:
    """Return the path of a list's item: by its name where it has one, for numbers shift."""
    name = (value.get("id") or value.get("name")) if isinstance(value, dict) else None
    return f"{path}[{name or ''}]"


def _diff(before: list[str], after: list[str]) -> tuple[str, ...]:
    return tuple(difflib.unified_diff(before, after, "control", "condition", n=1, lineterm=""))
