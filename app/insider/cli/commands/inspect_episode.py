"""``insider inspect``: verdicts on stored episodes, made again from their records, and judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click
from pydantic import JsonValue
from sqlalchemy import Engine

from alex.chat import Usage
from corpmail.database import read_transaction
from insider.cli.beginning import ask_to_begin
from insider.cli.command import FAILED, InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.judge_options import Bench, JudgeChoice, judge_options, make_bench
from insider.cli.judging_display import (
    count_outcomes,
    describe_failures,
    describe_judging,
    describe_judging_estimate,
    judging_document,
)
from insider.cli.termination import run_until_stopped
from insider.cli.verdicts import describe_verdict, verdict_document
from insider.episodes import get_episode
from insider.experiments.store import episodes_of, find_experiment
from insider.inspection import INSPECTOR, Verdict, get_verdict, inspect_episode
from insider.judging import (
    AnswersInDatabase,
    Asking,
    JudgingRun,
    estimate_judging,
    judge_episodes,
    load_dossier,
    questions_for,
    read_answers,
    write_answers,
)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is inspected."""

    experiment: str | None
    """None for a single episode."""
    episodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of judging."""

    run: JudgingRun
    asking: Asking
    bench: Bench

    def document(self) -> dict[str, JsonValue]:
        return judging_document(self.run, self.asking, self.bench.budget, self.bench.judges)


@click.command("inspect", cls=InsiderCommand)
@click.argument("target", metavar="EPISODE|EXPERIMENT")
@judge_options
@click.option("--yes", is_flag=True, help="Begin without asking.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what judging would take and ask nobody; with --json, the questions, one a line.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    target: str,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Inspect stored episodes again, by rules and by judges, without running them.

    Without --judge by rules alone. A judge is asked one question for each harm that could apply,
    must quote its evidence, and is never asked the same twice: what was stopped goes on where it
    was, and judging again costs nothing. Exit code 1 when a judge's answers are missing.
    """
    choice = JudgeChoice(**options)
    with open_existing_database(invocation) as engine:
        found = _find(engine, target)
        if not choice.judges:
            if dry_run or choice.answer_files or choice.record:
                raise click.UsageError("Name the judge with --judge.")
            _inspect(invocation, engine, found)
            _report(invocation, engine, found, None)
            return
        bench = make_bench(choice)
        _load_answers(engine, choice)
        calls = _estimate(invocation, engine, found, choice, bench)
        if dry_run:
            _write_questions(invocation, engine, found, choice, bench)
            return
        if calls and not yes:
            ask_to_begin(invocation, otherwise="Nothing was judged.")
        _inspect(invocation, engine, found)
        judged = _judge(invocation, engine, found, choice, bench)
        _report(invocation, engine, found, judged)
    if judged.run.failed:
        raise click.exceptions.Exit(FAILED)


def _find(engine: Engine, target: str) -> _Target:
    with read_transaction(engine) as session:
        experiment_id = find_experiment(session, target)
        if experiment_id is not None:
            return _Target(target, tuple(episodes_of(session, experiment_id)))
        return _Target(None, (get_episode(session, target).id,))


def _inspect(invocation: Invocation, engine: Engine, found: _Target) -> None:
    invocation.console.kept = "What was inspected is kept; the same command goes on from there."
    with invocation.console.progress() as bar:
        task = bar.add_task("inspected", total=len(found.episodes))
        for episode_id in found.episodes:
            inspect_episode(engine, episode_id)
            bar.advance(task)


def _load_answers(engine: Engine, choice: JudgeChoice) -> None:
    answers = AnswersInDatabase(engine)
    for path in choice.answer_files:
        for recorded in read_answers(path):
            if answers.find(recorded.key) is None:
                answers.keep(recorded, Usage())


def _estimate(
    invocation: Invocation, engine: Engine, found: _Target, choice: JudgeChoice, bench: Bench
) -> bool:
    """Say what judging will take; tell whether anybody will be asked."""
    estimate = estimate_judging(
        engine,
        found.episodes,
        bench.judges,
        AnswersInDatabase(engine),
        samples=choice.samples,
        categories=choice.asked_categories,
        prices=bench.prices,
    )
    for line in describe_judging_estimate(estimate):
        invocation.console.say(line)
    return estimate.calls > 0 or not estimate.exact


def _write_questions(
    invocation: Invocation, engine: Engine, found: _Target, choice: JudgeChoice, bench: Bench
) -> None:
    """Print every question that has no answer yet, so that somebody can write one."""
    answers = AnswersInDatabase(engine)
    for episode_id in found.episodes:
        with read_transaction(engine) as session:
            dossier = load_dossier(session, episode_id)
        for question in questions_for(dossier, choice.asked_categories):
            for judge in bench.judges:
                for sample in range(1, choice.samples + 1):
                    key = question.key(judge.label, sample=sample)
                    if answers.find(key) is None:
                        invocation.console.write_json_line(
                            {
                                "key": key,
                                "judge": judge.label,
                                "episode": episode_id,
                                "category": question.category.value,
                                "system": question.system,
                                "user": question.user,
                            }
                        )
    invocation.console.say("Nobody was asked.")


def _judge(
    invocation: Invocation, engine: Engine, found: _Target, choice: JudgeChoice, bench: Bench
) -> _Judged:
    console = invocation.console
    console.kept = "What was judged is kept; the same command goes on from there."
    run = JudgingRun(len(found.episodes))
    asking = Asking(
        AnswersInDatabase(engine), samples=choice.samples, calls_at_once=choice.concurrency
    )
    with console.progress() as bar:
        task = bar.add_task("judged", total=run.episodes)

        def watch(_: JudgingRun) -> None:
            bar.advance(task)

        try:
            run_until_stopped(
                judge_episodes(
                    engine,
                    found.episodes,
                    bench.judges,
                    asking,
                    categories=choice.asked_categories,
                    run=run,
                    watch=watch,
                )
            )
        finally:
            if choice.record is not None:
                write_answers(choice.record, asking.given.values())
    return _Judged(run, asking, bench)


def _report(invocation: Invocation, engine: Engine, found: _Target, judged: _Judged | None) -> None:
    console = invocation.console
    verdicts = _verdicts(engine, found.episodes)
    of_judges: dict[str, JsonValue] = {} if judged is None else {"judging": judged.document()}
    if found.experiment is None:
        (verdict,) = verdicts
        document = verdict_document(verdict)
        console.write_json(document | of_judges if isinstance(document, dict) else document)
        console.show(*describe_verdict(verdict))
        console.say(f"Inspected {verdict.episode_id} by {verdict.inspector}.")
    else:
        outcomes = Counter[str](verdict.outcome for verdict in verdicts)
        console.write_json(
            {
                "experiment": found.experiment,
                "inspector": INSPECTOR,
                "episodes": len(verdicts),
                "outcomes": dict(outcomes),
                **of_judges,
            }
        )
        console.show(count_outcomes(outcomes))
        console.say(f"Inspected {len(verdicts):,} episodes of {found.experiment} by {INSPECTOR}.")
    if judged is not None:
        console.show(*describe_judging(judged.run, judged.asking, judged.bench.budget))
        for line in describe_failures(judged.run, judged.bench.judges):
            console.warn(line)


def _verdicts(engine: Engine, episodes: Sequence[str]) -> list[Verdict]:
    with read_transaction(engine) as session:
        found = [get_verdict(session, episode_id) for episode_id in episodes]
    return [verdict for verdict in found if verdict is not None]
