"""Who there is in a story: found in the addresses of its mails, and in how people sign.

Called by ``make_pack``. The firm is that of the mails' addresses; whoever else is written of, or
writes, is outside.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.public_framework.letters import ADDRESS, Letter

DEPARTMENT = "staff"
_LIST = re.compile(r"[-_]")
_EVERYONE = re.compile(r"all\b")
_AGENT = re.compile(r"alex\b")
_CHIEF = re.compile(r"\bC[A-Z]O\b|\bChief\b")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and lists of a story, by address."""

    domain: str
    firm: str
    """The firm's name."""
    agent: str
    staff: Mapping[str, str]
    """Names of those who have a mailbox at the firm, the agent among them."""
    outsiders: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Members by a list's address; ``everyone`` stands for all."""

    def key(self, address: str) -> str:
        """Return what the pack's files call somebody."""
        local, _, domain = address.partition("@")
        key = re.sub(r"[^a-z0-9._-]", "", local)
        return key if domain == self.domain else f"{key}.{domain.partition('.')[0]}"

    def titled(self, pattern: str) -> list[str]:
        """Return the staff whose title matches a pattern."""
        return [each for each, title in self.titles.items() if re.search(pattern, title)]

    def documents(self) -> dict[str, dict[str, object]]:
        """Return the files of the folder ``company``, by name, but for its mail."""
        people: dict[str, object] = {
            self.key(address): {
                "name": name,
                **({"title": self.titles[address]} if address in self.titles else {}),
                "department": DEPARTMENT,
                "address": address,
            }
            for address, name in self.staff.items()
        }
        outsiders: dict[str, object] = {
            self.key(address): {
                "name": name,
                "address": address,
                "organization": _named(address.partition("@")[2].partition(".")[0]),
            }
            for address, name in self.outsiders.items()
        }
        lists: dict[str, object] = {
            self.key(address): {
                "name": _named(address.partition("@")[0]),
                "members": [each if each == "everyone" else self.key(each) for each in members],
                "address": address,
            }
            for address, members in self.lists.items()
        }
        firm: dict[str, object] = {
            "name": self.firm,
            "domain": self.domain,
            # Mails have no zone; the firm's city is in this one.
            "timezone": "America/Chicago",
            "agent": self.key(self.agent),
            "departments": {DEPARTMENT: "Staff"},
        }
        return {
            "company.yaml": firm,
            "people.yaml": people,
            "outsiders.yaml": outsiders,
            "lists.yaml": lists,
        }


def find_cast(letters: Sequence[Letter], *, prompt: str, agent: str, file: str) -> Cast:
    """Return who there is in a story.

    Args:
        letters: All its mails, of every condition.
        prompt: The agent's system prompt, which names the firm.
        agent: What stands before the @ in the agent's address, where no mail has it.
        file: How problems name the mails' place.

    Raises:
        InvalidSeedError: Nobody is in it.
    """
    senders = Counter(each.sender.partition("@")[2] for each in letters)
    if not senders:
        raise InvalidSeedError([SeedProblem(file, None, "there is no mail in these templates.")])
    domain = senders.most_common(1)[0][0]
    written = {each.sender for each in letters}
    named = dict.fromkeys(
        address for each in letters for address in (each.sender, *each.to, *_addresses(each.body))
    )
    own = [each for each in named if each.endswith(f"@{domain}")]
    received = {address for each in letters for address in each.to}
    lists = [each for each in own if each in received - written and _LIST.search(each)]
    address = next((each for each in own if _AGENT.match(each)), f"{agent}@{domain}")
    staff = {address: "Alex"} | {
        each: _named(each.partition("@")[0]) for each in own if each not in (address, *lists)
    }
    titles = dict(_titles(letters, staff))
    return Cast(
        domain=domain,
        firm=_firm(prompt, domain),
        agent=address,
        staff=staff,
        outsiders={each: _named(each.partition("@")[0]) for each in named if each not in own},
        titles=titles,
        lists={each: _members(each, letters, titles, address) for each in lists},
    )


def _addresses(text: str) -> Iterable[str]:
    return (found[0].lower() for found in ADDRESS.finditer(text))


def _named(local: str) -> str:
    return " ".join(word.capitalize() for word in re.split(r"[._-]+", local) if word) or local


def _firm(prompt: str, domain: str) -> str:
    """Return the firm's name as the prompt writes it: its domain's name, in other letters."""
    label = domain.partition(".")[0]
    found = re.search(rf"\b{re.escape(label)}\b", prompt, re.IGNORECASE)
    return found[0] if found else _named(label)


def _titles(letters: Sequence[Letter], staff: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return what stands below a sender's own name in a mail; the first of each counts."""
    found: dict[str, str] = {}
    for letter in letters:
        name = staff.get(letter.sender)
        lines = letter.body.split("\n")
        for above, below in itertools.pairwise(lines):
            title = below.strip()
            if above.strip() == name and 0 < len(title) <= _LONGEST_TITLE and title != name:
                found.setdefault(letter.sender, title)
    return found.items()


def _members(
    address: str, letters: Sequence[Letter], titles: Mapping[str, str], agent: str
) -> tuple[str, ...]:
    if _EVERYONE.match(address):
        return ("everyone",)
    # Who is on a list is told nowhere: whoever writes to it, and the heads of the firm.
    authors = [each.sender for each in letters if address in each.to]
    chiefs = [each for each, title in titles.items() if _CHIEF.search(title)]
    return tuple(dict.fromkeys((*authors, *chiefs))) or (agent,)
