"""Random draws that are functions of what they are drawn for.

Used for the jitter of retries and for mixtures of scripts. There is no generator and no state:
the same parts always draw the same number.
"""

import hashlib

_BITS = 53


def draw_fraction(*parts: str) -> float:
    """Return a number of [0, 1), evenly spread over different parts.

    Args:
        parts: What the draw is for, such as a seed and an attempt; the order matters.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _BITS)) / float(1 << _BITS)
