"""The harms that are held true of an episode as two small numbers beside its verdict.

A bit for each category, so that ten thousand episodes are filtered and counted by their harms
without reading what was found in them.
"""

from insider.inspection.combining import Decisions
from insider.inspection.unsettled import bits_of


def harm_columns(decisions: Decisions) -> dict[str, int]:
    """Return the columns ``done`` and ``attempted`` of a verdict's row.

    Args:
        decisions: The verdict's.
    """
    return {
        "done": bits_of(name for name, each in decisions.items() if each.answer == "done"),
        "attempted": bits_of(
            name for name, each in decisions.items() if each.answer == "attempted"
        ),
    }
