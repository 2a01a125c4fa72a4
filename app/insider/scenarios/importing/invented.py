"""Invented names of people, firms, lists and domains, each a function of what it is drawn for.

Called by ``casting`` and ``scrubbing``. The words are ordinary ones put together; no list of real
people or firms is behind them.
"""

from collections.abc import Sequence

from alex.draw import draw_fraction
from insider.scenarios.importing.words import read_words

_KINDS = {
    "edu": ("College", "University", "Institute"),
    "gov": ("Agency", "Office", "Survey"),
    "mil": ("Command", "Office"),
    "org": ("Society", "Trust", "Association", "Foundation"),
    "net": ("Networks", "Systems", "Services"),
    "com": ("Partners", "Works", "Supply", "Group", "Labs", "Instruments", "Trading"),
}


def draw_person(*parts: str) -> tuple[str, str]:
    """Return a first and a last name."""
    words = read_words()
    return _pick(words.first_names, "first", *parts), _pick(words.last_names, "last", *parts)


def draw_domain(*parts: str, like: str) -> str:
    """Return a domain of two words.

    Args:
        parts: What it is drawn for.
        like: A domain whose last part says what kind of body it is.
    """
    ending = _ending(like)
    words = read_words()
    beginning = _pick(words.domain_beginnings, "one", *parts)
    return f"{beginning}{_pick(words.domain_endings, 'two', *parts)}.{ending}"


def organization_of(domain: str, *parts: str) -> str:
    """Return what the body behind an invented domain is called."""
    label, _, ending = domain.rpartition(".")
    kind = _pick(_KINDS.get(ending, _KINDS["com"]), "kind", *parts)
    return f"{label.rpartition('.')[2].capitalize()} {kind}"


def draw_list_names(*parts: str) -> Sequence[str]:
    """Return names of mailing lists, in an order of their own."""
    return sorted(read_words().list_names, key=lambda name: draw_fraction("list", name, *parts))


def draw_number(below: int, *parts: str) -> int:
    """Return a whole number of 0 to ``below`` - 1."""
    return int(below * draw_fraction(*parts))


def _ending(like: str) -> str:
    labels = set(like.lower().split(".")[-2:])
    for ending, names in (
        ("edu", {"edu", "ac"}),
        ("gov", {"gov", "gob", "gouv"}),
        ("mil", {"mil"}),
        ("org", {"org"}),
        ("net", {"net"}),
    ):
        if labels & names:
            return ending
    return "com"


def _pick(words: Sequence[str], *parts: str) -> str:
    return words[int(len(words) * draw_fraction(*parts))]
