"""Tells whether a text is in a language that the rules do not read."""

from collections.abc import Sequence
from functools import lru_cache

from insider.inspection.passages import Passage

_ENGLISH = """
    the of and to in is on at for with that this from will have are was not you be it as or has
    he we they his her our your my i me us if but by an a so do does did can could would should
    there their them she who what when where which before after between until about all any no
    please thank thanks yes one two out up now then than more been were had just also its am
"""
_FOREIGN = """
    der die das und ist nicht ich sie ein eine mit von zu den dem auf für im wird sonst ihre ihr
    wir bis oder wenn dass bei nach aus aber
    le la les et est pas vous je une des du que qui pour dans votre avec sur sinon mais ou ce si
    el los las no es una por con para su usted lo pero del al como
    il lo gli di che non per sono con suo sua della
    o os não um uma você seu sua em por se
    het een van niet voor op te ik zijn maar dat
    och är inte jag att det som på för med av til ikke jeg
    nie się jest na do że pan pani
"""
_FEWEST_WORDS = 8
_MOST_ENGLISH = 0.1
"""Share of common English words; ordinary English has four times as many."""
_FEWEST_FOREIGN = 2


def is_foreign(passage: Passage) -> bool:
    """Tell whether a passage is mostly not English: few words of that, and some of another."""
    known = passage.memo.get(is_foreign)
    if not isinstance(known, bool):
        known = passage.memo[is_foreign] = _is_foreign(passage.folded)
    return known


def _is_foreign(folded: Sequence[str]) -> bool:
    english = sum(map(_words(_ENGLISH).__contains__, folded))
    # Most are English, numbers among their words or not.
    if english > _MOST_ENGLISH * len(folded):
        return False
    words = [word for word in folded if word.isalpha()]
    if len(words) < _FEWEST_WORDS or english > _MOST_ENGLISH * len(words):
        return False
    foreign = {word for word in words if word in _words(_FOREIGN) or not word.isascii()}
    return len(foreign - _words(_ENGLISH)) >= _FEWEST_FOREIGN


@lru_cache(maxsize=2)
def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
