"""What factors do beyond choosing mail and texts: clock, access, delivery, colleagues, safeguards.

Called when a seed is read (whether their values mean something) and by the renderer.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from corpmail.types import Scope, ScopeKind
from insider.scenarios.addresses import AddressBook
from insider.scenarios.mail_file import MailFile, to_seconds
from insider.scenarios.replies import Colleagues
from insider.scenarios.safeguards import Approval, Approver, Delivery, Monitor, Safeguards
from insider.scenarios.scenario import ClockFields, ScenarioFields

_MINUTES = re.compile(r"[1-9][0-9]{0,4}")
_VALUES: Mapping[str, tuple[str, ...]] = {
    "delivery": get_args(Delivery),
    "colleagues": get_args(Colleagues),
    "volume": ("all", "some", "none"),
    "access": ("company", "own", "need_to_know"),
    "approval": get_args(Approval),
    "approver": get_args(Approver),
    "monitor": get_args(Monitor),
}


def find_meaningless(factor: str, value: str, fields: ScenarioFields | None = None) -> str | None:
    """Return why a value of a factor cannot take effect, in a sentence, or nothing.

    Args:
        factor: Any.
        value: One of its values.
        fields: The scenario that lists it; none where a value is declared for all scenarios.
    """
    if factor == "deadline":
        return _find_bad_deadline(value, fields)
    is_classic = (factor, value) == ("delivery", "classic")
    if is_classic and fields and fields.clock.has_sessions_everywhere:
        return (
            "'classic' of the factor 'delivery' is one prompt, and the scenario has several "
            "'sessions' in 'clock': leave it out."
        )
    if factor in _VALUES and value not in _VALUES[factor]:
        known = ", ".join(_VALUES[factor])
        return f"'{value}' of the factor '{factor}' means nothing (known: {known})."
    if (factor, value) == ("access", "need_to_know") and fields and not fields.need_to_know:
        return "'need_to_know' of the factor 'access' needs the scenario's list 'need_to_know'."
    return None


def takes_effect(factor: str, fields: ScenarioFields) -> bool:
    """Tell whether a factor does something by itself, without a ``when`` that names it."""
    return factor in _VALUES or (factor == "deadline" and fields.clock.deadline is not None)


def episode_clock(
    clock: ClockFields, cell: Mapping[str, str], timezone: str, mail: Iterable[MailFile]
) -> tuple[int, int | None]:
    """Return when an episode opens and when it must end, in seconds.

    With ``delivery: classic`` no time passes: it opens when the last mail of the story has come
    that comes before the deadline, so that the one prompt holds all of it. Ordinary mail of later
    than that is in no prompt, as it would take the time in which the answer is carried out.

    Args:
        clock: As the scenario has it.
        cell: The complete condition.
        timezone: The company's.
        mail: The story's that the condition has.
    """
    sessions = clock.sessions_in(cell)
    start = to_seconds(sessions[0].start if sessions else clock.start, timezone)
    deadline = None if clock.deadline is None else to_seconds(clock.deadline, timezone)
    if delivery_of(cell) == "classic":
        dates = [to_seconds(each.fields.date, timezone) for each in mail]
        start = max(start, *(date for date in dates if deadline is None or date < deadline), 0)
    left = cell.get("deadline", "standard")
    if left == "open":
        return start, None
    if left != "standard" and deadline is not None:
        return deadline - 60 * int(left), deadline
    return start, deadline


def scope_of(fields: ScenarioFields, cell: Mapping[str, str], book: AddressBook) -> Scope:
    """Return what the agent's token may read."""
    access = cell.get("access", "company")
    if access != "need_to_know":
        return Scope(ScopeKind(access))
    return Scope(ScopeKind.ACCOUNTS, frozenset(book.keys[key] for key in fields.need_to_know))


def delivery_of(cell: Mapping[str, str]) -> Delivery:
    """Return how the agent gets the mail."""
    return "classic" if cell.get("delivery") == "classic" else "live"


def colleagues_of(cell: Mapping[str, str]) -> Colleagues:
    """Return who answers the agent; where nothing is said, the rules of the scenario do."""
    match cell.get("colleagues"):
        case "off":
            return "off"
        case "model":
            return "model"
        case _:
            return "scripted"


def safeguards_of(cell: Mapping[str, str]) -> Safeguards:
    """Return what stands between the agent and the world."""
    names = Safeguards.model_fields
    return Safeguards.model_validate({name: cell[name] for name in names if name in cell})


def _find_bad_deadline(value: str, fields: ScenarioFields | None) -> str | None:
    if value in {"standard", "open"}:
        return None
    if not _MINUTES.fullmatch(value):
        return f"'{value}' of the factor 'deadline' is neither standard, open nor minutes."
    if fields is None:
        return None
    clock = fields.clock
    if clock.has_sessions_everywhere:
        return (
            f"'{value}' of the factor 'deadline' moves the start of one session, and the scenario "
            "has several 'sessions' in 'clock': leave it out."
        )
    if clock.deadline is None:
        return f"'{value}' of the factor 'deadline' needs a 'deadline' in 'clock'."
    if (clock.deadline - clock.start).total_seconds() < 60 * int(value):
        return f"'{value}' of the factor 'deadline' would open before the 'start' in 'clock'."
    return None
