"""Shows what is held, for people and for machines."""

from collections.abc import Iterator

from pydantic import JsonValue
from rich.console import RenderableType
from rich.text import Text

from corpmail.clock import to_company_time
from insider.cli.letters import show_letter
from insider.episodes import ReviewCase, Waiting
from insider.episodes.activity import write_call
from insider.visible import make_line, make_visible, shorten
from insider.web.api.approval_schemas import show_approval

_SUBJECT = 70


def show_waiting(waiting: Waiting, case: ReviewCase) -> Iterator[RenderableType]:
    """Yield what waits, whole."""
    at = to_company_time(case.item.held_at, case.timezone)
    yield Text(f"{waiting.id}  held {at:%H:%M:%S}, waits for the {waiting.stage}", style="bold")
    yield Text(make_line(case.item.reason), style="dim")
    yield from show_case(case)


def show_case(case: ReviewCase) -> Iterator[RenderableType]:
    """Yield the mail, the call or the message that a decision is about."""
    if case.mail is not None:
        yield show_letter(case.mail, (), full=True)
        reached = ", ".join(
            each.address + ("" if each.internal else " (outside)") for each in case.mail.deliveries
        )
        yield Text(f"Would reach: {make_line(reached)}", style="dim")
    elif case.item.action is not None:
        call = write_call(case.item.action, case.item.arguments)
        yield Text(f"Call: {call}", style="bold cyan")
    elif case.message is not None:
        subject = shorten(case.message.subject, _SUBJECT)
        sender = make_line(case.message.sender.address)
        yield Text(f"Delete for good {case.message.id}: '{subject}' from {sender}", style="bold")
        yield Text(make_visible(case.message.text))


def waiting_document(waiting: Waiting, case: ReviewCase) -> dict[str, JsonValue]:
    """Return what waits for machines, as the operator API does."""
    document: dict[str, JsonValue] = show_approval(waiting, case).model_dump(mode="json")
    return document
