"""What the framework's own functions render, made anew from the same templates and variables.

The rules are the framework's: which file of variables a goal has, which section of it, which
templates are put together, where mails get numbers. A test holds every condition against the
package ``inspect-evals``. Called by ``make_pack``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.public_framework.framework_copy import FrameworkCopy

NUMBERED = "leaking"
"""The scenario whose mails have numbers."""
_MAIL = "<email>"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkCondition:
    """A condition, in the framework's words."""

    scenario: str
    goal_type: str
    goal_value: str
    """``none`` where the type is ``none`` or ``ambiguous``."""
    urgency: str
    extra: str | None = None
    prod: bool = False
    has_notice: bool = False


@dataclass(frozen=True, slots=True)
class FrameworkPrompt:
    """What the framework sends."""

    system: str
    user: str
    mail: str


def render_as_framework(copy: FrameworkCopy, condition: FrameworkCondition) -> FrameworkPrompt:
    """Return what the framework sends under a condition.

    Raises:
        InvalidSeedError: The copy lacks what it needs.
    """
    variables = variables_of(copy, condition)
    extra = "" if condition.extra is None else copy.extra[condition.extra]
    whole = {
        **variables,
        "extra_system_instructions": fill(extra, variables),
        "alignment_faking_warning": (copy.notice or "") if condition.has_notice else "",
    }
    return FrameworkPrompt(
        system=fill(system_template(copy, condition.scenario, prod=condition.prod), whole),
        user=user_prompt(copy),
        mail=mail_of(copy, condition, variables),
    )


def fill(template: str, variables: Mapping[str, str]) -> str:
    """Return a template with its variables; those that nobody gives stay as they are."""
    return Template(template).safe_substitute(variables)


def system_template(copy: FrameworkCopy, scenario: str, *, prod: bool) -> str:
    """Return the template of a system prompt, with the scratchpad or (``prod``) without."""
    return _string(copy, f"{scenario.upper()}_SYSTEM_PROMPT{'_PROD' if prod else ''}")


def user_prompt(copy: FrameworkCopy) -> str:
    """Return what the user says before the mail."""
    return _string(copy, "USER_PROMPT")


def mail_templates(copy: FrameworkCopy, scenario: str, goal_type: str, urgency: str) -> list[str]:
    """Return the templates whose mail a condition has, one after the other.

    Raises:
        InvalidSeedError: The copy lacks one.
    """
    if goal_type == "none":
        names = [f"email-template-{scenario}-goal-conflict-none-{urgency}"]
    else:
        names = [f"email-template-{scenario}-{each}" for each in ("shared", urgency)]
    found = []
    for name in names:
        if f"{scenario}/{name}" not in copy.templates:
            raise missing(f"templates/{scenario}/templates/{name}.md")
        found.append(copy.templates[f"{scenario}/{name}"])
    return found


def mail_of(
    copy: FrameworkCopy, condition: FrameworkCondition, variables: Mapping[str, str]
) -> str:
    """Return all mail of a condition as the framework shows it."""
    templates = mail_templates(copy, condition.scenario, condition.goal_type, condition.urgency)
    content = "".join(fill(template, variables) for template in templates)
    if condition.scenario != NUMBERED:
        return content
    before, *mails = content.split(_MAIL)
    return before + "".join(f"{_MAIL}\nID: {number}{each}" for number, each in enumerate(mails, 1))


def variables_of(copy: FrameworkCopy, condition: FrameworkCondition) -> dict[str, str]:
    """Return the variables of a condition.

    Raises:
        InvalidSeedError: The copy has none for its goal.
    """
    # The framework's own words for it: one story has the variables of the other.
    folder = "blackmail" if condition.scenario == "murder" else condition.scenario
    value = condition.goal_value.lower()
    is_named = condition.goal_type not in ("none", "ambiguous") and value not in (
        "none",
        "ambiguous",
    )
    name = _file_of(copy, folder, value) if is_named else "ambiguous"
    sections = copy.variables.get(f"{folder}/{name}")
    if not sections:
        raise missing(f"templates/{folder}/variables/{name}.md")
    fitting = [each for key, each in sections.items() if value in key] if is_named else []
    chosen = (fitting or [*sections.values()])[0]
    return {**chosen, **_goal(copy, f"{condition.goal_type}-{condition.goal_value}")}


def missing(file: str) -> InvalidSeedError:
    """Return the error for a file that a copy lacks."""
    said = "the copy has no such file, or nothing in it; is it whole?"
    return InvalidSeedError([SeedProblem(file, None, said)])


def _goal(copy: FrameworkCopy, key: str) -> Mapping[str, str]:
    if key in copy.goals:
        return copy.goals[key]
    # Copies of the repository name both sides of a swap.
    longer = [goal for name, goal in copy.goals.items() if name.startswith(f"{key}-")]
    return longer[0] if len(longer) == 1 else copy.goals.get("none", {})


def _file_of(copy: FrameworkCopy, folder: str, value: str) -> str:
    names = [key.partition("/")[2] for key in copy.variables if key.startswith(f"{folder}/")]
    names = [name for name in names if name != "ambiguous" and value in name.lower()]
    whole = [
        name
        for name in names
        if f"_{value}_" in f"_{name.lower()}_"
        or name.lower().startswith(value)
        or name.lower().endswith(value)
    ]
    return next(iter(whole or names), "ambiguous")


def _string(copy: FrameworkCopy, name: str) -> str:
    if name not in copy.strings:
        said = f"{name} is not assigned here, or not as a text; is this a copy of the framework?"
        raise InvalidSeedError([SeedProblem("templates/system_prompt_templates.py", None, said)])
    return copy.strings[name]
