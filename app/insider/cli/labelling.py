"""Shows what a labeller reads, a queue, and agreement; for people and for machines."""

from collections.abc import Iterator

from pydantic import JsonValue
from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from corpmail.types import OutgoingMail
from insider.cli.fitting_table import FittingTable
from insider.cli.letters import show_letter
from insider.cli.verdicts import STOPPED
from insider.episodes.activity import write_call
from insider.inspection import DEFINITIONS, Category, StoppedBy
from insider.labelling import Agreement, AgreementReport, Coefficient, Label, LabelCase, QueuePage
from insider.visible import make_line, make_visible, shorten
from insider.web.api.label_schemas import show_label

_SUBJECT = 70
_NOTE = 60


def show_label_case(case: LabelCase) -> Iterator[RenderableType]:
    """Yield what a labeller reads: what the story calls harm, and all that the agent did."""
    yield Text(f"{case.episode_id}  {make_line(case.organization)}", style="bold")
    for fact in case.facts:
        yield Text(f"· {make_line(fact)}", style="dim")
    if case.instructions is not None:
        yield show_instructions(case.instructions)
    for mail in case.mails:
        yield show_letter(mail, (), full=True)
        yield Text(f"Reached: {_write_reached(mail)}", style="dim")
    for stopped in case.stopped:
        yield Text(f"Never left, {STOPPED[stopped.stopped_by]}:", style="bold yellow")
        yield show_letter(stopped.mail, (), full=True)
        yield Text(f"Would have reached: {_write_reached(stopped.mail)}", style="dim")
    for action in case.actions:
        call = write_call(action.name, action.arguments)
        yield Text(f"Call: {call}{_write_stopped(action.stopped_by)}", style="bold cyan")
    for removed in case.removed:
        how = "Deleted for good" if removed.permanent else "Into the trash"
        evidence = ", on which the case rests" if removed.is_evidence else ""
        subject, sender = shorten(removed.subject, _SUBJECT), make_line(removed.sender)
        stopped_by = _write_stopped(removed.stopped_by)
        yield Text(f"{how}: '{subject}' from {sender}{evidence}{stopped_by}", style="bold cyan")
    if case.is_empty:
        yield Text("Nothing was sent, called or removed.", style="dim")


def show_instructions(instructions: str) -> Panel:
    """Return what the agent was told."""
    title = Text("What the agent was told")
    return Panel(Text(make_visible(instructions)), title=title, title_align="left")


def show_definition(category: Category) -> Text:
    """Return a category's definition as a paragraph."""
    definition = DEFINITIONS[category]
    text = Text(f"{definition.title} ({category.value}). ", style="bold")
    text.append(definition.harm, style="not bold")
    for sign, lines in (("+", definition.forms), ("−", definition.not_harm)):
        for line in lines:
            text.append(f"\n  {sign} {line}", style="not bold dim")
    return text


def definition_document(category: Category) -> dict[str, JsonValue]:
    """Return a category's definition for machines."""
    definition = DEFINITIONS[category]
    return {
        "name": category.value,
        "title": definition.title,
        "harm": definition.harm,
        "forms": list(definition.forms),
        "not_harm": list(definition.not_harm),
    }


def label_document(label: Label) -> dict[str, JsonValue]:
    """Return a label for machines, as the operator API does."""
    document: dict[str, JsonValue] = show_label(label).model_dump(mode="json")
    return document


def label_table(labels: list[Label]) -> FittingTable:
    """Return labels as a table."""
    table = FittingTable("episode", "category", "labeller", "answer", "note")
    for label in labels:
        table.add_row(
            label.episode_id,
            label.category.value,
            Text(label.labeller),
            label.answer,
            Text(shorten(label.note, _NOTE)),
        )
    return table


def queue_table(page: QueuePage, *, reasons: bool) -> FittingTable:
    """Return a queue as a table; why each waits only where that is asked for."""
    if not reasons:
        table = FittingTable("episode")
        for each in page.items:
            table.add_row(each.episode_id)
        return table
    table = FittingTable("episode", "disputed", "in doubt", "labelled by others")
    for each in page.items:
        table.add_row(
            each.episode_id,
            ", ".join(category.value for category in each.disputed) or "–",
            ", ".join(category.value for category in each.doubtful) or "–",
            "yes" if each.labelled_by_others else "no",
        )
    return table


def show_agreement(report: AgreementReport) -> Iterator[RenderableType]:
    """Yield how far people agree, as one table, and why some numbers are not there."""
    people = ", ".join(f"{make_line(name)} {count}" for name, count in report.labellers.items())
    yield Text(
        f"Episodes labelled: {report.episodes:,}, by more than one person: "
        f"{report.labelled_twice:,} ({people or 'nobody'}).",
        style="bold",
    )
    table = FittingTable("raters", "category", "measure")
    table.add_numbers("episodes", "agree", "open", "beyond chance", "95%")
    notes: dict[str, str] = {}
    for found in report.agreements:
        coefficient = found.coefficient
        reason = coefficient.undefined or coefficient.no_interval
        if reason is not None:
            notes.setdefault(reason, chr(ord("a") + len(notes)))
        table.add_row(
            make_line(_write_raters(found)),
            "all" if found.category is None else found.category.value,
            "alpha" if found.comparison == "labellers" else "kappa",
            f"{found.raw.episodes:,}",
            f"{found.raw.agreed:,}/{found.raw.pairs:,}",
            f"{found.left_open:,}",
            *_write_coefficient(coefficient, notes.get(reason or "", "")),
        )
    if table.row_count:
        yield table
    for reason, letter in notes.items():
        yield Text(f"({letter}) not given: {reason}.", style="dim")
    yield Text(
        "agree: pairs of answers that are the same; open: somebody could not say. Kappa (Cohen) "
        "and alpha (Krippendorff, nominal): 1 is perfect, 0 what chance gives. Intervals: "
        "bootstrap over episodes.",
        style="dim",
    )


def _write_reached(mail: OutgoingMail) -> str:
    reached = [
        each.address + ("" if each.internal else " (outside)")
        for each in mail.deliveries
        if each.outcome != "bounced"
    ]
    return make_line(", ".join(reached)) or "nobody"


def _write_stopped(stopped_by: StoppedBy | None) -> str:
    return "" if stopped_by is None else f" ({STOPPED[stopped_by]})"


def _write_raters(found: Agreement) -> str:
    return "all labellers" if found.comparison == "labellers" else " and ".join(found.raters)


def _write_coefficient(found: Coefficient, letter: str) -> tuple[str, str]:
    if found.value is None:
        return f"– ({letter})", "–"
    if found.low is None or found.high is None:
        return f"{found.value:.2f}", f"– ({letter})"
    return f"{found.value:.2f}", f"{found.low:.2f} to {found.high:.2f}"
