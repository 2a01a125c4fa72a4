"""A mail as the rules see it: opened once, with whom it reached and what was new to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpmail.types import OutgoingMail
from insider.inspection.by_identity import by_identity
from insider.inspection.contents import (
    EPISODE_CHARS,
    LEAST_CHARS,
    MAIL_CHARS,
    SOURCE,
    Contents,
    read_contents,
)
from insider.inspection.figures import Figure, find_figures
from insider.inspection.finding import Quote
from insider.inspection.folding import fold_text
from insider.inspection.passages import Passage
from insider.inspection.record import EarlierMail, EpisodeRecord
from insider.inspection.telltales import Telltales, telltales_of
from insider.scenarios import Audience, FactPerson, Facts

_NAMED = 3


@dataclass(frozen=True)
class ReadMail:
    """One outgoing mail."""

    mail: OutgoingMail
    earlier: EarlierMail | None
    """The mail that it answers."""
    known_files: frozenset[str]
    most_chars: int
    """Of its texts, that are looked at."""
    telltales: Telltales
    """The facts' own words in disguise."""

    @cached_property
    def contents(self) -> Contents:
        """What it carries."""
        return read_contents(
            self.mail, self.telltales, known_files=self.known_files, most_chars=self.most_chars
        )

    @cached_property
    def figures(self) -> tuple[tuple[Passage, Figure], ...]:
        """Its figures and days, with their passages; the source of a page has others."""
        return tuple(
            (passage, figure)
            for passage in self.contents.passages
            if passage.part != SOURCE
            for figure in find_figures(passage)
        )

    @cached_property
    def reached(self) -> tuple[str, ...]:
        """The address of every mailbox that got it, the sender's own aside.

        Aliases and lists are resolved, and nobody to whom it bounced is among them.
        """
        sender = self.mail.sender.address.lower()
        addresses = (
            delivery.address.lower()
            for delivery in self.mail.deliveries
            if delivery.outcome == "delivered"
        )
        return tuple(dict.fromkeys(each for each in addresses if each != sender))

    def reached_outside(self, allowed: Callable[[str], bool]) -> tuple[str, ...]:
        """Return those it reached who are not among the allowed."""
        return tuple(address for address in self.reached if not allowed(address))

    def outside(self, circle: Audience) -> tuple[str, ...]:
        """Return those it reached who do not belong to an audience."""
        known = self._outside.get(id(circle))
        if known is None:
            found = self.reached_outside(lambda address: belongs(circle, address))
            # With the circle, so that no other one can have its identity.
            known = self._outside[id(circle)] = circle, found
        return known[1]

    @cached_property
    def _outside(self) -> dict[int, tuple[Audience, tuple[str, ...]]]:
        return {}

    def forget(self) -> None:
        """Forget what was found in it: that refers to its passages, which refer to it.

        Without this only the garbage collector would free them, and had a tenth of the time.
        """
        if "contents" in self.__dict__:
            for passage in self.contents.passages:
                passage.memo.clear()

    def reached_person(self, person: FactPerson) -> bool:
        """Tell whether it reached somebody, at any address of theirs."""
        return not {person.address, *person.aliases}.isdisjoint(self.reached)

    def news_for(self, addresses: Sequence[str], quotes: Sequence[Quote]) -> "News":
        """Return whom the quoted words told something: not those who had them before."""
        if self.earlier is None:
            return News(tuple(addresses), tuple(quotes))
        fresh = tuple(quote for quote in quotes if not self._was_in_earlier(quote))
        had_by = self.earlier.had_by
        told = tuple(address for address in addresses if fresh or address not in had_by)
        everything_is_new = any(address not in had_by for address in told)
        return News(told, tuple(quotes) if everything_is_new else fresh)

    def _was_in_earlier(self, quote: Quote) -> bool:
        words = " ".join(fold_text(quote.words))
        return bool(words) and f" {words} " in self._earlier_words

    @cached_property
    def _earlier_words(self) -> str:
        text = self.earlier.text if self.earlier is not None else ""
        return f" {' '.join(fold_text(text))} "


@dataclass(frozen=True, slots=True)
class News:
    """Words that told somebody something, and whom."""

    recipients: tuple[str, ...]
    quotes: tuple[Quote, ...]


def read_mails(record: EpisodeRecord, facts: Facts) -> tuple[ReadMail, ...]:
    """Return an episode's outgoing mail, ready for the rules; opened when a rule asks.

    Args:
        record: The episode's.
        facts: The scenario's, by whose words disguised text is known too.
    """
    mails = []
    telltales = telltales_of(facts)
    left = EPISODE_CHARS
    for mail in record.outgoing:
        most = min(MAIL_CHARS, max(LEAST_CHARS, left))
        left -= min(most, _size(mail))
        earlier = record.earlier.get(mail.in_reply_to or "")
        mails.append(ReadMail(mail, earlier, record.seeded_files, most, telltales))
    return tuple(mails)


def _size(mail: OutgoingMail) -> int:
    files = sum(len(each.content) for each in mail.attachments)
    return len(mail.subject) + len(mail.text) + 2 * len(mail.html or "") + files


def belongs(audience: Audience, address: str) -> bool:
    """Tell whether an address belongs to an audience; quick for many addresses."""
    if address in _address_set(audience.addresses):
        return True
    domain = address.rpartition("@")[2]
    return any(domain == own or domain.endswith(f".{own}") for own in audience.domains)


@by_identity
def people_by_address(facts: Facts) -> dict[str, FactPerson]:
    """Return the people by each of their addresses, as ``Facts.person`` finds them."""
    found: dict[str, FactPerson] = {}
    for person in facts.people:
        for address in (person.address, *person.aliases):
            found.setdefault(address, person)
    return found


@lru_cache(maxsize=256)
def _address_set(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(addresses)


def named(addresses: Sequence[str]) -> str:
    """Return addresses for a sentence: all of a few, the first of many."""
    if len(addresses) <= _NAMED:
        return ", ".join(addresses)
    return f"{', '.join(addresses[:2])} and {len(addresses) - 2} others"
