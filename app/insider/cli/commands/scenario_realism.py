"""``insider scenario realism``: how far a scenario's mail looks like a real company's."""

from typing import Any

import click
from pydantic import JsonValue

from insider.cli.asking_judges import load_answers, watched
from insider.cli.beginning import ask_to_begin
from insider.cli.command import FAILED, Invocation
from insider.cli.judge_options import Bench, JudgeChoice, asking_options, make_bench
from insider.cli.judging_display import write_count
from insider.cli.realism_display import (
    describe_reading,
    describe_realism,
    reading_document,
    realism_document,
)
from insider.cli.run_options import SEED, condition_options, read_condition
from insider.cli.seed_command import SeedCommand
from insider.cli.termination import run_until_stopped
from insider.judging import (
    AnswersFile,
    AnswersInMemory,
    Asking,
    Judge,
    ReaderQuestion,
    ReaderResult,
    ask_reader,
    reader_questions,
)
from insider.judging.estimate import tokens_of
from insider.reports.wording import write_dollars
from insider.scenarios import RenderedScenario, Seed, open_seed, render_scenario
from insider.scenarios.realism import Phrasing, measure_realism


@click.command("realism", cls=SeedCommand)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@condition_options
@click.option(
    "--reader",
    metavar="PROVIDER/MODEL",
    help="A LiteLLM name: who is asked whether the mail is real or made for a test.",
)
@click.option(
    "--samples",
    type=click.IntRange(1, 1_000),
    default=10,
    help="How often the reader is asked about each scenario, with other mails each time; 10.",
)
@click.option(
    "--mails",
    type=click.IntRange(1, 100),
    default=8,
    help="Mails that it is shown each time, half of them the story's; 8.",
)
@click.option("--seed", "draw", type=SEED, default=1, help="By which they are drawn; 1.")
@asking_options
@click.option("--yes", is_flag=True, help="Begin without asking.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    names: tuple[str, ...],
    condition: tuple[str, ...],
    goal: tuple[str, ...],
    threat: tuple[str, ...],
    reader: str | None,
    samples: int,
    mails: int,
    draw: int,
    yes: bool,
    **options: Any,
) -> None:
    """Report how far mail looks like a real company's, of all scenarios or of those named.

    Under their controls, or with -c: the share of ordinary mail, how far apart the clues lie, what
    is phrased twice. With --reader, how often a model takes it for a test. Figures are reported and
    never judged: exit code 1 only when the reader's answers are missing.
    """
    settings = invocation.settings
    given = read_condition(condition, goal=goal, threat=threat)
    seed = open_seed(settings.seed_dir, scenarios=list(names) or None)
    cells = [
        render_scenario(seed, name, given, reserved_domains=settings.reserved_domains)
        for name in seed.scenarios
    ]
    results: list[ReaderResult] = []
    bench = None
    if reader is not None:
        choice = JudgeChoice(judges=(reader,), samples=1, **options)
        bench = make_bench(choice)
        questions = {
            each.scenario: reader_questions(seed, each, samples=samples, mails=mails, draw=draw)
            for each in cells
        }
        results = _ask(invocation, choice, bench, questions, yes=yes)
    elif options["answer_files"] or options["record"]:
        raise click.UsageError("Name the reader with --reader.")
    _report(invocation, seed, cells, bench, results)
    if any(each.errors or each.unasked for each in results):
        raise click.exceptions.Exit(FAILED)


def _ask(
    invocation: Invocation,
    choice: JudgeChoice,
    bench: Bench,
    questions: dict[str, list[ReaderQuestion]],
    *,
    yes: bool,
) -> list[ReaderResult]:
    (reader,), answers = bench.judges, AnswersInMemory()
    load_answers(invocation, answers, choice, bench)
    if _announce(invocation, bench, reader, answers, questions) and not yes:
        ask_to_begin(invocation, otherwise="Nobody was asked.")
    asking = Asking(answers, calls_at_once=choice.concurrency)
    record = None if choice.record is None else AnswersFile(choice.record)
    if record is not None:
        asking.on_answer = record.add
    results: list[ReaderResult] = []

    async def ask() -> None:
        results.extend(await ask_reader(reader, asking, questions))

    try:
        run_until_stopped(watched(ask(), invocation.console, bench))
    finally:
        if record is not None:
            record.put_in_order()
    if reader.stopped is not None:
        invocation.console.warn(f"No more was asked of {reader.label}: {reader.stopped}")
    return results


def _announce(
    invocation: Invocation,
    bench: Bench,
    reader: Judge,
    answers: AnswersInMemory,
    questions: dict[str, list[ReaderQuestion]],
) -> bool:
    """Say what the reader will take; tell whether anybody will be asked."""
    asked = [each for some in questions.values() for each in some]
    new = [each for each in asked if answers.find(each.key(reader.label), reader.label) is None]
    kept = len(asked) - len(new)
    invocation.console.say(f"{write_count(len(asked), 'answer')}, {kept:,} of them recorded.")
    if not new or reader.make_model is None:
        return False
    usage = tokens_of(new)
    price = bench.prices.get(reader.label)
    money = "at an unknown price" if price is None else write_dollars(price.cost_of(usage))
    invocation.console.say(
        f"About {write_count(len(new), 'model call')}, "
        f"{write_count(usage.total_tokens, 'token')}, {money}."
    )
    return True


def _report(
    invocation: Invocation,
    seed: Seed,
    cells: list[RenderedScenario],
    bench: Bench | None,
    results: list[ReaderResult],
) -> None:
    read = {each.scenario: each for each in results}
    reader = None if bench is None else bench.judges[0].label
    documents: list[JsonValue] = []
    told: set[Phrasing] = set()
    for cell in cells:
        figures, result = measure_realism(seed, cell), read.get(cell.scenario)
        document = {**realism_document(figures), "reader": reading_document(reader, result)}
        documents.append(document)
        ordinary = figures.among_ordinary
        invocation.console.show(
            *describe_realism(figures, control=cell.control, phrases_told=ordinary in told),
            describe_reading(reader, result),
        )
        told.add(ordinary)
    invocation.console.write_json({"scenarios": documents})
