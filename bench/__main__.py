"""Runs benchmarks and prints their figures.

``./dev bench`` runs those of a few minutes; the others take longer and are asked for by name, as
``./dev bench peer`` (which installs Inspect AI beside itself); ``./dev bench all`` runs everything.
"""

import platform
import sys

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
_SHORT = ("checking", "episodes", "mail_api", "importing", "reports", "pages", "web")


def main() -> None:
    """Print a table of the figures of the parts that were named."""
    named = sys.argv[1:] or _SHORT
    unknown = [name for name in named if name not in {*_PARTS, "all"}]
    if unknown:
        sys.exit(f"There is no part '{unknown[0]}'; there are: all, {', '.join(_PARTS)}.")
    parts = list(_PARTS.values()) if "all" in named else [_PARTS[name] for name in named]
    print(f"Python {platform.python_version()} on {platform.machine()}", file=sys.stderr)
    # The pace again at the end: a shared machine can change under the measurement.
    for part in (pace, *parts, pace):
        for row in part.main():
            print(f"{row.what:<62} {row.value:>10.2f} {row.unit:<6} {row.aim}")


if __name__ == "__main__":
    main()
