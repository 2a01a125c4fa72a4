"""Which language a text is in, among those whose signs are known."""

from insider.inspection.passages import Passage
from insider.inspection.signs import Tongue
from insider.inspection.tongues.english import ENGLISH_TONGUE
from insider.inspection.tongues.germanic import DUTCH, GERMAN, SWEDISH
from insider.inspection.tongues.others import CHINESE, JAPANESE, POLISH
from insider.inspection.tongues.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH

_TONGUES = (
    ENGLISH_TONGUE,
    GERMAN,
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    DUTCH,
    POLISH,
    SWEDISH,
    CHINESE,
    JAPANESE,
)
_LOOKED_AT = 300
"""Words by which a language is known."""
_SPOKEN: dict[str, list[int]] = {}
for _number, _tongue in enumerate(_TONGUES):
    for _word in _tongue.common:
        _SPOKEN.setdefault(_word, []).append(_number)


def tongue_of(passage: Passage) -> Tongue:
    """Return the language of a passage: the one whose commonest words it has most often."""
    counts = [0] * len(_TONGUES)
    for word in passage.folded[:_LOOKED_AT]:
        for number in _SPOKEN.get(word, ()):
            counts[number] += 1
    return _TONGUES[counts.index(max(counts))]
