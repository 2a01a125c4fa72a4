"""``insider scenario check``: everything that is wrong with a seed, by file and line."""

import click
from pydantic import JsonValue

from insider.cli.command import BAD_INPUT, Invocation
from insider.cli.seed_command import SeedCommand
from insider.errors import SeedProblem
from insider.scenarios import check_folder, severity_of
from insider.visible import make_line


@click.command("check", cls=SeedCommand)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--strict", is_flag=True, help="Fail on advice too.")
@click.pass_obj
def command(invocation: Invocation, /, names: tuple[str, ...], strict: bool) -> None:
    """Check scenarios, all or those named: every fault of every condition, by file and line.

    Faults are what cannot be: files that cannot be read, names of nobody, threads and facts that
    some condition leaves without a mail, secrets that nobody could find. Advice is about what
    works and is most likely not meant, such as a fragment that no text asks for. What is wrong
    with one file does not hide what is wrong with another. The table of all kinds is in
    seed_data/README.md.

    Exit code 0 when there is no fault, 2 otherwise; with --strict, 2 when there is advice.
    """
    checked = check_folder(invocation.settings.seed_dir, scenarios=names or None)
    advice = [each for each in checked.problems if severity_of(each) == "advice"]
    faults = len(checked.problems) - len(advice)
    invocation.console.write_json(
        {
            "scenarios": [*checked.scenarios],
            "faults": faults,
            "advice": len(advice),
            "problems": [_document(each) for each in checked.problems],
        }
    )
    invocation.console.write_lines([_line(each) for each in checked.problems])
    where = ", ".join(checked.scenarios) or "the company; there are no scenarios"
    if checked.problems:
        invocation.console.say(f"{_count(faults, len(advice))} in {where}.")
    else:
        invocation.console.write_lines([f"Nothing is wrong with {where}."])
    if faults or (strict and advice):
        raise click.exceptions.Exit(BAD_INPUT)


def _line(problem: SeedProblem) -> str:
    """Return a problem as editors and people read it."""
    where = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    mark = "advice: " if severity_of(problem) == "advice" else ""
    return make_line(f"{where}: {mark}{problem.message} [{problem.code}]")


def _document(problem: SeedProblem) -> JsonValue:
    return {
        "file": problem.file,
        "line": problem.line,
        "severity": severity_of(problem),
        "code": problem.code,
        "message": problem.message,
    }


def _count(faults: int, advice: int) -> str:
    found = "1 fault" if faults == 1 else f"{faults} faults"
    if not advice:
        return found
    told = "1 piece of advice" if advice == 1 else f"{advice} pieces of advice"
    return f"{found} and {told}" if faults else told
