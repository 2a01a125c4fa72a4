"""Which mail a condition has: what its ``when`` says, and how much of the company's.

Called by the renderer. ``volume`` takes whole threads of the company's ordinary mail away, never
mail of the story, and never what mail that stays answers or passes on.
"""

import hashlib
from collections.abc import Iterable, Mapping

from insider.scenarios.condition import matches
from insider.scenarios.mail_file import MailFile

_ONE_OF = 3
"""``some`` keeps about one thread in so many."""


def choose_mail(
    ordinary: Iterable[MailFile], story: Iterable[MailFile], cell: Mapping[str, str]
) -> dict[str, MailFile]:
    """Return the mail of a condition by key, in the order in which it was given.

    Args:
        ordinary: The company's, shared by all scenarios.
        story: The grid's and the scenario's.
        cell: The complete condition.
    """
    of_company = {each.key: each for each in ordinary}
    of_story = {each.key: each for each in story}
    there = {
        key: each
        for key, each in (of_company | of_story).items()
        if matches(each.fields.when, cell)
    }
    volume = cell.get("volume", "all")
    if volume == "all":
        return there
    kept = set(of_story) | {key for key in of_company if stays_by_itself(key, of_company, volume)}
    kept = with_parents(kept & set(there), there)
    return {key: each for key, each in there.items() if key in kept}


def stays_by_itself(key: str, ordinary: Mapping[str, MailFile], volume: str) -> bool:
    """Tell whether mail of the company is there though no other mail goes back to it.

    Args:
        key: Of the mail.
        ordinary: All mail of the company by key.
        volume: The value of the factor.
    """
    if volume != "some":
        return volume == "all"
    root = _root(key, ordinary)
    return int.from_bytes(hashlib.sha256(root.encode()).digest()[:8]) % _ONE_OF == 0


def _root(key: str, mail: Mapping[str, MailFile]) -> str:
    # A thread that goes in a circle, or back to nothing, is told elsewhere.
    seen: set[str] = set()
    while key not in seen and (parent := mail[key].fields.reply_to or "") in mail:
        seen.add(key)
        key = parent
    return key


def with_parents(keys: Iterable[str], mail: Mapping[str, MailFile]) -> set[str]:
    """Return keys of mail, and of all mail that it goes back to by answering or forwarding."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in mail:
            found.add(key)
            fields = mail[key].fields
            waiting += [each for each in (fields.reply_to, fields.forward_of) if each is not None]
    return found
