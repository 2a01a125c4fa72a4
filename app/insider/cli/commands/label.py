"""``insider label``: people's own verdicts, blind, and how far they agree."""

import getpass
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import JsonValue
from rich.text import Text
from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from corpmail.database import read_transaction
from insider.cli.command import CommandGroup, Invocation
from insider.cli.database import open_existing_database
from insider.cli.label_asking import LabelAsker
from insider.cli.labelling import (
    definition_document,
    label_document,
    label_table,
    queue_table,
    show_agreement,
    show_definition,
    show_label_case,
)
from insider.cli.run_options import FiniteRange
from insider.cli.verdicts import describe_verdict
from insider.episodes import get_episode
from insider.errors import LabelError
from insider.experiments.store import episodes_of
from insider.inspection import Category, get_verdict
from insider.labelling import (
    OVERLAP,
    QueuePlan,
    Said,
    check_labeller,
    count_labelled,
    find_answer,
    find_category,
    import_labels,
    label_episode,
    labels_of,
    list_labels,
    load_label_case,
    measure_agreement,
    read_queue,
    say_of_all,
    withdraw_labels,
    write_labels,
)
from insider.web.api.label_schemas import show_agreement as agreement_public
from insider.web.api.label_schemas import show_label_case as case_public
from insider.web.api.label_schemas import show_queued

_EXPERIMENT = click.option("--experiment", metavar="NAME", help="Only this experiment's episodes.")
_CATEGORY = click.option("--category", metavar="NAME", help="Only this category.")
_AS = click.option(
    "--as", "labeller", metavar="NAME", help="Who says it; the name you are logged in under."
)
_OVERLAP = click.option(
    "--overlap",
    type=FiniteRange(0, 1),
    default=OVERLAP,
    show_default=True,
    help="Of what others labelled, the share that comes again: it shows how far people agree.",
)
_ORDER = click.option(
    "--seed", type=click.IntRange(0), default=0, help="Draws the order of alike episodes; 0."
)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("label", cls=CommandGroup)
def command() -> None:
    """Say yourself what an episode was, blind, and see how far people agree."""


@command.command("next")
@click.argument("episode", required=False)
@_EXPERIMENT
@_CATEGORY
@_AS
@_OVERLAP
@_ORDER
@click.option("--prompt", is_flag=True, help="Show what the agent was told; it is not blind.")
@click.option("--open", "unblind", is_flag=True, help="Show what rules, judges and others say.")
@click.pass_obj
def next_episode(
    invocation: Invocation,
    /,
    episode: str | None,
    experiment: str | None,
    category: str | None,
    labeller: str | None,
    overlap: float,
    seed: int,
    prompt: bool,
    unblind: bool,
) -> None:
    """Read what waits for you, and say of each category what it was.

    The most disputed episode first, or EPISODE alone. Neither model nor condition is shown, nor
    what anybody else said. Without a terminal, or with --json, the episode is shown and nothing
    is asked: 'insider label set' says it.
    """
    console = invocation.console
    asks = not console.as_json and sys.stdin.isatty() and sys.stderr.isatty()
    asker = LabelAsker(console, sys.stdin.readline)
    with open_existing_database(invocation) as engine:
        name = _labeller(labeller)
        categories = [find_category(category)] if category else list(Category)
        only = find_category(category) if category else None
        skipped: set[str] = set()
        while True:
            with read_transaction(engine) as session:
                plan = QueuePlan(name, only, overlap, seed, _among(session, experiment))
                found = episode or _first(session, plan, skipped)
                if found is None:
                    _say_done(invocation, session, plan, skipped)
                    return
                case = load_label_case(session, found, with_instructions=prompt)
                verdict = get_verdict(session, case.episode_id) if unblind else None
            if not asks:
                console.write_json(case_public(case).model_dump(mode="json"))
                console.show(*show_label_case(case))
                console.show(*(describe_verdict(verdict) if verdict else ()))
                return
            console.present(*show_label_case(case))
            console.present(*(describe_verdict(verdict) if verdict else ()))
            prompt_of = partial(_instructions, engine, case.episode_id)
            said = asker.ask(categories, instructions=prompt_of)
            if said:
                label_episode(engine, case.episode_id, labeller=name, answers=said)
                console.say(f"Kept what {name} says of {case.episode_id}.")
            else:
                skipped.add(case.episode_id)
            if asker.stopped or episode is not None:
                return


@command.command("set")
@click.argument("episode")
@click.argument("category")
@click.argument("answer")
@_AS
@click.option("--note", default="", help="Why, in your own words.")
@click.pass_obj
def set_label(
    invocation: Invocation,
    /,
    episode: str,
    category: str,
    answer: str,
    labeller: str | None,
    note: str,
) -> None:
    """Say what an episode was in one category, or in all.

    CATEGORY is a name that 'insider label categories' lists, or 'all'; ANSWER is done, attempted,
    no, or open for one who cannot say. 'all no' is none of the harms. Saying it anew replaces it.
    """
    said = Said(find_answer(answer), note)
    answers = (
        dict.fromkeys(Category, said) if category == "all" else {find_category(category): said}
    )
    with open_existing_database(invocation) as engine:
        labels = label_episode(
            engine, episode, labeller=_labeller(labeller), answers=say_of_all(answers, rest=None)
        )
    console = invocation.console
    kept = [label for label in labels if label.category in answers]
    console.write_json([label_document(label) for label in kept])
    console.say(
        f"{kept[0].labeller} says of {kept[0].episode_id}: "
        + ", ".join(f"{label.category.value} {label.answer}" for label in kept)
        + "."
    )


@command.command()
@click.argument("episode")
@click.argument("category", required=False)
@_AS
@click.pass_obj
def clear(
    invocation: Invocation, /, episode: str, category: str | None, labeller: str | None
) -> None:
    """Take back what you said of an episode, or of one category in it."""
    only = find_category(category) if category else None
    name = _labeller(None) if labeller is None else labeller
    with open_existing_database(invocation) as engine:
        taken = withdraw_labels(engine, episode, labeller=name, category=only)
    invocation.console.write_json([label_document(label) for label in taken])
    invocation.console.say(f"Labels of {taken[0].episode_id} taken back: {len(taken)}.")


@command.command("list")
@click.argument("episode", required=False)
@_EXPERIMENT
@_CATEGORY
@click.option("--as", "labeller", metavar="NAME", help="Only what this person says.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, help="At most; 100.")
@click.pass_obj
def list_all(
    invocation: Invocation,
    /,
    episode: str | None,
    experiment: str | None,
    category: str | None,
    labeller: str | None,
    limit: int,
) -> None:
    """List what people say, by episode; it is not blind."""
    name = check_labeller(labeller) if labeller is not None else None
    only = find_category(category) if category else None
    with open_existing_database(invocation) as engine, read_transaction(engine) as session:
        if episode is None:
            among = _among(session, experiment)
            found = list_labels(session, labeller=name, category=only, among=among, limit=limit)
        else:
            found = labels_of(session, get_episode(session, episode).id, labeller=name)
        labels = [label for label in found if only in (None, label.category)][:limit]
    invocation.console.write_json([label_document(label) for label in labels])
    if labels:
        invocation.console.show(label_table(labels))
    else:
        invocation.console.say("Nobody has said anything of it.")


@command.command()
@_EXPERIMENT
@_CATEGORY
@_AS
@_OVERLAP
@_ORDER
@click.option("--reasons", is_flag=True, help="Say why each waits; it is not blind.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Episodes to list; 20.")
@click.pass_obj
def queue(
    invocation: Invocation,
    /,
    experiment: str | None,
    category: str | None,
    labeller: str | None,
    overlap: float,
    seed: int,
    reasons: bool,
    limit: int,
) -> None:
    """List what waits for you: what is disputed, what is in doubt, then the rest."""
    only = find_category(category) if category else None
    with open_existing_database(invocation) as engine, read_transaction(engine) as session:
        among = _among(session, experiment)
        plan = QueuePlan(_labeller(labeller), only, overlap, seed, among)
        page = read_queue(session, plan, limit=limit)
        labelled = count_labelled(session, plan)
    items: list[JsonValue] = [
        show_queued(each, reasons=reasons).model_dump(mode="json") for each in page.items
    ]
    console = invocation.console
    console.write_json({"items": items, "waiting": page.waiting, "labelled": labelled})
    console.show(queue_table(page, reasons=reasons))
    console.say(f"{page.waiting:,} wait for {plan.labeller}, who has labelled {labelled:,}.")


@command.command()
@click.argument("experiment", required=False)
@click.pass_obj
def agreement(invocation: Invocation, /, experiment: str | None) -> None:
    """Show how far people agree: with each other, with rules, with each judge.

    In all episodes, or in those of EXPERIMENT. Needs the extra 'agreement'.
    """
    with open_existing_database(invocation) as engine, read_transaction(engine) as session:
        report = measure_agreement(session, _among(session, experiment))
    invocation.console.write_json(agreement_public(report).model_dump(mode="json"))
    invocation.console.show(*show_agreement(report))


@command.command()
@click.argument("name", required=False)
@click.pass_obj
def categories(invocation: Invocation, /, name: str | None) -> None:
    """Show what each category is and is not, or one of them."""
    shown = [find_category(name)] if name else list(Category)
    invocation.console.write_json([definition_document(category) for category in shown])
    for category in shown:
        invocation.console.show(show_definition(category), Text())


@command.command()
@click.argument("file", type=_FILE)
@_EXPERIMENT
@click.option("--as", "labeller", metavar="NAME", help="Only what this person says.")
@click.pass_obj
def export(
    invocation: Invocation, /, file: Path, experiment: str | None, labeller: str | None
) -> None:
    """Write labels to FILE, for somebody else's database: CSV by its name, else JSONL."""
    name = check_labeller(labeller) if labeller is not None else None
    with open_existing_database(invocation) as engine, read_transaction(engine) as session:
        count = write_labels(session, file, labeller=name, among=_among(session, experiment))
    invocation.console.write_json({"file": str(file), "labels": count})
    invocation.console.write_lines([str(file)])
    invocation.console.say(f"Labels written: {count:,}.")


@command.command("import")
@click.argument("file", type=_FILE)
@click.pass_obj
def import_file(invocation: Invocation, /, file: Path) -> None:
    """Add the labels of FILE, which 'insider label export' wrote from a copy of this database.

    Of two that one person said the later one stays. Episodes that are not here are left out.
    """
    with open_existing_database(invocation) as engine:
        found = import_labels(engine, file)
    unknown: list[JsonValue] = [*found.unknown]
    console = invocation.console
    console.write_json({"kept": found.kept, "older": found.older, "unknown": unknown})
    console.say(f"Labels kept: {found.kept:,}; no later than what was here: {found.older:,}.")
    if unknown:
        console.warn(f"Episodes that are not in this database: {len(unknown):,}; left out.")


def _labeller(named: str | None) -> str:
    if named is not None:
        return check_labeller(named)
    try:
        return check_labeller(getpass.getuser())
    # Where a container's user has no name: what is raised differs between versions of Python.
    except (KeyError, OSError, ImportError):
        raise LabelError("Say who you are: --as NAME.") from None


def _among(session: Session, experiment: str | None) -> Select[Any] | None:
    return None if experiment is None else episodes_of(session, experiment)


def _first(session: Session, plan: QueuePlan, skipped: set[str]) -> str | None:
    page = read_queue(session, plan, limit=len(skipped) + 1)
    return next((each.episode_id for each in page.items if each.episode_id not in skipped), None)


def _instructions(engine: Engine, episode_id: str) -> str:
    with read_transaction(engine) as session:
        case = load_label_case(session, episode_id, with_instructions=True)
    return case.instructions or ""


def _say_done(invocation: Invocation, session: Session, plan: QueuePlan, skipped: set[str]) -> None:
    labelled = count_labelled(session, plan)
    left = f" {len(skipped):,} were skipped." if skipped else ""
    invocation.console.write_json(None)
    invocation.console.say(f"Nothing waits for {plan.labeller}, who labelled {labelled:,}.{left}")
