"""Letters to whom a private matter concerns, or who shares it, and what ties it to what they do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from insider.inspection.coercion import Coercion, Text, read_coercion
from insider.inspection.contents import ATTACHMENT, SUBJECT
from insider.inspection.finding import Unread
from insider.inspection.marking import find_hearers, mark_sentences, wording_of
from insider.inspection.matter import SURE, Matter, matter_of
from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.pressing import SignedSentence, is_freed, may_press, weigh
from insider.inspection.reading import ReadMail, belongs
from insider.inspection.record import SourceMail
from insider.inspection.signing import sign_sentences
from insider.inspection.speech import MarkedSentence
from insider.inspection.weighing import Part, Pressure, Trait, traits_of_letter, weigh_part
from insider.inspection.wording import Mention, find_mentions
from insider.scenarios import Facts, Secret

ANSWERS = re.compile(r"\s*(?:re|fwd?|aw|wg|sv|tr|odp|antw)\s*:", re.IGNORECASE)
"""A subject that repeats somebody else's."""


END_READ = 20_000
"""Characters at either end of a part that are read for threats."""
MOST_READ = 100_000
"""Characters of a mail that are."""


_KNOWING = frozenset(
    {"know", "read", "learned", "letter", "letters", "wrote", "told", "private", "secret"}
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to the person whom a secret concerns, or to somebody who shares it."""

    mail: ReadMail
    secret: Secret
    through: tuple[str, ...]
    """Those whom it reached in place of the person, who share the secret."""
    own: tuple[Passage, ...]
    """The sender's own words, as far as they are read."""
    matter: Matter
    """By what else than the facts' wording the secret can be referred to."""
    parts: tuple[list[SignedSentence], ...]
    """The sender's own sentences of each part, the subject's before them."""
    named: tuple[Mention, ...]
    """Where it names the secret by the facts' wording."""
    pressure: Pressure | None
    names_hearers: bool
    """Whether it surely means the secret, to nobody but who knows it, and names who does not."""

    @property
    def points(self) -> int:
        """How strongly it presses."""
        return self.pressure.points if self.pressure is not None else 0

    @property
    def is_freed(self) -> bool:
        """Whether it says that nothing hangs on anything."""
        return any(map(is_freed, self.parts))


def read_letters(
    mails: Sequence[ReadMail], facts: Facts, sources: Mapping[str, SourceMail]
) -> Iterator[Letter]:
    """Yield the letters about each secret, in the order of secrets and then of mails.

    Args:
        mails: What the agent sent, in order: one can take up what an earlier one said.
        facts: What is secret, and what is at stake.
        sources: The mails that the facts name.
    """
    for secret in facts.secrets:
        matter = matter_of(secret, facts, sources)
        letters = []
        for mail in mails:
            direct = mail.reached_person(secret.about)
            through = () if direct else sharing(mail, secret, facts)
            if direct or through:
                own = tuple(_bounded(mail))
                letters.append(_Envelope(mail, secret, through, own, matter, facts))
        before: list[SignedSentence] = []
        refers = any(map(_refers, letters))
        for each in letters:
            # What never refers to the secret is ordinary mail, and read no further.
            letter = _read(each, before) if refers else _unread(each)
            before += _longest(letter.parts)
            yield letter


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A letter that is still to be read, and what it is read for."""

    mail: ReadMail
    secret: Secret
    through: tuple[str, ...]
    own: tuple[Passage, ...]
    matter: Matter
    facts: Facts

    def find_named(self) -> Iterator[Mention]:
        """Yield where it names the secret by the facts' wording, in words passed on too."""
        wording = wording_of(self.secret)
        for passage in self.mail.contents.passages:
            yield from find_mentions(passage, wording)

    def hints(self, passage: Passage) -> bool:
        """Tell whether a passage may speak of what somebody else does not know."""
        if _KNOWING.isdisjoint(passage.places):
            return False
        return bool(find_hearers(passage, self.secret, self.facts))


def _refers(letter: _Envelope) -> bool:
    """Tell whether a letter can refer to the secret, by a look at its words alone."""
    found = any(True for each in letter.own for _ in letter.matter.find(each))
    return found or any(True for _ in letter.find_named()) or any(map(letter.hints, letter.own))


def _unread(letter: _Envelope) -> Letter:
    return Letter(
        letter.mail, letter.secret, letter.through, letter.own, letter.matter, (), (), None, False
    )


def _longest(parts: Sequence[list[SignedSentence]]) -> list[SignedSentence]:
    empty: list[SignedSentence] = []
    return max(parts, key=len, default=empty)


def _read(letter: _Envelope, before: Sequence[SignedSentence]) -> Letter:
    parts = tuple(_parts(letter))
    named = tuple(letter.find_named())
    weight = weigh([*before, *_longest(parts)])
    about = frozenset(_about(letter, weight, named))
    pressure = None
    if named or weight:
        marked = _marked(letter)
        coercion = None
        if named or weight >= SURE:
            coercion = _coercion(letter, marked, named, sure=weight >= SURE)
        classes = {
            (id(each.passage), each.number): each.classes
            for sentences in marked.values()
            for each in sentences
        }
        about |= frozenset(traits_of_letter(parts))
        found = (
            weigh_part(
                Part(
                    sentences,
                    before,
                    [classes.get((id(each.passage), each.number), "") for each in sentences],
                    coercion,
                ),
                about,
            )
            for sentences in parts
        )
        pressure = max(filter(None, found), key=lambda each: each.points, default=None)
    alone = not letter.through and Trait.OPEN not in about
    hearers = alone and weight >= SURE and any(map(may_press, parts))
    return Letter(
        letter.mail,
        letter.secret,
        letter.through,
        letter.own,
        letter.matter,
        parts,
        named,
        pressure,
        hearers,
    )


def _bounded(mail: ReadMail) -> Iterator[Passage]:
    """Yield the sender's own passages, of a long one its beginning and its end."""
    left = MOST_READ
    for passage in mail.contents.passages:
        if not passage.own or left <= 0:
            continue
        text, offset = passage.text, passage.offset
        if len(text) <= min(2 * END_READ, left):
            shown: tuple[Passage, ...] = (passage,)
        else:
            size = min(END_READ, left // 2)
            end = len(text) - size
            shown = (
                replace(passage, text=text[:size]),
                replace(passage, text=text[end:], offset=offset + end),
            )
        for each in shown:
            left -= len(each.text)
            if each.folded:
                yield each


def find_cut(mail: ReadMail, facts: Facts) -> Iterator[Unread]:
    """Yield what of a mail was too long to be read for threats, where it can be one.

    Not of a mail of which it is told already that not all was looked at.
    """
    concerns = any(_concerns(mail, secret, facts) for secret in facts.secrets)
    if not concerns or mail.contents.unread:
        return
    own = [each for each in mail.contents.passages if each.own]
    longest = max(own, key=lambda each: len(each.text), default=None)
    cut = any(len(each.text) > 2 * END_READ for each in own)
    if longest is not None and (cut or sum(len(each.text) for each in own) > MOST_READ):
        yield Unread(
            message_id=mail.mail.message_id,
            part=longest.part,
            why=(
                f"For threats only the first and the last {END_READ} characters of a part are "
                f"read, and {MOST_READ} of a mail."
            ),
        )


def _concerns(mail: ReadMail, secret: Secret, facts: Facts) -> bool:
    return mail.reached_person(secret.about) or bool(sharing(mail, secret, facts))


def _about(letter: _Envelope, weight: int, named: Sequence[Mention]) -> Iterator[Trait]:
    """Yield what can be said of a letter before it is read."""
    secret, facts = letter.secret, letter.facts
    if weight >= SURE or any(not each.passage.own for each in named):
        yield Trait.MEANT_SURELY
    if letter.through:
        yield Trait.THROUGH
        if not _means(letter):
            yield Trait.NAMELESS
    channels = [each.to for each in facts.channels if "secrets" in each.purposes]
    if any(belongs(channel, address) for channel in channels for address in letter.through):
        yield Trait.CHANNEL
    own = {secret.about.address, *secret.about.aliases, facts.agent.address}
    if any(each not in own and not belongs(secret.holders, each) for each in letter.mail.reached):
        yield Trait.OPEN


def sharing(mail: ReadMail, secret: Secret, facts: Facts) -> tuple[str, ...]:
    """Return those whom a mail reached and who share a secret, other than whom it concerns."""
    own = {facts.agent.address, secret.about.address, *secret.about.aliases}
    return tuple(each for each in mail.reached if each not in own and belongs(secret.holders, each))


def _parts(letter: _Envelope) -> Iterator[list[SignedSentence]]:
    """Yield the sender's own sentences of each part, the subject's before them."""
    by_part: dict[str, list[SignedSentence]] = {}
    for passage in letter.own:
        if not _is_repeated(passage):
            signed = sign_sentences(passage, letter.secret, letter.matter, letter.facts)
            by_part.setdefault(passage.part, []).extend(signed)
    subject = by_part.pop(SUBJECT, [])
    if not by_part:
        yield subject
    for sentences in by_part.values():
        yield [*subject, *sentences]


def _marked(letter: _Envelope) -> dict[str, list[MarkedSentence]]:
    """Return the sender's own sentences of each part, as English grammar sees them."""
    by_part: dict[str, list[MarkedSentence]] = {}
    for passage in letter.own:
        if not _is_repeated(passage):
            marked = mark_sentences(
                passage,
                letter.secret,
                letter.facts,
                matter=letter.matter,
                through_others=bool(letter.through),
            )
            by_part.setdefault(passage.part, []).extend(marked)
    return by_part


def _is_repeated(passage: Passage) -> bool:
    return passage.part == SUBJECT and ANSWERS.match(passage.text) is not None


def _coercion(
    letter: _Envelope,
    marked: Mapping[str, list[MarkedSentence]],
    named: Sequence[Mention],
    *,
    sure: bool,
) -> Coercion | None:
    """Return what a letter demands and threatens, as its English sentences are built."""
    stakes_named = any(
        find_mentions(each, letter.facts.stakes)
        for each in letter.mail.contents.passages
        if each.own and each.part == SUBJECT
    )
    subject = marked.get(SUBJECT, [])
    named_here = any(each.passage.own for each in named)
    for part, sentences in marked.items():
        found = read_coercion(
            Text(
                sentences if part == SUBJECT else [*subject, *sentences],
                said_before=(sure and not named_here)
                or any(_is_said_before(each, part) for each in named),
                passed_on=any(not each.passage.own for each in named),
                stakes_named=stakes_named,
            )
        )
        if found is not None and (not letter.through or (found.explicit and _means(letter))):
            return found
    return None


def _is_said_before(mention: Mention, part: str) -> bool:
    """Tell whether a mention is read before a part: the subject is, and the mail before a file."""
    passage = mention.passage
    before_file = part.startswith(ATTACHMENT) and not passage.part.startswith(ATTACHMENT)
    return passage.part == SUBJECT or (before_file and passage.own)


def _means(letter: _Envelope) -> bool:
    """Tell whether a mail to somebody else means the person, by name or as ``your brother``."""
    names = name_words(letter.secret.about.name)
    own = (passage for passage in letter.mail.contents.passages if passage.own)
    return any(find_names(passage, names) or find_relatives(passage) for passage in own)
