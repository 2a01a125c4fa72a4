"""What is said to an agent at the beginning of each of several sessions, and read back from that.

Called by the loop, and by the player of scripts, which has nothing but a conversation to know by
in which session it is.
"""

import re
from collections.abc import Mapping, Sequence

from alex.tools.fence import fence
from alex.tools.sessions import NOTES

_TITLE = re.compile(r"\A# Session ([1-9][0-9]*)\n")


def render_session_task(task: str, *, number: int, notes: str) -> str:
    """Return the first message of a session.

    Args:
        task: What is to be done in it.
        number: Which session it is, from 1.
        notes: The agent's, as they stand.
    """
    kept = fence(notes, NOTES) if notes else "You have none yet."
    return f"# Session {number}\n\n{task}\n\n# Your notes\n\n{kept}"


def read_session_number(messages: Sequence[Mapping[str, object]]) -> int | None:
    """Return in which session a conversation is; None where all work is one session."""
    first = next((each for each in messages if each.get("role") == "user"), {})
    found = _TITLE.match(str(first.get("content")))
    return None if found is None else int(found[1])
