"""Runs benchmarks and prints their figures.

``./dev bench`` runs those of a few minutes; the others take longer and are asked for by name, as
``./dev bench peer`` (which installs Inspect AI beside itself); ``./dev bench all`` runs everything.
"""

import compileall
import platform
import sys
from pathlib import Path

from bench import (
    checking,
    episodes,
    importing,
    inspecting,
    looking_back,
    mail_api,
    pace,
    pages,
    peer,
    reports,
    sweeps,
    web,
)

_PARTS = {
    "checking": checking,
    "episodes": episodes,
    "mail_api": mail_api,
    "importing": importing,
    "looking_back": looking_back,
    "pages": pages,
    "inspect": inspecting,
    "sweeps": sweeps,
    "reports": reports,
    "web": web,
    "peer": peer,
}
_PACKAGES = ("app", "mailbox", "agents", "migrations", "bench")
_SHORT = ("checking", "episodes", "mail_api", "importing", "reports", "pages", "web")


def main() -> None:
    """Print a table of the figures of the parts that were named."""
    named = sys.argv[1:] or _SHORT
    unknown = [name for name in named if name not in {*_PARTS, "all"}]
    if unknown:
        sys.exit(f"There is no part '{unknown[0]}'; there are: all, {', '.join(_PARTS)}.")
    parts = list(_PARTS.values()) if "all" in named else [_PARTS[name] for name in named]
    print(f"Python {platform.python_version()} on {platform.machine()}", file=sys.stderr)
    _keep_bytecode()
    # The pace again at the end: a shared machine can change under the measurement.
    for part in (pace, *parts, pace):
        for row in part.main():
            print(f"{row.what:<62} {row.value:>10.2f} {row.unit:<6} {row.aim}")


def _keep_bytecode() -> None:
    """Compile our modules, as they are where they are installed and after every command's first.

    Where the environment has Python keep none, each process of ours would compile 550 modules, and
    none of Inspect's, which were compiled when they were installed.
    """
    for name in _PACKAGES:
        compileall.compile_dir(Path(__file__).parents[1] / name, quiet=1)


if __name__ == "__main__":
    main()
