"""``insider power``: how many epochs a comparison needs."""

import click
from pydantic import JsonValue

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.fitting_table import FittingTable
from insider.experiments.statistics import BOSCHLOO_UP_TO, Power, PowerCell, power_table

_BASELINES = (0.0, 0.1, 0.3, 0.5)
_EFFECTS = (0.1, 0.2, 0.3)


@click.command("power", cls=InsiderCommand)
@click.option(
    "--baseline",
    "baselines",
    type=float,
    multiple=True,
    default=_BASELINES,
    metavar="RATE",
    help="Rate under the one condition, 0 to 1; may be repeated. 0, 0.1, 0.3, 0.5.",
)
@click.option(
    "--effect",
    "effects",
    type=float,
    multiple=True,
    default=_EFFECTS,
    metavar="DIFFERENCE",
    help="Added to it under the other, -1 to 1; may be repeated. 0.1, 0.2, 0.3.",
)
@click.option("--alpha", type=float, default=0.05, help="Two-sided level of the test; 0.05.")
@click.option("--power", type=float, default=0.8, help="Chance to find the difference; 0.8.")
@click.option("--n", type=int, default=50, help="Epochs whose power to show; 50.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    baselines: tuple[float, ...],
    effects: tuple[float, ...],
    alpha: float,
    power: float,
    n: int,
) -> None:
    """Show how many epochs a comparison of two conditions needs."""
    cells = power_table(baselines, effects, n=n, power=power, alpha=alpha)
    invocation.console.write_json(
        {
            "alpha": alpha,
            "power": power,
            "n": n,
            "rows": [_document(cell) for cell in cells],
        }
    )
    invocation.console.show(_table(cells, power=power, n=n))
    invocation.console.say(
        "Epochs are those of each condition, not paired; the power is exact, for the two-sided "
        f"test at alpha {alpha:g} that reports do: Boschloo's up to {BOSCHLOO_UP_TO // 2} epochs, "
        "and beyond, marked with f, Fisher's, which finds a little less."
    )


def _table(cells: tuple[PowerCell, ...], *, power: float, n: int) -> FittingTable:
    table = FittingTable("baseline", "other")
    table.add_numbers(f"epochs for power {power:g}", f"power of {n} epochs")
    for cell in cells:
        table.add_row(
            f"{cell.baseline:.1%}",
            f"{cell.baseline + cell.effect:.1%}",
            f"{cell.needed.n:,}{_mark(cell.needed)}",
            f"{cell.given.value:.1%}{_mark(cell.given)}",
        )
    return table


def _mark(power: Power) -> str:
    return " f" if power.test == "fisher" else "  "


def _document(cell: PowerCell) -> dict[str, JsonValue]:
    return {
        "baseline": cell.baseline,
        "effect": cell.effect,
        "needed_n": cell.needed.n,
        "needed_power": cell.needed.value,
        "needed_test": cell.needed.test,
        "power_at_n": cell.given.value,
        "power_at_n_test": cell.given.test,
    }
