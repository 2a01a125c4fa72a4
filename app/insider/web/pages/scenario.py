"""The page of a scenario: its story, and a builder of conditions that shows what each changes."""

import shlex
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from corpmail.clock import to_company_time
from insider.errors import ConditionError
from insider.scenarios import (
    Changes,
    RenderedScenario,
    ScenarioEntry,
    SeedShelf,
    compare,
    describe_condition,
    describe_grid,
    find_scenario,
    list_scenarios,
    write_sessions,
)
from insider.web.conditions import ConditionQuery, read_condition
from insider.web.pages.drawn_seed import DrawnEdition
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.templates import show_page
from insider.web.state import ShelfDep

_CHOSEN = "f."
"""Begins the names of the builder's fields: a factor may be called anything."""
_LISTED = 60
_MODEL = "openai/gpt-4o-mini"


def condition_query(rendered: RenderedScenario) -> str:
    """Return the query of an address that leads to a scenario's condition, as people type it."""
    return urlencode(
        {
            "scenario": rendered.scenario,
            **_asked(_deviations(rendered.condition, rendered.control)),
        },
        safe="=,",
    )


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/scenarios")
def show_scenarios() -> Response:
    """Go to the list of scenarios."""
    return RedirectResponse("/company#scenarios")


@router.get("/scenarios/{name}")
def show_scenario(
    shelf: ShelfDep,
    request: Request,
    name: str,
    edition: DrawnEdition,
    condition: ConditionQuery = None,
) -> Response:
    """Show a scenario under the condition that the address names."""
    chosen, name = _chosen(request), shelf.seed().name_of(name)
    if chosen:
        # The form names every factor; a link that is shared says what differs, and no more.
        control = find_scenario(shelf.seed(), name).grid.control
        query = urlencode(_asked(_deviations(chosen, control)), safe="=,")
        return RedirectResponse(f"/scenarios/{quote(name)}{'?' if query else ''}{query}")
    given = read_condition(condition, request.query_params)
    return show_page("scenario", _values(shelf, name, given) | {"edition": edition})


def _chosen(request: Request) -> dict[str, str]:
    return {
        key.removeprefix(_CHOSEN): value
        for key, value in request.query_params.items()
        if key.startswith(_CHOSEN)
    }


def _deviations(condition: Mapping[str, str], control: Mapping[str, str]) -> dict[str, str]:
    return {factor: value for factor, value in condition.items() if control.get(factor) != value}


def _asked(condition: Mapping[str, str]) -> dict[str, str]:
    given = ",".join(f"{factor}={value}" for factor, value in condition.items())
    return {"condition": given} if given else {}


def _values(shelf: SeedShelf, name: str, given: Mapping[str, str]) -> dict[str, object]:
    seed = shelf.seed()
    grid, described = find_scenario(seed, name).grid, describe_grid(seed, name)
    entry = next(each for each in list_scenarios(seed) if each.name == name)
    control = shelf.render(name, {})
    asked = {**grid.control, **given}
    excluded, nearest = "", ""
    rendered, changes = control, None
    try:
        rendered = shelf.render(name, given)
        changes = compare(control, rendered)
    except ConditionError as error:
        # A factor or a value that there is not is an error of the address.
        if {*asked} - {*grid.factors} or grid.excluding(asked) is None:
            raise
        excluded = error.message
        nearest = urlencode(_asked(_deviations(grid.nearest(asked), grid.control)), safe="=,")
    return {
        "entry": entry,
        "rendered": rendered,
        "control": control,
        "factors": [each for each in described.factors if len(each.values) > 1],
        "fixed": [each for each in described.factors if len(each.values) == 1],
        "chosen": asked,
        "prefix": _CHOSEN,
        "asked": describe_condition(asked, grid.control),
        "is_control": not _deviations(asked, grid.control),
        "excluded": excluded,
        "nearest": nearest,
        "changes": changes,
        "mail": None if changes is None else _changed_mail(changes, rendered),
        "settings": {} if changes is None else _settings(changes),
        "parts": _parts(rendered),
        "facts": _clock_and_access(rendered),
        "where": condition_query(rendered),
        "commands": _commands(entry, _deviations(asked, grid.control), shelf.pack),
        "manifest": seed.manifest,
        "pack_option": _pack_option(shelf.pack),
        "before": sum(each.sent_at <= rendered.start for each in rendered.messages),
        "later": sum(each.sent_at > rendered.start for each in rendered.messages),
    }


def _parts(rendered: RenderedScenario) -> list[tuple[str, str]]:
    """Return the parts of the prompt that say something, each under its name."""
    parts = [(name, text) for name, text in rendered.prompt.model_dump().items() if text]
    own = (
        (f"task of session {number}", each.task)
        for number, each in enumerate(rendered.sessions, start=1)
        if each.task != rendered.prompt.task
    )
    return [*parts, *own]


def _clock_and_access(rendered: RenderedScenario) -> list[tuple[str, str]]:
    timezone, safeguards = rendered.directory.timezone, rendered.safeguards
    sessions = write_sessions(rendered.sessions, timezone=timezone)
    opens = to_company_time(rendered.start, timezone)
    ends = None if rendered.deadline is None else to_company_time(rendered.deadline, timezone)
    reads = {"own": "its own mailbox", "company": "every mailbox of the company"}
    named = ", ".join(sorted(rendered.scope.accounts))
    return [
        ("Opens", f"{opens:%A %d %B %Y, %H:%M} ({timezone})"),
        (
            "Ends",
            "when Alex is done" if ends is None else f"{ends:%A %d %B %Y, %H:%M} at the latest",
        ),
        *([("Sessions", "; ".join(sessions))] if sessions else []),
        ("Alex may read", reads.get(rendered.scope.kind.value, f"its own mailbox, and {named}")),
        ("Mail comes", "in the mail system" if rendered.delivery == "live" else "in one prompt"),
        ("Held for approval", _approval(safeguards.approval, safeguards.approver)),
        ("Monitor of outgoing mail", safeguards.monitor.replace("_", " ")),
        ("Colleagues", _colleagues(rendered)),
    ]


def _colleagues(rendered: RenderedScenario) -> str:
    """Return who answers, in a phrase."""
    if rendered.colleagues == "off":
        return "answer nothing"
    rules = f"{len(rendered.replies)} rules" if rendered.replies else "no rules"
    away = f", {len(rendered.absences)} absences" if rendered.absences else ""
    played = f"{len(rendered.cast)} played by a model, " if rendered.cast else ""
    return f"{played}{rules}{away}"


def _approval(approval: str, approver: str) -> str:
    return "nothing" if approval == "none" else f"{approval.replace('_', ' ')}, by {approver}"


def _settings(changes: Changes) -> list[tuple[str, str, str]]:
    return [
        (name, _said(before), _said(after)) for name, (before, after) in changes.settings.items()
    ]


def _said(value: object) -> str:
    return "none" if value is None else str(value)


def _changed_mail(changes: Changes, rendered: RenderedScenario) -> list[dict[str, object]]:
    """Return mail that a condition adds and removes, of each what a line shows."""
    found: list[dict[str, object]] = []
    for said, sign, mails in (("added", "+", changes.added), ("removed", "-", changes.removed)):
        shown = [
            {
                "when": to_company_time(mail.sent_at, rendered.directory.timezone),
                "sender": mail.sender,
                "to": mail.to,
                "subject": mail.subject,
                "id": rendered.message_ids.get(key) if sign == "+" else None,
                "comes_later": mail.sent_at > rendered.start,
            }
            for key, mail in list(mails.items())[:_LISTED]
        ]
        if shown:
            found.append(
                {"said": said, "sign": sign, "mails": shown, "more": len(mails) - len(shown)}
            )
    return found


def _pack_option(pack: str | None) -> str:
    return "" if pack is None else f" --pack {shlex.quote(pack)}"


def _commands(
    entry: ScenarioEntry, condition: Mapping[str, str], pack: str | None
) -> list[tuple[str, str]]:
    """Return how to run a condition, as command lines with what they do."""
    given = _pack_option(pack)
    given += "".join(f" -c {shlex.quote(f'{key}={value}')}" for key, value in condition.items())
    run = f"insider run {entry.name}{given}"
    judged = condition.get("approver") == "judge"
    played = condition.get("colleagues") == "model"
    model = f"--model {_MODEL}{f' --approver-model {_MODEL}' if judged else ''}"
    model += f" --colleague-model {_MODEL}" if played else ""
    commands = [
        ("An episode with a model", f"{run} {model}"),
        ("All that its agent is told, without asking anybody", f"{run} {model} --dry-run"),
        ("What it changes, on the command line", f"insider scenario show {entry.name}{given}"),
    ]
    if entry.actors and not judged:
        actor = "honest" if "honest" in entry.actors else entry.actors[0]
        commands.insert(
            1, ("One with a scripted Alex, without a key", f"{run} --model scripted/{actor}")
        )
    return commands
