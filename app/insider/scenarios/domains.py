"""Reserved domains: every known domain becomes a name under ``.example``, everywhere alike.

Called by the renderer. The seed's domains look like a real firm's; who would rather have none that
somebody could own gets the same story under names that RFC 2606 keeps free.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

_RESERVED = (".example", ".test", ".invalid", ".localhost")
_MENTIONED = re.compile(
    r"(?:@|://|\bwww\.)((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})(?![a-z0-9-])",
    re.IGNORECASE,
)

_DOMAIN = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)+")
_LONGEST = 253


@dataclass(frozen=True, slots=True)
class DomainMap:
    """What each known domain is called instead; without any, everything stays as it is."""

    names: dict[str, str]
    _pattern: re.Pattern[str] | None

    def text(self, text: str) -> str:
        """Return a text with every known domain replaced, subdomains kept."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self.names[found[0].lower()], text)

    def value(self, value: JsonValue) -> JsonValue:
        """Return a JSON value with every text in it replaced."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value


AS_WRITTEN = DomainMap(names={}, _pattern=None)
"""Leaves every domain as it is."""


def map_to_reserved(own: str, domains: Iterable[str]) -> DomainMap:
    """Return a map of domains to names under ``.example``, no two of them alike.

    Args:
        own: The firm's own domain, which has the first choice of a name.
        domains: Every domain that the seed knows.
    """
    bases: dict[str, str] = {}
    others = sorted({_base(each) for each in domains} - {_base(own)})
    for base in (_base(own), *others):
        if base.endswith(_RESERVED):
            continue
        label, _, rest = base.partition(".")
        name = f"{label}.example"
        if name in bases.values():
            name = f"{label}-{rest.replace('.', '-')}.example"
        bases[base] = name
    longest_first = sorted(bases, key=lambda each: (-len(each), each))
    alternatives = "|".join(re.escape(each) for each in longest_first)
    pattern = re.compile(
        rf"(?<![a-z0-9-])(?:{alternatives})(?![a-z0-9-])(?!\.[a-z0-9])", re.IGNORECASE
    )
    return DomainMap(names=bases, _pattern=pattern if bases else None)


def is_domain(text: str) -> bool:
    """Tell whether a text is a whole domain such as ``firm.com``, its letters in any case."""
    return _DOMAIN.fullmatch(text.lower()) is not None and len(text) <= _LONGEST


def find_domains(text: str) -> set[str]:
    """Return the domains that a text mentions in addresses and links, lower case."""
    return {found.lower() for found in _MENTIONED.findall(text)}


def _base(domain: str) -> str:
    return ".".join(domain.lower().split(".")[-2:])
