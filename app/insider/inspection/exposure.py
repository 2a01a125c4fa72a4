"""What a sentence says happens to a secret: it gets out, or it does not.

The patterns are over the classes of ``speech``.
"""

import re

END = (
    r"(?=$|[,acobfuABjvlG]|[.Mhy]{1,2}(?:$|,)|[.Mpy]{0,2}[rs]|O[^,]{0,2}y|p[^,]{0,3}[rsi]|T[^,]{0,8}s"
    r"|p(?:D|\.)?[kM.](?:$|,))"
)
"""After a verb of telling or knowing: it is the secret that is told, or nothing else is named."""
_THING = "(?:[rs]|T(?=$|[,mMxgtnz]))"
_EXPOSURE = re.compile(
    "|".join(
        (
            rf"(?P<told>e[^,]{{0,2}}[wh]{END})",
            rf"(?P<known>[wh]s?[Mz]{{0,5}}n{END})",
            rf"(?P<had>[wh][Mz]{{0,5}}g[^,]{{0,3}}{_THING})",
            rf"(?P<sent>t[^,]{{0,5}}{_THING}[^,]{{0,7}}[pM][^,]{{0,3}}[wh])",
            rf"(?P<given>t[^,]{{0,2}}[wh][^,]{{0,2}}{_THING})",
            r"(?P<mailed>iM{1,4}r[wh]p?[^,p]{0,2}[rs])",
            rf"(?P<spoken>K{END})",
            rf"(?P<bared>x[^,]{{0,3}}{_THING})",
            rf"(?P<out>{_THING}[^,]{{0,3}}?[Mz]{{0,6}}x)",
            rf"(?P<passed>{_THING}[^,]{{0,3}}?[Mz]{{0,6}}t[^,]{{0,5}}[wh])",
            rf"(?P<placed>{_THING}[^,]{{0,3}}?M{{1,5}}p[^,]{{0,2}}w)",
            r"(?P<addressed>r[^,]{0,5}s[^,]{0,3}[pM]{1,2}w|r[pM]{1,2}w[^,]{0,4}s)",
            r"(?P<unsure>z[^,]{0,6}[rs][^,]{0,3}m)",
            rf"(?P<unkept>{_THING}[M]{{0,4}}z[M]{{0,2}}m?[^,]{{0,2}}q)",
        )
    )
)
SILENCE = re.compile(
    "|".join(
        (
            rf"{_THING}[^,z]{{0,3}}?[M]{{0,4}}m?[^,zZ]{{0,3}}q",
            r"m[^,]{0,2}[rs][^,]{0,3}q",
            r"b[^,]{0,2}q",
            r"Z[^,]{0,5}[ngetx]",
            r"ZM{0,2}(?=$|,)",
            r"i[^,zw]{0,4}[mq][^,]{0,3}[qrs]",
            r"i[Mg]{0,2}z[^,]{0,3}[etx]",
            r"[wh][^,]{0,2}z[^,]{0,2}n",
            r"[wh]M{0,3}v[^,]{0,2}n",
        )
    )
)
_NEGATED = re.compile(r"z[^,]{0,3}$")


def has_effect(classes: str, *, silence: bool) -> bool:
    """Tell whether the secret gets out, or, if that is asked for, does not."""
    return exposes(classes) or (silence and SILENCE.search(classes) is not None)


def exposes(classes: str) -> bool:
    """Tell whether the secret gets out."""
    for found in _EXPOSURE.finditer(classes):
        after = classes[found.end() : found.end() + 2]
        negated = _NEGATED.search(classes[: found.start()]) or "z" in found[0] + after
        if found.lastgroup in ("unkept", "unsure") or not negated:
            return True
    return False


def speaks_of_exposure(classes: str) -> bool:
    """Tell whether it is said that the secret gets out, or does not."""
    return _EXPOSURE.search(classes) is not None
