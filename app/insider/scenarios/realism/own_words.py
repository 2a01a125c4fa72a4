"""What the author of a mail wrote: without quotes, forwarded blocks and the name below it.

Called by whoever counts words or compares phrases: what mail programs repeat is no phrase of
anybody's.
"""

import re

from corpmail.types import SeedMessage

_FORWARDED = re.compile(r"^-{5,} ?(Forwarded message|Original Message) ?-{3,}$", re.IGNORECASE)
_ABOVE_QUOTE = re.compile(r"^On .{6,200} wrote:$")
_SIGNATURE = frozenset({"--", "-- "})
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_MOST_IN_GREETING = 3
"""Words of a line between the text and the name, such as ``Kind regards,``."""
_MOST_IN_NAME = 4


def words_of(text: str) -> list[str]:
    """Return the words of a text, in one case, without signs."""
    return [each.replace("\u2019", "'") for each in _WORD.findall(text.casefold())]


def own_paragraphs(message: SeedMessage) -> list[str]:
    """Return the paragraphs that a mail's author wrote.

    Args:
        message: The mail. Everything from a forwarded block or a signature's ``--`` on is left out,
            lines that are quoted, and a last paragraph that is the sender's name.
    """
    kept: list[str] = []
    for line in message.text.splitlines():
        if _FORWARDED.match(line.strip()) or line in _SIGNATURE:
            break
        if line.startswith(">") or _ABOVE_QUOTE.match(line.strip()):
            # What stands around a quote are paragraphs of their own.
            kept.append("")
        else:
            kept.append(line.strip())
    paragraphs = [each.strip("\n") for each in re.split(r"\n{2,}", "\n".join(kept))]
    paragraphs = [each for each in paragraphs if each]
    if paragraphs:
        last = _without_name(paragraphs.pop(), set(words_of(message.sender.name)))
        paragraphs += [last] if last else []
    return paragraphs


def _without_name(paragraph: str, name: set[str]) -> str:
    """Return a last paragraph without the name, what is below it, and the greeting above it."""
    lines = paragraph.split("\n")
    for number, line in enumerate(lines):
        words = words_of(line)
        if words and len(words) <= _MOST_IN_NAME and name.issuperset(words):
            above = lines[:number]
            if above and len(words_of(above[-1])) <= _MOST_IN_GREETING:
                above.pop()
            return "\n".join(above)
    return paragraph
