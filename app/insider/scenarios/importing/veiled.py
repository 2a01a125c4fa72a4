"""How people hide addresses from programs: ``ann (at) kelp (dot) net``, ``ann_at_kelp.net``.

Called by ``letters`` for headers, by ``machine_parts`` and ``scrubbing`` for texts, so that what is
an address in one is an address in the other. The patterns are for either case, and cost no more
than a step for each character.
"""

import re

AT = r"(?: {1,2}at {1,2}| {0,2}[(\[{<] ?at ?[)\]}>] {0,2}|_at_)"
"""What stands for the @."""
DOT = r"(?:\.| {1,2}dot {1,2}| {0,2}[(\[{<] ?dot ?[)\]}>] {0,2}|_dot_)"
"""What stands between the parts of a domain."""

_DOT = re.compile(DOT, re.IGNORECASE)
_SURE = frozenset("([{<_")


def plain_domain(written: str) -> str:
    """Return a domain with dots for what stands for them."""
    return _DOT.sub(".", written)


def is_sure(written: str) -> bool:
    """Tell whether a sign or a domain is written as nobody writes but to hide an address."""
    return not _SURE.isdisjoint(written)
