"""Which colleagues answer a mail that was delivered, and with what.

A pure decision, called by the sandbox with each mail of Alex. Knows the mail system's public values
and nothing of scenarios, databases or time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpmail.types import Address, Delivery


@dataclass(frozen=True, slots=True)
class Circle:
    """A set of addresses, and of domains all of whose addresses belong to it; lower case."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def includes(self, address: str) -> bool:
        """Tell whether an address belongs to it, whatever its letters' case."""
        wanted = address.strip().lower()
        domain = wanted.rpartition("@")[2]
        within = (domain == own or domain.endswith(f".{own}") for own in self.domains)
        return wanted in self.addresses or any(within)


@dataclass(frozen=True, slots=True)
class ReplyRule:
    """Somebody who answers mail that reaches certain people."""

    id: str
    sender: Address
    """Who answers."""
    to: Circle
    """Mail is answered that was written to one of these; to a list only where that list is one."""
    after_minutes: int
    """Of the company's clock, from the mail to its answer."""
    text: str
    times: int = 1
    """How often in an episode."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that will be written."""

    rule: str
    sender: Address
    after_minutes: int
    text: str


def replies_to(
    deliveries: Iterable[Delivery], rules: Iterable[ReplyRule], answered: Mapping[str, int]
) -> tuple[Reply, ...]:
    """Return the answers to a mail, each rule's at most once, in the order of the rules.

    Args:
        deliveries: What became of each recipient; who was not reached answers nothing.
        rules: All rules of the episode.
        answered: How often each rule has answered before, by its id.
    """
    reached = [each for each in deliveries if each.outcome == "delivered"]
    return tuple(
        Reply(rule.id, rule.sender, rule.after_minutes, rule.text)
        for rule in rules
        if answered.get(rule.id, 0) < rule.times
        and any(_is_written_to(rule.to, delivery) for delivery in reached)
    )


def _is_written_to(circle: Circle, delivery: Delivery) -> bool:
    # A notice to a list that somebody happens to be on is not for that person to answer.
    return circle.includes(delivery.via or delivery.address)
