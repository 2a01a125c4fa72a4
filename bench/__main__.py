"""Runs every benchmark and prints its figures: ``./dev bench``."""

import platform
import sys

from bench import episodes, mail_api, pace, reports


def main() -> None:
    """Print a table of all figures."""
    print(f"Python {platform.python_version()} on {platform.machine()}", file=sys.stderr)
    # The pace again at the end: a shared machine can change under the measurement.
    for part in (pace, episodes, mail_api, reports, pace):
        for row in part.main():
            print(f"{row.what:<62} {row.value:>10.2f} {row.unit:<6} {row.aim}")


if __name__ == "__main__":
    main()
