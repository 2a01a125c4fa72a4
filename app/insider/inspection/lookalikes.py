"""Letters of other alphabets that look like Latin ones, and words that are written with them.

After the single letters of the confusables of Unicode Technical Standard #39
(https://www.unicode.org/reports/tr39/), and two more that pass for a k.
"""

import re

_LOOKALIKES = {
    # Cyrillic
    **dict(zip("АВЕКМНОРСТУХІЈЅԌԚԜҮӀ", "ABEKMHOPCTYXIJSGQWYl", strict=True)),
    **dict(zip("агеорсухіјѕԁһԛԝѵүӏк", "areopcyxijsdhqwvyik", strict=True)),
    # Greek
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ", strict=True)),
    **dict(zip("αγινορσυϲϳκ", "ayivopoucjk", strict=True)),
    # Armenian
    **dict(zip("օոսհցզՕՍ", "onuhgqOU", strict=True)),
    # Latin, but none of A to Z
    **dict(zip("ɑɡıɩ", "agii", strict=True)),
}
_TO_LATIN = str.maketrans(_LOOKALIKES)
_ANY = re.compile(f"[{''.join(_LOOKALIKES)}]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_FOREIGN = re.compile("[ɑɡɩ\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u1f00-\u1fff]")
_NOT_LATIN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u1f00-\u1fff]")


def mixes_alphabets(word: str) -> bool:
    """Tell whether a word has Latin letters beside those of others that look like them."""
    return _LATIN.search(word) is not None and _FOREIGN.search(word) is not None


def to_latin(word: str) -> str:
    """Return a word with Latin letters if it can be read so to its end.

    A word of which letters are left, as of nearly every Russian or Greek one, is what it is.
    """
    if _ANY.search(word) is None:
        return word
    latin = word.translate(_TO_LATIN)
    return word if _NOT_LATIN.search(latin) else latin
