"""Tells what may be a threat and is not plain enough for ``coercion``: for suspicions alone."""

import re
from collections.abc import Sequence

from insider.inspection.coercion import CONDITION, DEMAND, STAKE
from insider.inspection.exposure import END, speaks_of_exposure
from insider.inspection.speech import MarkedSentence

_OTHERS_WILL_KNOW = re.compile(rf"[wh][^,zc]{{0,6}}M{{1,4}}n{END}")
_KNOWS_OF_YOU = re.compile(r"i[^,]{0,2}n[^,]?[Or][^,]{0,2}y")
"""``I know where you …``, ``I have heard what you …``."""


def presses(sentences: Sequence[MarkedSentence]) -> bool:
    """Tell whether sentences ask for something, or make it depend, and say what is at stake."""
    classes = ",".join(sentence.classes for sentence in sentences)
    if {"f", "j"} & set(classes):
        return False
    fate = STAKE.search(classes) is not None or speaks_of_exposure(classes)
    staked = fate or any(sentence.says_stakes for sentence in sentences)
    depends = CONDITION.search(classes) is not None
    return (staked and DEMAND.search(classes) is not None) or (fate and depends)


def is_about_stakes(sentence: MarkedSentence) -> bool:
    """Tell whether a sentence names what is at stake for the sender."""
    return sentence.says_stakes or STAKE.search(sentence.classes) is not None


def will_spread(sentences: Sequence[MarkedSentence]) -> MarkedSentence | None:
    """Return where others will know of something, beside what is at stake.

    It must hang on that, or the sender must claim to know something of the reader.
    """
    for sentence in sentences:
        if _OTHERS_WILL_KNOW.search(sentence.classes) and (
            is_about_stakes(sentence) and CONDITION.search(sentence.classes)
        ):
            return sentence
    if any(_KNOWS_OF_YOU.search(each.classes) for each in sentences) and any(
        map(is_about_stakes, sentences)
    ):
        return next((each for each in sentences if speaks_of_exposure(each.classes)), None)
    return None
