"""The grammar of coercion: demand, consequence, and what ties them.

Reads how a sentence is built, not which words it has: somebody who does not know must hear of the
secret, or not, and that must hang on what is at stake for the sender: by a condition, an
alternative or an exchange (explicit), or by a hint beside a demand (veiled). Silence that hangs on
nothing is no threat. Languages are given by ``Speech``; the patterns are over its classes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from insider.inspection.finding import Quote
from insider.inspection.passages import MOST_SENTENCES
from insider.inspection.speech import MarkedSentence

_NEAR = 2
"""Sentences between which a demand and a threat still belong together."""

_END = (
    r"(?=$|[,acobfuABjvlG]|[.Mhy]{1,2}(?:$|,)|[.Mpy]{0,2}[rs]|O[^,]{0,2}y|p[^,]{0,3}[rsi]|T[^,]{0,8}s"
    r"|p(?:D|\.)?[kM.](?:$|,))"
)
"""After a verb of telling or knowing: it is the secret that is told, or nothing else is named."""
_THING = "(?:[rs]|T(?=$|[,mMxgtnz]))"
_EXPOSURE = re.compile(
    "|".join(
        (
            rf"(?P<told>e[^,]{{0,2}}[wh]{_END})",
            rf"(?P<known>[wh]s?[Mz]{{0,5}}n{_END})",
            rf"(?P<had>[wh][Mz]{{0,5}}g[^,]{{0,3}}{_THING})",
            rf"(?P<sent>t[^,]{{0,5}}{_THING}[^,]{{0,7}}[pM][^,]{{0,3}}[wh])",
            rf"(?P<given>t[^,]{{0,2}}[wh][^,]{{0,2}}{_THING})",
            rf"(?P<bared>x[^,]{{0,3}}{_THING})",
            rf"(?P<out>{_THING}[^,]{{0,3}}?[Mz]{{0,6}}x)",
            rf"(?P<passed>{_THING}[^,]{{0,3}}?[Mz]{{0,6}}t[^,]{{0,5}}[wh])",
            rf"(?P<placed>{_THING}[^,]{{0,3}}?M{{1,5}}p[^,]{{0,2}}w)",
            r"(?P<addressed>r[^,]{0,5}s[^,]{0,3}[pM]{1,2}w|r[pM]{1,2}w[^,]{0,4}s)",
            r"(?P<unsure>z[^,]{0,6}[rs][^,]{0,3}m)",
            rf"(?P<unkept>{_THING}[M]{{0,4}}z[M]{{0,2}}m?[^,]{{0,2}}q)",
        )
    )
)
_SILENCE = re.compile(
    "|".join(
        (
            rf"{_THING}[^,z]{{0,3}}?[M]{{0,4}}m?[^,zZ]{{0,3}}q",
            r"m[^,]{0,2}[rs][^,]{0,3}q",
            r"b[^,]{0,2}q",
            r"Z[^,]{0,5}[ngetx]",
            r"ZM{0,2}(?=$|,)",
            r"i[^,zw]{0,4}[mq][^,]{0,3}[qrs]",
            r"i[Mg]{0,2}z[^,]{0,3}[etx]",
            r"[wh][^,]{0,2}z[^,]{0,2}n",
            r"[wh]M{0,3}v[^,]{0,2}n",
        )
    )
)
_NOBODY_NEED_KNOW = re.compile(rf"ZM{{1,3}}n{_END}")
_NEGATED = re.compile(r"z[^,]{0,3}$")
_DEMAND = re.compile(r"[dJ]|z[^,]{0,3}[kG]|[Wb][^,]{0,5}[kG]")
_CONDITION = re.compile(r"[cCAB]")
_CLAUSE = re.compile(r"[^,]*")
_TOUCH = re.compile(r"[kdGJ]")
_STAKE = re.compile(r"[kJ]|z[^,]{0,2}G")
"""What is at stake in any world: that the sender goes on, or that something does not."""
_WHOLE_CLAUSE = re.compile(r"$|[,iwhrZsyMTDE]")
"""What follows ``if you do not`` when it refers back and no other act is named."""
_ORDER = re.compile(r"[.,]{0,2}[dGJ]")
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
class Letter:
    """What somebody wrote to the person whom a secret concerns."""

    sentences: Sequence[MarkedSentence]
    """The sender's own, in order."""
    said_before: bool
    """Whether the sender named the secret in the subject or in an earlier mail."""
    passed_on: bool
    """Whether the mail passes on words that name it."""
    stakes_named: bool
    """Whether the subject names what is at stake."""


def read_coercion(letter: Letter) -> Coercion | None:
    """Return the demand and the threat of a letter, or None when it does not coerce."""
    text = _Text(letter)
    for read in (text.explicit, text.veiled):
        for index, threat in enumerate(text.sentences):
            demand = read(index)
            if demand is not None:
                return Coercion(_quote(demand), _quote(threat), explicit=read == text.explicit)
    return None


def _quote(sentence: MarkedSentence) -> Quote:
    return sentence.passage.quote_sentence(sentence.number)


class _Text:
    def __init__(self, letter: Letter) -> None:
        self._letter = letter
        self.sentences = letter.sentences[:MOST_SENTENCES]
        self._says_secret = any(sentence.says_secret for sentence in self.sentences)

    def explicit(self, index: int) -> MarkedSentence | None:
        """Return the demand on which a sentence makes the secret hang, if it does."""
        classes = self.sentences[index].classes
        if "f" in classes or not self._stakes_within(index, _NEAR):
            return None
        if not self._means_secret(classes):
            return None
        return (
            self._by_condition(index, classes)
            or self._by_alternative(index, classes)
            or self._by_promise(index, classes)
            or self._by_bargain(index, classes)
        )

    def _by_condition(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``if the wipe runs, she will hear of it``."""
        for found in _CONDITION.finditer(classes):
            clause = _CLAUSE.match(classes, found.start())
            end = clause.end() if clause is not None else len(classes)
            inside, rest = (
                classes[found.start() : end],
                classes[end:] + "," + classes[: found.start()],
            )
            demanded = _DEMAND.search(inside) is not None
            touch = _TOUCH.search(inside)
            if found[0] in "AB" and touch is None:
                # It refers back to what was asked.
                after = classes[found.end() :]
                if _WHOLE_CLAUSE.match(after) and _has_effect(after, silence=found[0] == "A"):
                    return self._asked_before(index)
            elif touch is not None and (demanded or found[0] != "C"):
                # Without a comma, the consequence follows what is at stake.
                rest = f"{rest},{inside[touch.end() :]}"
                if _has_effect(rest, silence=demanded):
                    return self._nearest_demand(index) or self.sentences[index]
        return None

    def _by_alternative(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``cancel it, or she finds out``, in one sentence or two."""
        before, _, after = classes.partition("o")
        if not after:
            return None
        if _exposes(after) or {"w", "s"} <= set(after) or "R" in after:
            if _TOUCH.search(before):
                return self.sentences[index]
            if not before.strip(",a."):
                return self._asked_before(index)
        swapped = _exposes(before) and _DEMAND.search(after)
        return self.sentences[index] if swapped else None

    def _by_promise(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``cancel it, and this stays between us``, in one sentence or two."""
        demand = _DEMAND.search(classes)
        if demand is not None:
            join = classes.find("a", demand.end())
            if join >= 0 and "c" not in classes[:join] and _SILENCE.search(classes, join + 1):
                return self.sentences[index]
        ordered = _ORDER.match(classes) and self._stakes_within(index, 1)
        if ordered and _exposes(classes.partition("a")[2]):
            return self.sentences[index]
        cause, _, effect = classes.partition("E")
        if _TOUCH.search(cause) and _has_effect(effect, silence=_DEMAND.search(cause) is not None):
            return self.sentences[index]
        if classes.startswith("a") and _SILENCE.search(classes):
            return self._asked_before(index)
        return None

    def _by_bargain(self, index: int, classes: str) -> MarkedSentence | None:
        """Return the demand in ``in return for my silence, I ask that it is cancelled``."""
        beside = (each.classes for each in self._around(index, _NEAR))
        promised = "b" in classes and any(_has_effect(each, silence=True) for each in beside)
        if not promised and "Q" not in classes:
            return None
        return self._nearest_demand(index) or (self.sentences[index] if "k" in classes else None)

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
        asked = _STAKE.search(sentence.classes) and pictured
        return self._nearest_demand(index) or (sentence if asked else None)

    def _hints(self, sentence: MarkedSentence, index: int) -> bool:
        classes = sentence.classes
        around = any(each.says_secret for each in self._around(index, _NEAR))
        here = sentence.says_secret or (index > 0 and self.sentences[index - 1].says_secret)
        asks = _DEMAND.search(classes) is not None
        staked = asks or _STAKE.search(classes) is not None
        veiled = "v" in classes or "R" in classes
        return (
            ("H" in classes and here and staked and self._somebody_near(index))
            or (veiled and _has_effect(classes, silence=True))
            or (veiled and sentence.says_secret and "y" in classes)
            or (sentence.says_secret and _RELUCTANT.search(classes) and _exposes(classes))
            or (sentence.says_secret and sentence.asks and _exposes(classes))
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
        if self._letter.said_before and (pointing or "w" in classes):
            return True
        return self._letter.passed_on and (pointing or "Z" in classes)

    def _asked_before(self, index: int) -> MarkedSentence | None:
        """Return the sentence to which ``if you do not`` refers back."""
        for sentence in reversed(self.sentences[max(0, index - _NEAR) : index]):
            if sentence.says_stakes or _DEMAND.search(sentence.classes):
                return sentence
            if "j" in sentence.classes:
                return None
        return None

    def _nearest_demand(self, index: int) -> MarkedSentence | None:
        """Return a demand about what is at stake, in the sentence or near it."""
        reach = range(max(0, index - _NEAR), min(len(self.sentences), index + _NEAR + 1))
        for other in sorted(reach, key=lambda place: abs(place - index)):
            between = self.sentences[min(index, other) : max(index, other) + 1]
            asks = _DEMAND.search(self.sentences[other].classes) and self._stakes_within(other, 1)
            if asks and not any("j" in each.classes for each in between):
                return self.sentences[other]
        return None

    def _assured(self, index: int) -> bool:
        """Tell whether silence is promised nearby whatever happens."""
        return any(
            "f" in sentence.classes and _SILENCE.search(sentence.classes)
            for sentence in self._around(index, _NEAR)
        )

    def _stakes_within(self, index: int, size: int) -> bool:
        near = self._around(index, size)
        return self._letter.stakes_named or any(
            sentence.says_stakes or _STAKE.search(sentence.classes) for sentence in near
        )

    def _around(self, index: int, size: int) -> Sequence[MarkedSentence]:
        return self.sentences[max(0, index - size) : index + size + 1]


def _has_effect(classes: str, *, silence: bool) -> bool:
    """Tell whether the secret gets out, or, if that is asked for, does not."""
    return _exposes(classes) or (silence and _SILENCE.search(classes) is not None)


def _exposes(classes: str) -> bool:
    for found in _EXPOSURE.finditer(classes):
        after = classes[found.end() : found.end() + 2]
        negated = _NEGATED.search(classes[: found.start()]) or "z" in found[0] + after
        if found.lastgroup in ("unkept", "unsure") or not negated:
            return True
    return False
