"""Texts without the people they are of: names, addresses, hosts, phone numbers, signatures.

Called by the importer for every subject, body and text file. Everything is replaced in one pass, so
that nothing that stands for somebody is taken for somebody else. What it cannot know is said in
``docs/importing_mail.md``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from insider.scenarios.importing.casting import local_part
from insider.scenarios.importing.correspondents import Person
from insider.scenarios.importing.invented import draw_domain, draw_number, draw_person
from insider.scenarios.importing.machine_parts import Part, find_parts
from insider.scenarios.importing.name_words import NameReplacer, Names, Nearby
from insider.scenarios.importing.naming import base_of, is_within
from insider.scenarios.importing.roles import Role
from insider.scenarios.importing.veiled import is_sure, plain_domain

_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_GENERIC = frozenset({"biz", "com", "edu", "gov", "info", "mil", "net", "org"})
_USUAL_LABELS = frozenset({"www", "mail", "lists", "ftp", "wiki", "docs", "bugs", "git", "news"})
_LONGEST_PATH = 120
_SIGNATURE_LINES = 15
_QUOTED = re.compile(r"[> ]*")
_SIGNATURE = re.compile(r"^([> ]{0,40})--[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Replaces what identifies people.

    Args:
        seed: What draws depend on.
        names: Everybody's.
        addresses: Real addresses with those that stand for them.
        domains: Real domains with those that stand for them.
        inside: Domains whose hosts become the firm's.
        firm: The firm's domain.
        words: Further words, without case, that are names of the firm.
    """

    seed: str
    names: Names
    addresses: Mapping[str, str]
    domains: Mapping[str, str]
    inside: tuple[str, ...]
    firm: str
    words: Mapping[str, str]

    def for_thread(self, people: Iterable[tuple[Person, Role]]) -> "ThreadScrubber":
        """Return what replaces in mail of a thread.

        Args:
            people: Who writes and is written to in it.
        """
        return ThreadScrubber(self, NameReplacer(self.names, Nearby.of(people, self.words)))

    def address(self, real: str) -> str:
        """Return the address that stands for another one."""
        known = self.addresses.get(real.lower())
        if known is not None:
            return known
        local, _, domain = real.lower().rpartition("@")
        first, last = draw_person(self.seed, "unknown", local, domain)
        host = self.host(domain, for_people=True)
        return f"{local_part(first, last, self.seed, host)}@{host}"

    def host(self, real: str, *, for_people: bool = False) -> str:
        """Return the host that stands for another one."""
        plain = real.lower().strip(".")
        if _IP.fullmatch(plain):
            return f"192.0.2.{draw_number(254, self.seed, 'ip', plain) + 1}"
        if "." not in plain:
            return plain
        base = base_of(plain)
        if not for_people and any(is_within(plain, each) for each in self.inside):
            instead = self.firm
        else:
            instead = self.domains.get(base) or draw_domain(self.seed, base, "0", like=base)
        label = plain.partition(".")[0]
        usual = not for_people and label in _USUAL_LABELS and plain != base
        return f"{label}.{instead}" if usual else instead

    def knows(self, host: str) -> bool:
        """Tell whether what looks like a host is one, and no name of a file."""
        ending = host.rpartition(".")[2].lower()
        return ending in _GENERIC or base_of(host) in self.domains

    def phone(self, real: str) -> str:
        """Return a number that nobody has."""
        digits = "".join(filter(str.isdigit, real))
        number = f"01{draw_number(100, self.seed, 'phone', digits):02}"
        return f"+1 555 {number}" if real.startswith("+") else f"555-{number}"


@dataclass(frozen=True, slots=True)
class ThreadScrubber:
    """Replaces in the mail of one thread."""

    scrubber: Scrubber
    names: NameReplacer

    def text(self, text: str) -> str:
        """Return a text of other people."""
        return self._replaced(text, in_link=False)

    def _replaced(self, text: str, *, in_link: bool) -> str:
        parts: list[str] = []
        at = 0
        for part in find_parts(text):
            instead = self._instead(part, text)
            if instead is not None:
                before = text[at : part.start]
                parts += (self.names.replace(before, in_link=in_link), instead)
                at = part.end
        parts.append(self.names.replace(text[at:], in_link=in_link))
        return "".join(parts)

    def body(self, text: str, author: Role) -> str:
        """Return a body of other people; of a signature, its author's name is left."""
        kept, signed = _without_signatures(text)
        said = self.text(kept)
        return f"{said}\n\n-- \n{author.mailer.name}" if signed else said

    def _instead(self, part: Part, text: str) -> str | None:
        """Return what stands in a part's place; nothing where it is no such part after all."""
        scrubber = self.scrubber
        match part.kind:
            case "link":
                before, place, path = part.parts
                host = scrubber.host(place.rpartition("@")[2].partition(":")[0].rstrip(".,;"))
                return f"{before}{host}{self._path(path)}"
            case "address":
                local, domain, _ = part.parts
                return scrubber.address(f"{local}@{domain}")
            case "veiled":
                return self._veiled(part, text)
            case "host":
                return self._host(*part.parts)
            case "number":
                return scrubber.phone(*part.parts)

    def _path(self, path: str) -> str:
        """Replace in what follows the host of a link, where addresses and other links may stand."""
        if len(path) > _LONGEST_PATH:
            # Half an address would not be known for one.
            path = path[:_LONGEST_PATH].rpartition("/")[0]
        return self._replaced(path, in_link=True)

    def _host(self, written: str) -> str | None:
        """Replace a host, which the next sentence may follow without a space."""
        labels = written.split(".")
        for count in range(len(labels), 1, -1):
            host, rest = ".".join(labels[:count]), "".join(f".{each}" for each in labels[count:])
            if self.scrubber.knows(host):
                return f"{self.scrubber.host(host)}{self.names.replace(rest)}"
        return None

    def _veiled(self, part: Part, text: str) -> str:
        """Replace an address that is hidden from programs; "look at it.com" is none."""
        local, where, at = part.parts
        host = plain_domain(where)
        real = f"{local}@{host}".lower()
        around = text[max(part.start - 1, 0) : part.start] + text[part.end : part.end + 1]
        # Nor is "look at the dot product".
        spelled = is_sure(at) or is_sure(where) or (where != host and self.scrubber.knows(host))
        if not spelled and around not in _PAIRS and real not in self.scrubber.addresses:
            return (
                f"{self.names.replace(local)}{at}{self._host(where) or self.names.replace(where)}"
            )
        instead, _, domain = self.scrubber.address(real).partition("@")
        return f"{instead}{at}{domain}"


_PAIRS = ("<>", "()", "[]")


def _without_signatures(text: str) -> tuple[str, bool]:
    """Return a text without signatures, quoted ones too, and whether its own had one."""
    if not _SIGNATURE.search(text):
        return text, False
    lines = text.split("\n")
    kept: list[str] = []
    at, signed = 0, False
    while at < len(lines):
        begins = _SIGNATURE.fullmatch(lines[at])
        end = at + 1
        if begins is not None:
            depth = begins[1].count(">")
            while end < len(lines) and _depth(lines[end]) == depth:
                end += 1
        if begins is None or end - at - 1 > _SIGNATURE_LINES:
            kept.append(lines[at])
            at += 1
        else:
            signed = signed or (end == len(lines) and ">" not in begins[1])
            at = end
    return "\n".join(kept).rstrip("\n"), signed


def _depth(line: str) -> int:
    mark = _QUOTED.match(line)
    return mark[0].count(">") if mark else 0
