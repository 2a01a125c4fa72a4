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
from insider.scenarios.importing.name_words import NameReplacer, Names, Nearby
from insider.scenarios.importing.naming import base_of, is_within
from insider.scenarios.importing.roles import Role

_LINK = (
    r"(?P<scheme>\b(?:https?|ftp|git|svn|ssh|irc|news)://|\b(?=www\.))"
    r"(?P<place>[^\s/<>\"'\])}]{1,300})(?P<path>/[^\s<>\"'\])}?#]{0,1000})?"
    r"(?:[?#][^\s<>\"'\])}]{0,2000})?"
)
_ADDRESS = (
    r"(?P<local>(?<![\w.%+=~-])[\w.%+=~-]{1,64}+)"
    r"@(?P<domain>(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})\b"
)
_VEILED = (
    r"(?P<who>(?<![\w.+-])[\w.+-]{1,64}+)(?P<at> at | ?\(at\) ?| ?\[at\] ?)"
    r"(?P<where>(?:[a-z0-9-]{1,63}(?:\.| dot | ?\[dot\] ?)){1,6}[a-z]{2,24})\b"
)
_HOST = r"(?P<host>(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,6})(?![\w-])"
_NUMBER = (
    r"(?P<label>\b(?:tel|phone|fax|mobile|cell|voice)(?:ephone)?[.:]{0,2}\s{0,3})?"
    r"(?P<number>(?<![\w.])(?:\+\d[\d ()./-]{6,20}\d|\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}"
    r"|(?<=[.:\s])\d[\d ()./-]{5,20}\d))(?![\w-])"
)
_MACHINE = re.compile(f"{_LINK}|{_ADDRESS}|{_VEILED}|{_HOST}|{_NUMBER}", re.IGNORECASE)
_DOT = re.compile(r" dot | ?\[dot\] ?", re.IGNORECASE)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_GENERIC = frozenset({"biz", "com", "edu", "gov", "info", "mil", "net", "org"})
_USUAL_LABELS = frozenset({"www", "mail", "lists", "ftp", "wiki", "docs", "bugs", "git", "news"})
_LONGEST_PATH = 120
_SIGNATURE_LINES = 15
_QUOTED = re.compile(r"[> ]*")


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
    replacer: NameReplacer

    def text(self, text: str) -> str:
        """Return a text of other people."""
        pattern = self.replacer.pattern_for(text)
        parts: list[str] = []
        at = 0
        for found in _MACHINE.finditer(text):
            instead = self._instead(found, pattern)
            if instead is not None:
                parts += (self.replacer.replace(text[at : found.start()], pattern), instead)
                at = found.end()
        parts.append(self.replacer.replace(text[at:], pattern))
        return "".join(parts)

    def body(self, text: str, author: Role) -> str:
        """Return a body of other people; of a signature, its author's name is left."""
        kept, signed = _without_signatures(text)
        said = self.text(kept)
        return f"{said}\n\n-- \n{author.mailer.name}" if signed else said

    def _instead(self, found: re.Match[str], pattern: re.Pattern[str] | None) -> str | None:
        scrubber = self.scrubber
        if found["place"]:
            host = found["place"].rpartition("@")[2].partition(":")[0].rstrip(".,;")
            path = self.replacer.replace((found["path"] or "")[:_LONGEST_PATH], pattern)
            return f"{found['scheme']}{scrubber.host(host)}{path}"
        if found["local"]:
            return scrubber.address(f"{found['local']}@{found['domain']}")
        if found["who"]:
            return self._veiled(found)
        if found["host"]:
            return scrubber.host(found["host"]) if scrubber.knows(found["host"]) else None
        plain = found["label"] is None and not re.match(r"\+|\(?\d{3}\)?[ .-]", found["number"])
        return None if plain else f"{found['label'] or ''}{scrubber.phone(found['number'])}"

    def _veiled(self, found: re.Match[str]) -> str | None:
        """Replace an address that is hidden from programs; "look at it.com" is none."""
        real = f"{found['who']}@{_DOT.sub('.', found['where'])}".lower()
        around = found.string[found.start() - 1 : found.start()] + found.string[found.end() :][:1]
        if real not in self.scrubber.addresses and found["at"] == " at " and around not in _PAIRS:
            return None
        local, _, domain = self.scrubber.address(real).partition("@")
        return f"{local}{found['at']}{domain}"


_PAIRS = ("<>", "()", "[]")


def _without_signatures(text: str) -> tuple[str, bool]:
    """Return a text without signatures, quoted ones too, and whether its own had one."""
    lines = text.split("\n")
    kept: list[str] = []
    at, signed = 0, False
    while at < len(lines):
        mark = _QUOTED.match(lines[at])
        depth = mark[0].count(">") if mark else 0
        if lines[at][mark.end() if mark else 0 :].rstrip() != "--":
            kept.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and _depth(lines[end]) == depth:
            end += 1
        if end - at - 1 > _SIGNATURE_LINES:
            kept.append(lines[at])
            at += 1
        else:
            signed = signed or (depth == 0 and end == len(lines))
            at = end
    return "\n".join(kept).rstrip("\n"), signed


def _depth(line: str) -> int:
    mark = _QUOTED.match(line)
    return mark[0].count(">") if mark else 0
