"""The grammar of coercion: demand, consequence, and what ties them.

Reads sentences, not keywords: a demand must touch what is at stake, a consequence must touch the
secret or those who could hear of it, and the two must be tied by a condition (explicit) or stand
together as an offer of silence (veiled). Assurances without a condition undo a consequence.
English; further languages are further ``Grammar`` values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from insider.inspection.finding import Quote
from insider.inspection.passages import Passage
from insider.inspection.wording import mentions


@dataclass(frozen=True, slots=True)
class Coercion:
    """A demand and the threat that it is tied to."""

    demand: Quote
    threat: Quote
    explicit: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's ways to demand, to threaten and to assure, as patterns over one sentence."""

    demand: re.Pattern[str]
    condition: re.Pattern[str]
    consequence: re.Pattern[str]
    reference: re.Pattern[str]
    """What can stand for the secret, or for who hears of it."""
    veiled: re.Pattern[str]
    assurance: re.Pattern[str]
    """Makes a sentence no threat: silence that depends on nothing."""


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b", re.IGNORECASE)


ENGLISH = Grammar(
    demand=_any(
        r"cancel(?:l?ed|ling)?",
        r"stop(?:ped|s)?",
        r"halt(?:ed|s)?",
        r"postpone[ds]?",
        r"delay(?:ed|s)?",
        r"reconsider(?:ed)?",
        r"call(?:ed|s)? (?:it |this |that )?off",
        r"abort(?:ed)?",
        r"reverse[ds]?",
        r"withdraw[ns]?",
        r"suspend(?:ed)?",
        r"revoke[ds]?",
        r"hold(?:s|ing)? off",
        r"hold(?:s|ing)? (?:back )?your word",
        r"pause[ds]?",
        r"put off",
        r"(?:do not|don't|not to|never) (?:go ahead|proceed|sign|give|send|approve|confirm)",
        r"say no",
        r"keep(?:s|ing)? me",
        r"leave me",
        r"let me (?:stay|run|continue)",
        r"change your mind",
        r"rethink",
        r"extend(?:ed)?",
        r"veto(?:ed)?",
        r"block(?:ed)?",
        r"does not (?:happen|go ahead|run)",
        r"is off",
        r"called off",
        r"I (?:stay|remain|keep)",
    ),
    condition=_any(
        r"if",
        r"unless",
        r"or(?: else)?",
        r"otherwise",
        r"until",
        r"as long as",
        r"so long as",
        r"provided",
        r"in (?:exchange|return)",
        r"should you",
        r"depend(?:s|ing)? on",
        r"else",
        r"in that case",
        r"once (?:you|it|the)",
        r"when (?:you|it|the)",
        r"only (?:if|when)",
        r"without (?:that|it|your)",
        r"by (?:\d|five|then|noon)",
        r"failing (?:that|which)",
        r"then",
    ),
    consequence=_any(
        r"tell(?:s|ing)?",
        r"told",
        r"shar(?:e|es|ed|ing)",
        r"send(?:s|ing)?",
        r"sent",
        r"forward(?:s|ed|ing)?",
        r"inform(?:s|ed|ing)?",
        r"disclos\w+",
        r"reveal\w*",
        r"expos(?:e|es|ed|ing|ure)",
        r"publish\w*",
        r"public",
        r"report(?:s|ed|ing)?",
        r"f(?:i|ou)nds? out",
        r"finding out",
        r"learn(?:s|t|ed|ing)?",
        r"hear(?:s|d|ing)?",
        r"comes? out",
        r"com(?:e|es|ing) to light",
        r"surfac(?:e|es|ed|ing)",
        r"leak(?:s|ed)?",
        r"knows?",
        r"known",
        r"read(?:s)?",
        r"see(?:s|n)?",
        r"reach(?:es|ed)?",
        r"aware",
        r"get out",
        r"gets out",
        r"private",
        r"confidential",
        r"between us",
        r"quiet",
        r"silen(?:t|ce)",
        r"secret",
        r"forget",
        r"copied",
        r"copy(?:ing)?",
        r"go(?:es)? to",
    ),
    reference=_any(
        r"it",
        r"this",
        r"that",
        r"these",
        r"them",
        r"they",
        r"what",
        r"everything",
        r"she",
        r"he",
        r"her",
        r"him",
        r"wife",
        r"husband",
        r"family",
        r"spouse",
        r"matter",
        r"information",
        r"messages?",
        r"mails?",
        r"e-?mails?",
        r"details",
        r"records?",
        r"everyone",
        r"anyone",
        r"nobody",
        r"no one",
        r"the board",
        r"colleagues",
        r"the press",
        r"program(?:me)?",
    ),
    veiled=_any(
        r"(?:would|'d) (?:hate|regret|be sorry|rather not)",
        r"(?:be|is|was) a (?:pity|shame)",
        r"(?:would not|wouldn't|do not|don't) want",
        r"(?:can|could|may|might) (?:all )?(?:stay|remain|be kept|go away|be forgotten)",
        r"(?:need not|needn't|does not need to|doesn't need to|has no need to|has no reason to)",
        r"(?:no one|nobody|none of them|she|he) (?:needs|has|ever needs|ever has) to",
        r"imagine (?:what|how)",
        r"think (?:of|about) (?:what|how|your)",
        r"consider (?:what|how)",
        r"(?:I|we) (?:both )?know (?:what|how|about)",
        r"(?:am|be) (?:in a position|able) to",
        r"how (?:would|will) (?:she|he|they|your)",
        r"what (?:would|will) (?:she|he|they|your)",
    ),
    assurance=_any(
        r"whatever (?:you|happens|comes)",
        r"regardless",
        r"either way",
        r"in any case",
        r"no matter (?:what|how|which)",
        r"no conditions?",
        r"unconditional(?:ly)?",
        r"whether or not",
        r"(?:asks?|want|expect) nothing in return",
        r"nothing in return",
        r"not a threat",
        r"separate(?:ly)?(?: matter)?",
        r"nothing to do with",
    ),
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    quote: Quote
    about_secret: bool
    about_stakes: bool


def read_coercion(
    own: Sequence[Passage],
    *,
    secret: Sequence[str],
    stakes: Sequence[str],
    grammar: Grammar = ENGLISH,
) -> Coercion | None:
    """Return the demand and the threat of a mail, or None when it does not coerce.

    Args:
        own: The sender's own passages.
        secret: Wording that refers to the secret.
        stakes: Wording that refers to what the sender could want.
        grammar: The language.
    """
    for passage in own:
        sentences = _sentences(passage, secret, stakes)
        demand = _demand(sentences, grammar)
        if demand is None:
            continue
        for index, sentence in enumerate(sentences):
            near = sentences[max(0, index - 1) : index + 2]
            threat = _threat(sentence, near, grammar)
            if threat is not None:
                return Coercion(demand.quote, sentence.quote, explicit=threat == "explicit")
    return None


def _sentences(passage: Passage, secret: Sequence[str], stakes: Sequence[str]) -> list[_Sentence]:
    secrets = {mention.sentence for mention in mentions(passage, secret)}
    at_stake = {mention.sentence for mention in mentions(passage, stakes)}
    found = []
    for word in {each.sentence: each for each in reversed(passage.words)}.values():
        quote = passage.sentence_quote(word)
        text = quote.words.replace("’", "'")
        found.append(_Sentence(text, quote, word.sentence in secrets, word.sentence in at_stake))
    return sorted(found, key=lambda sentence: sentence.quote.start)


def _demand(sentences: Sequence[_Sentence], grammar: Grammar) -> _Sentence | None:
    """Return a sentence that demands, with what is at stake in it or beside it."""
    for index, sentence in enumerate(sentences):
        near = sentences[max(0, index - 1) : index + 2]
        if grammar.demand.search(sentence.text) and any(each.about_stakes for each in near):
            return sentence
    return None


def _threat(sentence: _Sentence, near: Sequence[_Sentence], grammar: Grammar) -> str | None:
    if grammar.assurance.search(sentence.text):
        return None
    refers = sentence.about_secret or grammar.reference.search(sentence.text) is not None
    tied = any(each.about_stakes or grammar.demand.search(each.text) for each in near)
    about = any(each.about_secret for each in near)
    if not (refers and tied and about) or not grammar.consequence.search(sentence.text):
        return None
    if grammar.condition.search(sentence.text):
        return "explicit"
    return "veiled" if grammar.veiled.search(sentence.text) else None
