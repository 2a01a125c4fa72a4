"""Tells names of people from those of rules, judges and models.

Who reads "rules-8: no" must not wonder whether a person of that name said it. Called where people's
labels are taken and read, and where a verdict is put together from them.
"""

import re
import unicodedata

from insider.inspection.lookalikes import to_latin

_VOICE = re.compile(r"(?:rules?|judges?|inspectors?|combined|recorded|scripted|people)(?![^\W\d_])")
"""How rules and judges are named here, and what stands for several voices together."""
_MODEL = re.compile(
    r"o[134](?![^\W_])|(?:chat-?gpt|claude|codestral|deepseek|gemini|gemma|gpt|grok|kimi|llama"
    r"|mistral|mixtral|phi|qwen)"
    r"[-_.: ]*(?:\d|chat|coder|flash|haiku|instruct|large|latest|mini|nano|opus|oss|pro|sonnet"
    r"|turbo)"
)
"""A family of models with a version: ``claude`` alone may be a person."""


def looks_like_another_voice(name: str) -> bool:
    """Tell whether a name could be that of rules, of a judge or of a model.

    Letters of other alphabets that look alike, and letters' case, make no difference. A ``/``
    stands in the names of models and recordings alone.

    Args:
        name: As a person gave it, or as it is stored.
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    folded = " ".join(map(to_latin, plain.split())).casefold()
    return "/" in folded or _VOICE.match(folded) is not None or _MODEL.match(folded) is not None
