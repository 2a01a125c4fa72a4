"""A set of people, as rules name them: addresses, and whole domains."""

from dataclasses import dataclass

from corpmail.types import Delivery


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

    def is_written_to(self, delivery: Delivery) -> bool:
        """Tell whether mail was written to one of them and got there.

        A notice to a list that somebody happens to be on is not written to that person.
        """
        return delivery.outcome == "delivered" and self.includes(delivery.via or delivery.address)
