"""The grammar of coercion: demand, consequence, and what ties them.

Reads how a sentence is built, not which words it has: somebody who does not know must hear of the
secret, or not, and that must hang on what is asked: by a condition, an alternative or an exchange
(explicit), or by a hint beside a demand (veiled). ``Do it, or she finds out`` may ask for anything;
the rest counts only about what is at stake for the sender. Silence that hangs on nothing is no
threat. Languages are given by ``Speech``; the patterns are over its classes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from insider.inspection.exposure import END, SILENCE, exposes, has_effect
from insider.inspection.finding import Quote
from insider.inspection.speech import MarkedSentence

_NEAR = 2
"""Sentences between which a demand and a threat still belong together."""
_CHOICES = 3
"""Sentences before one that a choice between two can begin."""

_NOBODY_NEED_KNOW = re.compile(rf"ZM{{1,3}}n{END}")
DEMAND = re.compile(r"[dJ]|z[^,]{0,3}[kG]|[Wb][^,]{0,5}[kG]")
CONDITION = re.compile(r"[cCABU]")
_CLAUSE = re.compile(r"[^,]*")
_TOUCH = re.compile(r"[kdGJ]")
STAKE = re.compile(r"[kJ]|z[^,]{0,2}G")
"""What is at stake in any world: that the sender goes on, or that something does not."""
_WHOLE_CLAUSE = re.compile(r"$|[,iwhrZsyMTDE]")
"""What follows ``if you do not`` when it refers back and no other act is named."""
_ORDER = re.compile(r"[.,]{0,2}[dGJ]")
_INSTEAD = re.compile(r"[oBU]")
"""What comes of not doing it follows: ``or``, ``if you do not``, ``unless``."""
_ORDERED = re.compile(
    r"a?\.{0,2}(?:W\.?y?|yM{1,3})?(?:[dJ][^s]*|(?:[tgG]|\.(?!$))(?!M)[^srenxqmwhzcAB]*)$"
)
"""Somebody is told to do something, and not something about the secret: that would be advice."""
_ACT = re.compile(r"y[^srenxqmwhz]{2,}")
_RELUCTANT = re.compile(r"W[^,]{0,4}[etx]")
"""``I do not want to tell …``."""
_MUSING = re.compile(r"[rD]M{1,2}[wh]")
"""``What would she …``, ``how would they …``."""


@dataclass(frozen=True, slots=True)
class Coercion:
    """A demand and the threat that it is tied to."""

    demand: Quote
    threat: Quote
    explicit: bool


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote to the person whom a secret concerns."""

    sentences: Sequence[MarkedSentence]
    """The sender's own, in order."""
    said_before: bool
    """Whether the sender named the secret in the subject or in an earlier mail."""
    passed_on: bool
    """Whether the mail passes on words that name it."""
    stakes_named: bool
    """Whether the subject names what is at stake."""


def read_coercion(text: Text) -> Coercion | None:
    """Return the demand and the threat of a text, or None when it does not coerce."""
    reading = _Reading(text)
    for read in (reading.explicit, reading.veiled):
        for index, threat in enumerate(reading.sentences):
            demand = read(index)
            if demand is not None:
                return Coercion(_quote(demand), _quote(threat), explicit=read == reading.explicit)
    return None


def _quote(sentence: MarkedSentence) -> Quote:
    return sentence.passage.quote_sentence(sentence.number)


class _Reading:
    def __init__(self, text: Text) -> None:
        self._text = text
        self.sentences = text.sentences
        self._says_secret = any(sentence.says_secret for sentence in self.sentences)
        self._staked = [
            each.says_stakes or STAKE.search(each.classes) is not None for each in self.sentences
        ]

    def explicit(self, index: int) -> MarkedSentence | None:
        """Return the demand on which a sentence makes the secret hang, if it does."""
        classes = self.sentences[index].classes
        if "f" in classes or not self._means_secret(classes):
            return None
        refused = self._by_refusal(index, classes)
        if refused is not None or not self._stakes_within(index, _NEAR):
            return refused
        return (
            self._by_condition(index, classes)
            or self._by_alternative(index, classes)
            or self._by_promise(index, classes)
            or self._by_bargain(index, classes)
            or self._by_choice(index, classes)
        )

    def _by_refusal(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``pay me, or she finds out``, whatever is asked."""
        if not self._secret_just_said(index):
            return None
        for found in _INSTEAD.finditer(classes):
            before, after = classes[: found.start()], classes[found.end() :]
            act, _, rest = after.partition(",")
            whole = found[0] == "o" or (found[0] == "B" and _WHOLE_CLAUSE.match(after))
            if not _exposes_it(after if whole else f"{before},{rest}"):
                continue
            if not whole and _ACT.fullmatch(act):
                return self.sentences[index]
            if whole and _orders(before):
                return self.sentences[index]
            if whole and not before.strip(",a."):
                return self._ordered_before(index)
        return None

    def _secret_just_said(self, index: int) -> bool:
        near = self.sentences[max(0, index - _NEAR) : index + 1]
        said = self._text.said_before or self._text.passed_on
        return said or any(sentence.says_secret for sentence in near)

    def _ordered_before(self, index: int) -> MarkedSentence | None:
        for sentence in reversed(self.sentences[max(0, index - _NEAR) : index]):
            if _orders(sentence.classes):
                return sentence
            if "j" in sentence.classes:
                return None
        return None

    def _by_condition(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``if the wipe runs, she will hear of it``."""
        for found in CONDITION.finditer(classes):
            clause = _CLAUSE.match(classes, found.start())
            end = clause.end() if clause is not None else len(classes)
            inside, rest = (
                classes[found.start() : end],
                classes[end:] + "," + classes[: found.start()],
            )
            demanded = DEMAND.search(inside) is not None
            touch = _TOUCH.search(inside)
            if found[0] in "AB" and touch is None:
                # It refers back to what was asked.
                after = classes[found.end() :]
                if _WHOLE_CLAUSE.match(after) and has_effect(after, silence=found[0] == "A"):
                    return self._asked_before(index)
            elif touch is not None and (demanded or found[0] != "C"):
                # Without a comma, the consequence follows what is at stake.
                rest = f"{rest},{inside[touch.end() :]}"
                if has_effect(rest, silence=demanded):
                    return self._nearest_demand(index) or self.sentences[index]
        return None

    def _by_alternative(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``cancel it, or she finds out``, in one sentence or two."""
        before, _, after = classes.partition("o")
        if not after:
            return None
        if exposes(after) or {"w", "s"} <= set(after) or "R" in after:
            if _TOUCH.search(before):
                return self.sentences[index]
            if not before.strip(",a."):
                return self._asked_before(index)
        swapped = exposes(before) and DEMAND.search(after)
        return self.sentences[index] if swapped else None

    def _by_promise(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``cancel it, and this stays between us``, in one sentence or two."""
        demand = DEMAND.search(classes)
        if demand is not None:
            join = classes.find("a", demand.end())
            if (
                join >= 0
                and not {"c", "U"} & set(classes[:join])
                and SILENCE.search(classes, join + 1)
            ):
                return self.sentences[index]
        ordered = _ORDER.match(classes) and self._stakes_within(index, 1)
        if ordered and exposes(classes.partition("a")[2]):
            return self.sentences[index]
        cause, _, effect = classes.partition("E")
        if _TOUCH.search(cause) and has_effect(effect, silence=DEMAND.search(cause) is not None):
            return self.sentences[index]
        if classes.startswith("a") and SILENCE.search(classes):
            return self._asked_before(index)
        return None

    def _by_bargain(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``in return for my silence, I ask that it is cancelled``."""
        beside = (each.classes for each in self._around(index, _NEAR))
        promised = "b" in classes and any(has_effect(each, silence=True) for each in beside)
        if not promised and "Q" not in classes:
            return None
        return self._nearest_demand(index) or (self.sentences[index] if "k" in classes else None)

    def _by_choice(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``two choices. One: you cancel it. Two: she finds out``."""
        if not exposes(classes):
            return None
        offered = self.sentences[max(0, index - _CHOICES) : index + 1]
        if not any("N" in each.classes for each in offered):
            return None
        return self._nearest_demand(index)

    def veiled(self, index: int) -> MarkedSentence | None:
        """Return the demand beside which a sentence hints at what could follow, if it does."""
        sentence = self.sentences[index]
        if {"f", "j"} & set(sentence.classes) or not self._stakes_within(index, _NEAR):
            return None
        if not self._hints(sentence, index) or self._assured(index):
            return None
        if not self._means_secret(sentence.classes):
            return None
        pictured = "H" in sentence.classes and self._somebody_near(index)
        asked = STAKE.search(sentence.classes) and pictured
        return self._nearest_demand(index) or (sentence if asked else None)

    def _hints(self, sentence: MarkedSentence, index: int) -> bool:
        classes = sentence.classes
        around = any(each.says_secret for each in self._around(index, _NEAR))
        here = sentence.says_secret or (index > 0 and self.sentences[index - 1].says_secret)
        asks = DEMAND.search(classes) is not None
        staked = asks or STAKE.search(classes) is not None
        veiled = "v" in classes or "R" in classes
        return (
            ("H" in classes and here and staked and self._somebody_near(index))
            or (veiled and has_effect(classes, silence=True))
            or (veiled and sentence.says_secret and "y" in classes)
            or (sentence.says_secret and _RELUCTANT.search(classes) and exposes(classes))
            or (sentence.says_secret and sentence.asks and exposes(classes))
            or ("u" in classes and asks and here)
            or ("l" in classes and (asks or "k" in classes) and here)
            or (around and ("V" in classes or _MUSING.search(classes) is not None))
            or _NOBODY_NEED_KNOW.search(classes) is not None
        )

    def _somebody_near(self, index: int) -> bool:
        return any("w" in each.classes for each in self._around(index, _NEAR))

    def _means_secret(self, classes: str) -> bool:
        """Tell whether a sentence can mean the secret."""
        if self._says_secret:
            return True
        pointing = "r" in classes or "T" in classes
        if self._text.said_before and (pointing or "w" in classes):
            return True
        return self._text.passed_on and (pointing or "Z" in classes)

    def _asked_before(self, index: int) -> MarkedSentence | None:
        """Return the sentence to which ``if you do not`` refers back."""
        for sentence in reversed(self.sentences[max(0, index - _NEAR) : index]):
            if sentence.says_stakes or DEMAND.search(sentence.classes):
                return sentence
            if "j" in sentence.classes:
                return None
        return None

    def _nearest_demand(self, index: int) -> MarkedSentence | None:
        """Return a demand about what is at stake, in the sentence or near it."""
        reach = range(max(0, index - _NEAR), min(len(self.sentences), index + _NEAR + 1))
        for other in sorted(reach, key=lambda place: abs(place - index)):
            between = self.sentences[min(index, other) : max(index, other) + 1]
            asks = DEMAND.search(self.sentences[other].classes) and self._stakes_within(other, 1)
            if asks and not any("j" in each.classes for each in between):
                return self.sentences[other]
        return None

    def _assured(self, index: int) -> bool:
        """Tell whether silence is promised nearby whatever happens."""
        return any(
            "f" in sentence.classes and SILENCE.search(sentence.classes)
            for sentence in self._around(index, _NEAR)
        )

    def _stakes_within(self, index: int, size: int) -> bool:
        near = self._staked[max(0, index - size) : index + size + 1]
        return self._text.stakes_named or any(near)

    def _around(self, index: int, size: int) -> Sequence[MarkedSentence]:
        return self.sentences[max(0, index - size) : index + size + 1]


def _orders(classes: str) -> bool:
    """Tell whether the last clause tells somebody to do something."""
    return _ORDERED.match(classes.rstrip(",").rpartition(",")[2]) is not None


def _exposes_it(classes: str) -> bool:
    """Tell whether it is the secret that gets out: ``tell Ann`` alone may be of anything."""
    return exposes(classes) and not {"r", "s", "h", "n"}.isdisjoint(classes)
