"""How long mail becomes with what it quotes, passes on and has in place of placeholders.

A few files could fill any memory.

Called by the catalogue, before any text is put together.
"""

from collections.abc import Iterable, Mapping

from insider.errors import SeedProblem
from insider.scenarios.fragments import FragmentTexts, count_filled
from insider.scenarios.mail_file import MailFile

TOO_LONG = "too-long"
MOST_CHARACTERS = 300_000
"""Of a mail, with all that it repeats."""
MOST_REPEATED = 50_000_000
"""Characters that all mail of a scenario repeats or fills in, together."""
_HEAD = 200
"""Characters, about, of the lines above what is repeated."""


def find_endless_repeats(
    mail: Iterable[MailFile], known: Mapping[str, MailFile], fragments: FragmentTexts
) -> list[SeedProblem]:
    """Return a problem for the first mail that is too long with all that it repeats.

    Args:
        mail: What to look through.
        known: All mail that it may repeat, by key; circles are somebody else's to tell.
        fragments: What its placeholders may name.
    """
    sizes: dict[str, tuple[int, int]] = {}
    repeated = 0
    for each in mail:
        if _repeated_by(each) is None and "{{" not in each.body:
            continue
        size, _ = _measure(each, known, fragments, sizes)
        repeated += size - len(each.body)
        if size > MOST_CHARACTERS:
            said = (
                f"with all that it repeats and fills in, this mail has {size:,} characters; "
                f"{MOST_CHARACTERS:,} are the most: quote less."
            )
        elif repeated > MOST_REPEATED:
            said = (
                f"up to this mail, more than {MOST_REPEATED:,} characters are repeated or filled "
                "in; quote less."
            )
        else:
            continue
        field = "quote" if each.fields.quote else "forward_of"
        return [each.written.problem(said, field, code=TOO_LONG)]
    return []


def _repeated_by(mail: MailFile) -> str | None:
    """Return the key of the mail that a mail repeats."""
    return mail.fields.reply_to if mail.fields.quote else mail.fields.forward_of


def _measure(
    mail: MailFile,
    known: Mapping[str, MailFile],
    fragments: FragmentTexts,
    sizes: dict[str, tuple[int, int]],
) -> tuple[int, int]:
    """Return how many characters and lines a mail has with all that it repeats.

    Args:
        mail: Any.
        known: All mail that it may repeat, by key.
        fragments: What its placeholders may name.
        sizes: What is known already; added to.
    """
    chain: list[MailFile] = []
    seen: set[str] = set()
    at: MailFile | None = mail
    while at is not None and at.key not in sizes and at.key not in seen:
        chain.append(at)
        seen.add(at.key)
        above = _repeated_by(at)
        at = None if above is None else known.get(above)
    size, lines = (0, 0) if at is None else sizes.get(at.key, (0, 0))
    for each in reversed(chain):
        # Each line of a quote begins with a sign and a blank.
        size += _HEAD + 2 * lines if lines else 0
        size += len(each.body) + count_filled(each.body, fragments)
        lines += 2 + each.body.count("\n")
        sizes[each.key] = size, lines
    return size, lines
